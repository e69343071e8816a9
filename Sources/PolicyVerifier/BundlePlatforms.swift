package import BundleTables
package import PolicyModel
package import TenantPolicy

extension VerifiedPlatform {
  /// A platform of a bundle with all its tenants, those with one policy together.
  ///
  /// Time grows with the number of tenants, memory with that of distinct policies.
  ///
  /// - Returns: `nil` if a class of policies cannot be read.
  package init?(
    _ lifted: LiftedPlatform, number: Int, of bundle: PolicyBundle, on day: CalendarDate
  ) {
    var tenants = TenantGrouping(lifted)
    guard let classes = bundle.table(named: "classes"),
      let column = classes.columns.firstIndex(where: { $0.id == .platform })
    else { return nil }
    for ordinal in 0..<bundle.tenantCount {
      guard let tenant = bundle.tenant(at: ordinal) else { return nil }
      guard classes.cell(row: tenant.classRow, column: column) == .index(number) else { continue }
      guard tenants.add(tenant) else { return nil }
    }
    self.init(
      catalogue: lifted.catalogue, routes: lifted.routes, plans: lifted.plans,
      tenants: tenants.groups, isGated: lifted.catalogue.gate == .beforeEachCall, day: day)
  }
}

/// Puts tenants together whose policies route alike.
private struct TenantGrouping {
  private let lifted: LiftedPlatform
  /// Tenants to which something is dedicated: each is a group of its own.
  private let owners: Set<String>
  private var policies: [Int: RoutingPolicy] = [:]
  private var members: [RoutingPolicy: Int] = [:]
  private var counts: [Int] = []
  private var firsts: [TenantEntry] = []
  private var order: [RoutingPolicy] = []

  init(_ lifted: LiftedPlatform) {
    self.lifted = lifted
    let endpoints = lifted.catalogue.endpoints.elements.compactMap(\.dedicatedTo?.value)
    owners = Set(
      endpoints + lifted.catalogue.reviewerPools.elements.compactMap(\.dedicatedTo?.value))
  }

  /// Tenants come in order of the bytes of their ids, so that the first of a group is the smallest.
  mutating func add(_ tenant: TenantEntry) -> Bool {
    guard let policy = policy(of: tenant) else { return false }
    if let group = members[policy] {
      counts[group] += 1
    } else {
      members[policy] = counts.count
      counts.append(1)
      firsts.append(tenant)
      order.append(policy)
    }
    return true
  }

  var groups: [TenantGroup] {
    order.indices.map { group in
      TenantGroup(
        order[group], count: counts[group], first: firsts[group].id,
        classRow: firsts[group].classRow)
    }
  }

  private mutating func policy(of tenant: TenantEntry) -> RoutingPolicy? {
    let owner = owners.contains(tenant.id) ? tenant.id : nil
    if owner == nil, let known = policies[tenant.classRow] { return known }
    guard let effective = lifted.policy(ofClass: tenant.classRow) else { return nil }
    let policy = RoutingPolicy(effective, owner: owner, in: lifted.catalogue)
    if owner == nil { policies[tenant.classRow] = policy }
    return policy
  }
}
