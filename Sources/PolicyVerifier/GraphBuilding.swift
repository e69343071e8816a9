import PolicyModel

/// Builds the graph of a plan, breadth first.
struct GraphBuilder {
  private let plan: Plan
  private let platform: PlatformDecisions
  private let stores: Set<Storage>
  let parts: TermParts
  private let steps: StepTable
  private let layout: StateLayout

  /// Whether what a run no longer needs is kept in its states all the same.
  private let remembersAll: Bool

  private var graph = PlanGraph()
  private var index = StateIndex()
  private let mostStates: Int
  /// Cases that branches told apart so far.
  private var cases = 0
  private var branches: [BranchKey: Branching] = [:]
  private var asked = Bitset()
  /// The state of the run at the step that is looked at, and on a way on from there.
  private var own: [UInt64]
  private var after: [UInt64]

  private typealias Way = PlanGraph.Way

  /// - Parameter conditions: What is the case in the runs that are looked at; by default anything is.
  init(
    _ plan: Plan, _ platform: PlatformDecisions, under conditions: GraphConditions = .any,
    remembersAll: Bool = false
  ) {
    self.plan = plan
    self.remembersAll = remembersAll
    self.platform = platform
    stores = platform.served
    parts = TermParts(of: plan, known: conditions.known)
    steps = StepTable(plan, failing: conditions.failing)
    layout = steps.layout
    graph.states = PlanStates(layout)
    own = [UInt64](repeating: 0, count: layout.width)
    after = own
    let bytes =
      PlanGraph.State.leastBytes + 8 * layout.variables + 2 * layout.frozen + 2 * layout.counted
    mostStates = min(PlanGraph.mostStates, PlanGraph.mostStateBytes / bytes)
  }

  /// - Parameter table: gains the questions that the plan asks.
  mutating func build(_ table: inout QuestionTable) throws(Obstacle) -> PlanGraph {
    after = start.words(layout)
    _ = try target(.step(0), &table)
    return try complete(&table)
  }

  /// The graph of runs that go on from states in which others left them.
  ///
  /// - Returns: The graph, and the nodes of the states, in their order.
  mutating func build(
    from states: [PlanGraph.State], _ table: inout QuestionTable
  ) throws(Obstacle) -> (PlanGraph, [Int]) {
    var entries: [Int] = []
    for state in states {
      after = state.words(layout)
      entries.append(try node(at: state.step, &table))
    }
    return (try complete(&table), entries)
  }

  /// A run before its first step.
  var start: PlanGraph.State {
    PlanGraph.State(
      step: 0, labels: plan.variables.elements.map { $0.input?.word(0) ?? 0 },
      frozen: [UInt16](repeating: 0, count: layout.frozen),
      visits: [UInt16](repeating: 0, count: layout.counted))
  }

  /// Follows all ways on from the nodes that are there.
  private mutating func complete(_ table: inout QuestionTable) throws(Obstacle) -> PlanGraph {
    var next = 0
    while next < graph.nodes.count {
      graph.states.copy(next, to: &own)
      graph.nodes[next].action = try action(at: graph.nodes[next].step, &table)
      guard asked.count <= PlanGraph.mostQuestions else {
        throw .questions(most: PlanGraph.mostQuestions)
      }
      next += 1
    }
    graph.questions = asked.members
    return graph
  }

  // MARK: Steps

  private mutating func action(
    at step: Int, _ table: inout QuestionTable
  ) throws(Obstacle) -> PlanGraph.Action {
    let label = steps.label(read: step, in: own)
    switch steps[step].action {
    case .branch: return .branch(try arms(at: step, label, &table))
    case .unknown:
      let first = graph.ways.count
      graph.ways.append(try way(.success, at: step, writing: label, &table))
      graph.ways.append(try way(.failure, at: step, writing: nil, &table))
      return .branch(first..<graph.ways.count)
    case .tool(let tool): return try calls([.tool(tool)], at: step, label, &table)
    case .model(let model): return try calls([.model(model)], at: step, label, &table)
    case .choose(let tools):
      return try calls(tools.members.map { .tool($0) }, at: step, label, &table)
    case .review(let reviewers):
      let success = try way(.success, at: step, writing: label, &table)
      let failure = try way(.failure, at: step, writing: nil, &table)
      let before = list(audit(label, &table))
      return .review(
        before: before, question: ask(.review(reviewers), label, &table),
        success: success, failure: failure)
    }
  }

  private mutating func calls(
    _ capabilities: [Capability], at step: Int, _ label: UInt64, _ table: inout QuestionTable
  ) throws(Obstacle) -> PlanGraph.Action {
    let first = graph.calls.count
    for capability in capabilities {
      let call = try call(capability, at: step, label, &table)
      graph.calls.append(call)
    }
    return .call(first..<graph.calls.count)
  }

  private mutating func call(
    _ capability: Capability, at step: Int, _ label: UInt64, _ table: inout QuestionTable
  ) throws(Obstacle) -> PlanGraph.Call {
    let result = platform.result(of: capability, label)
    let first = graph.stores.count
    if let audit = audit(label, &table) { graph.stores.append(audit) }
    if stores.contains(.trace) {
      let traced = steps[step].writes == nil ? label : label | result
      graph.stores.append(ask(.store(.trace), traced, &table))
    }
    let before = first..<graph.stores.count
    let question = ask(.call(capability), label, &table)
    let success = try way(.success, at: step, writing: result, &table)
    let failure = try way(.failure, at: step, writing: nil, &table)
    return PlanGraph.Call(
      capability: capability, before: before, question: question, success: success,
      failure: failure, fallback: fallback(of: capability, at: step, label, &table))
  }

  private mutating func fallback(
    of capability: Capability, at step: Int, _ label: UInt64, _ table: inout QuestionTable
  ) -> PlanGraph.Fallback {
    let live = steps.liveData(at: step, in: own)
    switch platform.decisions[capability].fallback {
    case .fail: return .fail
    case .hold:
      let store: Storage? =
        stores.contains(.state) ? .state : stores.contains(.checkpoint) ? .checkpoint : nil
      return .hold(store.map { ask(.store($0), live, &table) })
    case .queue:
      return .queue(stores.contains(.queue) ? ask(.store(.queue), live, &table) : nil)
    case .review(let reviewers):
      let before = list(audit(label, &table))
      return .review(before: before, question: ask(.review(reviewers), label, &table))
    }
  }

  private mutating func audit(_ label: UInt64, _ table: inout QuestionTable) -> Int? {
    stores.contains(.audit) ? ask(.store(.audit), label, &table) : nil
  }

  private mutating func ask(
    _ subject: Question.Subject, _ label: UInt64, _ table: inout QuestionTable
  ) -> Int {
    let number = table.number(of: Question(subject: subject, label: label))
    asked.insert(number)
    return number
  }

  /// A list of what is stored: of one question, or of none.
  private mutating func list(_ question: Int?) -> Range<Int> {
    let first = graph.stores.count
    if let question { graph.stores.append(question) }
    return first..<graph.stores.count
  }

  // MARK: Branches

  /// The ways on from a branch: each arm that some values of the facts lead to, with what is then
  /// known of the facts that stay as they are.
  private mutating func arms(
    at step: Int, _ label: UInt64, _ table: inout QuestionTable
  ) throws(Obstacle) -> Range<Int> {
    let key = BranchKey(step: step, label: label, known: layout.frozenWords.map { own[$0] })
    let branching: Branching
    if let known = branches[key] {
      branching = known
    } else {
      branching = try self.branching(at: step, label)
      branches[key] = branching
    }
    cases += branching.cases
    guard cases <= PlanGraph.mostCases else { throw .casesOfAll(most: PlanGraph.mostCases) }
    let first = graph.ways.count
    for arm in branching.arms {
      after = own
      for (slot, part) in arm.frozen.enumerated() { after.set(part, at: layout.frozen(slot)) }
      let way = try way(
        exit: arm.exit, at: step, &table, isCertain: branching.isCertain(arm))
      graph.ways.append(way)
    }
    return first..<graph.ways.count
  }

  /// What decides where a branch leads.
  private struct BranchKey: Hashable {
    let step: Int
    let label: UInt64
    let known: [UInt64]
  }

  /// Where a branch may lead.
  private struct Branching {
    let cases: Int
    fileprivate(set) var arms: [Arm] = []
    fileprivate var seen: [Arm: Set<[Int64]>] = [:]
    fileprivate var opaqueCases: Set<[Int64]> = []

    struct Arm: Hashable {
      let exit: Int
      /// By fact that is known at the start: the position of its value, from 1; 0 where it is not known.
      let frozen: [UInt16]
    }

    /// Whether some values of the facts lead there whatever opaque conditions are.
    func isCertain(_ arm: Arm) -> Bool { seen[arm, default: []].count == opaqueCases.count }
  }

  private func branching(at step: Int, _ label: UInt64) throws(Obstacle) -> Branching {
    let conditions = plan.steps[step].conditions
    guard
      let cases = SnapshotCases(of: conditions, label: label, known: knownFacts, parts: parts)
    else { throw .cases(step: step, most: SnapshotCases.most) }
    guard self.cases + cases.count <= PlanGraph.mostCases else {
      throw .casesOfAll(most: PlanGraph.mostCases)
    }
    var branching = Branching(cases: cases.count)
    cases.forEach { assignment in
      let arm = Branching.Arm(
        exit: conditions.firstIndex { cases.holds($0, assignment) } ?? conditions.count,
        frozen: frozen(after: assignment))
      let opaque = assignment.filter { $0.key.isOpaque }.sorted { $0.value < $1.value }.map(\.value)
      if branching.seen[arm] == nil { branching.arms.append(arm) }
      branching.opaqueCases.insert(opaque)
      branching.seen[arm, default: []].insert(opaque)
    }
    return branching
  }

  private var knownFacts: [Guard.Term: Int64] {
    var known: [Guard.Term: Int64] = [:]
    for (slot, fact) in steps.frozen.enumerated() {
      let part = own.part(layout.frozen(slot))
      if part > 0 { known[.fact(fact)] = parts.parts[.fact(fact)]?[Int(part) - 1] }
    }
    return known
  }

  private func frozen(after assignment: [Guard.Term: Int64]) -> [UInt16] {
    steps.frozen.enumerated().map { slot, fact in
      guard let value = assignment[.fact(fact)],
        let position = parts.parts[.fact(fact)]?.firstIndex(of: value)
      else { return own.part(layout.frozen(slot)) }
      return UInt16(truncatingIfNeeded: position + 1)
    }
  }

  // MARK: Ways

  private mutating func way(
    _ occasion: Step.Exit.Occasion, at step: Int, writing result: UInt64?,
    _ table: inout QuestionTable
  ) throws(Obstacle) -> Way {
    after = own
    guard occasion == .success, !steps[step].isFailing else {
      return try way(exit: steps[step].failure, at: step, &table, isCertain: true)
    }
    if let result, let written = steps[step].writes {
      after[layout.labels.lowerBound + written] = result
    }
    return try way(exit: steps[step].success, at: step, &table, isCertain: true)
  }

  /// The way by an exit of a step, of a run that has what is in `after`.
  private mutating func way(
    exit: Int, at step: Int, _ table: inout QuestionTable, isCertain: Bool
  ) throws(Obstacle) -> Way {
    let target = steps[step].exits[exit]
    var checkpoint: Int?
    if case .step(let next) = target, steps[step].isCheckpointed {
      checkpoint = ask(.store(.checkpoint), steps.liveData(at: next, in: after), &table)
    }
    return Way(
      exit: exit, checkpoint: checkpoint, target: try self.target(target, &table),
      isCertain: isCertain)
  }

  private mutating func target(
    _ target: Step.Target, _ table: inout QuestionTable
  ) throws(Obstacle) -> PlanGraph.Target {
    switch target {
    case .end: return .end
    case .failed: return .failed
    case .step(let step):
      if let (place, most) = steps[step].bound {
        let visits = after.part(place)
        guard Int64(visits) < most else { return .exhausted }
        after.set(visits + 1, at: place)
      }
      return .node(try node(at: step, &table))
    }
  }

  /// The node of a run that comes to a step with what is in `after`.
  ///
  /// What a run no longer needs is forgotten, so that runs that differ in nothing that matters are one.
  private mutating func node(
    at step: Int, _ table: inout QuestionTable
  ) throws(Obstacle) -> Int {
    after[0] = UInt64(step)
    if !remembersAll { steps.forget(at: step, &after) }
    let (number, isNew) = index.number(of: after, in: &graph.states)
    guard isNew else { return number }
    guard number < mostStates else { throw .states(most: mostStates) }
    let state =
      stores.contains(.state)
      ? ask(.store(.state), steps.liveData(at: step, in: after), &table) : nil
    graph.nodes.append(
      PlanGraph.Node(
        step: step, arrival: list(state), action: .branch(0..<0),
        isUnknown: steps[step].action == .unknown))
    return number
  }
}

/// What of a plan's steps decides how runs go on, laid out to be looked up for every state.
private struct StepTable {
  let layout: StateLayout
  /// Facts that are known at the start, by slot.
  let frozen: [Int]
  private let steps: [Entry]
  /// By step, so many words of a state each: the bits that runs still need when they come there.
  private let needed: [UInt64]

  struct Entry {
    let action: Step.Action
    let reads: [Int]
    let writes: Int?
    let exits: [Step.Target]
    /// Which of the exits: where there is none, the first.
    let success: Int
    let failure: Int
    let isCheckpointed: Bool
    /// Whether its calls and reviews come to nothing: their success is their failure.
    let isFailing: Bool
    /// How often a run may come to it, and where states count that.
    let bound: (place: StateLayout.Place, most: Int64)?
  }

  init(_ plan: Plan, failing: Bitset) {
    let all = plan.steps.elements
    let (frozen, counted) = (plan.frozenFacts, plan.countedSteps)
    self.frozen = frozen
    let layout = StateLayout(
      variables: plan.variables.count, frozen: frozen.count, counted: counted.count)
    self.layout = layout
    steps = all.enumerated().map { index, step in
      let slot = counted.firstIndex(of: index)
      return Entry(
        action: step.action.value, reads: step.reads.map(\.value), writes: step.writes?.value,
        exits: step.exits.map(\.target),
        success: step.exits.firstIndex { $0.occasion == .success } ?? 0,
        failure: step.exits.firstIndex { $0.occasion == .failure } ?? 0,
        isCheckpointed: plan.checkpoint.value.includes(index), isFailing: failing.contains(index),
        bound: slot.flatMap { slot in step.atMost.map { (layout.visits(slot), $0) } })
    }
    let liveness = Liveness(plan)
    needed = all.indices.flatMap { step in
      var words = [UInt64](repeating: .max, count: layout.width)
      for variable in 0..<layout.variables where !liveness.variables[step].contains(variable) {
        words[layout.labels.lowerBound + variable] = 0
      }
      for (slot, fact) in frozen.enumerated() where !liveness.facts[step].contains(fact) {
        words.set(0, at: layout.frozen(slot))
      }
      return words
    }
  }

  subscript(step: Int) -> Entry { steps[step] }

  /// The classes of everything that a step reads.
  func label(read step: Int, in state: [UInt64]) -> UInt64 {
    steps[step].reads.reduce(0) { $0 | state[layout.labels.lowerBound + $1] }
  }

  /// The classes of everything that a run still needs at a step.
  func liveData(at step: Int, in state: [UInt64]) -> UInt64 {
    layout.labels.reduce(0) { $0 | state[$1] & needed[step * layout.width + $1] }
  }

  func forget(at step: Int, _ state: inout [UInt64]) {
    for word in state.indices { state[word] &= needed[step * layout.width + word] }
  }
}

extension PlanGraph.State {
  /// What a state takes with its node, beyond what it carries.
  fileprivate static let leastBytes = 512
}

extension Step {
  /// The classes of everything that the step reads.
  func label(in state: PlanGraph.State) -> UInt64 {
    reads.reduce(0) { $0 | state.labels[$1.value] }
  }
}

extension Plan {
  /// Facts that are known at the start, and steps with a bound: what states hold, in this order.
  var frozenFacts: [Int] { facts.elements.indices.filter { facts[$0].known == .atStart } }
  var countedSteps: [Int] { steps.elements.indices.filter { steps[$0].atMost != nil } }

  func domain(of term: Guard.Term) -> ClosedRange<Int64> {
    switch term {
    case .fact(let fact): facts[fact].type.domain
    case .latency: Guard.latencies
    case .opaque: Guard.truthValues
    }
  }
}
