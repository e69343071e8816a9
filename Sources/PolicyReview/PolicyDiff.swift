import BundleTables
import PolicyDiagnostics
package import PolicyModel
import TenantPolicy

/// What two bundles decide differently: for every tenant and dimension, exactly, by groups of tenants
/// that are alike before and after.
package struct PolicyDiff: Sendable {
  package let old: ReviewedBundle
  package let new: ReviewedBundle
  /// Every tenant of either side is in exactly one.
  package let groups: [ReviewedTenants]
  /// What is decided by the values of policies.
  package let values: [ValueDifference]
  package let reach: [ReachChange]
  package let proofs: [ProofChange]
  package let undecided: [UndecidedReach]
  /// What explains all of that, those that permit more first.
  package let causes: [ReviewCause]
  let pairs: [PlatformPair]

  /// - Parameter day: The day on which transfer grounds count.
  /// - Returns: `nil` if a tenant or a policy of a bundle cannot be read.
  package init?(
    _ old: ReviewedBundle, _ new: ReviewedBundle, on day: CalendarDate, threads: Int = 1
  ) {
    self.old = old
    self.new = new
    guard !old.bundle.hasSameBytes(as: new.bundle) else {
      (groups, values, reach, proofs, undecided, causes, pairs) = ([], [], [], [], [], [], [])
      return
    }
    let pairs = PlatformPair.all(old, new)
    var policies = ClassComparison(pairs)
    guard
      let grouping = TenantGrouping(
        old, new, pairs, differs: { !policies.changes(pair: $0, $1, $2).isEmpty }),
      !policies.hasFailed
    else { return nil }
    self.pairs = pairs
    groups = grouping.groups
    values = ValueDifference.all(groups, &policies)
    let routes = pairs.indices.map { number in
      ReachComparison(
        pairs[number], number: number, groups: grouping.groups, on: day, threads: threads)
    }
    reach = routes.flatMap(\.changes)
    proofs = routes.flatMap(\.proofs)
    undecided = routes.flatMap(\.undecided)
    causes = CauseSearch(old, new, pairs, groups, values, reach).causes
  }

  /// Whether nothing is decided differently, and nothing is declared differently.
  package var isEmpty: Bool {
    causes.isEmpty && proofs.isEmpty && undecided.isEmpty
  }

  /// Which way things go for the tenants of each group.
  package var verdicts: [ChangeVerdict?] {
    var ways = [(gains: Bool, losses: Bool, isTouched: Bool)](
      repeating: (false, false, false), count: groups.count)
    func add(_ verdict: ChangeVerdict, _ group: Int) {
      ways[group].isTouched = true
      if verdict.permitsMore { ways[group].gains = true }
      if verdict.permitsLess { ways[group].losses = true }
    }
    for difference in values { difference.groups.forEach { add(difference.change.verdict, $0) } }
    for change in reach { change.groups.forEach { add(change.verdict, $0) } }
    for (number, group) in groups.enumerated() {
      if group.oldClass == nil { add(.widened, number) }
      if group.newClass == nil { add(.narrowed, number) }
    }
    return ways.map { $0.isTouched ? ChangeVerdict(gains: $0.gains, losses: $0.losses) : nil }
  }

  /// How many tenants there are of which things go that way.
  package func tenants(_ verdict: ChangeVerdict) -> Int {
    zip(verdicts, groups).reduce(0) { $1.0 == verdict ? $0 + $1.1.count : $0 }
  }

  package func tenants(ofGroups numbers: [Int]) -> Int {
    numbers.reduce(0) { $0 + groups[$1].count }
  }

  /// The ids of the first tenants of some groups, in order of their bytes.
  package func firstTenants(ofGroups numbers: [Int]) -> [String] {
    let ids = numbers.flatMap { number in
      groups[number].first.compactMap { id(of: $0, in: groups[number]) }
    }
    return Array(ids.sorted { $0.precedesInBytes($1) }.prefix(ReviewedTenants.mostExamples))
  }

  private func id(of ordinal: Int, in group: ReviewedTenants) -> String? {
    let bundle = group.newClass == nil ? old.bundle : new.bundle
    return bundle.tenant(at: ordinal)?.id
  }

  /// The name of the platform of a change, where there are several.
  package func platformName(_ number: Int) -> String? {
    pairs.count > 1 ? pairs[number].name : nil
  }
}

/// A value that changed, and for whom.
package struct ValueDifference: Sendable {
  package let change: ValueChange
  let platform: Int
  /// Ascending.
  package internal(set) var groups: [Int] = []
  package internal(set) var tenants = 0

  fileprivate struct Key: Hashable {
    let change: ValueChange
    let platform: Int
  }

  fileprivate static func all(
    _ groups: [ReviewedTenants], _ policies: inout ClassComparison
  ) -> [ValueDifference] {
    var found: [ValueDifference] = []
    var numbers: [Key: Int] = [:]
    for (number, group) in groups.enumerated() {
      guard group.shapes != nil, let old = group.oldClass, let new = group.newClass else {
        continue
      }
      for change in policies.changes(pair: group.platform, old, new) {
        let key = Key(change: change, platform: group.platform)
        let place = numbers[key] ?? found.count
        if place == found.count {
          numbers[key] = place
          found.append(ValueDifference(change: change, platform: group.platform))
        }
        found[place].groups.append(number)
        found[place].tenants += group.count
      }
    }
    return found
  }
}

/// Compares classes of policies, each pair once.
struct ClassComparison {
  private let pairs: [PlatformPair]
  private var known: [Key: [ValueChange]] = [:]
  private var policies: [[Int: EffectivePolicy]]
  private(set) var hasFailed = false

  private struct Key: Hashable {
    let old: Int
    let new: Int
  }

  init(_ pairs: [PlatformPair]) {
    self.pairs = pairs
    policies = [[:], [:]]
  }

  mutating func changes(pair number: Int, _ old: Int, _ new: Int) -> [ValueChange] {
    let key = Key(old: old, new: new)
    if let known = known[key] { return known }
    let pair = pairs[number]
    guard let comparison = pair.comparison, let before = policy(0, pair.old, old),
      let after = policy(1, pair.new, new)
    else {
      hasFailed = true
      return []
    }
    let changes = comparison.changes(before, after)
    known[key] = changes
    return changes
  }

  private mutating func policy(
    _ side: Int, _ platform: PlatformPair.Side?, _ row: Int
  ) -> EffectivePolicy? {
    if let known = policies[side][row] { return known }
    let policy = platform?.lifted.policy(ofClass: row)
    policies[side][row] = policy
    return policy
  }
}
