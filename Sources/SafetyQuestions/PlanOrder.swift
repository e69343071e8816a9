import PolicyModel

extension Plan {
  /// Its steps, each after those that lead to it, as far as runs can come to them; `nil` for a plan with
  /// a loop.
  var stepsInOrder: [Int]? {
    var order: [Int] = []
    var open: Set<Int> = []
    var done: Set<Int> = []
    func visit(_ step: Int) -> Bool {
      if done.contains(step) { return true }
      guard open.insert(step).inserted else { return false }
      for next in successors(of: step) where !visit(next) { return false }
      done.insert(step)
      order.append(step)
      return true
    }
    return visit(0) ? order.reversed() : nil
  }

  /// By step, the variables that some way on from there reads before a step that succeeds has written
  /// them.
  ///
  /// - Parameter order: Its steps, each after those that lead to it.
  func neededVariables(_ order: [Int]) -> [Set<Int>] {
    var needed = [Set<Int>](repeating: [], count: steps.count)
    for step in order.reversed() {
      needed[step] = Set(steps[step].reads.map(\.value))
      for exit in steps[step].exits {
        guard case .step(let next) = exit.target else { continue }
        let written = exit.occasion == .success ? steps[step].writes?.value : nil
        needed[step].formUnion(needed[next].filter { $0 != written })
      }
    }
    return needed
  }

  private func successors(of step: Int) -> [Int] {
    steps[step].exits.compactMap { exit in
      if case .step(let next) = exit.target { next } else { nil }
    }
  }
}
