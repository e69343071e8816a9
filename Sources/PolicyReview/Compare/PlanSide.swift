import PolicyModel
import PolicyVerifier

/// One plan on one side of a comparison.
struct PlanSide {
  /// Its index; `nil` where there is no such plan.
  let plan: Int?
  /// By block, the pairs whose policy may run it.
  let admitted: [RowSet]
  private let side: ReachSide
  private let events: PlanEvents?

  /// - Parameter other: The plan on the other side, where both are one platform.
  init(_ name: String, of side: ReachSide, like other: PlanSide? = nil) {
    self.side = side
    plan = side.platform.plans.index(of: name)
    var admitted = [RowSet](repeating: .zero, count: RowSet.blocks(of: side.groups.count))
    if let plan {
      let tools = side.platform.plans[plan].tools
      for (position, group) in side.groups.enumerated()
      where tools.isSubset(of: side.platform.tenants[group].policy.permittedTools) {
        admitted[position / RowSet.count].insert(position % RowSet.count)
      }
    }
    self.admitted = admitted
    events = other?.events ?? plan.map { side.events.plan($0) }
  }

  fileprivate var hasObstacle: Bool {
    plan.map { side.verification.results[$0].obstacle != nil } ?? false
  }

  /// The pairs of which it is not known what runs of the plan reach.
  func unknown(_ block: Int) -> RowSet { hasObstacle ? admitted[block] : .zero }

  /// What runs do, with the pairs of which they do; in one order on both sides of one platform.
  func events(inBlock block: Int, _ positions: RowSet) -> [PlanEvents.Event] {
    events?.events(inBlock: side.firstBlock + block, positions & admitted[block]) ?? []
  }

  /// By place, the pairs of which runs come there.
  func places(of events: [PlanEvents.Event]) -> [ReachAtom: RowSet] {
    plan.map { side.atoms.positions(of: events, steps: side.steps[$0]) } ?? [:]
  }

  func proofs() -> PlanProofs { PlanProofs(self, side) }
}

/// What is proved of one plan on one side.
struct PlanProofs {
  private let plan: PlanSide
  private let side: ReachSide
  /// By group.
  private let verdicts: [Int: CaseVerdict]

  fileprivate init(_ plan: PlanSide, _ side: ReachSide) {
    self.plan = plan
    self.side = side
    verdicts = plan.plan.map { side.verification.verdicts(ofPlan: $0) } ?? [:]
  }

  func state(of position: Int) -> ProofState {
    guard let number = plan.plan else { return ProofState(verdict: .absent) }
    let (block, bit) = position.quotientAndRemainder(dividingBy: RowSet.count)
    guard plan.admitted[block].contains(bit) else { return ProofState(verdict: .refused) }
    guard !plan.hasObstacle else { return ProofState(verdict: .undecided) }
    let group = side.groups[position]
    guard let verdict = verdicts[group] else { return ProofState(verdict: .vacuous) }
    return ProofState(
      verdict: verdict.word, isGateNeeded: verdict.isGateNeeded, resilience: verdict.resilience,
      validUntil: side.verification.validUntil(ofPlan: number, forGroup: group))
  }
}

extension CaseVerdict {
  fileprivate var word: ProofState.Verdict {
    if safety.isViolated { return .violated }
    if safety.isUnknown { return .undecided }
    return progress == .proved ? .proved : .stuck
  }
}
