package import PolicyModel

/// What of an effective policy decides where data may go. Tenants that agree in it are one case for
/// the verifier, whatever their budgets and caps are.
package struct RoutingPolicy: Hashable, Sendable {
  package let permittedTools: Bitset
  package private(set) var residency: Residency
  package let modelTier: Int
  /// Milliseconds: at most for data, at least for audit logs.
  package let dataRetention: Int64
  package let auditRetention: Int64
  /// `nil` for none.
  package let reviewerPool: Int?
  /// The tenant's id, where some endpoint or pool is dedicated to it.
  package private(set) var owner: String?

  package init(
    permittedTools: Bitset, residency: Residency, modelTier: Int, dataRetention: Int64,
    auditRetention: Int64, reviewerPool: Int?, owner: String?
  ) {
    self.permittedTools = permittedTools
    self.residency = residency
    self.modelTier = modelTier
    self.dataRetention = dataRetention
    self.auditRetention = auditRetention
    self.reviewerPool = reviewerPool
    self.owner = owner
  }

  package init(_ policy: EffectivePolicy, owner: String?, in catalogue: Catalogue) {
    let pool = policy[policyFields.reviewerPool].members.first
    self.init(
      permittedTools: policy.permittedTools,
      residency: policy[policyFields.dataResidency].residency,
      modelTier: Int(policy[policyFields.modelTier].number),
      dataRetention: policy[policyFields.dataRetention].number,
      auditRetention: policy[policyFields.auditRetention].number,
      reviewerPool: pool.flatMap { $0 < catalogue.reviewerPools.count ? $0 : nil }, owner: owner)
  }

  func with(residency: Residency) -> RoutingPolicy {
    var policy = self
    policy.residency = residency
    return policy
  }

  /// The same of a tenant that has something of its own.
  func with(owner: String) -> RoutingPolicy {
    var policy = self
    policy.owner = owner
    return policy
  }
}
