import PolicyDiagnostics

/// The ways of a draft with everything taken out that does nothing.
struct DraftFlow {
  private let draft: WorkflowDraft
  private var known: [Int: WorkflowDraft.Target] = [:]
  /// Steps that are in the plan, in the order in which runs come to them.
  private(set) var order: [Int] = []
  /// Steps of `order` to which a run can come back before anything of the loop was left.
  private(set) var loopHeads: Set<Int> = []
  /// By head, the steps of one way round.
  private(set) var loops: [(head: Int, way: [Int])] = []
  private(set) var start: WorkflowDraft.Target = .end

  init(_ draft: WorkflowDraft) {
    self.draft = draft
    start = resolved(draft.start)
    visit()
  }

  /// The next step on a way that does something, or how the run ends.
  mutating func resolved(_ target: WorkflowDraft.Target) -> WorkflowDraft.Target {
    var passed: [Int] = []
    var current = target
    while case .step(let number) = current {
      if let found = known[number] {
        current = found
        break
      }
      guard case .nothing = draft[number].action else { break }
      // A way round that does nothing leads nowhere.
      known[number] = .fail
      passed.append(number)
      current = draft[number].then
    }
    for number in passed { known[number] = current }
    return current
  }

  /// Where a step leads, without what does nothing, each once.
  mutating func successors(of number: Int) -> [WorkflowDraft.Target] {
    let step = draft[number]
    let targets: [WorkflowDraft.Target]
    if case .anyOf(let ways) = step.action { targets = ways } else { targets = [step.then] }
    var seen: Set<WorkflowDraft.Target> = []
    return (targets + step.onFail).map { resolved($0) }.filter { seen.insert($0).inserted }
  }

  /// A search in depth that keeps what is open, so that every loop shows its head.
  private mutating func visit() {
    guard case .step(let first) = start else { return }
    var state = [UInt8](repeating: 0, count: draft.steps.count)
    var path: [(number: Int, rest: [Int])] = []
    func steps(_ targets: [WorkflowDraft.Target]) -> [Int] {
      targets.compactMap { if case .step(let number) = $0 { number } else { nil } }.reversed()
    }
    state[first] = 1
    order.append(first)
    path.append((first, steps(successors(of: first))))
    while let top = path.indices.last {
      guard let next = path[top].rest.popLast() else {
        state[path.removeLast().number] = 2
        continue
      }
      if state[next] == 1, loopHeads.insert(next).inserted {
        let begin = path.firstIndex { $0.number == next } ?? top
        loops.append((next, path[begin...].map(\.number)))
      }
      guard state[next] == 0 else { continue }
      state[next] = 1
      order.append(next)
      path.append((next, steps(successors(of: next))))
    }
  }
}
