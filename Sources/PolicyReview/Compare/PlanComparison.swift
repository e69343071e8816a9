import PolicyModel
import PolicyVerifier

/// Compares plans for all pairs of policies at once, in blocks of `RowSet.count`: time grows with the
/// plans and with what differs, not with pairs and plans together.
struct PlanComparison: Sendable {
  private let old: ReachSide
  private let new: ReachSide
  private let pairs: PolicyPairs
  private let names: OrderedNames
  /// Where both sides are one platform.
  private let differences: QuestionDifferences?
  private let platform: Int

  /// What is different about one plan.
  struct Outcome: Sendable {
    fileprivate(set) var changes: [ReachChange] = []
    fileprivate(set) var proofs: [ProofChange] = []
    fileprivate(set) var undecided: UndecidedReach?
  }

  /// - Parameters:
  ///   - differences: Which pairs answer differently, where both sides are one platform.
  ///   - platform: The number of the pair of platforms.
  init(
    _ old: ReachSide, _ new: ReachSide, _ pairs: PolicyPairs, _ names: OrderedNames,
    _ differences: QuestionDifferences?, platform: Int
  ) {
    self.old = old
    self.new = new
    self.pairs = pairs
    self.names = names
    self.differences = differences
    self.platform = platform
  }

  func outcome(ofPlan name: String) -> Outcome {
    let before = PlanSide(name, of: old)
    let sides = (
      old: before, new: PlanSide(name, of: new, like: differences == nil ? nil : before)
    )
    let open = openPairs(sides.old, sides.new)
    guard open.contains(where: { !$0.isEmpty }) else { return Outcome() }
    var outcome = Outcome()
    outcome.proofs = proofs(of: name, sides.old, sides.new, open)
    var parts = ReachParts(names)
    var undecided: [Int] = []
    for (block, positions) in open.enumerated() {
      let unknown = positions & (sides.old.unknown(block) | sides.new.unknown(block))
      unknown.forEach { undecided.append(block * RowSet.count + $0) }
      let (was, isNow) = events(sides.old, sides.new, block, positions & ~unknown)
      parts.add(sides.old.places(of: was), sides.new.places(of: isNow), block: block)
    }
    outcome.changes = parts.all.map { change(of: name, $0) }
      .sorted { ($0.groups.first ?? 0) < ($1.groups.first ?? 0) }
    if !undecided.isEmpty {
      outcome.undecided = UndecidedReach(
        platform: platform, plan: name, groups: groups(of: undecided),
        tenants: tenants(of: undecided))
    }
    return outcome
  }

  /// By block, the pairs for which anything about the plan may be different.
  private func openPairs(_ old: PlanSide, _ new: PlanSide) -> [RowSet] {
    (0..<RowSet.blocks(of: pairs.all.count)).map { block in
      guard let plan = old.plan, new.plan != nil else {
        return RowSet(first: min(pairs.all.count - block * RowSet.count, RowSet.count))
      }
      let (was, isNow) = (old.admitted[block], new.admitted[block])
      guard let differences else { return was | isNow }
      return was ^ isNow | was & differences.positions(ofPlan: plan, block: block)
    }
  }

  private typealias Events = [PlanEvents.Event]

  private struct Site: Hashable {
    let step: Int
    let kind: RunEvent.Kind
  }

  /// What runs do on both sides; of one platform, only where it is not the same for all.
  private func events(
    _ old: PlanSide, _ new: PlanSide, _ block: Int, _ positions: RowSet
  ) -> (old: Events, new: Events) {
    let was = old.events(inBlock: block, positions)
    let isNow = new.events(inBlock: block, positions)
    guard differences != nil else { return (was, isNow) }
    var changed: Set<Site> = []
    for (before, after) in zip(was, isNow) where before.positions != after.positions {
      changed.insert(Site(step: before.step, kind: before.kind))
    }
    func isChanged(_ event: PlanEvents.Event) -> Bool {
      changed.contains(Site(step: event.step, kind: event.kind))
    }
    return (was.filter(isChanged), isNow.filter(isChanged))
  }

  private func change(of plan: String, _ part: ReachParts.Part) -> ReachChange {
    ReachChange(
      platform: platform, plan: plan,
      verdict: ChangeVerdict(
        gains: !part.difference.gained.isEmpty, losses: !part.difference.lost.isEmpty),
      difference: part.difference, names: names, groups: groups(of: part.positions),
      tenants: tenants(of: part.positions))
  }

  private func groups(of positions: [Int]) -> [Int] {
    positions.flatMap { pairs.all[$0].groups }.sorted()
  }

  private func tenants(of positions: [Int]) -> Int {
    positions.reduce(0) { $0 + pairs.all[$1].tenants }
  }

  // MARK: Proofs

  private struct ProofKey: Hashable {
    let old: ProofState
    let new: ProofState
  }

  private func proofs(
    of name: String, _ old: PlanSide, _ new: PlanSide, _ open: [RowSet]
  ) -> [ProofChange] {
    var found: [ProofKey: [Int]] = [:]
    var order: [ProofKey] = []
    let (was, isNow) = (old.proofs(), new.proofs())
    for (block, positions) in open.enumerated() {
      positions.forEach { bit in
        let position = block * RowSet.count + bit
        let key = ProofKey(old: was.state(of: position), new: isNow.state(of: position))
        guard key.old != key.new else { return }
        if found[key] == nil { order.append(key) }
        found[key, default: []].append(position)
      }
    }
    return order.map { key in
      let positions = found[key] ?? []
      return ProofChange(
        platform: platform, plan: name, old: key.old, new: key.new,
        groups: groups(of: positions), tenants: tenants(of: positions))
    }
  }
}
