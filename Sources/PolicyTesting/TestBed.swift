import BundleTables
import PolicyDiagnostics
package import PolicyModel
package import PolicyVerifier
package import TenantPolicy

/// A platform as its tests see it: lifted from the bundle that its policies compile to, with the tenants
/// that they are about.
package struct TestBed: Sendable {
  package var platform: VerifiedPlatform
  /// By group of tenants, what holds for them beyond what routes their data.
  package var policies: [EffectivePolicy]
  /// The groups of tenants that tests are about, by whom they name.
  private let groups: [PolicyTest.Subject: [Int]]
  package let tests: [PolicyTest]
  private let lifted: LiftedPlatform

  /// - Returns: `nil` if the platform is none that this release writes.
  package init?(
    _ checked: CheckedPlatform, number: Int, of bundle: PolicyBundle, on day: CalendarDate
  ) {
    guard let lifted = LiftedPlatform(number, of: bundle) else { return nil }
    tests = checked.tests
    self.lifted = lifted
    var tenants = TenantCollection(lifted, bundle)
    let subjects = Set(tests.flatMap(\.cases).map(\.subject.value))
    var groups: [PolicyTest.Subject: [Int]] = [:]
    var tiers: Set<String> = []
    for subject in subjects {
      switch subject {
      case .tier(let tier): tiers.insert(tier)
      case .tenant(let id):
        guard let group = tenants.group(of: id) else { return nil }
        groups[subject] = [group]
      }
    }
    if !tiers.isEmpty {
      guard let found = tenants.groups(ofTiers: tiers) else { return nil }
      for tier in tiers { groups[.tier(tier)] = found[tier] ?? [] }
    }
    self.groups = groups
    policies = tenants.policies
    platform = VerifiedPlatform(
      catalogue: lifted.catalogue, routes: lifted.routes, plans: lifted.plans,
      tenants: tenants.groups, isGated: lifted.catalogue.gate == .beforeEachCall, day: day)
  }

  package func groups(of subject: PolicyTest.Subject) -> [Int] { groups[subject] ?? [] }

  /// The tenants of a group as waivers name them.
  func subject(ofGroup group: Int, plan: String?) -> Finding.Subject {
    let tenants = platform.tenants[group]
    return Finding.Subject(
      tenant: tenants.count == 1 ? tenants.first : nil,
      org: lifted.org(ofClass: tenants.classRow), tier: lifted.tier(ofClass: tenants.classRow),
      plan: plan)
  }

  /// Those of classes of policies, by row of the table `classes`.
  func subjects(ofClasses rows: Set<Int>) -> Set<Finding.Subject> {
    Set(
      rows.map {
        Finding.Subject(org: lifted.org(ofClass: $0), tier: lifted.tier(ofClass: $0))
      })
  }

  /// The lines that state what holds for the platform's tenants.
  func stated(in bundle: PolicyBundle) -> [StatedValue] {
    let named = groups.keys.compactMap { subject in
      if case .tenant(let id) = subject { id } else { nil }
    }
    return StatedValue.all(of: lifted, bundle, named: named.sorted())
  }

  /// The first tenant of each class of the platform, by row of the table `classes`, ascending.
  func firstTenants(in bundle: PolicyBundle) -> [(row: Int, tenant: TenantEntry)] {
    var firsts: [Int: Int] = [:]
    _ = bundle.forEachTenant { ordinal, row in
      if firsts[row] == nil { firsts[row] = ordinal }
      return true
    }
    return firsts.sorted { $0.key < $1.key }.compactMap { row, ordinal in
      guard lifted.tier(ofClass: row) != nil else { return nil }
      return bundle.tenant(at: ordinal).map { (row, $0) }
    }
  }

  /// The situation that a case is about; `nil` for one that is about no plan.
  func situation(of tested: PolicyTest.Case) -> Situation? {
    guard let name = tested.plan?.value, let plan = platform.plans.index(of: name) else {
      return nil
    }
    var known: [Guard.Term: Int64] = [:]
    for (fact, value) in tested.conditions.facts { known[.fact(fact)] = value }
    for (endpoint, value) in tested.conditions.latencies { known[.latency(endpoint)] = value }
    return Situation(
      plan: plan, known: known, failing: tested.conditions.fails,
      down: tested.conditions.down.map(\.domain), day: tested.now ?? platform.day)
  }
}

extension PolicyTest.Failure {
  fileprivate var domain: FailureDomain {
    switch self {
    case .endpoint(let endpoint): .endpoint(endpoint)
    case .region(let region): .region(region)
    case .provider(let name): .provider(name)
    }
  }
}

/// Puts tenants together that have one class: they are one case for every test.
private struct TenantCollection {
  private(set) var groups: [TenantGroup] = []
  private(set) var policies: [EffectivePolicy] = []
  private let lifted: LiftedPlatform
  private let bundle: PolicyBundle
  /// Tenants to which something is dedicated, by ordinal: each is a group of its own.
  private let owners: [Int: String]
  private var numbers: [Key: Int] = [:]

  private struct Key: Hashable {
    let classRow: Int
    /// `nil` for all tenants of the class; one that is named is a group of its own, so that findings
    /// tell its name.
    let name: String?
  }

  init(_ lifted: LiftedPlatform, _ bundle: PolicyBundle) {
    self.lifted = lifted
    self.bundle = bundle
    owners = lifted.catalogue.owners(in: bundle)
  }

  mutating func group(of id: String) -> Int? {
    guard let context = bundle.context(for: id) else { return nil }
    return group(Key(classRow: context.classRow, name: id), first: id, context.ordinal)
  }

  /// The groups of the tenants of each tier, in the order of the ids of their first tenants.
  mutating func groups(ofTiers tiers: Set<String>) -> [String: [Int]]? {
    var found: [String: [Int]] = [:]
    var tierOfClass: [Int: String?] = [:]
    var counts: [Int: Int] = [:]
    let isWhole = bundle.forEachTenant { ordinal, row in
      let tier: String?
      if let known = tierOfClass[row] {
        tier = known
      } else {
        tier = lifted.tier(ofClass: row)
        tierOfClass[row] = tier
      }
      guard let tier, tiers.contains(tier) else { return true }
      let key = Key(classRow: row, name: owners[ordinal].map { "\u{0}" + $0 })
      if let known = numbers[key] {
        counts[known, default: 0] += 1
        return true
      }
      guard let id = bundle.tenant(at: ordinal)?.id, let group = group(key, first: id, ordinal)
      else { return false }
      counts[group] = 1
      found[tier, default: []].append(group)
      return true
    }
    guard isWhole else { return nil }
    for (group, count) in counts {
      let one = groups[group]
      groups[group] = TenantGroup(
        one.policy, count: count, first: one.first, classRow: one.classRow)
    }
    return found.mapValues { groups in
      groups.sorted { self.groups[$0].first.precedesInBytes(self.groups[$1].first) }
    }
  }

  private mutating func group(_ key: Key, first: String, _ ordinal: Int) -> Int? {
    if let known = numbers[key] { return known }
    guard let policy = lifted.policy(ofClass: key.classRow) else { return nil }
    numbers[key] = groups.count
    groups.append(
      TenantGroup(
        RoutingPolicy(policy, owner: owners[ordinal], in: lifted.catalogue), count: 1,
        first: first, classRow: key.classRow))
    policies.append(policy)
    return groups.count - 1
  }
}

extension Catalogue {
  /// Tenants to which an endpoint or a pool is dedicated, by their ordinal in a bundle.
  fileprivate func owners(in bundle: PolicyBundle) -> [Int: String] {
    let dedicated =
      endpoints.elements.compactMap(\.dedicatedTo?.value)
      + reviewerPools.elements.compactMap(\.dedicatedTo?.value)
    return Dictionary(
      dedicated.compactMap { id in bundle.context(for: id).map { ($0.ordinal, id) } },
      uniquingKeysWith: { first, _ in first })
  }
}
