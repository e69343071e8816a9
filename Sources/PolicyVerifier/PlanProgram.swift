/// The graph of a plan with its lists in a few arrays, for searches that go through it many times.
///
/// Questions are numbered as in `PlanGraph.questions`: by position there.
struct PlanProgram: Sendable {
  struct Node {
    /// Of `stores`: what is stored when the run comes here.
    let arrival: Range<Int>
    let action: Action
    /// Of `duties`.
    fileprivate(set) var duties: Range<Int>
  }

  enum Action {
    /// Of `ways`.
    case branch(Range<Int>)
    /// Of `calls`.
    case call(Range<Int>)
    case review(before: Range<Int>, question: Int, success: Way, failure: Way)
  }

  struct Call {
    let before: Range<Int>
    let question: Int
    let success: Way
    let failure: Way
    let fallback: Fallback
  }

  enum Fallback {
    case fail
    /// Held or queued: what is stored.
    case wait(Int?)
    case review(before: Range<Int>, shown: Int)
  }

  struct Way {
    let checkpoint: Int?
    let target: Target
    let isCertain: Bool
  }

  enum Target: Hashable {
    case node(Int)
    case end
    case failed
  }

  /// What must be so at a node where a question is not served, for runs to go on.
  struct Duty: Hashable {
    let question: Int
    let kind: Kind

    /// Whether nothing else is good enough than that the question is served.
    var isStrict: Bool { kind == .notToFail(.failed) || kind == .wait(store: nil) }

    enum Kind: Hashable {
      /// The way on from there does not lead to where runs have failed.
      case notToFail(Target)
      case wait(store: Int?)
      case review(before: Range<Int>, shown: Int, failure: Target)
    }
  }

  private(set) var nodes: [Node] = []
  /// Questions.
  private(set) var stores: [Int] = []
  private(set) var ways: [Way] = []
  private(set) var calls: [Call] = []
  /// Each once, and which of them each node has.
  private(set) var duties: [Duty] = []
  private(set) var dutyNumbers: [Int] = []
  /// Those of which it depends on more than their question whether they are met.
  private(set) var openDuties: [Int] = []
  /// Nodes, those from which one comes to others before them, unless there are loops.
  private(set) var order: [Int] = []
  private(set) var hasLoops = false
  private var positions: [Int] = []

  init(_ graph: PlanGraph) {
    let locals = PlanLocals(graph.questions)
    for node in graph.nodes { append(node, locals) }
    var known: [Duty: Int] = [:]
    for number in nodes.indices {
      let start = dutyNumbers.count
      for duty in duties(of: nodes[number]) {
        if known[duty] == nil {
          known[duty] = duties.count
          duties.append(duty)
        }
        dutyNumbers.append(known[duty] ?? 0)
      }
      nodes[number].duties = start..<dutyNumbers.count
    }
    openDuties = duties.indices.filter {
      !duties[$0].isStrict && duties[$0].kind != .notToFail(.end)
    }
    sort()
  }

  /// Where the node stands in the order that runs go on to when a duty is not met.
  func position(of duty: Duty) -> Int? {
    switch duty.kind {
    case .notToFail(.node(let node)), .review(_, _, .node(let node)): positions[node]
    case .notToFail, .review, .wait: nil
    }
  }

  // MARK: Copying the graph

  private mutating func append(_ node: PlanGraph.Node, _ locals: PlanLocals) {
    let arrival = list(node.arrival, locals)
    let action: Action
    switch node.action {
    case .branch(let arms):
      let start = ways.count
      ways += arms.map { Way($0, locals) }
      action = .branch(start..<ways.count)
    case .review(let before, let question, let success, let failure):
      action = .review(
        before: list(before, locals), question: locals[question],
        success: Way(success, locals), failure: Way(failure, locals))
    case .call(let all):
      let start = calls.count
      for call in all { append(call, locals) }
      action = .call(start..<calls.count)
    }
    nodes.append(Node(arrival: arrival, action: action, duties: 0..<0))
  }

  private mutating func append(_ call: PlanGraph.Call, _ locals: PlanLocals) {
    let before = list(call.before, locals)
    let fallback: Fallback
    switch call.fallback {
    case .fail: fallback = .fail
    case .hold(let store), .queue(let store): fallback = .wait(store.map { locals[$0] })
    case .review(let before, let shown):
      fallback = .review(before: list(before, locals), shown: locals[shown])
    }
    calls.append(
      Call(
        before: before, question: locals[call.question], success: Way(call.success, locals),
        failure: Way(call.failure, locals), fallback: fallback))
  }

  private mutating func list(_ questions: [Int], _ locals: PlanLocals) -> Range<Int> {
    let start = stores.count
    stores += questions.map { locals[$0] }
    return start..<stores.count
  }

  private func duties(of node: Node) -> [Duty] {
    switch node.action {
    case .branch: []
    case .review(_, let question, _, let failure):
      [Duty(question: question, kind: .notToFail(failure.target))]
    case .call(let range):
      calls[range].map { call in
        switch call.fallback {
        case .fail: Duty(question: call.question, kind: .notToFail(call.failure.target))
        case .wait(let store): Duty(question: call.question, kind: .wait(store: store))
        case .review(let before, let shown):
          Duty(
            question: call.question,
            kind: .review(before: before, shown: shown, failure: call.failure.target))
        }
      }
    }
  }

  // MARK: Order

  /// Sorts the nodes by when a search in depth leaves them, the last first.
  private mutating func sort() {
    enum Mark { case new, open, done }
    var marks = [Mark](repeating: .new, count: nodes.count)
    var left: [Int] = []
    var path: [(node: Int, rest: [Int])] = []
    func enter(_ node: Int) {
      marks[node] = .open
      path.append((node, successors(of: nodes[node])))
    }
    guard !nodes.isEmpty else { return }
    enter(0)
    while let top = path.indices.last {
      guard let next = path[top].rest.popLast() else {
        let node = path.removeLast().node
        marks[node] = .done
        left.append(node)
        continue
      }
      if marks[next] == .open { hasLoops = true }
      if marks[next] == .new { enter(next) }
    }
    order = left.reversed()
    positions = Array(repeating: 0, count: nodes.count)
    for (position, node) in order.enumerated() { positions[node] = position }
  }

  private func successors(of node: Node) -> [Int] {
    let all: [Way]
    switch node.action {
    case .branch(let range): all = Array(ways[range])
    case .review(_, _, let success, let failure): all = [success, failure]
    case .call(let range): all = calls[range].flatMap { [$0.success, $0.failure] }
    }
    return all.compactMap { way in
      if case .node(let target) = way.target { target } else { nil }
    }
  }
}

/// The positions of a plan's questions among them, by number; 0 for what the plan does not ask.
private struct PlanLocals {
  private var positions: [Int]

  /// - Parameter questions: Ascending.
  init(_ questions: [Int]) {
    positions = Array(repeating: 0, count: (questions.last ?? -1) + 1)
    for (position, question) in questions.enumerated() { positions[question] = position }
  }

  subscript(question: Int) -> Int { question < positions.count ? positions[question] : 0 }
}

extension PlanProgram.Way {
  fileprivate init(_ way: PlanGraph.Way, _ locals: PlanLocals) {
    let target: PlanProgram.Target
    switch way.target {
    case .node(let node): target = .node(node)
    case .end: target = .end
    case .failed, .exhausted: target = .failed
    }
    self.init(
      checkpoint: way.checkpoint.map { locals[$0] }, target: target, isCertain: way.isCertain)
  }
}
