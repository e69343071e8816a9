import PolicyModel

/// What about a tenant, or about a platform, can change.
package enum Dimension: Hashable, Sendable {
  /// A field of the policy, by its position in `PolicyFields.all`.
  case field(Int)
  /// Tools that are allowed and not denied: what a call is decided by.
  case permittedTools
  case org
  case tier
  /// What runs of plans call, store and show, and where.
  case reach
  /// That there is a tenant, a plan, or something else at all.
  case tenants
  case plans
  /// What the platform declares: where endpoints are, what groups hold, how routes choose.
  case catalogue

  /// Every dimension, those of a tenant first.
  package static let all: [Dimension] =
    [.permittedTools] + PolicyFields.all.indices.map { .field($0) }
    + [.org, .tier, .reach, .tenants, .plans, .catalogue]

  /// As gates and reports call it.
  package var name: String {
    switch self {
    case .field(let index): PolicyFields.all[index].name
    case .permittedTools: "permitted_tools"
    case .org: "org_id"
    case .tier: "policy_tier"
    case .reach: "reach"
    case .tenants: "tenants"
    case .plans: "plans"
    case .catalogue: "catalogue"
    }
  }
}

/// Which way a change goes, by what is decided before and after it.
package enum ChangeVerdict: String, CaseIterable, Sendable {
  /// Something is permitted that was not, and nothing that was is not any more.
  case widened
  /// Both.
  case mixed
  case narrowed
  /// Nothing is decided differently by this alone.
  case neutral

  /// - Parameters:
  ///   - gains: Whether something is permitted that was not.
  ///   - losses: Whether something is not permitted any more.
  package init(gains: Bool, losses: Bool) {
    switch (gains, losses) {
    case (true, false): self = .widened
    case (true, true): self = .mixed
    case (false, true): self = .narrowed
    case (false, false): self = .neutral
    }
  }

  /// Whether something is permitted that was not.
  package var permitsMore: Bool { self == .widened || self == .mixed }

  /// Whether something is not permitted any more.
  package var permitsLess: Bool { self == .narrowed || self == .mixed }
}
