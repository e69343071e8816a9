import BundleTables
package import PolicyModel
import PolicyVerifier

/// What runs of a plan reach that they did not, or do not any more, for some tenants.
package struct ReachChange: Sendable {
  /// Number of the pair of platforms.
  let platform: Int
  package let plan: String
  package let verdict: ChangeVerdict
  package let gained: [ReachedPlace]
  package let lost: [ReachedPlace]
  /// Positions in `PolicyDiff.groups`, ascending.
  package internal(set) var groups: [Int] = []
  package internal(set) var tenants = 0
}

/// Plans of which it is not known what they reach, on one side at least.
package struct UndecidedReach: Sendable {
  let platform: Int
  package let plan: String
  package internal(set) var groups: [Int] = []
  package internal(set) var tenants = 0
}

/// What is proved of a plan differently, for some tenants.
package struct ProofChange: Sendable {
  let platform: Int
  package let plan: String
  package let old: ProofState
  package let new: ProofState
  package internal(set) var groups: [Int] = []
  package internal(set) var tenants = 0
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
  private var names = ReachNames()

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
    var asked: [AskedGroup] = []
    let isShared = pair.isUnchanged && old.catalogue.bases.names == new.catalogue.bases.names
    for (index, group) in groups.enumerated() where group.platform == number {
      guard let oldClass = group.oldClass, let newClass = group.newClass,
        let was = before.policy(ofClass: oldClass, group.owner),
        let isNow = after.policy(ofClass: newClass, group.owner)
      else { continue }
      if isShared, was == isNow { continue }
      asked.append(
        AskedGroup(
          index: index, tenants: group.count, old: before.number(of: was),
          new: after.number(of: isNow)))
    }
    guard !asked.isEmpty else { return }
    compare(asked, before, after, isShared: isShared)
  }

  private struct AskedGroup {
    let index: Int
    let tenants: Int
    /// Positions among the policies of each side.
    let old: Int
    let new: Int
  }

  private mutating func compare(
    _ groups: [AskedGroup], _ before: PolicyList, _ after: PolicyList, isShared: Bool
  ) {
    let old: ReachSide
    let new: ReachSide
    if isShared {
      // One verification answers for both: policies that were and those that are, side by side.
      let all = before.policies + after.policies
      let verification = Verification(after.platform(all, on: day), threads: threads)
      old = ReachSide(verification, first: 0)
      new = ReachSide(verification, first: before.policies.count)
    } else {
      old = ReachSide(
        Verification(before.platform(before.policies, on: day), threads: threads), first: 0)
      new = ReachSide(
        Verification(after.platform(after.policies, on: day), threads: threads), first: 0)
    }
    let oldAtoms = ReachAtoms(old.platform.catalogue, &names)
    let newAtoms = ReachAtoms(new.platform.catalogue, &names)
    let oldPlans = old.platform.plans.names
    let plans =
      oldPlans + new.platform.plans.names.filter { old.platform.plans.index(of: $0) == nil }
    for plan in plans {
      var comparison = PlanComparison(
        plan, old.plan(named: plan, oldAtoms, &names), new.plan(named: plan, newAtoms, &names),
        platform: number, isShared: isShared)
      for group in groups {
        comparison.add(group.index, tenants: group.tenants, group.old, group.new)
      }
      changes += comparison.changes(names)
      proofs += comparison.proofs
      if let undecided = comparison.undecided { self.undecided.append(undecided) }
    }
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
struct ReachSide {
  let verification: Verification
  /// The group of the side's first policy.
  let first: Int

  var platform: VerifiedPlatform { verification.platform }

  init(_ verification: Verification, first: Int) {
    self.verification = verification
    self.first = first
  }

  func plan(
    named name: String, _ atoms: ReachAtoms, _ names: inout ReachNames
  ) -> PlanSide? {
    guard let plan = platform.plans.index(of: name) else { return nil }
    let steps = platform.plans[plan].steps.names.map { names.number(of: $0) }
    return PlanSide(self, plan, atoms, steps: steps)
  }
}
