package import PolicyModel
import Threads

/// What a verification found, as people want to read it: a line a plan, and each cause once.
package struct VerificationReport: Sendable {
  package let plans: [PlanSummary]
  /// Errors first, those that hit most tenants first.
  package let causes: [Cause]

  package var verdict: PlanSummary.Verdict {
    let verdicts = plans.map(\.verdict)
    for verdict in [PlanSummary.Verdict.violated, .unknown, .proved]
    where verdicts.contains(verdict) {
      return verdict
    }
    return .vacuous
  }
}

/// What holds for one plan and all its tenants.
package struct PlanSummary: Sendable {
  package enum Verdict: String, CaseIterable, Sendable {
    case proved, violated, unknown, vacuous
  }

  package let plan: Int
  package let verdict: Verdict
  /// Tenants that may run it, and for how many of them each property is proved.
  package let tenants: Int
  package let safe: Int
  package let undecided: Int
  package let progressing: Int
  /// Tenants for which the gate keeps something from happening.
  package let gateNeeded: Int
  /// The least resilience of any tenant that makes progress, and what it fails with.
  package let resilience: Int?
  package let weakest: [FailureDomain]
  package let validUntil: CalendarDate?
}

/// One thing that is wrong, whichever plans and tenants it hits.
package struct Cause: Sendable {
  package enum Problem: Hashable, Sendable {
    /// Runs do what the policy forbids.
    case forbidden(Prohibition, Target)
    /// Runs cannot go on for want of this.
    case obstructed(Question.Subject, hasFailed: Bool)
    case undecided(Obstacle)
    /// No tenant may run a plan, or it touches nothing.
    case vacuous
  }

  /// What is forbidden.
  package enum Target: Hashable, Sendable {
    case endpoint(Int, Question.Subject)
    case pool(Int)
  }

  package let problem: Problem
  /// Indices of plans, ascending; the witness is of one of them.
  package let plans: [Int]
  /// Groups of tenants, ascending; none where no run is concerned.
  package let groups: [Int]
  package let tenants: Int
  /// `nil` where no run is concerned.
  package let witness: Witness?
  /// Where data of the class that matters came into the run of the witness.
  package let source: DataSource?
}

/// Where data of a class comes from.
package enum DataSource: Hashable, Sendable {
  /// A variable that the plan is given, by index.
  case input(variable: Int)
  /// The tool or model that a step calls adds it.
  case step(Int)
}

extension Verification {
  package func report() -> VerificationReport {
    VerificationReport(plans: summaries, causes: CauseCollection(self).causes)
  }

  /// A line a plan.
  package var summaries: [PlanSummary] {
    parallelMap(count: results.count, threads: threads) { summary(of: results[$0]) }
  }

  private func summary(of result: PlanResult) -> PlanSummary {
    func tenants(where holds: (CaseVerdict) -> Bool) -> Int {
      result.cases.filter { holds($0.verdict) }.reduce(0) { $0 + $1.tenants }
    }
    let weakest = result.cases.filter { $0.verdict.resilience != nil }
      .min { ($0.verdict.resilience ?? 0) < ($1.verdict.resilience ?? 0) }
    return PlanSummary(
      plan: result.plan, verdict: result.verdict, tenants: result.admittedTenants,
      safe: tenants { $0.safety == .proved }, undecided: tenants { $0.safety.isUnknown },
      progressing: tenants { $0.progress == .proved },
      gateNeeded: tenants { $0.isGateNeeded }, resilience: weakest?.verdict.resilience,
      weakest: weakest.map { self.weakest(of: $0, inPlan: result.plan) } ?? [],
      validUntil: result.validUntil)
  }
}

extension PlanResult {
  package var verdict: PlanSummary.Verdict {
    if obstacle != nil { return .unknown }
    if isVacuous { return .vacuous }
    let verdicts = cases.map(\.verdict)
    if verdicts.contains(where: { $0.safety.isViolated || $0.progress != .proved }) {
      return .violated
    }
    return verdicts.contains { $0.safety.isUnknown } ? .unknown : .proved
  }
}

extension Safety {
  package var isViolated: Bool {
    if case .violated = self { true } else { false }
  }

  package var isUnknown: Bool {
    if case .unknown = self { true } else { false }
  }
}
