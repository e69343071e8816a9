package import PolicyDiagnostics
import PolicyModel
import PolicyVerifier

/// What was proved of a bundle, for people and for programs.
package struct ProofReport: Sendable {
  private let verified: VerifiedBundle
  private let verdict: PlanSummary.Verdict
  /// By platform and plan.
  private let costs: [[RunQuantities.Bound?]]

  /// - Parameter findings: What was found: the verdict is that of all that was asked.
  package init(_ verified: VerifiedBundle, _ findings: [Finding]) {
    self.verified = verified
    costs = verified.platforms.map(\.verification.dearestRuns)
    verdict = verified.verdict(findings)
  }

  /// What every proof relies on, in words.
  package static let assumptions = [
    "endpoints are where the catalogue says, and do what it says",
    "a region that is not stated is every region",
    "the runtime decides as docs/verification.md says, and asks the gate where the platform says so",
    "tools add and remove the data classes that they are declared with, whatever data really holds",
    "nothing else carries data: no tool calls another platform on its own",
  ]

  // MARK: As text

  package var text: String {
    var lines: [String] = []
    for (platform, costs) in zip(verified.platforms, costs) where !platform.report.plans.isEmpty {
      let rows = platform.report.plans.map { row(of: $0, platform, costs[$0.plan]) }
      lines += [
        "platform \(platform.catalogue.name.value): \(platform.gate)",
        Self.table(of: [Self.header] + rows), "",
      ]
    }
    guard !lines.isEmpty else { return "there are no plans: nothing was verified\n" }
    lines +=
      [
        "\(verdict.rawValue.uppercased()): \(counts)", "assumed:",
      ] + Self.assumptions.map { "  \($0)" }
    return lines.joined(separator: "\n") + "\n"
  }

  private static let header = [
    "plan", "tenants", "verdict", "gate", "resilience", "costs at most", "holds until",
  ]

  private var counts: String {
    let platforms = verified.platforms
    let plans = platforms.flatMap(\.report.plans)
    let vacuous = plans.count { $0.verdict == .vacuous }
    let tenants = platforms.reduce(0) { sum, part in
      sum + part.verification.platform.tenants.reduce(0) { $0 + $1.count }
    }
    let groups = platforms.reduce(0) { $0 + $1.verification.platform.tenants.count }
    let questions = platforms.reduce(0) { $0 + $1.verification.questions.count }
    return
      counted(plans.count - vacuous, "plan") + (vacuous > 0 ? " (and \(vacuous) vacuous)" : "")
      + " for \(counted(tenants, "tenant")) with "
      + "\(counted(groups, "policy", plural: "policies")), \(counted(questions, "question"))"
  }

  private func row(
    of plan: PlanSummary, _ part: VerifiedBundle.VerifiedPart, _ cost: RunQuantities.Bound?
  ) -> [String] {
    [
      part.verification.platform.plans[plan.plan].name, "\(plan.tenants)", plan.verdict.rawValue,
      part.gate(of: plan), part.resilience(of: plan), part.words(of: cost),
      plan.validUntil.map(\.description) ?? "-",
    ]
  }

  private static func table(of rows: [[String]]) -> String {
    let widths = rows[0].indices.map { column in rows.map { $0[column].count }.max() ?? 0 }
    return rows.map { row in
      let cells = zip(row, widths).map { cell, width in
        cell + String(repeating: " ", count: width - cell.count)
      }
      return ("  " + cells.joined(separator: "  ")).trimmed
    }.joined(separator: "\n")
  }

  // MARK: As JSON

  package func write(to root: inout JSONObject) {
    root.field("verdict", verdict.rawValue)
    root.array("platforms") { list in
      for (part, costs) in zip(verified.platforms, costs) {
        list.object { object in
          object.field("platform", part.catalogue.name.value)
          object.field("gate", part.verification.platform.isGated)
          object.array("plans") { plans in
            for plan in part.report.plans {
              plans.object { part.write(plan, costs[plan.plan], to: &$0) }
            }
          }
        }
      }
    }
    root.array("assumptions") { list in Self.assumptions.forEach { list.element($0) } }
  }
}

extension VerifiedBundle.VerifiedPart {
  fileprivate var gate: String {
    verification.platform.isGated
      ? "the gate is asked before each call" : "there is no gate: nothing is skipped"
  }

  fileprivate func gate(of plan: PlanSummary) -> String {
    if plan.verdict == .vacuous || plan.verdict == .unknown { return "-" }
    guard verification.platform.isGated else { return "none" }
    return plan.gateNeeded == 0
      ? "never needed" : "needed for \(plan.gateNeeded)"
  }

  fileprivate func resilience(of plan: PlanSummary) -> String {
    guard let resilience = plan.resilience else { return "-" }
    let words = RunWords(verification)
    return plan.weakest.isEmpty
      ? "\(resilience) or more"
      : "\(resilience) (\(listed(plan.weakest.map { words.name(of: $0) })))"
  }

  fileprivate func words(of cost: RunQuantities.Bound?) -> String {
    switch cost {
    case .most(let micros)?:
      catalogue.currency.map { Money(micros: micros, currency: $0).description } ?? "\(micros)"
    case .infinite?: "infinite"
    case .notStated(let capability)?: "`\(catalogue.name(of: capability))` has no cost"
    case nil: "-"
    }
  }

  fileprivate func write(
    _ plan: PlanSummary, _ cost: RunQuantities.Bound?, to object: inout JSONObject
  ) {
    let words = RunWords(verification)
    object.field("plan", verification.platform.plans[plan.plan].name)
    object.field("verdict", plan.verdict.rawValue)
    object.field("tenants", plan.tenants)
    object.field("safe", plan.safe)
    object.field("undecided", plan.undecided)
    object.field("progressing", plan.progressing)
    object.field("gateNeeded", plan.gateNeeded)
    object.field("resilience", plan.resilience)
    object.array("weakest") { list in
      plan.weakest.forEach { list.element(words.name(of: $0).filter { $0 != "`" }) }
    }
    if case .most(let micros)? = cost {
      object.field("costAtMost", micros)
    } else {
      object.field("costAtMost", Int64?.none)
    }
    object.field("validUntil", plan.validUntil.map(\.description))
  }
}

extension String {
  fileprivate var trimmed: String {
    var text = self
    while text.last == " " { text.removeLast() }
    return text
  }
}
