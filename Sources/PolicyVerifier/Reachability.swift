import PolicyModel

/// Where runs of a plan can come under one policy, and by which way first.
struct Reachability {
  /// A point at which a question is asked.
  struct Occurrence: Hashable, Sendable {
    let node: Int
    let question: Int
    /// Position of the call among those that a step may make; `nil` outside of calls.
    let call: Int?
  }

  /// The end of a step.
  struct Passage: Sendable {
    let from: Int
    /// Position of the call that was made; `nil` outside of calls.
    let call: Int?
    let way: PlanGraph.Way
    /// Whether runs can store what they must on the way.
    let isStored: Bool
  }

  /// How a node was first come to: by a way of another.
  struct Arrival: Sendable {
    let from: Int
    let call: Int?
    let way: PlanGraph.Way
  }

  /// By node; `nil` for one that runs do not come to.
  private(set) var arrivals: [Arrival?]
  /// Nodes in the order in which they are come to, those of shorter runs first.
  private(set) var order: [Int] = []
  /// Every asking that runs come to, in that order: their outcomes are the events.
  private(set) var asked: [Occurrence] = []
  /// Every way that runs go, or would go if they could store what they must.
  private(set) var gone: [Passage] = []

  private let view: PolicyView
  private var isReached: [Bool]
  let onlyCertain: Bool

  /// - Parameters:
  ///   - entries: Nodes where runs are to begin with, each once.
  ///   - onlyCertain: Leave out what depends on opaque conditions.
  init(_ view: PolicyView, from entries: [Int] = [0], onlyCertain: Bool = false) {
    self.view = view
    self.onlyCertain = onlyCertain
    arrivals = Array(repeating: nil, count: view.graph.nodes.count)
    isReached = Array(repeating: false, count: view.graph.nodes.count)
    guard !view.graph.nodes.isEmpty else { return }
    order = entries
    for entry in entries { isReached[entry] = true }
    var next = 0
    while next < order.count {
      visit(order[next])
      next += 1
    }
  }

  func reaches(_ node: Int) -> Bool { isReached[node] }

  private var graph: PlanGraph { view.graph }

  private mutating func visit(_ number: Int) {
    let node = graph.nodes[number]
    guard store(graph.stores[node.arrival], at: number, nil) else { return }
    switch node.action {
    case .branch(let range):
      for way in graph.ways[range] where way.isCertain || !onlyCertain {
        go(way, from: number, nil)
      }
    case .review(let before, let question, let success, let failure):
      guard store(graph.stores[before], at: number, nil) else { return }
      if ask(question, at: number, nil) { go(success, from: number, nil) }
      go(failure, from: number, nil)
    case .call(let range):
      for (position, call) in graph.calls[range].enumerated() {
        visit(call, position, at: number)
      }
    }
  }

  private mutating func visit(_ call: PlanGraph.Call, _ position: Int, at node: Int) {
    guard store(graph.stores[call.before], at: node, position) else { return }
    let isTried = ask(call.question, at: node, position)
    if isTried { go(call.success, from: node, position) }
    if case .fail = call.fallback {
      go(call.failure, from: node, position)
    } else if isTried {
      go(call.failure, from: node, position)
    }
    // Anything may be down, so that what is for lack of a candidate is always possible.
    switch call.fallback {
    case .fail: break
    case .hold(let question), .queue(let question):
      if let question { _ = ask(question, at: node, position) }
    case .review(let before, let question):
      guard store(graph.stores[before], at: node, position) else { return }
      // Without a pool, nobody can take the run over: the step fails.
      if !ask(question, at: node, position), view[question].pool == nil {
        go(call.failure, from: node, position)
      }
    }
  }

  /// Whether all of it can be stored, one after the other.
  private mutating func store(_ questions: ArraySlice<Int>, at node: Int, _ call: Int?) -> Bool {
    questions.allSatisfy { ask($0, at: node, call) }
  }

  /// Whether anything is tried.
  private mutating func ask(_ question: Int, at node: Int, _ call: Int?) -> Bool {
    let tried = view.tried(question, onlyCertain: onlyCertain)
    if !tried.isEmpty {
      asked.append(Occurrence(node: node, question: question, call: call))
    }
    return !tried.isEmpty
  }

  private mutating func go(
    _ way: PlanGraph.Way, from node: Int, _ call: Int?
  ) {
    let isStored = way.checkpoint.map { ask($0, at: node, call) } ?? true
    gone.append(Passage(from: node, call: call, way: way, isStored: isStored))
    guard isStored else { return }
    guard case .node(let target) = way.target, !isReached[target] else { return }
    isReached[target] = true
    arrivals[target] = Arrival(from: node, call: call, way: way)
    order.append(target)
  }
}

extension PolicyView {
  /// Candidates that are tried; on request only those of which it is known whatever opaque conditions
  /// are.
  func tried(_ question: Int, onlyCertain: Bool) -> Bitset {
    let tried = self[question].tried
    guard onlyCertain, let snapshots = snapshots(of: question) else { return tried }
    return tried.intersection(snapshots.certain)
  }
}
