import PolicyModel
package import PolicyVerifier

extension GeneratedWorld {
  /// One thing that somebody changes.
  package enum Edit: String, CaseIterable, Sendable {
    case tenant, plan, endpoint, route, region, group
  }

  /// The platform after an edit.
  ///
  /// - Parameter number: Which one of its kind: what is changed, and to what, follows from it.
  package func edited(
    _ platform: VerifiedPlatform, by edit: Edit, number: Int
  ) -> VerifiedPlatform {
    var numbers = SeededNumbers(seed: 11, of: number, .world)
    var catalogue = platform.catalogue
    var (routes, plans, tenants) = (platform.routes, platform.plans, platform.tenants)
    switch edit {
    case .tenant: move(&tenants, number, &numbers)
    case .plan:
      let index = numbers.below(plans.count)
      plans = plans.replacing(index) { _ in plan(index, &numbers) }
    case .endpoint:
      catalogue.endpoints = catalogue.endpoints.replacing(
        numbers.below(catalogue.endpoints.count)
      ) { change($0, &numbers) }
    case .route:
      routes = routes.replacing(numbers.below(routes.count)) { $0.with(numbers.below(2)) }
    case .region: moveRegion(numbers.below(catalogue.regions.count), &catalogue, &tenants)
    case .group:
      let group = numbers.below(catalogue.groups.count)
      let outside = (0..<catalogue.regions.count).filter {
        !catalogue.groups[group].regions.contains($0)
      }
      widen(group, by: numbers.one(of: outside), &catalogue, &tenants)
    }
    return VerifiedPlatform(
      catalogue: catalogue, routes: routes, plans: plans, tenants: tenants,
      isGated: platform.isGated, day: platform.day)
  }

  /// One tenant gets a policy that differs from that of its class in one field.
  private func move(
    _ tenants: inout [TenantGroup], _ number: Int, _ numbers: inout SeededNumbers
  ) {
    let from = numbers.below(tenants.count)
    let old = tenants[from]
    let policy = changed(old.policy, &numbers)
    tenants[from] = TenantGroup(
      old.policy, count: max(old.count - 1, 1), first: old.first, classRow: old.classRow)
    if let known = tenants.firstIndex(where: { $0.policy == policy }) {
      let group = tenants[known]
      tenants[known] = TenantGroup(
        policy, count: group.count + 1, first: group.first, classRow: group.classRow)
    } else {
      tenants.append(
        TenantGroup(policy, count: 1, first: id(classes + from), classRow: tenants.count))
    }
  }

  private func changed(
    _ policy: RoutingPolicy, _ numbers: inout SeededNumbers
  ) -> RoutingPolicy {
    let regions = policy.residency.general.process.members
    var (residency, tier, kept) = (policy.residency, policy.modelTier, policy.dataRetention)
    var pool = policy.reviewerPool
    switch numbers.below(4) {
    case 0:
      let left = RegionUse(Bitset(regions).subtracting(Bitset([numbers.one(of: regions)])))
      residency = Residency(
        left, byClass: residency.byClass.map { .init($0.dataClass, $0.use.meet(left)) },
        accepts: residency.accepts)
    case 1: tier = 3 - tier
    case 2: kept = 4 * 86_400_000 - kept
    default: pool = numbers.one(of: policy.residency.use(of: 0).process.members)
    }
    return RoutingPolicy(
      permittedTools: policy.permittedTools, residency: residency, modelTier: tier,
      dataRetention: kept, auditRetention: policy.auditRetention, reviewerPool: pool,
      owner: policy.owner)
  }

  private func change(_ endpoint: Endpoint, _ numbers: inout SeededNumbers) -> Endpoint {
    var changed = endpoint
    switch numbers.below(2) {
    case 0:
      let days = Int64(numbers.below(5))
      changed.retains =
        endpoint.retains == .longest ? nil : Duration(milliseconds: days * 86_400_000)
    default:
      let region = (endpoint.regions.store.first ?? 0) + Self.groupCount
      let moved = Bitset([region % Self.regionCount])
      changed.regions = RegionUse(
        process: endpoint.regions.process.isEmpty ? Bitset() : moved, store: moved, log: moved)
    }
    return changed
  }

  // MARK: Regions

  /// A region leaves its group, and the policies of all tenants who are in the group.
  private func moveRegion(
    _ region: Int, _ catalogue: inout Catalogue, _ tenants: inout [TenantGroup]
  ) {
    let group = region % Self.groupCount
    let regions = catalogue.groups[group].regions.subtracting(Bitset([region]))
    catalogue.groups = catalogue.groups.replacing(group) {
      RegionGroup($0.name, at: $0.span, regions: regions)
    }
    tenants = tenants.map { tenant in
      tenant.with { $0.subtracting(Bitset([region])) }
    }
  }

  /// A group gets one more region, and with it those tenants who are in all of the group.
  private func widen(
    _ group: Int, by region: Int, _ catalogue: inout Catalogue, _ tenants: inout [TenantGroup]
  ) {
    let before = catalogue.groups[group].regions
    catalogue.groups = catalogue.groups.replacing(group) {
      RegionGroup($0.name, at: $0.span, regions: before.union(Bitset([region])))
    }
    tenants = tenants.map { tenant in
      guard before.isSubset(of: tenant.policy.residency.general.process) else { return tenant }
      return tenant.with { before.isSubset(of: $0) ? $0.union(Bitset([region])) : $0 }
    }
  }
}

extension NameTable {
  fileprivate func replacing(_ index: Int, _ change: (Element) -> Element) -> NameTable {
    var elements = elements
    elements[index] = change(elements[index])
    return NameTable(inOrder: elements)
  }
}

extension Route {
  /// With its first two candidates exchanged, or what becomes of runs without one.
  fileprivate func with(_ change: Int) -> Route {
    var candidates = candidates
    if change == 0 { candidates.swapAt(0, 1) }
    let fallback = onUnavailable.map {
      change == 0 ? $0 : $0 == .hold ? .fail : Route.Fallback.hold
    }
    return Route(
      Located(name, at: span, line: line), capability: capability, candidates: candidates,
      onUnavailable: fallback)
  }
}

extension TenantGroup {
  /// - Parameter change: Of regions.
  fileprivate func with(_ change: (Bitset) -> Bitset) -> TenantGroup {
    let residency = policy.residency
    let changed = Residency(
      RegionUse(change(residency.general.process)),
      byClass: residency.byClass.map { .init($0.dataClass, RegionUse(change($0.use.process))) },
      accepts: residency.accepts)
    guard changed != residency else { return self }
    return TenantGroup(
      RoutingPolicy(
        permittedTools: policy.permittedTools, residency: changed, modelTier: policy.modelTier,
        dataRetention: policy.dataRetention, auditRetention: policy.auditRetention,
        reviewerPool: policy.reviewerPool, owner: policy.owner),
      count: count, first: first, classRow: classRow)
  }
}
