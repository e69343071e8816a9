import BundleTables
package import PolicyModel
import PolicyVerifier
import Threads

/// What runs of a plan reach that they did not, or do not any more, for some tenants.
package struct ReachChange: Sendable {
  /// Number of the pair of platforms.
  let platform: Int
  package let plan: String
  package let verdict: ChangeVerdict
  /// What is gained and lost, in numbers: equal for changes of one platform that are alike.
  let difference: ReachParts.Difference
  let names: OrderedNames
  /// Positions in `PolicyDiff.groups`, ascending.
  package let groups: [Int]
  package let tenants: Int
}

extension ReachChange {
  /// Worked out each time.
  package var gained: [ReachedPlace] { names.places(difference.gained) }
  package var lost: [ReachedPlace] { names.places(difference.lost) }
}

/// Plans of which it is not known what they reach, on one side at least.
package struct UndecidedReach: Sendable {
  let platform: Int
  package let plan: String
  package let groups: [Int]
  package let tenants: Int
}

/// What is proved of a plan differently, for some tenants.
package struct ProofChange: Sendable {
  let platform: Int
  package let plan: String
  package let old: ProofState
  package let new: ProofState
  package let groups: [Int]
  package let tenants: Int
}

/// What is proved of a plan for a tenant.
package struct ProofState: Hashable, Sendable {
  package enum Verdict: String, CaseIterable, Sendable {
    /// There is no such plan.
    case absent
    /// The tenant may not run it.
    case refused = "not admitted"
    case proved, violated, stuck, undecided
    /// It touches nothing.
    case vacuous

    /// Lower is better.
    package var rank: Int {
      switch self {
      case .proved, .vacuous, .absent, .refused: 0
      case .undecided: 1
      case .stuck: 2
      case .violated: 3
      }
    }
  }

  package let verdict: Verdict
  package var isGateNeeded = false
  package var resilience: Int?
  package var validUntil: CalendarDate?
}

/// Compares what runs reach, and what is proved of them, for groups of tenants of one platform.
///
/// Only groups for which anything that routes differs are looked at: all of them where the platform's
/// own declarations differ.
struct ReachComparison {
  private(set) var changes: [ReachChange] = []
  private(set) var proofs: [ProofChange] = []
  private(set) var undecided: [UndecidedReach] = []

  private let pair: PlatformPair
  private let number: Int
  private let day: CalendarDate
  private let threads: Int

  /// - Parameter number: The number of the pair of platforms.
  init(
    _ pair: PlatformPair, number: Int, groups: [ReviewedTenants], on day: CalendarDate,
    threads: Int
  ) {
    self.pair = pair
    self.number = number
    self.day = day
    self.threads = threads
    guard let old = pair.old?.lifted, let new = pair.new?.lifted else { return }
    var before = PolicyList(old)
    var after = PolicyList(new)
    var pairs = PolicyPairs()
    let isShared = pair.isUnchanged && old.catalogue.bases.names == new.catalogue.bases.names
    for (index, group) in groups.enumerated() where group.platform == number {
      guard let oldClass = group.oldClass, let newClass = group.newClass,
        let was = before.policy(ofClass: oldClass, group.owner),
        let isNow = after.policy(ofClass: newClass, group.owner)
      else { continue }
      if isShared, was == isNow { continue }
      pairs.add(
        index, tenants: group.count, before.number(of: was), after.number(of: isNow))
    }
    guard !pairs.all.isEmpty else { return }
    compare(pairs, before, after, isShared: isShared)
  }

  private mutating func compare(
    _ pairs: PolicyPairs, _ before: PolicyList, _ after: PolicyList, isShared: Bool
  ) {
    var names = ReachNames()
    let (old, new, differences) =
      isShared
      ? oneSide(pairs, before, after, &names) : twoSides(pairs, before, after, &names)
    let comparison = PlanComparison(
      old, new, pairs, names.inOrder(), differences, platform: number)
    let oldPlans = old.platform.plans.names
    let plans =
      oldPlans + new.platform.plans.names.filter { old.platform.plans.index(of: $0) == nil }
    let outcomes = parallelMap(count: plans.count, threads: threads) {
      comparison.outcome(ofPlan: plans[$0])
    }
    changes = outcomes.flatMap(\.changes)
    proofs = outcomes.flatMap(\.proofs)
    undecided = outcomes.compactMap(\.undecided)
  }

  private typealias Sides = (old: ReachSide, new: ReachSide, differences: QuestionDifferences?)

  /// Where the platform is the same, one verification answers for both: policies that were and those
  /// that are, side by side.
  private func oneSide(
    _ pairs: PolicyPairs, _ before: PolicyList, _ after: PolicyList, _ names: inout ReachNames
  ) -> Sides {
    let all = before.policies + after.policies
    let verification = Verification(after.platform(all, on: day), threads: threads)
    let groups = (
      old: pairs.all.map(\.old), new: pairs.all.map { $0.new + before.policies.count }
    )
    let blocks = RowSet.blocks(of: pairs.all.count)
    let filling = Array(repeating: groups.old[0], count: blocks * RowSet.count - pairs.all.count)
    let events = EventColumns(
      verification, groups: groups.old + filling + groups.new, threads: threads)
    return (
      ReachSide(verification, groups.old, events, firstBlock: 0, &names),
      ReachSide(verification, groups.new, events, firstBlock: blocks, &names),
      verification.differences(Array(zip(groups.old, groups.new)), threads: threads)
    )
  }

  private func twoSides(
    _ pairs: PolicyPairs, _ before: PolicyList, _ after: PolicyList, _ names: inout ReachNames
  ) -> Sides {
    func side(_ list: PolicyList, _ groups: [Int], _ names: inout ReachNames) -> ReachSide {
      let verification = Verification(list.platform(list.policies, on: day), threads: threads)
      let events = EventColumns(verification, groups: groups, threads: threads)
      return ReachSide(verification, groups, events, firstBlock: 0, &names)
    }
    return (
      side(before, pairs.all.map(\.old), &names), side(after, pairs.all.map(\.new), &names), nil
    )
  }
}

/// Pairs of policies, before and after, each once, with the groups of tenants that have them.
struct PolicyPairs: Sendable {
  struct Pair: Sendable {
    /// Positions among the policies of each side.
    let old: Int
    let new: Int
    /// Positions in `PolicyDiff.groups`, ascending.
    fileprivate(set) var groups: [Int] = []
    fileprivate(set) var tenants = 0
  }

  private(set) var all: [Pair] = []
  private var numbers: [[Int]: Int] = [:]

  mutating func add(_ group: Int, tenants: Int, _ old: Int, _ new: Int) {
    let number = numbers[[old, new]] ?? all.count
    if number == all.count {
      numbers[[old, new]] = number
      all.append(Pair(old: old, new: new))
    }
    all[number].groups.append(group)
    all[number].tenants += tenants
  }
}

/// The policies of one side that are looked at, each once.
private struct PolicyList {
  private(set) var policies: [RoutingPolicy] = []
  private let lifted: LiftedPlatform
  private var numbers: [RoutingPolicy: Int] = [:]
  private var known: [Int: EffectivePolicy] = [:]

  init(_ lifted: LiftedPlatform) {
    self.lifted = lifted
  }

  mutating func policy(ofClass row: Int, _ owner: String?) -> RoutingPolicy? {
    guard let policy = known[row] ?? lifted.policy(ofClass: row) else { return nil }
    known[row] = policy
    return RoutingPolicy(policy, owner: owner, in: lifted.catalogue)
  }

  mutating func number(of policy: RoutingPolicy) -> Int {
    if let known = numbers[policy] { return known }
    numbers[policy] = policies.count
    policies.append(policy)
    return policies.count - 1
  }

  func platform(_ policies: [RoutingPolicy], on day: CalendarDate) -> VerifiedPlatform {
    VerifiedPlatform(
      catalogue: lifted.catalogue, routes: lifted.routes, plans: lifted.plans,
      tenants: policies.enumerated().map {
        TenantGroup($1, count: 1, first: "\($0)", classRow: 0)
      }, isGated: lifted.catalogue.gate == .beforeEachCall, day: day)
  }
}

/// A verification as one side of a comparison.
struct ReachSide: Sendable {
  let verification: Verification
  /// By position of the pair, the group of its policy.
  let groups: [Int]
  let events: EventColumns
  /// The block of `events` in which its positions begin.
  let firstBlock: Int
  let atoms: ReachAtoms
  /// By plan and step, the number of the step's name.
  let steps: [[Int32]]

  var platform: VerifiedPlatform { verification.platform }

  init(
    _ verification: Verification, _ groups: [Int], _ events: EventColumns, firstBlock: Int,
    _ names: inout ReachNames
  ) {
    self.verification = verification
    self.groups = groups
    self.events = events
    self.firstBlock = firstBlock
    atoms = ReachAtoms(verification.platform.catalogue, &names)
    var steps: [[Int32]] = []
    for plan in verification.platform.plans.elements {
      steps.append(plan.steps.names.map { names.number(of: $0) })
    }
    self.steps = steps
  }
}
