package import BundleTables
package import PolicyModel
package import TenantPolicy
import Threads

extension VerifiedPlatform {
  /// A platform of a bundle with all its tenants, those with one policy together.
  ///
  /// Time grows with the number of tenants, memory with that of distinct policies.
  ///
  /// - Parameter threads: Most threads that work on it; what comes of it does not depend on them.
  /// - Returns: `nil` if a class of policies cannot be read.
  package init?(
    _ lifted: LiftedPlatform, number: Int, of bundle: PolicyBundle, on day: CalendarDate,
    threads: Int = 1
  ) {
    guard var tenants = TenantGrouping(lifted, number: number, of: bundle, threads: threads),
      tenants.addAll(threads: threads), let groups = tenants.groups
    else { return nil }
    self.init(
      catalogue: lifted.catalogue, routes: lifted.routes, plans: lifted.plans,
      tenants: groups, isGated: lifted.catalogue.gate == .beforeEachCall, day: day)
  }
}

/// Puts tenants together whose policies route alike.
///
/// Of most tenants nothing but the row of their class is read, and the id where the tenant is the first
/// of a group.
private struct TenantGrouping {
  private let bundle: PolicyBundle
  /// By row of the table `classes`; `nil` for one of another platform.
  private let policyOfClass: [Int?]
  /// Tenants to which something is dedicated, by ordinal: each is a group of its own.
  private let owners: [Int: String]
  /// By policy; then those of owners.
  private var drafts: [Draft]

  private struct Draft {
    let policy: RoutingPolicy
    var count = 0
    /// Ordinal and class of the first tenant: the one whose id is the smallest.
    var first = (ordinal: Int.max, classRow: 0)

    mutating func add(_ tenants: Int, from ordinal: Int, ofClass row: Int) {
      count += tenants
      if ordinal < first.ordinal { first = (ordinal, row) }
    }
  }

  init?(_ lifted: LiftedPlatform, number: Int, of bundle: PolicyBundle, threads: Int) {
    guard let classes = LiftedClasses(lifted, number: number, of: bundle, threads: threads) else {
      return nil
    }
    self.bundle = bundle
    policyOfClass = classes.policyOfClass
    drafts = classes.policies.map { Draft(policy: $0) }
    let dedicated =
      lifted.catalogue.endpoints.elements.compactMap(\.dedicatedTo?.value)
      + lifted.catalogue.reviewerPools.elements.compactMap(\.dedicatedTo?.value)
    owners = Dictionary(
      dedicated.compactMap { id in bundle.context(for: id).map { ($0.ordinal, id) } },
      uniquingKeysWith: { first, _ in first })
  }

  /// - Returns: whether all tenants could be read.
  mutating func addAll(threads: Int) -> Bool {
    let (bundle, parts) = (bundle, 8 * threads)
    let counts = parallelWork(
      count: parts, threads: threads,
      from: TenantCounts(classes: policyOfClass.count, owners: owners)
    ) { $0.add(bundle, part: $1, of: parts) }
    guard counts.allSatisfy(\.isWhole) else { return false }
    for found in counts {
      for (row, count) in found.counts.enumerated() where count > 0 {
        guard let policy = policyOfClass[row] else { continue }
        drafts[policy].add(Int(count), from: Int(found.firsts[row]), ofClass: row)
      }
    }
    for (ordinal, row) in counts.flatMap(\.owning).sorted(by: { $0.ordinal < $1.ordinal }) {
      guard let policy = policyOfClass[row] else { continue }
      var own = Draft(policy: drafts[policy].policy.with(owner: owners[ordinal] ?? ""))
      own.add(1, from: ordinal, ofClass: row)
      drafts.append(own)
    }
    return true
  }

  /// In order of the ids of their first tenants; `nil` if such an id cannot be read.
  var groups: [TenantGroup]? {
    var groups: [TenantGroup] = []
    for draft in drafts.sorted(by: { $0.first.ordinal < $1.first.ordinal }) where draft.count > 0 {
      guard let first = bundle.tenant(at: draft.first.ordinal) else { return nil }
      groups.append(
        TenantGroup(
          draft.policy, count: draft.count, first: first.id, classRow: draft.first.classRow))
    }
    return groups
  }
}

/// How many tenants have which class of policies.
private struct TenantCounts: Sendable {
  /// By row of the table `classes`: tenants to whom nothing is dedicated, and the least ordinal of them.
  private(set) var counts: [Int32]
  private(set) var firsts: [Int32]
  private(set) var owning: [(ordinal: Int, classRow: Int)] = []
  private(set) var isWhole = true
  private let owners: [Int: String]

  init(classes: Int, owners: [Int: String]) {
    counts = Array(repeating: 0, count: classes)
    firsts = Array(repeating: .max, count: classes)
    self.owners = owners
  }

  mutating func add(_ bundle: PolicyBundle, part: Int, of parts: Int) {
    let isRead = bundle.forEachTenant(ofPart: part, parts) { ordinal, row in
      guard counts.indices.contains(row), let number = Int32(exactly: ordinal) else { return false }
      if !owners.isEmpty, owners[ordinal] != nil {
        owning.append((ordinal, row))
        return true
      }
      counts[row] += 1
      firsts[row] = min(firsts[row], number)
      return true
    }
    isWhole = isWhole && isRead
  }
}
