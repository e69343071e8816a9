import PolicyDiagnostics
import PolicySyntax

extension ServerlessReader {
  // MARK: Calls

  /// A function of the DSL, one that the workflow declares, or one of a catalogue.
  mutating func call(
    _ task: ServerlessTask, _ function: Node, _ parameters: Node?,
    then next: WorkflowDraft.Target, _ scope: Scope
  ) -> WorkflowDraft.Target {
    let step = add(task, .nothing, at: function, then: next, scope)
    let own = WorkflowDraft.Target.step(step)
    if let bound = settings.bindings.value(of: PolicyNames.name(task.name.text)) {
      return callBound(bound, step)
    }
    var with = EntryReader(parameters)
    switch function.text {
    case "http": callAddress(address(with.take("endpoint")), "http", task, step)
    case "grpc":
      var service = EntryReader(with.take("service"))
      callAddress(service.take("host"), "grpc", task, step)
    case "mcp": callServer(with.take("transport"), task, step)
    case "a2a":
      callAddress(address(with.takeFirst(of: ["server", "agentCard"])), "agent", task, step)
    case "openapi":
      leaveOpen(
        step, "the server that the document of `\(task.name.text)` names", binding: task.name.text)
    case "asyncapi":
      leaveOpen(
        step, "the server that the document of `\(task.name.text)` names", binding: task.name.text)
      return subscribe(task, with.take("subscription"), step, scope)
    default:
      guard let declared = scope.components.functions[function.text] else {
        leaveOpen(step, "what the function `\(function.text)` does", binding: task.name.text)
        break
      }
      return callFunction(function, declared, task, step, scope)
    }
    return own
  }

  /// A binding says what a call reaches: an address, `tool:NAME` or `model:NAME`.
  private mutating func callBound(_ value: String, _ step: Int) -> WorkflowDraft.Target {
    draft[step].action =
      declared(value)
      ?? .call(
        WorkflowDraft.Service(
          .tool, "http.\(ServicePlaces.host(of: value) ?? value)",
          at: places.place(
            of: ServicePlaces.host(of: value) ?? value, at: draft[step].actionNode, &settings),
          retains: settings.retains))
    return .step(step)
  }

  /// The node that holds the address of an endpoint: itself, or its `uri` or `endpoint`.
  private func address(_ node: Node?) -> Node? {
    guard let node, node.kind == .mapping else { return node }
    var entries = EntryReader(node)
    return address(entries.takeFirst(of: ["uri", "endpoint"]))
  }

  private mutating func callAddress(
    _ address: Node?, _ kind: String, _ task: ServerlessTask, _ step: Int
  ) {
    guard let address, let text = knownBeginning(of: address.text),
      let host = ServicePlaces.host(of: text)
    else {
      return leaveOpen(
        step, "the address of `\(task.name.text)`", binding: task.name.text, at: address)
    }
    draft[step].actionNode = shownAt ?? address
    draft[step].action = .call(
      WorkflowDraft.Service(
        .tool, "\(kind).\(host)", at: places.place(of: host, at: shownAt ?? address, &settings),
        retains: settings.retains))
  }

  /// A server of tools: over HTTP, or a command that runs with the runtime.
  private mutating func callServer(_ transport: Node?, _ task: ServerlessTask, _ step: Int) {
    var entries = EntryReader(transport)
    if let http = entries.takeFirst(of: ["http", "streamableHttp", "sse"]) {
      return callAddress(address(http), "mcp", task, step)
    }
    var process = EntryReader(entries.take("stdio"))
    guard let command = process.take("command") else {
      return leaveOpen(
        step, "the server of `\(task.name.text)`", binding: task.name.text)
    }
    let server = process.take("arguments")?.elements.first { !$0.text.hasPrefix("-") }
    callRuntime("mcp.\(server?.text ?? command.text)", step, command)
  }

  private mutating func callFunction(
    _ name: Node, _ function: Node, _ task: ServerlessTask, _ step: Int, _ scope: Scope
  ) -> WorkflowDraft.Target {
    guard !called.contains(name.text) else {
      findings.raise(.recursion(called + [name.text], at: shownAt ?? name))
      return .step(step)
    }
    let kind = Self.kinds.first { key in function.entries.contains { $0.key.text == key } }
    guard let kind else {
      findings.raise(.notServerless("a function that does nothing", at: function))
      return .step(step)
    }
    called.append(name.text)
    defer { called.removeLast() }
    var entries = EntryReader(function)
    let entry = readKind(
      kind, ServerlessTask(name: task.name, node: function, step: task.step), &entries,
      then: draft[step].then, scope)
    entries.leave(["input", "output", "export", "metadata", "if", "timeout"])
    leftOver(entries, of: "the function `\(name.text)`")
    draft[step].then = entry
    return .step(step)
  }

  /// Messages that a subscription brings are each gone through.
  private mutating func subscribe(
    _ task: ServerlessTask, _ subscription: Node?, _ step: Int, _ scope: Scope
  ) -> WorkflowDraft.Target {
    guard let subscription else { return .step(step) }
    var entries = EntryReader(subscription)
    var consume = EntryReader(entries.take("consume"))
    if !scope.isTimed && consume.take("for") == nil {
      findings.raise(.humanWait(task.name.text, at: shownAt?.span ?? subscription.span))
    }
    entries.leave(["filter"])
    var items = EntryReader(entries.take("foreach"))
    leftOver(entries, of: "`subscription`")
    if let body = items.take("do") {
      draft[step].then = goAround(task, body, then: draft[step].then, scope)
    }
    return .step(step)
  }

  // MARK: Processes

  mutating func run(
    _ task: ServerlessTask, _ node: Node, then next: WorkflowDraft.Target, _ scope: Scope
  ) -> WorkflowDraft.Target {
    var entries = EntryReader(node)
    entries.leave(["await", "return"])
    let step = add(task, .nothing, at: node, then: next, scope)
    if let container = entries.take("container") {
      var parameters = EntryReader(container)
      callRuntime("container.\(parameters.take("image")?.text ?? "unnamed")", step, container)
    } else if let script = entries.take("script") {
      var parameters = EntryReader(script)
      callRuntime("script.\(parameters.take("language")?.text ?? "unnamed")", step, script)
    } else if let shell = entries.take("shell") {
      callRuntime("shell", step, shell)
    } else if let workflow = entries.take("workflow") {
      start(workflow, task, step, scope)
    } else {
      findings.raise(.notServerless("`run` without anything to run", at: node))
    }
    leftOver(entries, of: "`run`")
    return .step(step)
  }

  /// What runs where the runtime is.
  private mutating func callRuntime(_ name: String, _ step: Int, _ node: Node) {
    draft[step].actionNode = shownAt ?? node
    draft[step].action = .call(
      WorkflowDraft.Service(
        .tool, named(name), at: enginePlace(node), retains: settings.retains))
  }

  /// Another workflow that a binding gives, by its namespace and name; otherwise it may do anything.
  private mutating func start(
    _ node: Node, _ task: ServerlessTask, _ step: Int, _ scope: Scope
  ) {
    var parameters = EntryReader(node)
    let name = ["namespace", "name"].compactMap { parameters.take($0)?.text }
      .joined(separator: ".")
    draft[step].actionNode = shownAt ?? node
    guard !started.contains(name) else {
      return findings.raise(.recursion(started + [name], at: shownAt ?? node))
    }
    guard canGoDeeper("run", at: node) else { return }
    let file = settings.bindings.value(of: PolicyNames.name(name))
    guard let other = file.flatMap({ settings.others[$0] }) else {
      return leaveOpen(step, "what the workflow `\(name)` does", binding: name)
    }
    let outer = shownAt
    shownAt = shownAt ?? node
    var inner = Scope()
    inner.prefix = scope.prefix
    inner.onFail = scope.onFail
    inner.isTimed = scope.isTimed
    draft[step].then = read(other.root, then: draft[step].then, inner)
    shownAt = outer
  }

  // MARK: Errors

  /// What is tried, and what catches. Errors that are not caught go where those of the task go.
  mutating func attempt(
    _ task: ServerlessTask, _ body: Node, _ handler: Node?, then next: WorkflowDraft.Target,
    _ scope: Scope
  ) -> WorkflowDraft.Target {
    var entries = EntryReader(handler)
    let isPartial = entries.takeFirst(of: ["errors", "when", "exceptWhen"]) != nil
    let retry = entries.take("retry")
    entries.leave(["as"])
    var catching = scope
    catching.exit = next
    catching.prefix += "catch."
    let caught = entries.take("do").map { read(tasks: $0, then: next, catching) } ?? next
    leftOver(entries, of: "`catch`")
    var inner = scope
    inner.exit = next
    inner.onFail = handler == nil ? scope.onFail : [caught]
    if isPartial { inner.onFail += scope.onFail.isEmpty ? [.fail] : scope.onFail }
    let first = draft.steps.count
    let entry = read(tasks: body, then: next, inner)
    if let retry { bound(first..<draft.steps.count, by: retry, task, scope) }
    return entry
  }

  /// Every step of what is tried again may be tried that often.
  private mutating func bound(
    _ steps: Range<Int>, by node: Node, _ task: ServerlessTask, _ scope: Scope
  ) {
    var policy: Node? = node
    if node.kind == .scalar {
      policy = scope.components.retries[node.text]
      if policy == nil { findings.raise(.missingTarget(node.text, at: node)) }
    }
    var entries = EntryReader(policy)
    var limit = EntryReader(entries.take("limit"))
    var attempts = EntryReader(limit.take("attempt"))
    guard let count = attempts.take("count").flatMap({ Int($0.text) }), count >= 0 else {
      if policy != nil && limit.take("duration") == nil {
        findings.raise(.loopWithoutBound([task.name.text], at: shownAt?.span ?? node.span))
      }
      return
    }
    for number in steps where draft[number].isCall {
      draft[number].retry = max(draft[number].retry, min(count, 20))
    }
  }

  // MARK: Values

  /// As much of a text as is the same in every run; `nil` where that is nothing. A template may leave
  /// things open in braces; an expression that begins with text in quotes begins with that text.
  private func knownBeginning(of text: String) -> String? {
    guard text.hasPrefix("${") else { return text }
    let expression = text.dropFirst(2).drop { $0 == " " }
    guard expression.first == "\"" else { return nil }
    var known = ""
    var rest = expression.dropFirst()
    while let character = rest.popFirst(), character != "\"" {
      if character == "\\" { break }
      known.append(character)
    }
    // A host that goes on in what is put in is not known.
    let scheme = known.firstRange(of: "://")
    guard let scheme, known[scheme.upperBound...].contains("/") else { return nil }
    return known
  }
}
