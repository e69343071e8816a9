import PolicyDiagnostics
import PolicyModel
import PolicyVerifier

extension VerifiedBundle.VerifiedPart {
  /// The plans of which fewer domains may be down at once than is asked for.
  func resilienceFindings(asked: Int, places: WrittenPlaces) -> [Finding] {
    guard asked > 0 else { return [] }
    let words = RunWords(verification)
    return report.plans.compactMap { plan in
      guard let resilience = plan.resilience, resilience < asked else { return nil }
      let written = places.plans[plan.plan]
      let weakest = listed(plan.weakest.map { words.name(of: $0) })
      return places.finding(
        Rules.proofs.resilience, "plan `\(written.name)` does not go on without \(weakest)",
        at: Written(written.span, line: written.line),
        label: "\(counted(asked, "domain")) may be down",
        others: [], notes: [],
        help: "add a candidate elsewhere, or hold runs at a store that does not fail with it")
    }
  }

  /// The plans that do not go on with domains down, each with a run that shows it.
  func lossFindings(down: [FailureDomain], places: WrittenPlaces) -> [Finding] {
    guard !down.isEmpty else { return [] }
    let words = RunWords(verification)
    let lost = listed(down.map { words.name(of: $0) })
    return report.plans.compactMap { plan in
      let obstructions = verification.obstructions(ofPlan: plan.plan, down: down)
      guard let first = obstructions.first else { return nil }
      let written = places.plans[plan.plan]
      let graph = verification.results[plan.plan].graph
      let step = written.steps[graph.nodes[first.obstruction.node].step]
      let witness = verification.witness(
        of: first.obstruction, down: down, inPlan: plan.plan, forGroup: first.groups[0])
      let tenants = obstructions.flatMap(\.groups).map { verification.platform.tenants[$0] }
      return places.finding(
        Rules.proofs.resilience, "plan `\(written.name)` does not go on with \(lost) down",
        at: Written(step.action), label: "cannot go on here", others: [],
        notes: [
          ReplayedRun(witness, of: verification).map { words.run($0) }
            ?? "the run that was found does not hold when it is replayed: a mistake of the verifier",
          "this hits \(counted(tenants.reduce(0) { $0 + $1.count }, "tenant")), "
            + "`\(tenants.map(\.first).min { $0.precedesInBytes($1) } ?? "")` first",
        ],
        help: "add a candidate elsewhere, or hold runs at a store that does not fail with it")
    }
  }
}
