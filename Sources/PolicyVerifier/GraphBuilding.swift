import PolicyModel

/// Builds the graph of a plan, breadth first.
struct GraphBuilder {
  private let plan: Plan
  private let platform: PlatformDecisions
  private let liveness: Liveness
  let parts: TermParts
  /// By fact, its position in `State.frozen`; by step, its position in `State.visits`.
  private let frozenSlots: [Int: Int]
  private let visitSlots: [Int: Int]

  /// Steps whose calls and reviews come to nothing: their success is their failure.
  private let failing: Bitset

  /// Whether what a run no longer needs is kept in its states all the same.
  private let remembersAll: Bool

  private var graph = PlanGraph()
  private var numbers: [PlanGraph.State: Int] = [:]
  private let mostStates: Int
  /// Cases that branches told apart so far.
  private var cases = 0

  private typealias State = PlanGraph.State
  private typealias Way = PlanGraph.Way

  /// - Parameter conditions: What is the case in the runs that are looked at; by default anything is.
  init(
    _ plan: Plan, _ platform: PlatformDecisions, under conditions: GraphConditions = .any,
    remembersAll: Bool = false
  ) {
    self.plan = plan
    failing = conditions.failing
    self.remembersAll = remembersAll
    self.platform = platform
    liveness = Liveness(plan)
    parts = TermParts(of: plan, known: conditions.known)
    let frozen = plan.facts.elements.indices.filter { plan.facts[$0].known == .atStart }
    frozenSlots = Dictionary(uniqueKeysWithValues: zip(frozen, frozen.indices))
    let counted = plan.steps.elements.indices.filter { plan.steps[$0].atMost != nil }
    visitSlots = Dictionary(uniqueKeysWithValues: zip(counted, counted.indices))
    let bytes =
      State.leastBytes + 8 * plan.variables.count + 2 * frozen.count + 2 * counted.count
    mostStates = min(PlanGraph.mostStates, PlanGraph.mostStateBytes / bytes)
  }

  /// - Parameter table: gains the questions that the plan asks.
  mutating func build(_ table: inout QuestionTable) throws(Obstacle) -> PlanGraph {
    _ = try target(.step(0), from: start, &table)
    return try complete(&table)
  }

  /// The graph of runs that go on from states in which others left them.
  ///
  /// - Returns: The graph, and the nodes of the states, in their order.
  mutating func build(
    from states: [PlanGraph.State], _ table: inout QuestionTable
  ) throws(Obstacle) -> (PlanGraph, [Int]) {
    var entries: [Int] = []
    for state in states { entries.append(try node(remembered(state), &table)) }
    return (try complete(&table), entries)
  }

  /// A run before its first step.
  var start: PlanGraph.State {
    PlanGraph.State(
      step: 0, labels: plan.variables.elements.map { $0.input?.word(0) ?? 0 },
      frozen: [UInt16](repeating: 0, count: frozenSlots.count),
      visits: [UInt16](repeating: 0, count: visitSlots.count))
  }

  /// Follows all ways on from the nodes that are there.
  private mutating func complete(_ table: inout QuestionTable) throws(Obstacle) -> PlanGraph {
    var asked: Set<Int> = []
    var next = 0
    while next < graph.nodes.count {
      let state = graph.nodes[next].state
      graph.nodes[next].action = try action(at: state, &table)
      graph.nodes[next].isUnknown = plan.steps[state.step].action.value == .unknown
      asked.formUnion(graph.nodes[next].questions)
      guard asked.count <= PlanGraph.mostQuestions else {
        throw .questions(most: PlanGraph.mostQuestions)
      }
      next += 1
    }
    graph.questions = asked.sorted()
    return graph
  }

  // MARK: Steps

  private mutating func action(
    at state: State, _ table: inout QuestionTable
  ) throws(Obstacle) -> PlanGraph.Action {
    let step = plan.steps[state.step]
    let label = step.label(in: state)
    switch step.action.value {
    case .branch: return .branch(try arms(of: step, at: state, label, &table))
    case .unknown:
      return .branch([
        try way(.success, at: state, writing: label, &table),
        try way(.failure, at: state, writing: nil, &table),
      ])
    case .tool(let tool): return .call([try call(.tool(tool), at: state, label, &table)])
    case .model(let model): return .call([try call(.model(model), at: state, label, &table)])
    case .choose(let tools):
      var calls: [PlanGraph.Call] = []
      for tool in tools.members { calls.append(try call(.tool(tool), at: state, label, &table)) }
      return .call(calls)
    case .review(let reviewers):
      let success = try way(.success, at: state, writing: label, &table)
      let failure = try way(.failure, at: state, writing: nil, &table)
      return .review(
        before: audit(label, &table), question: review(reviewers, label, &table),
        success: success, failure: failure)
    }
  }

  private mutating func call(
    _ capability: Capability, at state: State, _ label: UInt64, _ table: inout QuestionTable
  ) throws(Obstacle) -> PlanGraph.Call {
    let result = platform.result(of: capability, label)
    var before = audit(label, &table)
    if platform.serves(.trace) {
      before.append(
        table.store(.trace, plan.steps[state.step].writes == nil ? label : label | result))
    }
    return PlanGraph.Call(
      capability: capability, before: before,
      question: table.number(of: Question(subject: .call(capability), label: label)),
      success: try way(.success, at: state, writing: result, &table),
      failure: try way(.failure, at: state, writing: nil, &table),
      fallback: fallback(of: capability, at: state, label, &table))
  }

  private func fallback(
    of capability: Capability, at state: State, _ label: UInt64, _ table: inout QuestionTable
  ) -> PlanGraph.Fallback {
    let live = liveData(at: state)
    switch platform.decisions[capability].fallback {
    case .fail: return .fail
    case .hold:
      let store: Storage? =
        platform.serves(.state) ? .state : platform.serves(.checkpoint) ? .checkpoint : nil
      return .hold(store.map { table.store($0, live) })
    case .queue: return .queue(platform.serves(.queue) ? table.store(.queue, live) : nil)
    case .review(let reviewers):
      return .review(
        before: audit(label, &table), question: review(reviewers, label, &table))
    }
  }

  private func audit(_ label: UInt64, _ table: inout QuestionTable) -> [Int] {
    platform.serves(.audit) ? [table.store(.audit, label)] : []
  }

  private func review(
    _ reviewers: Reviewers, _ label: UInt64, _ table: inout QuestionTable
  ) -> Int {
    table.number(of: Question(subject: .review(reviewers), label: label))
  }

  // MARK: Branches

  /// The ways on from a branch: each arm that some values of the facts lead to, with what is then
  /// known of the facts that stay as they are.
  private mutating func arms(
    of step: Step, at state: State, _ label: UInt64, _ table: inout QuestionTable
  ) throws(Obstacle) -> [Way] {
    let conditions = step.conditions
    guard
      let cases = SnapshotCases(
        of: conditions, label: label, known: knownFacts(in: state),
        parts: parts)
    else { throw .cases(step: state.step, most: SnapshotCases.most) }
    self.cases += cases.count
    guard self.cases <= PlanGraph.mostCases else { throw .casesOfAll(most: PlanGraph.mostCases) }
    var outcomes: [BranchOutcome: Int] = [:]
    var opaqueCases: Set<[Int64]> = []
    var seen: [BranchOutcome: Set<[Int64]>] = [:]
    cases.forEach { assignment in
      let arm = conditions.firstIndex { cases.holds($0, assignment) } ?? conditions.count
      let opaque = assignment.filter { $0.key.isOpaque }.sorted { $0.value < $1.value }.map(\.value)
      let outcome = BranchOutcome(exit: arm, frozen: frozen(after: state, assignment))
      opaqueCases.insert(opaque)
      seen[outcome, default: []].insert(opaque)
      outcomes[outcome] = outcomes[outcome] ?? outcomes.count
    }
    var ways: [Way] = []
    for outcome in outcomes.keys.sorted(by: { outcomes[$0, default: 0] < outcomes[$1, default: 0] })
    {
      let after = State(
        step: state.step, labels: state.labels, frozen: outcome.frozen, visits: state.visits)
      ways.append(
        try way(
          exit: outcome.exit, at: after, &table,
          isCertain: seen[outcome, default: []].count == opaqueCases.count))
    }
    return ways
  }

  private struct BranchOutcome: Hashable {
    let exit: Int
    let frozen: [UInt16]
  }

  private func knownFacts(in state: State) -> [Guard.Term: Int64] {
    var known: [Guard.Term: Int64] = [:]
    for (fact, slot) in frozenSlots where state.frozen[slot] > 0 {
      known[.fact(fact)] = parts.parts[.fact(fact)]?[Int(state.frozen[slot]) - 1]
    }
    return known
  }

  private func frozen(after state: State, _ assignment: [Guard.Term: Int64]) -> [UInt16] {
    var frozen = state.frozen
    for (fact, slot) in frozenSlots {
      guard let value = assignment[.fact(fact)],
        let position = parts.parts[.fact(fact)]?.firstIndex(of: value)
      else { continue }
      frozen[slot] = UInt16(truncatingIfNeeded: position + 1)
    }
    return frozen
  }

  // MARK: Ways

  private mutating func way(
    _ occasion: Step.Exit.Occasion, at state: State, writing result: UInt64?,
    _ table: inout QuestionTable
  ) throws(Obstacle) -> Way {
    let step = plan.steps[state.step]
    if occasion == .success, failing.contains(state.step) {
      return try way(.failure, at: state, writing: nil, &table)
    }
    var labels = state.labels
    if let result, let written = step.writes { labels[written.value] = result }
    let exit = step.exits.firstIndex { $0.occasion == occasion } ?? 0
    let after = State(
      step: state.step, labels: labels, frozen: state.frozen, visits: state.visits)
    return try way(exit: exit, at: after, &table, isCertain: true)
  }

  private mutating func way(
    exit: Int, at state: State, _ table: inout QuestionTable, isCertain: Bool
  ) throws(Obstacle) -> Way {
    let target = plan.steps[state.step].exits[exit].target
    var checkpoint: Int?
    if case .step(let next) = target, plan.checkpoint.value.includes(state.step) {
      let live = liveData(in: state.labels, at: next)
      checkpoint = table.store(.checkpoint, live)
    }
    return Way(
      exit: exit, checkpoint: checkpoint, target: try self.target(target, from: state, &table),
      isCertain: isCertain)
  }

  private mutating func target(
    _ target: Step.Target, from state: State, _ table: inout QuestionTable
  ) throws(Obstacle) -> PlanGraph.Target {
    switch target {
    case .end: return .end
    case .failed: return .failed
    case .step(let step):
      guard let arrived = arrival(at: step, from: state) else { return .exhausted }
      return .node(try node(arrived, &table))
    }
  }

  private mutating func node(
    _ state: State, _ table: inout QuestionTable
  ) throws(Obstacle) -> Int {
    if let known = numbers[state] { return known }
    guard graph.nodes.count < mostStates else { throw .states(most: mostStates) }
    numbers[state] = graph.nodes.count
    let stored = platform.serves(.state) ? [table.store(.state, liveData(at: state))] : []
    graph.nodes.append(PlanGraph.Node(state: state, arrival: stored, action: .branch([])))
    return graph.nodes.count - 1
  }

  /// The state of a run that comes to a step; `nil` if it has come there as often as it may.
  private func arrival(at step: Int, from state: State) -> State? {
    var visits = state.visits
    if let slot = visitSlots[step], let most = plan.steps[step].atMost {
      guard Int64(visits[slot]) < most else { return nil }
      visits[slot] += 1
    }
    return remembered(
      State(step: step, labels: state.labels, frozen: state.frozen, visits: visits))
  }

  /// What a run no longer needs is forgotten, so that runs that differ in nothing that matters are one.
  private func remembered(_ state: State) -> State {
    guard !remembersAll else { return state }
    let labels = state.labels.indices.map {
      liveness.variables[state.step].contains($0) ? state.labels[$0] : 0
    }
    var frozen = state.frozen
    for (fact, slot) in frozenSlots where !liveness.facts[state.step].contains(fact) {
      frozen[slot] = 0
    }
    return State(step: state.step, labels: labels, frozen: frozen, visits: state.visits)
  }

  private func liveData(at state: State) -> UInt64 { liveData(in: state.labels, at: state.step) }

  private func liveData(in labels: [UInt64], at step: Int) -> UInt64 {
    liveness.variables[step].members.reduce(0) { $0 | labels[$1] }
  }
}

extension PlanGraph.State {
  /// What a state takes with its node, beyond what it carries.
  fileprivate static let leastBytes = 512
}

extension PlanGraph.Node {
  /// Every question that is asked here or on the ways on.
  var questions: [Int] {
    switch action {
    case .branch(let ways): arrival + ways.compactMap(\.checkpoint)
    case .review(let before, let question, let success, let failure):
      arrival + before + [question] + [success, failure].compactMap(\.checkpoint)
    case .call(let calls): arrival + calls.flatMap(\.questions)
    }
  }
}

extension PlanGraph.Call {
  fileprivate var questions: [Int] {
    let ways = [success, failure].compactMap(\.checkpoint)
    switch fallback {
    case .fail: return before + [question] + ways
    case .hold(let store), .queue(let store):
      return before + [question] + ways + (store.map { [$0] } ?? [])
    case .review(let reviewed, let shown): return before + [question, shown] + ways + reviewed
    }
  }
}

extension QuestionTable {
  fileprivate mutating func store(_ storage: Storage, _ label: UInt64) -> Int {
    number(of: Question(subject: .store(storage), label: label))
  }
}

extension Step {
  /// The classes of everything that the step reads.
  func label(in state: PlanGraph.State) -> UInt64 {
    reads.reduce(0) { $0 | state.labels[$1.value] }
  }
}

extension Plan {
  func domain(of term: Guard.Term) -> ClosedRange<Int64> {
    switch term {
    case .fact(let fact): facts[fact].type.domain
    case .latency: Guard.latencies
    case .opaque: Guard.truthValues
    }
  }
}
