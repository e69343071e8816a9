import PolicyModel

/// All that runs of a plan can come to, whatever the tenant: states, and the questions that each way
/// from one to the next asks. For one policy, its answers say which of the ways are open.
///
/// Lists are ranges of a few arrays, so that a graph is built, searched and given other numbers without
/// taking memory for each of its parts.
package struct PlanGraph: Sendable {
  // Where there is more of something than is looked at, the verdict is UNKNOWN.

  /// Most states of a plan, and most bytes that they may take: fewer states, where each carries much.
  package static let mostStates = 100_000
  package static let mostStateBytes = 67_108_864
  /// Most cases that the conditions of a step or route tell apart, those of a plan's branches in all its
  /// states, and those of all routes of a platform for all that is asked.
  package static let mostCasesOfStep = 4_096
  package static let mostCases = 262_144
  package static let mostCasesOfRoutes = 262_144
  /// Most different things that a plan asks.
  package static let mostQuestions = 10_000
  /// Most states of all plans of a platform together, and most different things that they ask.
  package static let mostStatesOfAll = 4_000_000
  package static let mostQuestionsOfAll = 20_000

  /// The first is where runs begin.
  package internal(set) var nodes: [Node] = []
  /// What the plan asks at all, by number of the question, ascending.
  package internal(set) var questions: [Int] = []
  /// What is stored, one list after the other: questions.
  var stores: [Int] = []
  var ways: [Way] = []
  var calls: [Call] = []
  var states = PlanStates()

  /// A run at a step.
  package struct Node: Sendable {
    package let step: Int
    /// Of `stores`: what is stored when the run comes here.
    let arrival: Range<Int>
    var action: Action
    /// Whether it is not known what is done here.
    package let isUnknown: Bool
  }

  enum Action: Sendable {
    /// Of `ways`.
    case branch(Range<Int>)
    /// Of `calls`: one of them is made; which, cannot be seen.
    case call(Range<Int>)
    case review(before: Range<Int>, question: Int, success: Way, failure: Way)
  }

  /// A call that a step may make.
  struct Call: Sendable {
    let capability: Capability
    /// Of `stores`: what is stored first, in order.
    let before: Range<Int>
    var question: Int
    var success: Way
    var failure: Way
    var fallback: Fallback
  }

  enum Fallback: Sendable {
    case fail
    /// What is stored; nothing where no endpoint serves that.
    case hold(Int?)
    case queue(Int?)
    case review(before: Range<Int>, question: Int)
  }

  /// One way on.
  package struct Way: Sendable {
    /// Position among the step's exits.
    package let exit: Int
    /// What is stored on the way.
    var checkpoint: Int?
    let target: Target
    /// Whether it is known that runs can go here, whatever opaque conditions are.
    let isCertain: Bool
  }

  enum Target: Hashable, Sendable {
    /// By number.
    case node(Int)
    case end
    case failed
    /// The run would have come to a step too often.
    case exhausted
  }
}

extension PlanGraph {
  /// One of the calls of a node.
  ///
  /// - Parameter position: Among them; `nil` for the first.
  func call(_ position: Int?, among range: Range<Int>) -> Call {
    calls[min(range.lowerBound + (position ?? 0), range.upperBound - 1)]
  }

  /// The first node with a way of which it is not known whether runs can take it.
  var opaqueNode: Int? {
    nodes.firstIndex { node in
      guard case .branch(let range) = node.action else { return false }
      return ways[range].contains { !$0.isCertain }
    }
  }

  /// Every question that is asked at a node or on the ways on.
  func questions(of node: Node) -> [Int] {
    var questions = Array(stores[node.arrival])
    func add(_ ways: some Sequence<Way>) { questions += ways.compactMap(\.checkpoint) }
    switch node.action {
    case .branch(let range): add(ways[range])
    case .review(let before, let question, let success, let failure):
      questions += stores[before]
      questions.append(question)
      add([success, failure])
    case .call(let range):
      for call in calls[range] {
        questions += stores[call.before]
        questions.append(call.question)
        add([call.success, call.failure])
        switch call.fallback {
        case .fail: break
        case .hold(let store), .queue(let store): questions += store.map { [$0] } ?? []
        case .review(let before, let shown):
          questions += stores[before]
          questions.append(shown)
        }
      }
    }
    return questions
  }

  /// The same graph where questions have other numbers: those at the positions of theirs.
  func renumbered(_ numbers: [Int]) -> PlanGraph {
    var graph = self
    graph.questions = questions.map { numbers[$0] }.sorted()
    graph.stores = stores.map { numbers[$0] }
    for index in ways.indices { graph.ways[index].renumber(numbers) }
    for index in calls.indices { graph.calls[index].renumber(numbers) }
    for index in nodes.indices { graph.nodes[index].action.renumber(numbers) }
    return graph
  }
}

extension PlanGraph.Way {
  fileprivate mutating func renumber(_ numbers: [Int]) {
    if let store = checkpoint { checkpoint = numbers[store] }
  }
}

extension PlanGraph.Call {
  fileprivate mutating func renumber(_ numbers: [Int]) {
    question = numbers[question]
    success.renumber(numbers)
    failure.renumber(numbers)
    switch fallback {
    case .fail: break
    case .hold(let store): fallback = .hold(store.map { numbers[$0] })
    case .queue(let store): fallback = .queue(store.map { numbers[$0] })
    case .review(let before, let shown):
      fallback = .review(before: before, question: numbers[shown])
    }
  }
}

extension PlanGraph.Action {
  fileprivate mutating func renumber(_ numbers: [Int]) {
    guard case .review(let before, let question, var success, var failure) = self else { return }
    success.renumber(numbers)
    failure.renumber(numbers)
    self = .review(
      before: before, question: numbers[question], success: success, failure: failure)
  }
}

/// Why something could not be decided.
package enum Obstacle: Hashable, Sendable, Error {
  /// A plan has more states than are looked at.
  case states(most: Int)
  /// The conditions of a step or route tell more cases apart than are looked at.
  case cases(step: Int, most: Int)
  /// The conditions of a plan do, all states together.
  case casesOfAll(most: Int)
  /// A plan asks more different things than are looked at.
  case questions(most: Int)
  /// With this plan, the platform has more states than are looked at, or asks more.
  case statesOfAll(most: Int)
  case questionsOfAll(most: Int)
  /// A condition that compares what only the run knows.
  case opaque(step: Int)
  /// A step of which is not known what it does.
  case unknown(step: Int)
}
