import PolicyDiagnostics
import PolicySyntax

/// A task of a list: its name, and the step that stands for it.
struct ServerlessTask {
  let name: Node
  let node: Node
  /// The number of its step.
  let step: Int
}

extension ServerlessReader {
  /// - Returns: where a run begins that goes through the tasks in order.
  mutating func read(
    tasks node: Node, then next: WorkflowDraft.Target, _ scope: Scope
  ) -> WorkflowDraft.Target {
    guard node.kind == .sequence else {
      findings.raise(.notServerless("a list of tasks that is none", at: node))
      return next
    }
    let elements = node.elements
    guard hasRoom(for: elements.count, at: node) else { return next }
    let tasks = elements.compactMap { begin($0, scope) }
    var numbers: [String: Int] = [:]
    for task in tasks {
      if let earlier = numbers[task.name.text] {
        findings.raise(
          .notServerless(
            "a second task `\(task.name.text)` of one list", at: task.name,
            others: [.init(draft[earlier].node.span, "the first")]))
      }
      numbers[task.name.text] = task.step
    }
    var target = next
    for task in tasks.reversed() {
      read(task, continuing: target, numbers, scope)
      target = .step(task.step)
    }
    return target
  }

  private mutating func begin(_ element: Node, _ scope: Scope) -> ServerlessTask? {
    let entries = element.entries
    guard entries.count == 1, let (name, task) = entries.first, task.kind == .mapping else {
      findings.raise(.notServerless("a task that is not one name and what it does", at: element))
      return nil
    }
    let step = WorkflowDraft.Step(scope.prefix + name.text, shownAt ?? name, .nothing)
    return ServerlessTask(name: name, node: task, step: draft.add(step))
  }

  /// The kinds of tasks, by the key that says which; `do` last, since others have it too.
  static let kinds = [
    "call", "emit", "for", "fork", "listen", "raise", "run", "set", "switch", "try", "wait", "do",
  ]

  /// Finishes the step of a task, and whatever stands in it.
  private mutating func read(
    _ task: ServerlessTask, continuing: WorkflowDraft.Target, _ numbers: [String: Int],
    _ outer: Scope
  ) {
    var entries = EntryReader(task.node)
    var scope = outer
    scope.prefix = outer.prefix + task.name.text + "."
    scope.siblings = numbers
    scope.isTimed = entries.take("timeout") != nil || outer.isTimed
    let isConditional = entries.take("if") != nil
    let next = way(entries.take("then"), continuing, numbers, outer)
    let kind = Self.kinds.first { key in task.node.entries.contains { $0.key.text == key } }
    guard let kind else {
      return findings.raise(
        .notServerless("`\(task.name.text)`, which does nothing,", at: task.name))
    }
    draft[task.step].onFail = outer.onFail
    let after = extended("after", of: kind, then: next, skipping: next, scope)
    let entry = readKind(kind, task, &entries, then: after, scope)
    let begin = extended("before", of: kind, then: entry, skipping: next, scope)
    entries.leave(["input", "output", "export", "metadata"])
    leftOver(entries, of: "`\(task.name.text)`")
    // The step of the name is where other tasks lead: a choice where the task may be left out.
    draft[task.step].then = begin
    if isConditional {
      draft[task.step].action = .anyOf(begin == continuing ? [begin] : [begin, continuing])
    }
  }

  /// What extensions do before or after tasks of a kind.
  ///
  /// - Parameter skipped: Where `then: exit` leads: past the task.
  private mutating func extended(
    _ part: String, of kind: String, then next: WorkflowDraft.Target,
    skipping skipped: WorkflowDraft.Target, _ outer: Scope
  ) -> WorkflowDraft.Target {
    guard outer.isExtended else { return next }
    var scope = outer
    scope.isExtended = false
    scope.exit = skipped
    var target = next
    for node in outer.components.extensions.reversed() {
      var entries = EntryReader(node)
      guard let extended = entries.take("extend"), [kind, "all"].contains(extended.text),
        let tasks = entries.take(part)
      else { continue }
      let entry = read(tasks: tasks, then: target, scope)
      guard entries.take("when") != nil, entry != target else {
        target = entry
        continue
      }
      let step = WorkflowDraft.Step(
        scope.prefix + part, shownAt ?? tasks, .anyOf([entry, target]))
      target = .step(draft.add(step))
    }
    return target
  }

  /// Where `then` leads.
  private mutating func way(
    _ node: Node?, _ continuing: WorkflowDraft.Target, _ numbers: [String: Int], _ scope: Scope
  ) -> WorkflowDraft.Target {
    guard let node else { return continuing }
    switch node.text {
    case "continue": return continuing
    case "exit": return scope.exit
    case "end": return scope.end
    default:
      if let number = numbers[node.text] { return .step(number) }
      findings.raise(.missingTarget(node.text, at: node))
      return continuing
    }
  }

  /// Adds a step of a task that does something.
  mutating func add(
    _ task: ServerlessTask, _ action: WorkflowDraft.Action, at node: Node,
    then next: WorkflowDraft.Target, _ scope: Scope, suffix: String = ""
  ) -> Int {
    var step = WorkflowDraft.Step(
      draft[task.step].name + suffix, draft[task.step].node, action, at: shownAt ?? node)
    step.then = next
    step.onFail = scope.onFail
    return draft.add(step)
  }

  // MARK: Kinds

  /// - Returns: where a run comes to the task.
  mutating func readKind(
    _ kind: String, _ task: ServerlessTask, _ entries: inout EntryReader,
    then next: WorkflowDraft.Target, _ scope: Scope
  ) -> WorkflowDraft.Target {
    guard let body = entries.take(kind) else {
      entries.leave([kind])
      return next
    }
    switch kind {
    case "call": return call(task, body, entries.take("with"), then: next, scope)
    case "run": return run(task, body, then: next, scope)
    case "do": return inner(body, then: next, scope)
    case "fork": return fork(body, then: next, scope)
    case "for": return loop(task, entries.takeFirst(of: ["do"]), &entries, then: next, scope)
    case "switch": return choose(task, body, then: next, scope)
    case "try": return attempt(task, body, entries.take("catch"), then: next, scope)
    case "raise": return raise(body, scope)
    case "listen": return listen(task, body, entries.take("foreach"), then: next, scope)
    case "emit": return emit(task, body, then: next, scope)
    default: return next
    }
  }

  private mutating func inner(
    _ tasks: Node, then next: WorkflowDraft.Target, _ scope: Scope
  ) -> WorkflowDraft.Target {
    var inner = scope
    inner.exit = next
    return read(tasks: tasks, then: next, inner)
  }

  /// Branches run at once. As a plan they follow each other, and a run may begin with any of them, since
  /// one that ends does not keep the others from having begun.
  private mutating func fork(
    _ node: Node, then next: WorkflowDraft.Target, _ scope: Scope
  ) -> WorkflowDraft.Target {
    var entries = EntryReader(node)
    let branches = entries.take("branches")?.elements ?? []
    entries.leave(["compete"])
    leftOver(entries, of: "`fork`")
    var target = next
    var ways: [WorkflowDraft.Target] = []
    for branch in branches.reversed() {
      guard let task = begin(branch, scope) else { continue }
      var inner = scope
      inner.exit = target
      read(task, continuing: target, [:], inner)
      target = .step(task.step)
      ways.append(target)
    }
    guard ways.count > 1 else { return target }
    var step = WorkflowDraft.Step(
      scope.prefix + "fork", shownAt ?? node, .anyOf(ways.reversed()))
    step.then = next
    return .step(draft.add(step))
  }

  private mutating func loop(
    _ task: ServerlessTask, _ body: Node?, _ entries: inout EntryReader,
    then next: WorkflowDraft.Target, _ scope: Scope
  ) -> WorkflowDraft.Target {
    entries.leave(["while"])
    guard let body else {
      findings.raise(.notServerless("a loop without `do`", at: task.name))
      return next
    }
    return goAround(task, body, then: next, scope)
  }

  private mutating func choose(
    _ task: ServerlessTask, _ node: Node, then next: WorkflowDraft.Target, _ scope: Scope
  ) -> WorkflowDraft.Target {
    var ways: [WorkflowDraft.Target] = []
    var hasDefault = false
    for element in node.elements {
      for (_, value) in element.entries {
        var entries = EntryReader(value)
        if entries.take("when") == nil { hasDefault = true }
        ways.append(way(entries.take("then"), next, scope.siblings, scope))
        leftOver(entries, of: "a case")
      }
    }
    if !hasDefault { ways.append(next) }
    return .step(add(task, .anyOf(ways), at: node, then: next, scope, suffix: ".case"))
  }

  private mutating func raise(_ node: Node, _ scope: Scope) -> WorkflowDraft.Target {
    var entries = EntryReader(node)
    if let error = entries.take("error"), error.kind == .scalar,
      !scope.components.errors.contains(error.text)
    {
      findings.raise(.missingTarget(error.text, at: error))
    }
    leftOver(entries, of: "`raise`")
    return scope.onFail.first ?? .fail
  }

  // MARK: Events

  private mutating func listen(
    _ task: ServerlessTask, _ node: Node, _ each: Node?, then next: WorkflowDraft.Target,
    _ scope: Scope
  ) -> WorkflowDraft.Target {
    var entries = EntryReader(node)
    entries.leave(["to", "read"])
    leftOver(entries, of: "`listen`")
    if !scope.isTimed { findings.raise(.humanWait(task.name.text, at: shownAt?.span ?? node.span)) }
    var items = EntryReader(each)
    items.leave(["item", "at", "output", "export"])
    guard let body = items.take("do") else { return next }
    leftOver(items, of: "`foreach`")
    return goAround(task, body, then: next, scope)
  }

  /// Tasks that a run goes through for each item or event, of which there may be none.
  ///
  /// - Returns: where a run comes to them.
  mutating func goAround(
    _ task: ServerlessTask, _ body: Node, then next: WorkflowDraft.Target, _ scope: Scope
  ) -> WorkflowDraft.Target {
    let again = add(task, .nothing, at: task.name, then: next, scope, suffix: ".again")
    var inner = scope
    inner.exit = .step(again)
    let first = draft.steps.count
    let entry = read(tasks: body, then: .step(again), inner)
    guard (first..<draft.steps.count).contains(where: { draft[$0].isCall }) else {
      findings.raise(.loopWithoutBound([task.name.text], at: shownAt?.span ?? task.name.span))
      return entry
    }
    draft[again].action = .anyOf([entry, next])
    return .step(
      add(task, .anyOf([entry, next]), at: task.name, then: next, scope, suffix: ".each"))
  }

  /// Events go to the broker of the runtime, whatever their `source` says.
  private mutating func emit(
    _ task: ServerlessTask, _ node: Node, then next: WorkflowDraft.Target, _ scope: Scope
  ) -> WorkflowDraft.Target {
    let service = WorkflowDraft.Service(
      .tool, named("workflow.events"), at: enginePlace(node), retains: settings.retains)
    return .step(add(task, .call(service), at: node, then: next, scope))
  }
}
