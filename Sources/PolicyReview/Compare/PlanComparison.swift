import PolicyModel
import PolicyVerifier

/// One plan on one side, with what is known of it so far.
struct PlanSide {
  private let side: ReachSide
  private let plan: Int
  private let atoms: ReachAtoms
  private let steps: [Int32]
  private let tools: Bitset
  private let verdicts: [Int: CaseVerdict]
  /// By number of the answers.
  private var reached: [Int: Set<ReachAtom>] = [:]

  init(_ side: ReachSide, _ plan: Int, _ atoms: ReachAtoms, steps: [Int32]) {
    self.side = side
    self.plan = plan
    self.atoms = atoms
    self.steps = steps
    tools = side.platform.plans[plan].tools
    verdicts = side.verification.verdicts(ofPlan: plan)
  }

  var hasObstacle: Bool { side.verification.results[plan].obstacle != nil }

  /// What tells policies apart as far as the plan is concerned: `nil` for one that may not run it.
  func answers(ofPolicy policy: Int) -> Int? {
    guard tools.isSubset(of: side.platform.tenants[side.first + policy].policy.permittedTools)
    else { return nil }
    return side.verification.answers(ofGroup: side.first + policy)
  }

  mutating func reach(ofPolicy policy: Int) -> Set<ReachAtom> {
    guard let answers = answers(ofPolicy: policy) else { return [] }
    if let known = reached[answers] { return known }
    let events = side.verification.events(
      ofPlan: plan, forGroup: side.first + policy, isGated: side.platform.isGated)
    let found = atoms.atoms(of: events, steps: steps)
    reached[answers] = found
    return found
  }

  func proof(ofPolicy policy: Int) -> ProofState {
    guard answers(ofPolicy: policy) != nil else { return ProofState(verdict: .refused) }
    guard !hasObstacle else { return ProofState(verdict: .undecided) }
    let group = side.first + policy
    guard let verdict = verdicts[group] else { return ProofState(verdict: .vacuous) }
    return ProofState(
      verdict: verdict.word, isGateNeeded: verdict.isGateNeeded, resilience: verdict.resilience,
      validUntil: side.verification.validUntil(ofPlan: plan, forGroup: group))
  }
}

extension CaseVerdict {
  fileprivate var word: ProofState.Verdict {
    if safety.isViolated { return .violated }
    if safety.isUnknown { return .undecided }
    return progress == .proved ? .proved : .stuck
  }
}

/// Compares one plan for one group of tenants after the other.
struct PlanComparison {
  private let plan: String
  private let platform: Int
  private let isShared: Bool
  private var old: PlanSide?
  private var new: PlanSide?
  private var known: [Key: Outcome] = [:]
  private var found: [Outcome: ReachEntry] = [:]
  private var order: [Outcome] = []
  private var proofEntries: [ProofKey: ProofChange] = [:]
  private var proofOrder: [ProofKey] = []
  private(set) var undecided: UndecidedReach?

  private struct Key: Hashable {
    let old: Int?
    let new: Int?
  }

  private struct Outcome: Hashable {
    let gained: Set<ReachAtom>
    let lost: Set<ReachAtom>
  }

  private struct ReachEntry {
    var groups: [Int] = []
    var tenants = 0
  }

  private struct ProofKey: Hashable {
    let old: ProofState
    let new: ProofState
  }

  /// - Parameter isShared: Whether both sides are numbered alike.
  init(_ plan: String, _ old: PlanSide?, _ new: PlanSide?, platform: Int, isShared: Bool) {
    self.plan = plan
    self.old = old
    self.new = new
    self.platform = platform
    self.isShared = isShared
  }

  /// - Parameters:
  ///   - before: The policy before, by its position on the old side; likewise `after`.
  mutating func add(_ group: Int, tenants: Int, _ before: Int, _ after: Int) {
    let key = Key(
      old: old?.answers(ofPolicy: before), new: new?.answers(ofPolicy: after))
    if isShared, key.old == key.new { return }
    if key.old == nil, key.new == nil, old != nil, new != nil { return }
    addProof(group, tenants, before, after)
    let isOpen =
      (key.old != nil && old?.hasObstacle == true)
      || (key.new != nil && new?.hasObstacle == true)
    guard !isOpen else {
      var open = undecided ?? UndecidedReach(platform: platform, plan: plan)
      open.groups.append(group)
      open.tenants += tenants
      undecided = open
      return
    }
    let outcome = known[key] ?? outcome(before, after)
    known[key] = outcome
    guard !outcome.gained.isEmpty || !outcome.lost.isEmpty else { return }
    if found[outcome] == nil { order.append(outcome) }
    found[outcome, default: ReachEntry()].groups.append(group)
    found[outcome, default: ReachEntry()].tenants += tenants
  }

  private mutating func outcome(_ before: Int, _ after: Int) -> Outcome {
    let was = old?.reach(ofPolicy: before) ?? []
    let isNow = new?.reach(ofPolicy: after) ?? []
    return Outcome(gained: isNow.subtracting(was), lost: was.subtracting(isNow))
  }

  private mutating func addProof(_ group: Int, _ tenants: Int, _ before: Int, _ after: Int) {
    let key = ProofKey(
      old: old?.proof(ofPolicy: before) ?? ProofState(verdict: .absent),
      new: new?.proof(ofPolicy: after) ?? ProofState(verdict: .absent))
    guard key.old != key.new else { return }
    if proofEntries[key] == nil { proofOrder.append(key) }
    var change =
      proofEntries[key]
      ?? ProofChange(platform: platform, plan: plan, old: key.old, new: key.new)
    change.groups.append(group)
    change.tenants += tenants
    proofEntries[key] = change
  }

  func changes(_ names: ReachNames) -> [ReachChange] {
    order.map { outcome in
      let entry = found[outcome] ?? ReachEntry()
      return ReachChange(
        platform: platform, plan: plan,
        verdict: ChangeVerdict(gains: !outcome.gained.isEmpty, losses: !outcome.lost.isEmpty),
        gained: outcome.gained.map { names.place($0) }.sorted(),
        lost: outcome.lost.map { names.place($0) }.sorted(), groups: entry.groups,
        tenants: entry.tenants)
    }
  }

  var proofs: [ProofChange] { proofOrder.compactMap { proofEntries[$0] } }
}
