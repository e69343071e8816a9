import PolicyModel

/// Which step can follow which, for some of a plan's steps.
struct StepGraph {
  let steps: Bitset
  /// By step, ascending; empty for steps that are not in the graph.
  private let successors: [[Int]]

  init(_ plan: Plan) {
    steps = Bitset(all: plan.steps.count)
    successors = plan.steps.elements.map(\.successors.members)
  }

  private init(steps: Bitset, successors: [[Int]]) {
    self.steps = steps
    self.successors = successors
  }

  var reversed: StepGraph {
    var predecessors = [[Int]](repeating: [], count: successors.count)
    for (step, nexts) in successors.enumerated() {
      for next in nexts { predecessors[next].append(step) }
    }
    return StepGraph(steps: steps, successors: predecessors)
  }

  func reachable(from starts: [Int]) -> Bitset {
    var seen = Bitset(starts)
    var waiting = starts
    while let step = waiting.popLast() {
      for next in successors[step] where !seen.contains(next) {
        seen.insert(next)
        waiting.append(next)
      }
    }
    return seen
  }

  func restricted(to kept: Bitset) -> StepGraph {
    StepGraph(
      steps: steps.intersection(kept),
      successors: successors.enumerated().map { step, nexts in
        kept.contains(step) ? nexts.filter { kept.contains($0) } : []
      })
  }

  /// Without the steps that lie before all loops or behind all of them.
  func core() -> StepGraph {
    let behind = restricted(to: steps.subtracting(peeled()))
    return behind.restricted(to: behind.steps.subtracting(behind.reversed.peeled()))
  }

  /// The steps of one loop in order, beginning with the first written; `nil` where there is none.
  func loop() -> [Int]? {
    for start in steps.members {
      if let way = shortestWay(from: start, to: start) { return way }
    }
    return nil
  }

  /// The steps that no loop leads to: taken away one after the other, each when all that come before
  /// it are gone.
  private func peeled() -> Bitset {
    var incoming = [Int](repeating: 0, count: successors.count)
    for next in successors.joined() { incoming[next] += 1 }
    var waiting = steps.members.filter { incoming[$0] == 0 }
    var gone = Bitset()
    while let step = waiting.popLast() {
      gone.insert(step)
      for next in successors[step] {
        incoming[next] -= 1
        if incoming[next] == 0 { waiting.append(next) }
      }
    }
    return gone
  }

  /// The steps from `start` up to the one before `goal`, fewest first.
  private func shortestWay(from start: Int, to goal: Int) -> [Int]? {
    var previous: [Int: Int] = [:]
    var waiting = [start]
    var position = 0
    while position < waiting.count {
      let step = waiting[position]
      position += 1
      if successors[step].contains(goal) { return way(to: step, from: start, previous) }
      for next in successors[step] where next != start && previous[next] == nil {
        previous[next] = step
        waiting.append(next)
      }
    }
    return nil
  }

  private func way(to last: Int, from start: Int, _ previous: [Int: Int]) -> [Int] {
    var way = [last]
    while let step = way.last, step != start, let before = previous[step] { way.append(before) }
    return way.reversed()
  }
}
