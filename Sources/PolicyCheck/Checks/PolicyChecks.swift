package import PolicyModel

/// The checks beyond types: what the fields of one effective policy say about each other and about the
/// catalogue. One file a check; the list is this one.
package enum PolicyChecks {
  typealias Check = @Sendable (EffectivePolicy, CheckContext) -> [PolicyProblem]

  private static let all: [Check] = [
    ReachableTools.problems,
    MeteredTools.problems,
    ReviewerPools.problems,
    Retention.problems,
    Capacity.problems,
    Budgets.problems,
    PlanBudgets.problems,
    ExhaustedRates.problems,
    AcceptedTransfers.problems,
    Substitutes.problems,
  ]

  package static func problems(
    of policy: EffectivePolicy, in context: CheckContext
  ) -> [PolicyProblem] {
    all.flatMap { $0(policy, context) }
  }
}

/// What an effective policy is checked against.
package struct CheckContext: Sendable {
  package let catalogue: Catalogue
  package let plans: [PlanCost]
  let substitutes: [Substitute]
  /// Tools with an endpoint within the residency of the policy that is checked. Few residencies are
  /// shared by many policies, so that this is reckoned apart from them.
  var reachableTools = Bitset()

  package init(
    _ catalogue: Catalogue, plans: [PlanCost], routes: NameTable<Route> = NameTable(sorting: [])
  ) {
    self.catalogue = catalogue
    self.plans = plans
    substitutes = Substitute.all(of: routes)
  }
}
