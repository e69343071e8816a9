import Glibc
import PolicyModel
import PolicyReview
import RandomWorlds
import ReferenceInterpreter
import Testing

/// A diff against enumeration: every decision that changed is in it, and nothing else is.
@Suite struct ExactnessTests {
  @Test func everythingThatIsDecidedDifferentlyIsInTheDiffAndNothingElse() throws {
    var changed = 0
    for seed in 0..<UInt64(pairCount) {
      let pair = RandomPair(seed: seed)
      let diff = try pair.diff()
      let check = ExactnessCheck(pair, diff)
      #expect(
        check.problems.isEmpty,
        "pair \(seed): \(check.problems.prefix(4))\n\(pair.old.random)\n\(pair.new.random)")
      changed += check.changes
    }
    #expect(changed > pairCount)
  }

  /// A check that finds nothing wrong means something only if it finds what is wrong: of each pair that
  /// differs, a diff that says nothing, and, but for few that differ alike, that of another pair.
  @Test func aDiffOfSomethingElseIsFoundOut() throws {
    var differing = 0
    var found = 0
    for seed in 0..<UInt64(40) {
      let pair = RandomPair(seed: seed)
      guard ExactnessCheck(pair, try pair.diff()).changes > 0 else { continue }
      differing += 1
      var same = pair
      same.old = pair.new
      #expect(!ExactnessCheck(pair, try same.diff()).problems.isEmpty, "pair \(seed)")
      let other = try RandomPair(seed: seed + 1).diff()
      found += ExactnessCheck(pair, other).problems.isEmpty ? 0 : 1
    }
    #expect(differing >= 28)
    #expect(found >= differing - 1)
  }

  @Test func aStateIsNotDifferentFromItself() throws {
    for seed in 0..<UInt64(50) {
      var pair = RandomPair(seed: seed)
      pair.new = pair.old
      #expect(try pair.diff().isEmpty)
    }
  }
}

/// How many random pairs are looked at: `TENANTPOLICY_WORLDS`, else 400.
private let pairCount: Int = {
  guard let text = unsafe getenv("TENANTPOLICY_WORLDS") else { return 400 }
  return unsafe Int(String(cString: text)) ?? 400
}()

extension RandomPair {
  func diff() throws -> PolicyDiff {
    let old = try #require(
      ReviewedBundle(try self.old.random.bundle(self.old.values), title: "old"))
    let new = try #require(
      ReviewedBundle(try self.new.random.bundle(self.new.values), title: "new"))
    return try #require(PolicyDiff(old, new, on: self.new.random.world.day))
  }
}

/// Compares a diff with two tables of decisions.
struct ExactnessCheck {
  private(set) var problems: [String] = []
  /// How many decisions changed.
  private(set) var changes = 0
  private let diff: PolicyDiff

  init(_ pair: RandomPair, _ diff: PolicyDiff) {
    self.diff = diff
    let day = pair.new.random.world.day
    let old = DecisionTable(pair.old.seen(on: day), besides: pair.new)
    let new = DecisionTable(pair.new, besides: pair.old)
    for tenant in Set(old.tenants.keys).union(new.tenants.keys).sorted() {
      compare(tenant, old.tenants[tenant], new.tenants[tenant])
    }
  }

  private mutating func compare(
    _ tenant: String, _ old: DecisionTable.Decisions?, _ new: DecisionTable.Decisions?
  ) {
    guard let group = diff.group(ofTenant: tenant) else {
      if old != new { problems.append("\(tenant) is in no group") }
      return
    }
    guard let old, let new else {
      let wanted = old == nil ? ReviewCause.Origin.tenantsAdded : .tenantsRemoved
      let isTold = diff.causes.contains { $0.origin == wanted && $0.groups.contains(group) }
      if !isTold { problems.append("\(tenant) came or went") }
      changes += 1
      return
    }
    compareFields(tenant, group, old.fields, new.fields)
    compareReach(tenant, group, old.reach, new.reach)
  }

  // MARK: Values

  private mutating func compareFields(
    _ tenant: String, _ group: Int, _ old: [String: Set<String>], _ new: [String: Set<String>]
  ) {
    let told = Dictionary(
      diff.values.filter { $0.groups.contains(group) }.map {
        ($0.change.dimension.name, $0.change.verdict)
      }, uniquingKeysWith: { first, _ in first })
    for field in Set(old.keys).union(new.keys).union(told.keys).sorted() {
      let (was, isNow) = (old[field] ?? [], new[field] ?? [])
      let wanted = self.wanted(field, was, isNow, decided: (old, new))
      if told[field] != wanted {
        problems.append(
          "\(tenant), \(field): \(told[field]?.rawValue ?? "-") is told, not "
            + "\(wanted?.rawValue ?? "-"): gained \(isNow.subtracting(was).sorted().prefix(4)), "
            + "lost \(was.subtracting(isNow).sorted().prefix(4))")
      }
      if wanted != nil { changes += 1 }
    }
  }

  private func wanted(
    _ field: String, _ was: Set<String>, _ isNow: Set<String>,
    decided: (old: [String: Set<String>], new: [String: Set<String>])
  ) -> ChangeVerdict? {
    guard was != isNow else { return nil }
    if field == "allowed_tools" || field == "denied_tools" {
      let permitted = (decided.old["permitted_tools"] ?? [])
        .symmetricDifference(decided.new["permitted_tools"] ?? [])
      return was.symmetricDifference(isNow).isSubset(of: permitted) ? nil : .neutral
    }
    return ChangeVerdict(
      gains: !isNow.subtracting(was).isEmpty, losses: !was.subtracting(isNow).isEmpty)
  }

  // MARK: Reach

  /// What was reached, with what the diff adds and without what it takes away, is what is reached.
  private mutating func compareReach(
    _ tenant: String, _ group: Int, _ old: [String: Set<String>], _ new: [String: Set<String>]
  ) {
    var patched = old
    for change in diff.reach where change.groups.contains(group) {
      let gained = Set(change.gained.map(\.line))
      let lost = Set(change.lost.map(\.line))
      let before = old[change.plan] ?? []
      if !lost.isSubset(of: before) || !gained.isDisjoint(with: before) {
        problems.append(
          "\(tenant), \(change.plan): what is told was not so: "
            + "\(lost.subtracting(before).sorted()) \(gained.intersection(before).sorted())")
      }
      let after = before.subtracting(lost).union(gained)
      patched[change.plan] = after.isEmpty ? nil : after
      changes += 1
    }
    for plan in Set(patched.keys).union(new.keys).sorted() where patched[plan] != new[plan] {
      let difference = (patched[plan] ?? []).symmetricDifference(new[plan] ?? [])
      problems.append("\(tenant), \(plan): \(difference.sorted().prefix(3)) is not as told")
    }
  }
}

extension ReachedPlace {
  fileprivate var line: String {
    "\(step) \(kind.name) \(target) \(use?.rawValue ?? "-") \(region ?? "-") \(dataClass ?? "-")"
  }
}

extension ReviewedWorld {
  /// The world on the day of the review: both sides are looked at on one day.
  func seen(on day: CalendarDate) -> ReviewedWorld {
    var seen = self
    seen.random.world = World(
      catalogue: random.world.catalogue, routes: random.world.routes, plans: random.world.plans,
      day: day)
    return seen
  }
}
