package import PolicyModel

/// Whether a tenant could be written, within the limits of a tier, of which a run does what the
/// tenant's policy forbids.
///
/// Every prohibition comes from one part of a policy, and a policy that is looser elsewhere has at least
/// as many runs. So it is enough to look at the ceiling with one part at a time as much stricter as is
/// needed for something to be forbidden.
package struct AnyTenantVerification: Sendable {
  /// Most policies of a tier that are looked at.
  package static let mostPolicies = 50_000

  /// Index of the tier.
  package let tier: Int
  /// By group of the verification: what such a tenant writes.
  package let strictnesses: [Strictness]
  /// `nil` where there are too many policies to look at.
  package let verification: Verification?

  /// What a tenant states more strictly than its tier does, and whom it has review.
  package struct Strictness: Hashable, Sendable {
    package let part: Part
    package let reviewerPool: Int?
  }

  package enum Part: Hashable, Sendable {
    case nothing
    /// Without a region, for data of a class or in general.
    case without(region: Int, Prohibition.Use, dataClass: Int?)
    case noTransfers
    case lowestModelTier
    case noDataRetention
    case longestAuditRetention
  }

  package init(tier: Int, _ ceiling: TierCeiling, of platform: VerifiedPlatform) {
    self.tier = tier
    let catalogue = platform.catalogue
    let pools = Self.pools(ceiling, catalogue)
    let parts = Self.parts(ceiling, catalogue)
    guard parts.count * pools.count <= Self.mostPolicies else {
      strictnesses = []
      verification = nil
      return
    }
    let all = parts.flatMap { part in pools.map { Strictness(part: part, reviewerPool: $0) } }
      .filter { ceiling.policy($0, catalogue).couldBeWritten(in: catalogue) }
    strictnesses = all
    let tenants = all.enumerated().map { index, strictness in
      let policy = ceiling.policy(strictness, catalogue)
      return TenantGroup(policy, count: 1, first: policy.owner ?? "", classRow: index)
    }
    verification = Verification(
      VerifiedPlatform(
        catalogue: catalogue, routes: platform.routes, plans: platform.plans, tenants: tenants,
        isGated: platform.isGated, day: platform.day))
  }

  /// The plans of which some such tenant's runs do what is forbidden, each with the first of them.
  package var violated: [(plan: Int, group: Int, Violation)] {
    guard let verification else { return [] }
    return verification.results.compactMap { result in
      let groups = result.cases.filter { $0.verdict.safety.isViolated }.compactMap(\.groups.first)
      guard let group = groups.min() else { return nil }
      let violations = verification.violations(
        ofPlan: result.plan, forGroup: group, isGated: verification.platform.isGated,
        onlyCertain: true)
      return violations.first.map { (result.plan, group, $0) }
    }
  }

  /// The plans for which it is not known.
  package var undecided: [Int] {
    guard let verification else { return [] }
    return verification.results.filter { result in
      result.obstacle != nil || result.cases.contains { $0.verdict.safety.isUnknown }
    }.map(\.plan)
  }

  /// None, and every pool that may be chosen; of pools that differ in nothing, one.
  private static func pools(_ ceiling: TierCeiling, _ catalogue: Catalogue) -> [Int?] {
    struct Kind: Hashable {
      let region: Int
      let clearance: Bitset
      let owner: String?
    }
    var seen: Set<Kind> = []
    let distinct = ceiling.reviewerPools.members.filter { index in
      let pool = catalogue.reviewerPools[index]
      return seen.insert(
        Kind(region: pool.region, clearance: pool.clearance, owner: pool.dedicatedTo?.value)
      ).inserted
    }
    return [nil] + distinct
  }

  private static func parts(_ ceiling: TierCeiling, _ catalogue: Catalogue) -> [Part] {
    let classes = [nil] + catalogue.dataClasses.elements.indices.map { Optional($0) }
    let strays = classes.flatMap { dataClass in
      Prohibition.Use.allCases.flatMap { use in
        let regions = ceiling.regions(for: dataClass)[use]
        // A tenant whose data may be processed nowhere is left out: it has no runs.
        guard use != .process || regions.count > 1 else { return [Part]() }
        return regions.members.map { Part.without(region: $0, use, dataClass: dataClass) }
      }
    }
    return [.nothing, .noTransfers, .lowestModelTier, .noDataRetention, .longestAuditRetention]
      + strays
  }
}

extension TierCeiling {
  fileprivate func regions(for dataClass: Int?) -> RegionUse {
    dataClass.map { residency.use(of: $0) } ?? residency.general
  }

  fileprivate func policy(
    _ strictness: AnyTenantVerification.Strictness, _ catalogue: Catalogue
  ) -> RoutingPolicy {
    let part = strictness.part
    let pool = strictness.reviewerPool.map { catalogue.reviewerPools[$0] }
    return RoutingPolicy(
      permittedTools: permittedTools, residency: residency(part),
      modelTier: part == .lowestModelTier ? 0 : modelTier,
      dataRetention: part == .noDataRetention ? 0 : dataRetention,
      auditRetention: part == .longestAuditRetention
        ? Duration.longest.milliseconds : auditRetention,
      reviewerPool: strictness.reviewerPool, owner: pool?.dedicatedTo?.value)
  }

  private func residency(_ part: AnyTenantVerification.Part) -> Residency {
    switch part {
    case .without(let region, let use, let dataClass):
      let narrowed = regions(for: dataClass).without(region, use)
      guard let dataClass else {
        return Residency(narrowed, byClass: residency.byClass, accepts: residency.accepts)
      }
      let others = residency.byClass.filter { $0.dataClass != dataClass }
      return Residency(
        residency.general, byClass: others + [Residency.ClassUse(dataClass, narrowed)],
        accepts: residency.accepts)
    case .noTransfers: return Residency(residency.general, byClass: residency.byClass)
    case .nothing, .lowestModelTier, .noDataRetention, .longestAuditRetention: return residency
    }
  }
}

extension RoutingPolicy {
  /// Whether the policy checks: reviewers who sit outside of its regions are refused where it accepts no
  /// grounds at all.
  fileprivate func couldBeWritten(in catalogue: Catalogue) -> Bool {
    guard let reviewerPool else { return true }
    return !residency.accepts.isEmpty
      || residency.general.process.contains(catalogue.reviewerPools[reviewerPool].region)
  }
}

extension RegionUse {
  fileprivate func without(_ region: Int, _ use: Prohibition.Use) -> RegionUse {
    let gone = Bitset([region])
    return RegionUse(
      process: use == .process ? process.subtracting(gone) : process,
      store: use == .store ? store.subtracting(gone) : store,
      log: use == .log ? log.subtracting(gone) : log)
  }
}
