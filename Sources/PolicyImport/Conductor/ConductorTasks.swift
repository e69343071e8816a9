import PolicyDiagnostics
import PolicySyntax

/// A task that was begun: its keys, and the step that stands for it.
struct ConductorTask {
  let node: Node
  let name: Node
  /// Its reference name.
  let reference: String
  let type: ConductorType
  var keys: EntryReader
  var inputs: EntryReader
  /// The number of its step.
  let step: Int
  let isTimed: Bool

  /// The same task as one of another type.
  func other(
    _ type: ConductorType, name: Node, inputs: Node?, _ reference: String, step: Int
  ) -> ConductorTask {
    ConductorTask(
      node: node, name: name, reference: reference, type: type, keys: EntryReader(nil),
      inputs: EntryReader(inputs), step: step, isTimed: isTimed)
  }
}

extension ConductorReader {
  /// Reads what all tasks have, and adds the step of one.
  mutating func begin(
    _ node: Node, _ scope: Scope, _ references: inout References
  ) -> ConductorTask? {
    var keys = EntryReader(node)
    let name = keys.take("name")
    guard let reference = keys.take("taskReferenceName") ?? name, reference.kind == .scalar else {
      findings.raise(.notConductor("a task without `taskReferenceName`", at: node))
      return nil
    }
    if let earlier = references.insert(reference.text, reference) {
      findings.raise(
        .notConductor(
          "a second task with the reference name `\(reference.text)`", at: reference,
          others: [.init(earlier.span, "the first")]))
    }
    let typeNode = keys.take("type")
    let type = taskType(typeNode, name ?? reference)
    var step = WorkflowDraft.Step(
      scope.prefix + reference.text, shownAt ?? reference, .nothing,
      at: shownAt ?? typeNode ?? reference)
    step.onFail = scope.onFail
    let isTimed = readDefinition(&keys, &step) || scope.isTimed
    let inputs = EntryReader(keys.take("inputParameters"))
    return ConductorTask(
      node: node, name: name ?? reference, reference: reference.text, type: type, keys: keys,
      inputs: inputs, step: draft.add(step), isTimed: isTimed)
  }

  private mutating func taskType(_ node: Node?, _ place: Node) -> ConductorType {
    guard let node else { return .worker }
    if let type = ConductorType(node.text) { return type }
    findings.raise(
      .notUnderstood(
        "task type `\(node.text)`", at: node, help: "it is taken for the task of a worker"))
    return .worker
  }

  /// Retries and times of the task's definition.
  ///
  /// - Returns: whether the task ends after a time.
  private mutating func readDefinition(
    _ keys: inout EntryReader, _ step: inout WorkflowDraft.Step
  ) -> Bool {
    var definition = EntryReader(keys.take("taskDefinition"))
    let retries = keys.take("retryCount") ?? definition.take("retryCount")
    step.retry = min(max(retries.flatMap { Int($0.text) } ?? 0, 0), 20)
    let seconds = ["timeoutSeconds", "responseTimeoutSeconds", "totalTimeoutSeconds"]
      .compactMap { key in definition.take(key).flatMap { Int($0.text) } }.filter { $0 > 0 }.min()
    let isAlert = definition.take("timeoutPolicy")?.text == "ALERT_ONLY"
    definition.leave(ConductorKeys.definition)
    for (key, _) in definition.rest {
      findings.raise(.notUnderstood("`\(key.text)` of a task's definition", at: key))
    }
    guard let seconds, seconds < 99_999_999, !isAlert else { return false }
    step.timeout = "\(seconds) s"
    return true
  }

  /// Finishes the step of a task, and whatever stands in it.
  ///
  /// - Returns: where a run comes to it.
  mutating func read(
    _ task: ConductorTask, then next: WorkflowDraft.Target, _ scope: Scope,
    _ references: inout References
  ) -> WorkflowDraft.Target {
    var task = task
    draft[task.step].then = next
    if task.keys.take("optional")?.isTrue == true { draft[task.step].onFail = [next] }
    let entry = readKind(&task, then: next, scope, &references)
    task.keys.leave(ConductorKeys.task)
    for (key, _) in task.keys.rest {
      findings.raise(.notUnderstood("`\(key.text)` of `\(task.reference)`", at: key))
    }
    return entry
  }

  private mutating func readKind(
    _ task: inout ConductorTask, then next: WorkflowDraft.Target, _ scope: Scope,
    _ references: inout References
  ) -> WorkflowDraft.Target {
    let own = WorkflowDraft.Target.step(task.step)
    switch task.type {
    case .local:
      for name in task.keys.take("joinOn")?.words ?? [] { references.joined.append(name) }
      return own
    case .human, .wait: wait(&task)
    case .choice: choose(&task, then: next, scope, &references)
    case .fork: fork(&task, then: next, scope, &references)
    case .dynamicFork: return forkDynamically(&task, then: next, scope, &references)
    case .loop: return loop(&task, then: next, scope, &references)
    case .terminate: terminate(&task, scope)
    case .workflow: return startOther(&task, then: next, scope)
    case .model, .vectors, .address, .agent, .http, .kafka, .event, .worker, .dynamic:
      return call(&task, then: next)
    }
    return own
  }

  // MARK: Waits and ends

  private mutating func wait(_ task: inout ConductorTask) {
    let isHuman = if case .human = task.type { true } else { false }
    let hasEnd = !isHuman && task.inputs.takeFirst(of: ["duration", "until"]) != nil
    if isHuman { draft[task.step].action = .review }
    guard !task.isTimed && !hasEnd else { return }
    findings.raise(.humanWait(task.reference, at: draft[task.step].actionNode.span))
  }

  private mutating func terminate(_ task: inout ConductorTask, _ scope: Scope) {
    let status = task.inputs.take("terminationStatus")?.text ?? "COMPLETED"
    draft[task.step].then = status == "COMPLETED" ? scope.end : scope.onFail.first ?? .fail
  }

  // MARK: Branches

  private mutating func choose(
    _ task: inout ConductorTask, then next: WorkflowDraft.Target, _ scope: Scope,
    _ references: inout References
  ) {
    var ways: [WorkflowDraft.Target] = []
    for (_, tasks) in task.keys.take("decisionCases")?.entries ?? [] {
      ways.append(read(tasks, then: next, scope, &references))
    }
    let otherwise = task.keys.take("defaultCase")
    ways.append(otherwise.map { read($0, then: next, scope, &references) } ?? next)
    draft[task.step].action = .anyOf(ways)
  }

  /// Branches run at once. As a plan they follow each other, and a run may begin with any of them, since
  /// one that ends does not keep the others from having begun.
  private mutating func fork(
    _ task: inout ConductorTask, then next: WorkflowDraft.Target, _ scope: Scope,
    _ references: inout References
  ) {
    var target = next
    var ways: [WorkflowDraft.Target] = []
    for branch in (task.keys.take("forkTasks")?.elements ?? []).reversed() {
      target = read(branch, then: target, scope, &references)
      ways.append(target)
    }
    draft[task.step].action = .anyOf(ways.isEmpty ? [next] : ways.reversed())
  }

  // MARK: Loops

  private mutating func loop(
    _ task: inout ConductorTask, then next: WorkflowDraft.Target, _ scope: Scope,
    _ references: inout References
  ) -> WorkflowDraft.Target {
    guard let body = task.keys.take("loopOver") else {
      findings.raise(.notConductor("a loop without `loopOver`", at: task.node))
      return next
    }
    let bound = task.keys.take("loopCondition").flatMap { mostRounds($0, of: task.reference) }
    var inner = scope
    inner.rounds = bound.flatMap { bound in
      let product = (scope.rounds ?? 1).multipliedReportingOverflow(by: bound)
      return product.overflow || product.partialValue > 1_000 ? nil : product.partialValue
    }
    let own = WorkflowDraft.Target.step(task.step)
    let first = draft.steps.count
    var steps: [Int] = []
    let entry = read(body, then: own, inner, &references, &steps)
    guard (first..<draft.steps.count).contains(where: { draft[$0].isCall }) else {
      draft[task.step].then = next
      if bound == nil {
        findings.raise(
          .loopWithoutBound([task.reference], at: draft[task.step].actionNode.span))
      }
      return entry
    }
    draft[task.step].action = .anyOf([entry, next])
    guard let rounds = inner.rounds else { return entry }
    if let always = steps.first(where: { draft[$0].isCall }) {
      draft[always].atMost = rounds
    } else {
      for number in first..<draft.steps.count where draft[number].isCall {
        draft[number].atMost = draft[number].atMost ?? rounds
      }
    }
    return entry
  }

  /// The rounds of a loop that counts them: `$.loop['iteration'] < 4`. What else the condition says can
  /// only end it sooner where all of it is joined by `&&`.
  private mutating func mostRounds(_ condition: Node, of reference: String) -> Int? {
    let text = condition.text
    guard !text.contains("||"), let counter = text.firstRange(of: "iteration") else { return nil }
    var rest = text[counter.upperBound...].drop { "'\"] )".contains($0) }
    guard rest.first == "<" else { return nil }
    rest = rest.dropFirst()
    let isInclusive = rest.first == "="
    if isInclusive { rest = rest.dropFirst() }
    let number = rest.drop { $0 == " " }.prefix { $0.isNumber }
    let after = rest.drop { $0 == " " }.dropFirst(number.count).first
    guard let count = Int(number), count > 0, after != ".", after != "*", after != "+" else {
      return nil
    }
    return isInclusive ? count + 1 : count
  }

  // MARK: What is decided at run time

  private mutating func forkDynamically(
    _ task: inout ConductorTask, then next: WorkflowDraft.Target, _ scope: Scope,
    _ references: inout References
  ) -> WorkflowDraft.Target {
    findings.raise(.unboundedParallelism(task.reference, at: draft[task.step].actionNode.span))
    let parameter = task.keys.take("dynamicForkTasksParam")
    _ = task.keys.take("dynamicForkTasksInputParamName")
    if let name = task.inputs.take("forkTaskWorkflow") {
      _ = task.inputs.take("forkTaskWorkflowVersion")
      start(name, task, then: next, scope)
      return .step(task.step)
    }
    let type = task.inputs.take("forkTaskType") ?? task.inputs.take("forkTaskName")
    let name = task.inputs.take("forkTaskName")
    if let type, let text = resolved(type) {
      forkSame(task, ConductorType(text) ?? .worker, name ?? type, then: next)
      return .step(task.step)
    }
    if let tasks = parameter.flatMap({ task.inputs.take($0.text) }), tasks.kind == .sequence {
      draft[task.step].then = read(tasks, then: next, scope, &references)
      return .step(task.step)
    }
    leaveOpen(task.step, "what `\(task.reference)` starts", binding: task.reference)
    return .step(task.step)
  }

  /// The same task for each input that is known, or for one that is not.
  private mutating func forkSame(
    _ task: ConductorTask, _ type: ConductorType, _ name: Node, then next: WorkflowDraft.Target
  ) {
    var task = task
    let known = task.inputs.take("forkTaskInputs")?.elements ?? []
    let inputs = known.isEmpty ? [nil] : known.map(Optional.some)
    let outer = draft[task.step]
    var target = next
    for (index, input) in inputs.enumerated().reversed() {
      var step = WorkflowDraft.Step(
        "\(outer.name).\(index + 1)", outer.node, .nothing, at: shownAt ?? input ?? outer.actionNode
      )
      step.onFail = outer.onFail
      step.then = target
      var each = task.other(
        type, name: name, inputs: input, "\(task.reference).\(index + 1)", step: draft.add(step))
      target = call(&each, then: target)
    }
    draft[task.step].then = target
  }

  private mutating func startOther(
    _ task: inout ConductorTask, then next: WorkflowDraft.Target, _ scope: Scope
  ) -> WorkflowDraft.Target {
    var parameters = EntryReader(
      task.keys.take("subWorkflowParam") ?? task.inputs.take("startWorkflow"))
    let definition = parameters.take("workflowDefinition")
    parameters.leave([
      "version", "taskToDomain", "correlationId", "input", "idempotencyKey", "idempotencyStrategy",
      "priority",
    ])
    let name = parameters.take("name")
    for (key, _) in parameters.rest {
      findings.raise(.notUnderstood("`\(key.text)` of `\(task.reference)`", at: key))
    }
    if let definition, definition.kind == .mapping {
      var inner = scope
      inner.prefix = scope.prefix + task.reference + "."
      inner.onFail = draft[task.step].onFail
      let entry = read(definition, then: next, inner)
      draft[task.step].then = entry
      return .step(task.step)
    }
    guard let name = definition ?? name else {
      findings.raise(.notConductor("`\(task.reference)`, which starts nothing,", at: task.node))
      return next
    }
    var inner = scope
    inner.onFail = draft[task.step].onFail
    start(name, task, then: next, inner)
    return .step(task.step)
  }

  private mutating func start(
    _ name: Node, _ task: ConductorTask, then next: WorkflowDraft.Target, _ scope: Scope
  ) {
    draft[task.step].actionNode = shownAt ?? name
    draft[task.step].atMost = scope.rounds
    start(name, from: task.step, as: task.reference, then: next, scope)
  }

  /// Another workflow by its name: one of this file, or one that a binding gives; otherwise it may do
  /// anything.
  ///
  /// - Parameter step: The step that leads to it.
  mutating func start(
    _ name: Node, from step: Int, as reference: String, then next: WorkflowDraft.Target,
    _ scope: Scope
  ) {
    let place = draft[step].actionNode
    guard let text = resolved(name) else {
      return leaveOpen(
        step, "the workflow that `\(reference)` starts", binding: binding(name) ?? reference)
    }
    if let declared = declared(text) {
      draft[step].action = declared
      return
    }
    guard !started.contains(text) else {
      return findings.raise(.recursion(started + [text], at: place))
    }
    guard canGoDeeper("start", at: place) else { return }
    var inner = scope
    inner.prefix = scope.prefix + reference + "."
    if let definition = definitions[text] {
      startedDefinitions.insert(text)
      draft[step].then = read(definition, then: next, inner)
    } else if let file = settings.bindings.value(of: PolicyNames.name(text)),
      let other = settings.others[file]
    {
      let outer = shownAt
      shownAt = place
      draft[step].then = read(other.root, then: next, inner)
      shownAt = outer
    } else {
      leaveOpen(step, "what the workflow `\(text)` does", binding: text)
    }
  }
}
