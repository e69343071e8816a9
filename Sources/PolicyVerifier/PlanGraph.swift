package import PolicyModel

/// All that runs of a plan can come to, whatever the tenant: states, and the questions that each way
/// from one to the next asks. For one policy, its answers say which of the ways are open.
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

  /// A run at a step.
  package struct Node: Sendable {
    package let state: State
    /// What is stored when the run comes here.
    package let arrival: [Int]
    package internal(set) var action: Action
    /// Whether it is not known what is done here.
    package internal(set) var isUnknown = false
  }

  package struct State: Hashable, Sendable {
    package let step: Int
    /// By variable, data classes as bits; 0 for what is not needed any more.
    package let labels: [UInt64]
    /// By fact that is known at the start: 0 while nothing has asked for it, else the position of its
    /// value among `TermParts`, from 1.
    package let frozen: [UInt16]
    /// By step with `at_most`: how often the run has come to it.
    package let visits: [UInt16]
  }

  package enum Action: Sendable {
    case branch([Way])
    /// One of these calls is made; which, cannot be seen.
    case call([Call])
    case review(before: [Int], question: Int, success: Way, failure: Way)
  }

  /// A call that a step may make.
  package struct Call: Sendable {
    package let capability: Capability
    /// What is stored first, in order.
    package let before: [Int]
    package let question: Int
    package let success: Way
    package let failure: Way
    package let fallback: Fallback
  }

  package enum Fallback: Sendable {
    case fail
    /// What is stored; nothing where no endpoint serves that.
    case hold(Int?)
    case queue(Int?)
    case review(before: [Int], question: Int)
  }

  /// One way on.
  package struct Way: Sendable {
    /// Position among the step's exits.
    package let exit: Int
    /// What is stored on the way.
    package let checkpoint: Int?
    package let target: Target
    /// Whether it is known that runs can go here, whatever opaque conditions are.
    package let isCertain: Bool
  }

  package enum Target: Hashable, Sendable {
    /// By number.
    case node(Int)
    case end
    case failed
    /// The run would have come to a step too often.
    case exhausted
  }
}

extension PlanGraph {
  /// The same graph where questions have other numbers: those at the positions of theirs.
  func renumbered(_ numbers: [Int]) -> PlanGraph {
    var graph = self
    graph.nodes = nodes.map { $0.renumbered(numbers) }
    graph.questions = questions.map { numbers[$0] }.sorted()
    return graph
  }
}

extension PlanGraph.Node {
  fileprivate func renumbered(_ numbers: [Int]) -> PlanGraph.Node {
    PlanGraph.Node(
      state: state, arrival: arrival.map { numbers[$0] }, action: action.renumbered(numbers),
      isUnknown: isUnknown)
  }
}

extension PlanGraph.Action {
  fileprivate func renumbered(_ numbers: [Int]) -> PlanGraph.Action {
    switch self {
    case .branch(let ways): .branch(ways.map { $0.renumbered(numbers) })
    case .call(let calls): .call(calls.map { $0.renumbered(numbers) })
    case .review(let before, let question, let success, let failure):
      .review(
        before: before.map { numbers[$0] }, question: numbers[question],
        success: success.renumbered(numbers), failure: failure.renumbered(numbers))
    }
  }
}

extension PlanGraph.Call {
  fileprivate func renumbered(_ numbers: [Int]) -> PlanGraph.Call {
    PlanGraph.Call(
      capability: capability, before: before.map { numbers[$0] }, question: numbers[question],
      success: success.renumbered(numbers), failure: failure.renumbered(numbers),
      fallback: fallback.renumbered(numbers))
  }
}

extension PlanGraph.Fallback {
  fileprivate func renumbered(_ numbers: [Int]) -> PlanGraph.Fallback {
    switch self {
    case .fail: .fail
    case .hold(let store): .hold(store.map { numbers[$0] })
    case .queue(let store): .queue(store.map { numbers[$0] })
    case .review(let before, let question):
      .review(before: before.map { numbers[$0] }, question: numbers[question])
    }
  }
}

extension PlanGraph.Way {
  fileprivate func renumbered(_ numbers: [Int]) -> PlanGraph.Way {
    PlanGraph.Way(
      exit: exit, checkpoint: checkpoint.map { numbers[$0] }, target: target,
      isCertain: isCertain)
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
