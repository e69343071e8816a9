package import PolicyModel

/// Whether a tenant could be written, within the limits of a tier, of which a run does what the
/// tenant's policy forbids.
///
/// Every prohibition comes from one part of a policy, and a policy that is looser elsewhere has at least
/// as many runs. So it is enough to look at the ceiling with one part at a time as much stricter as is
/// needed for something to be forbidden. Regions and the grounds on which they may be left are one part.
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
    package let accepts: Accepts
    package let reviewerPool: Int?
  }

  package enum Part: Hashable, Sendable {
    case nothing
    /// Without a region, for some data.
    case without(region: Int, Prohibition.Use, Data)
    /// Without any region: then no ground counts.
    case nowhere(Prohibition.Use, Data)
    case lowestModelTier
    case noDataRetention
    case longestAuditRetention
  }

  /// The data that a statement about regions is about.
  package enum Data: Hashable, Sendable {
    /// That of all classes for which the tier states no regions of their own.
    case general
    case unclassified
    case ofClass(Int)
  }

  /// The grounds for transfers that the tenant accepts, of those that its tier does.
  package enum Accepts: Hashable, Sendable {
    case all
    case none
    case only(basis: Int)
  }

  package init(tier: Int, _ ceiling: TierCeiling, of platform: VerifiedPlatform) {
    self.tier = tier
    let catalogue = platform.catalogue
    guard let all = Self.strictnesses(ceiling, catalogue) else {
      strictnesses = []
      verification = nil
      return
    }
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
      let groups = result.cases.filter { $0.verdict.safety.isViolated }.compactMap {
        verification.groups(of: $0, inPlan: result.plan).first
      }
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

  /// `nil` where there are too many.
  private static func strictnesses(
    _ ceiling: TierCeiling, _ catalogue: Catalogue
  ) -> [Strictness]? {
    let pools = pools(ceiling, catalogue)
    let parts = parts(ceiling, catalogue)
    guard parts.count * pools.count <= mostPolicies else { return nil }
    let all = parts.flatMap { part in
      pools.flatMap { writable(part, reviewerPool: $0, ceiling, catalogue) }
    }
    return all.count <= mostPolicies ? all : nil
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
    let classes = catalogue.dataClasses.elements.indices.map { Data.ofClass($0) }
    let strays = ([.general, .unclassified] + classes).flatMap { data in
      Prohibition.Use.allCases.flatMap { use in
        let regions = ceiling.regions(for: data)[use]
        // A tenant whose data may be processed nowhere is left out: it has no runs.
        guard use != .process || regions.count > 1 else { return [Part]() }
        return regions.members.map { Part.without(region: $0, use, data) }
          + (use == .process ? [] : [.nowhere(use, data)])
      }
    }
    return [.nothing, .lowestModelTier, .noDataRetention, .longestAuditRetention] + strays
  }

  /// What a tenant may write that is stricter in a part: where grounds might make up for it also without
  /// them, or with the fewest that it can be written with.
  private static func writable(
    _ part: Part, reviewerPool: Int?, _ ceiling: TierCeiling, _ catalogue: Catalogue
  ) -> [Strictness] {
    func strictness(_ accepts: Accepts) -> Strictness? {
      let one = Strictness(part: part, accepts: accepts, reviewerPool: reviewerPool)
      return ceiling.policy(one, catalogue).couldBeWritten(in: catalogue) ? one : nil
    }
    let bases = ceiling.residency.accepts.members
    let fewer: [Strictness]
    switch part {
    case .nothing, .without:
      let none = bases.isEmpty ? nil : strictness(.none)
      fewer =
        none.map { [$0] }
        ?? (bases.count > 1 ? bases.compactMap { strictness(.only(basis: $0)) } : [])
    case .nowhere, .lowestModelTier, .noDataRetention, .longestAuditRetention: fewer = []
    }
    return [strictness(.all)].compactMap(\.self) + fewer
  }
}

extension TierCeiling {
  fileprivate func regions(for data: AnyTenantVerification.Data) -> RegionUse {
    if case .ofClass(let dataClass) = data {
      residency.use(of: dataClass)
    } else {
      residency.general
    }
  }

  fileprivate func policy(
    _ strictness: AnyTenantVerification.Strictness, _ catalogue: Catalogue
  ) -> RoutingPolicy {
    let part = strictness.part
    let pool = strictness.reviewerPool.map { catalogue.reviewerPools[$0] }
    let residency = residency(part, catalogue)
    let accepts: Bitset =
      switch strictness.accepts {
      case .all: residency.accepts
      case .none: Bitset()
      case .only(let basis): Bitset([basis])
      }
    return RoutingPolicy(
      permittedTools: permittedTools,
      residency: Residency(residency.general, byClass: residency.byClass, accepts: accepts),
      modelTier: part == .lowestModelTier ? 0 : modelTier,
      dataRetention: part == .noDataRetention ? 0 : dataRetention,
      auditRetention: part == .longestAuditRetention
        ? Duration.longest.milliseconds : auditRetention,
      reviewerPool: strictness.reviewerPool, owner: pool?.dedicatedTo?.value)
  }

  private func residency(
    _ part: AnyTenantVerification.Part, _ catalogue: Catalogue
  ) -> Residency {
    switch part {
    case .without(let region, let use, let data):
      residency(narrowing: data, catalogue) { $0.without(Bitset([region]), use) }
    case .nowhere(let use, let data):
      residency(narrowing: data, catalogue) { $0.without($0[use], use) }
    case .nothing, .lowestModelTier, .noDataRetention, .longestAuditRetention: residency
    }
  }

  private func residency(
    narrowing data: AnyTenantVerification.Data, _ catalogue: Catalogue,
    _ narrowed: (RegionUse) -> RegionUse
  ) -> Residency {
    let regions = narrowed(regions(for: data))
    switch data {
    case .general:
      return Residency(regions, byClass: residency.byClass, accepts: residency.accepts)
    case .unclassified:
      let classes = catalogue.dataClasses.elements.indices.map {
        Residency.ClassUse($0, residency.use(of: $0))
      }
      return Residency(regions, byClass: classes, accepts: residency.accepts)
    case .ofClass(let dataClass):
      let others = residency.byClass.filter { $0.dataClass != dataClass }
      return Residency(
        residency.general, byClass: others + [Residency.ClassUse(dataClass, regions)],
        accepts: residency.accepts)
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
  fileprivate func without(_ gone: Bitset, _ use: Prohibition.Use) -> RegionUse {
    RegionUse(
      process: use == .process ? process.subtracting(gone) : process,
      store: use == .store ? store.subtracting(gone) : store,
      log: use == .log ? log.subtracting(gone) : log)
  }
}
