extension WorkflowDraft {
  /// Steps to which no run comes, by number.
  var unreached: [Int] {
    var seen = [Bool](repeating: false, count: steps.count)
    var waiting = [start]
    while let target = waiting.popLast() {
      guard case .step(let number) = target, !seen[number] else { continue }
      seen[number] = true
      let step = steps[number]
      if case .anyOf(let ways) = step.action { waiting += ways } else { waiting.append(step.then) }
      waiting += step.onFail
    }
    return seen.indices.filter { !seen[$0] }
  }
}
