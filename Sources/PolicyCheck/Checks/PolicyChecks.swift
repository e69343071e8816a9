package import PolicyModel

/// The checks beyond types: what the fields of one effective policy say about each other and about the
/// catalogue. One file a check; the list is this one.
package enum PolicyChecks {
  typealias Check = @Sendable (EffectivePolicy, Catalogue) -> [PolicyProblem]

  private static let all: [Check] = [
    ReachableTools.problems,
    MeteredTools.problems,
    ReviewerPools.problems,
    Retention.problems,
    Capacity.problems,
    Budgets.problems,
    ExhaustedRates.problems,
    AcceptedTransfers.problems,
  ]

  package static func problems(of policy: EffectivePolicy, in catalogue: Catalogue)
    -> [PolicyProblem]
  {
    all.flatMap { $0(policy, catalogue) }
  }
}
