package import PolicyModel

/// What tenants use and are promised, taken together: all that the checks of a platform ask of those
/// with whom nothing is wrong.
package struct TenantUse: Hashable, Sendable {
  package private(set) var tenantCount = 0
  package private(set) var orgs = Bitset()
  package private(set) var tiers = Bitset()
  package private(set) var budgetClasses = Bitset()
  /// The sum of `guaranteed_slots`, and how many tenants have any.
  package private(set) var guaranteedSlots: Int64 = 0
  package private(set) var guaranteedTenants = 0

  package init() {}

  package init(
    tenantCount: Int, orgs: Bitset, tiers: Bitset, budgetClasses: Bitset, guaranteedSlots: Int64,
    guaranteedTenants: Int
  ) {
    self.tenantCount = tenantCount
    self.orgs = orgs
    self.tiers = tiers
    self.budgetClasses = budgetClasses
    self.guaranteedSlots = guaranteedSlots
    self.guaranteedTenants = guaranteedTenants
  }

  /// Takes a tenant that has a policy.
  mutating func insert(_ policy: PolicyUse) {
    tenantCount += 1
    orgs.insert(policy.org)
    tiers.insert(policy.tier)
    if let budget = policy.budgetClass { budgetClasses.insert(budget) }
    guaranteedSlots += policy.guaranteedSlots
    if policy.guaranteedSlots > 0 { guaranteedTenants += 1 }
  }

  mutating func add(_ other: TenantUse) {
    tenantCount += other.tenantCount
    orgs = orgs.union(other.orgs)
    tiers = tiers.union(other.tiers)
    budgetClasses = budgetClasses.union(other.budgetClasses)
    guaranteedSlots += other.guaranteedSlots
    guaranteedTenants += other.guaranteedTenants
  }
}

/// What each tenant of a policy uses.
struct PolicyUse: Sendable {
  let org: Int
  let tier: Int
  let budgetClass: Int?
  let guaranteedSlots: Int64

  init(of policy: EffectivePolicy) {
    org = policy.org
    tier = policy.tier
    budgetClass = policy[policyFields.budgetClass].members.first
    guaranteedSlots = policy[policyFields.guaranteedSlots].number
  }
}
