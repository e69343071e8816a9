package import PolicyModel

/// What becomes of runs in which everything answers that is not down, and nothing fails that is not said
/// to: the runs that people have in mind when they say what a platform does in a situation.
package struct NominalRuns: Sendable {
  /// One way in which a run can go on from a step.
  package struct Course: Sendable {
    /// The state of the run there, by number.
    package let node: Int
    package let step: Int
    package let outcome: Expectation.Outcome
    /// The exit that is taken; `nil` where the run stays or has been handed over.
    package let exit: Int?
    package let decision: Made?
    /// Whether it is known to be possible, whatever opaque conditions are.
    package let isCertain: Bool
  }

  /// The decision that a course hangs on: for what the step calls, or for what could not be stored.
  package struct Made: Sendable {
    package let question: Int
    /// Candidates whose conditions hold, by position; empty for a review.
    package let holding: Bitset
    /// The endpoint that is called; `nil` where there is none.
    package let endpoint: Int?
  }

  /// How runs end, and after which course.
  package struct Ending: Sendable {
    package let outcome: Expectation.Outcome
    /// Position in `courses`.
    package let course: Int
    package let isCertain: Bool
  }

  /// In the order in which runs come to them, those of shorter runs first.
  package private(set) var courses: [Course] = []
  package private(set) var endings: [Ending] = []
  /// By node, the course that led there first; `nil` for where runs begin and for what none comes to.
  private var arrivals: [Int?]

  private let view: PolicyView
  private let down: DownSet
  private var isReached: [Bool]
  private var isCertainlyReached: [Bool]
  private var waiting: [Int] = [0]

  init(_ view: PolicyView, down: DownSet) {
    self.view = view
    self.down = down
    let count = view.graph.nodes.count
    arrivals = Array(repeating: nil, count: count)
    isReached = Array(repeating: false, count: count)
    isCertainlyReached = isReached
    guard count > 0 else { return }
    isReached[0] = true
    isCertainlyReached[0] = true
    var next = 0
    while next < waiting.count {
      visit(waiting[next])
      next += 1
    }
  }

  /// The courses that lead to one, from the beginning of the run, and that one itself.
  package func way(to course: Int) -> [Course] {
    var way = [courses[course]]
    while let first = way.last, let arrival = arrivals[first.node], way.count <= courses.count {
      way.append(courses[arrival])
    }
    return way.reversed()
  }

  /// Everything that is called or stored, as questions and positions of candidates.
  func forEachTaken(_ visit: (_ question: Int, _ candidate: Int) -> Void) {
    for course in courses {
      guard let made = course.decision, let endpoint = made.endpoint,
        let position = view.table.questions[made.question].decision?.endpoints
          .firstIndex(of: endpoint)
      else { continue }
      visit(made.question, position)
    }
    for stored in stored { visit(stored.question, stored.candidate) }
  }

  private struct Stored: Hashable {
    let question: Int
    let candidate: Int
  }

  private var stored: Set<Stored> = []

  private var graph: PlanGraph { view.graph }

  // MARK: Steps

  private mutating func visit(_ number: Int) {
    let node = graph.nodes[number]
    guard store(graph.stores[node.arrival], at: number) else { return }
    switch node.action {
    case .branch(let range):
      for way in graph.ways[range] { go(way, .done, from: number, isCertain: way.isCertain) }
    case .review(let before, let question, let success, let failure):
      guard store(graph.stores[before], at: number) else { return }
      let made = Made(question: question, holding: Bitset(), endpoint: nil)
      let isShown = !view[question].tried.isEmpty && success.exit != failure.exit
      go(
        isShown ? success : failure, isShown ? .reviewed : .failed, from: number, made: made)
    case .call(let range):
      for call in graph.calls[range] { visit(call, at: number) }
    }
  }

  private mutating func visit(_ call: PlanGraph.Call, at node: Int) {
    guard store(graph.stores[call.before], at: node) else { return }
    var seen: Set<Int?> = []
    for holding in snapshots(of: call.question) {
      let first = first(of: holding, call.question)
      guard seen.insert(first).inserted else { continue }
      let made = Made(
        question: call.question, holding: holding,
        endpoint: first.flatMap { view.table.questions[call.question].decision?.endpoints[$0] })
      if first != nil {
        let hasFailed = call.success.exit == call.failure.exit
        go(call.success, hasFailed ? .failed : .done, from: node, made: made)
      } else {
        fallBack(call, made, at: node)
      }
    }
  }

  private mutating func fallBack(_ call: PlanGraph.Call, _ made: Made, at node: Int) {
    switch call.fallback {
    case .fail: go(call.failure, .failed, from: node, made: made)
    case .hold(let question): wait(.held, storing: question, at: node, made)
    case .queue(let question): wait(.queued, storing: question, at: node, made)
    case .review(let before, let question):
      guard store(graph.stores[before], at: node) else { return }
      if view[question].pool == nil {
        go(call.failure, .failed, from: node, made: made)
      } else {
        end(view[question].tried.isEmpty ? .stuck : .reviewed, at: node, made)
      }
    }
  }

  private mutating func wait(
    _ outcome: Expectation.Outcome, storing question: Int?, at node: Int, _ made: Made
  ) {
    if let question, !store([question], at: node) { return }
    end(outcome, at: node, made)
  }

  // MARK: Going on

  /// Whether some run can store all of it; where some run cannot, that one is stuck.
  private mutating func store(_ questions: some Sequence<Int>, at node: Int) -> Bool {
    questions.allSatisfy { question in
      var isStored = false
      for holding in snapshots(of: question) {
        if let candidate = first(of: holding, question) {
          stored.insert(Stored(question: question, candidate: candidate))
          isStored = true
        } else {
          end(.stuck, at: node, Made(question: question, holding: holding, endpoint: nil))
        }
      }
      return isStored
    }
  }

  /// The run stays at the step, or is out of its hands.
  private mutating func end(_ outcome: Expectation.Outcome, at node: Int, _ made: Made) {
    add(outcome, at: node, exit: nil, made, isCertain: true)
    end(outcome)
  }

  /// Runs end so after the last course.
  private mutating func end(_ outcome: Expectation.Outcome) {
    endings.append(
      Ending(
        outcome: outcome, course: courses.count - 1,
        isCertain: courses.last?.isCertain ?? true))
  }

  private mutating func add(
    _ outcome: Expectation.Outcome, at node: Int, exit: Int?, _ made: Made?, isCertain: Bool
  ) {
    courses.append(
      Course(
        node: node, step: graph.nodes[node].step, outcome: outcome, exit: exit,
        decision: made, isCertain: isCertain && isCertainlyReached[node]))
  }

  private mutating func go(
    _ way: PlanGraph.Way, _ outcome: Expectation.Outcome, from node: Int, made: Made? = nil,
    isCertain: Bool = true
  ) {
    add(outcome, at: node, exit: way.exit, made, isCertain: isCertain)
    let isCertain = isCertain && isCertainlyReached[node]
    if let checkpoint = way.checkpoint, !keep(checkpoint, at: node) { return }
    switch way.target {
    case .end: end(.done)
    case .failed, .exhausted: end(.failed)
    case .node(let target): arrive(at: target, isCertain: isCertain)
    }
  }

  /// Whether some run can store a checkpoint; the step is over, so that one that cannot only ends there.
  private mutating func keep(_ question: Int, at node: Int) -> Bool {
    var isStored = false
    for holding in snapshots(of: question) {
      if let candidate = first(of: holding, question) {
        stored.insert(Stored(question: question, candidate: candidate))
        isStored = true
      } else {
        end(.stuck)
      }
    }
    return isStored
  }

  private mutating func arrive(at target: Int, isCertain: Bool) {
    if !isReached[target] {
      isReached[target] = true
      arrivals[target] = courses.count - 1
      isCertainlyReached[target] = isCertain
      waiting.append(target)
    } else if isCertain, !isCertainlyReached[target] {
      // It was come to by a way that may not be one: what was found from there on is certain after all.
      isCertainlyReached[target] = true
      waiting.append(target)
    }
  }

  // MARK: Decisions

  private func snapshots(of question: Int) -> [Bitset] {
    view.snapshots(of: question)?.sets ?? []
  }

  /// The candidate that is tried first in a snapshot.
  private func first(of holding: Bitset, _ question: Int) -> Int? {
    holding.intersection(view[question].tried).first
  }
}
