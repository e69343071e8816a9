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
    guard var tenants = TenantGrouping(lifted, number: number, of: bundle), tenants.addAll(),
      let groups = tenants.groups
    else { return nil }
    self.init(
      catalogue: lifted.catalogue, routes: lifted.routes, plans: lifted.plans,
      tenants: groups, isGated: lifted.catalogue.gate == .beforeEachCall, day: day)
  }
}

/// Puts tenants together whose policies route alike.
///
/// Of most tenants nothing but the row of their class is read. A class is lifted once, and the id of
/// a tenant is read where the tenant is the first of a group.
private struct TenantGrouping {
  private let lifted: LiftedPlatform
  private let bundle: PolicyBundle
  /// By row of the table `classes`.
  private var classes: [ClassState]
  /// Tenants to which something is dedicated, by ordinal: each is a group of its own.
  private let owners: [Int: String]
  private var members: [RoutingPolicy: Int] = [:]
  private var rights: RightsCheck
  private var drafts: [Draft] = []

  private enum ClassState {
    case ofAnotherPlatform
    case unread
    case group(Int)
  }

  private struct Draft {
    let policy: RoutingPolicy
    var count = 0
    /// Ordinal and class of the first tenant: the one whose id is the smallest.
    var first: (ordinal: Int, classRow: Int)

    mutating func add(_ ordinal: Int, ofClass row: Int) {
      count += 1
      if ordinal < first.ordinal { first = (ordinal, row) }
    }
  }

  init?(_ lifted: LiftedPlatform, number: Int, of bundle: PolicyBundle) {
    guard let table = bundle.table(named: "classes"),
      let column = table.columns.firstIndex(where: { $0.id == .platform }),
      let rights = RightsCheck(lifted)
    else { return nil }
    self.rights = rights
    self.lifted = lifted
    self.bundle = bundle
    classes = (0..<table.rowCount).map { row in
      table.cell(row: row, column: column) == .index(number) ? .unread : .ofAnotherPlatform
    }
    let dedicated =
      lifted.catalogue.endpoints.elements.compactMap(\.dedicatedTo?.value)
      + lifted.catalogue.reviewerPools.elements.compactMap(\.dedicatedTo?.value)
    owners = Dictionary(
      dedicated.compactMap { id in bundle.context(for: id).map { ($0.ordinal, id) } },
      uniquingKeysWith: { first, _ in first })
  }

  mutating func addAll() -> Bool {
    bundle.forEachTenant { ordinal, row in
      classes.indices.contains(row) && add(ordinal, ofClass: row)
    }
  }

  /// In order of the ids of their first tenants; `nil` if such an id cannot be read.
  var groups: [TenantGroup]? {
    var groups: [TenantGroup] = []
    for draft in drafts.sorted(by: { $0.first.ordinal < $1.first.ordinal }) {
      guard let first = bundle.tenant(at: draft.first.ordinal) else { return nil }
      groups.append(
        TenantGroup(
          draft.policy, count: draft.count, first: first.id, classRow: draft.first.classRow))
    }
    return groups
  }

  private mutating func add(_ ordinal: Int, ofClass row: Int) -> Bool {
    let owner = owners.isEmpty ? nil : owners[ordinal]
    switch classes[row] {
    case .ofAnotherPlatform: break
    case .group(let group) where owner == nil: drafts[group].add(ordinal, ofClass: row)
    case .group, .unread:
      guard let effective = lifted.policy(ofClass: row), rights.holds(effective, ofClass: row)
      else { return false }
      let policy = RoutingPolicy(effective, owner: owner, in: lifted.catalogue)
      let group = group(of: policy, ordinal, ofClass: row)
      drafts[group].add(ordinal, ofClass: row)
      if owner == nil { classes[row] = .group(group) }
    }
    return true
  }

  private mutating func group(
    of policy: RoutingPolicy, _ ordinal: Int, ofClass row: Int
  ) -> Int {
    if let known = members[policy] { return known }
    members[policy] = drafts.count
    drafts.append(Draft(policy: policy, first: (ordinal, row)))
    return drafts.count - 1
  }
}
