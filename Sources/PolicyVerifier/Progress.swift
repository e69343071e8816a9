import PolicyModel

/// What fails together.
package enum FailureDomain: Hashable, Sendable {
  case endpoint(Int)
  case region(Int)
  case provider(String)
}

/// Whether runs go on when some domains are down: from every point that a run can come to.
struct Progress {
  /// Where a candidate was missing first.
  private struct Lack {
    let node: Int
    let question: Int
  }

  private let view: PolicyView
  private let down: DownSet
  /// By node, and whether a candidate was missing on the way to it.
  private var seen: [[Bool]]
  private var waiting: [(node: Int, missed: Lack?)] = []
  private(set) var obstruction: Obstruction?

  /// - Parameter onlyCertain: Leave out what depends on opaque conditions.
  init(_ reached: Reachability, _ view: PolicyView, down: DownSet) {
    self.view = view
    self.down = down
    let count = view.graph.nodes.count
    seen = Array(repeating: Array(repeating: false, count: count), count: 2)
    if let start = reached.order.first { arrive(at: start, missed: nil) }
    // A step may have ended, either way, just before the domains went down.
    for passage in reached.gone { go(passage.way, from: passage.from, nil) }
    while obstruction == nil, let next = waiting.popLast() { visit(next.node, next.missed) }
  }

  private var graph: PlanGraph { view.graph }

  private mutating func arrive(at node: Int, missed: Lack?) {
    guard !seen[missed == nil ? 0 : 1][node] else { return }
    seen[missed == nil ? 0 : 1][node] = true
    waiting.append((node, missed))
  }

  private mutating func visit(_ number: Int, _ missed: Lack?) {
    let node = graph.nodes[number]
    guard require(graph.stores[node.arrival], at: number) else { return }
    switch node.action {
    case .branch(let range): for way in graph.ways[range] { go(way, from: number, missed) }
    case .review(let before, let question, let success, let failure):
      guard require(graph.stores[before], at: number) else { return }
      if isServed(question) {
        go(success, from: number, missed)
      } else {
        go(failure, from: number, missed ?? Lack(node: number, question: question))
      }
    case .call(let range): for call in graph.calls[range] { visit(call, at: number, missed) }
    }
  }

  private mutating func visit(_ call: PlanGraph.Call, at node: Int, _ missed: Lack?) {
    guard require(graph.stores[call.before], at: node) else { return }
    if isEverServed(call.question) { go(call.success, from: node, missed) }
    guard !isServed(call.question) else { return }
    switch call.fallback {
    case .fail: go(call.failure, from: node, missed ?? Lack(node: node, question: call.question))
    case .hold(let store), .queue(let store):
      let canComeBack = !view[call.question].permitted.intersection(
        view.table.questions[call.question].snapshots?.possible ?? Bitset()
      ).isEmpty
      guard canComeBack, let store, isServed(store) else {
        return obstruct(node, call.question, hasFailed: false)
      }
    case .review(let before, let question):
      guard require(graph.stores[before], at: node) else { return }
      if view[question].pool == nil {
        go(call.failure, from: node, missed ?? Lack(node: node, question: call.question))
      } else if !isServed(question) {
        obstruct(node, question, hasFailed: false)
      }
    }
  }

  private mutating func go(_ way: PlanGraph.Way, from node: Int, _ missed: Lack?) {
    if let checkpoint = way.checkpoint, !require([checkpoint], at: node) { return }
    switch way.target {
    case .node(let target): arrive(at: target, missed: missed)
    case .end: break
    case .failed, .exhausted:
      if let missed { obstruct(missed.node, missed.question, hasFailed: true) }
    }
  }

  /// Whether all of it can be stored whatever the snapshot; if not, the run waits for ever.
  private mutating func require(_ stores: ArraySlice<Int>, at node: Int) -> Bool {
    guard let missing = stores.first(where: { !isServed($0) }) else { return true }
    obstruct(node, missing, hasFailed: false)
    return false
  }

  private mutating func obstruct(_ node: Int, _ question: Int, hasFailed: Bool) {
    guard obstruction == nil else { return }
    obstruction = Obstruction(node: node, question: question, hasFailed: hasFailed)
  }

  /// Whether every snapshot has a candidate that is permitted and up.
  private func isServed(_ question: Int) -> Bool { down.isServed(question, view) }

  /// Whether some snapshot has one.
  private func isEverServed(_ question: Int) -> Bool {
    down.isEverServed(question, view)
  }
}
