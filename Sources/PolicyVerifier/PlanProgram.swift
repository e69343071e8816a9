/// The graph of a plan, ready for searches that go through it for many policies at once.
///
/// Its questions are numbered by their position in `PlanGraph.questions`.
struct PlanProgram: Sendable {
  /// What must be so at a node where a question is not served, for runs to go on.
  struct Duty: Hashable {
    let question: Int
    let kind: Kind

    /// Whether nothing else is good enough than that the question is served.
    var isStrict: Bool {
      kind == .notToFail(.failed) || kind == .notToFail(.exhausted) || kind == .wait(store: nil)
    }

    enum Kind: Hashable {
      /// The way on from there does not lead to where runs have failed.
      case notToFail(PlanGraph.Target)
      case wait(store: Int?)
      case review(before: Range<Int>, shown: Int, failure: PlanGraph.Target)
    }
  }

  let graph: PlanGraph
  /// Each once, and by node, and one more, where its duties begin among those of all nodes.
  private(set) var duties: [Duty] = []
  private var dutyNumbers: [Int] = []
  private var firstDuties: [Int] = []
  /// Those of which it depends on more than their question whether they are met.
  private(set) var openDuties: [Int] = []
  /// By question, the open duties that it is part of.
  private(set) var dutiesOf: [[Int]] = []
  /// Nodes, those from which one comes to others before them, unless there are loops.
  private(set) var order: [Int] = []
  private(set) var hasLoops = false
  private var positions: [Int] = []

  init(_ graph: PlanGraph) {
    self.graph = graph.local
    var known: [Duty: Int] = [:]
    for node in self.graph.nodes {
      firstDuties.append(dutyNumbers.count)
      for duty in self.graph.duties(of: node) {
        let number = known[duty] ?? duties.count
        if number == duties.count {
          known[duty] = number
          duties.append(duty)
        }
        dutyNumbers.append(number)
      }
    }
    firstDuties.append(dutyNumbers.count)
    openDuties = duties.indices.filter {
      !duties[$0].isStrict && duties[$0].kind != .notToFail(.end)
    }
    dutiesOf = openDutiesOfQuestions
    sort()
  }

  /// The duties of a node, by number.
  func duties(ofNode node: Int) -> ArraySlice<Int> {
    dutyNumbers[firstDuties[node]..<firstDuties[node + 1]]
  }

  /// Where the node stands in the order that runs go on to when a duty is not met.
  func position(of duty: Duty) -> Int? {
    switch duty.kind {
    case .notToFail(.node(let node)), .review(_, _, .node(let node)): positions[node]
    case .notToFail, .review, .wait: nil
    }
  }

  private var openDutiesOfQuestions: [[Int]] {
    var result = [[Int]](repeating: [], count: graph.questions.count)
    for number in openDuties {
      let duty = duties[number]
      result[duty.question].append(number)
      switch duty.kind {
      case .notToFail: break
      case .wait(let store): if let store { result[store].append(number) }
      case .review(let before, let shown, _):
        for question in graph.stores[before] + [shown] { result[question].append(number) }
      }
    }
    return result
  }

  // MARK: Order

  /// Sorts the nodes by when a search in depth leaves them, the last first.
  private mutating func sort() {
    enum Mark { case new, open, done }
    var marks = [Mark](repeating: .new, count: graph.nodes.count)
    var left: [Int] = []
    var path: [(node: Int, rest: [Int])] = []
    func enter(_ node: Int) {
      marks[node] = .open
      path.append((node, graph.successors(of: graph.nodes[node])))
    }
    guard !graph.nodes.isEmpty else { return }
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
    positions = Array(repeating: 0, count: graph.nodes.count)
    for (position, node) in order.enumerated() { positions[node] = position }
  }
}

extension PlanGraph {
  /// The same graph where each question's number is its position among those of the plan.
  fileprivate var local: PlanGraph {
    var positions = [Int](repeating: 0, count: (questions.last ?? -1) + 1)
    for (position, question) in questions.enumerated() { positions[question] = position }
    return renumbered(positions)
  }

  fileprivate func duties(of node: Node) -> [PlanProgram.Duty] {
    switch node.action {
    case .branch: []
    case .review(_, let question, _, let failure):
      [PlanProgram.Duty(question: question, kind: .notToFail(failure.target))]
    case .call(let range):
      calls[range].map { call in
        switch call.fallback {
        case .fail:
          PlanProgram.Duty(question: call.question, kind: .notToFail(call.failure.target))
        case .hold(let store), .queue(let store):
          PlanProgram.Duty(question: call.question, kind: .wait(store: store))
        case .review(let before, let shown):
          PlanProgram.Duty(
            question: call.question,
            kind: .review(before: before, shown: shown, failure: call.failure.target))
        }
      }
    }
  }

  fileprivate func successors(of node: Node) -> [Int] {
    var successors: [Int] = []
    func add(_ way: Way) { if case .node(let target) = way.target { successors.append(target) } }
    switch node.action {
    case .branch(let range): for way in ways[range] { add(way) }
    case .review(_, _, let success, let failure):
      add(success)
      add(failure)
    case .call(let range):
      for call in calls[range] {
        add(call.success)
        add(call.failure)
      }
    }
    return successors
  }
}
