import PolicyDiagnostics
package import PolicyModel
import PolicyVerifier

extension GeneratedWorld {
  /// The same as a bundle is made of.
  package var policies: CheckedPolicies {
    let platform = platform
    var tenants = CheckedTenants()
    for tenant in 0..<self.tenants {
      tenants.append(
        id: Array(id(tenant).utf8)[...], policyClass: tenant % classes, shape: 0,
        source: SourceID(0), line: UInt32(tenant % 100_000 + 1))
    }
    var catalogue = platform.catalogue
    catalogue.gate = .beforeEachCall
    catalogue.budgetClasses = NameTable(inOrder: [
      BudgetClass("standard", at: Self.nowhere, values: [:])
    ])
    let own = FieldOrigin(value: LayerPlace(.tenant, line: 1), limit: nil)
    let one = NameTable(inOrder: [PlainName("standard", at: Self.nowhere)])
    return CheckedPolicies(
      platforms: [
        CheckedPlatform(
          catalogue: catalogue, tiers: one, orgs: one, routes: platform.routes,
          plans: platform.plans, tests: [], waivers: [],
          classes: platform.tenants.map { effective($0.policy, catalogue) },
          shapes: [PolicyFields.all.map { _ in own }], tenants: tenants, ceilings: [])
      ], sources: [SourceRecord(name: "tenants.yaml", digest: Array(repeating: 1, count: 32))])
  }

  private func effective(_ policy: RoutingPolicy, _ catalogue: Catalogue) -> EffectivePolicy {
    let pool = policy.reviewerPool ?? catalogue.reviewerPools.count
    let stated: [Int: FieldValue] = [
      policyFields.budgetClass.index: .set(Bitset([0])),
      policyFields.dataResidency.index: .residency(policy.residency),
      policyFields.allowedTools.index: .set(policy.permittedTools),
      policyFields.deniedTools.index: .set(Bitset()),
      policyFields.modelTier.index: .number(Int64(policy.modelTier)),
      policyFields.reviewerPool.index: .set(Bitset([pool])),
      policyFields.auditRetention.index: .number(policy.auditRetention),
      policyFields.dataRetention.index: .number(policy.dataRetention),
      policyFields.rateLimits.index: .rates(RateLimits([])),
      policyFields.serviceLevel.index: .serviceLevel(.bestEffort),
      policyFields.burst.index: .burst(.none),
    ]
    return EffectivePolicy(
      org: 0, tier: 0, values: PolicyFields.all.indices.map { stated[$0] ?? .number(1) })
  }
}
