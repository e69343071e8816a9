import PolicyDiagnostics
import PolicySyntax

extension ConductorReader {
  /// What a task calls that calls something.
  ///
  /// - Returns: where a run comes to it: one task may ask several services.
  mutating func call(
    _ task: inout ConductorTask, then next: WorkflowDraft.Target
  ) -> WorkflowDraft.Target {
    let own = WorkflowDraft.Target.step(task.step)
    if let bound = settings.bindings.value(of: PolicyNames.name(task.reference)),
      let action = declared(bound)
    {
      draft[task.step].action = action
      return own
    }
    switch task.type {
    case .model:
      askModel(&task, provider: "llmProvider", model: "model", task.step)
      useProviderTools(&task, then: next)
    case .vectors(let isEmbedding): return useVectors(&task, isEmbedding: isEmbedding)
    case .address(let input, let kind):
      callAddress(task.inputs.take(input), kind, task, method: task.inputs.take("method"))
    case .agent: callAgent(&task)
    case .http:
      let request = task.inputs.take("http_request") ?? task.keys.take("http_request")
      let inner = request.flatMap { $0.kind == .mapping ? EntryReader($0) : nil }
      var uri = inner ?? task.inputs
      callAddress(uri.takeFirst(of: ["uri", "url"]) ?? request, "http", task, method: nil)
    case .kafka:
      var request = EntryReader(task.inputs.take("kafka_request"))
      callAddress(
        request.takeFirst(of: ["bootStrapServers", "bootstrapServers"]), "kafka", task, method: nil)
    case .event: sendEvent(&task)
    case .dynamic: callDynamic(&task)
    default: callWorker(task.name.text, task)
    }
    return own
  }

  // MARK: Models

  private mutating func askModel(
    _ task: inout ConductorTask, provider: String, model: String, _ step: Int
  ) {
    let providerNode = task.inputs.take(provider)
    let modelNode = task.inputs.take(model)
    guard let providerName = value(providerNode), let modelName = value(modelNode) else {
      let open = [providerNode, modelNode].compactMap { $0 }.first { value($0) == nil }
      return leaveOpen(
        step, "the model of `\(task.reference)`", binding: binding(open) ?? task.reference,
        at: open)
    }
    if let action = declared(modelName) ?? declared(providerName) {
      draft[step].action = action
      return
    }
    let node = modelNode ?? task.node
    draft[step].actionNode = shownAt ?? node
    let name = PolicyNames.name("\(providerName).\(modelName)")
    draft[step].action = .call(
      WorkflowDraft.Service(
        .model, name, at: place(ofProvider: providerName, modelName, node),
        retains: settings.retains, provider: providerName))
  }

  private mutating func place(
    ofProvider provider: String, _ model: String, _ node: Node
  ) -> WorkflowDraft.Service.Place {
    guard ["bedrock", "aws_bedrock"].contains(provider.lowercased()) else {
      return places.place(of: provider, at: shownAt ?? node, &settings)
    }
    let identifier = BedrockIdentifier(model)
    guard let region = identifier.region ?? settings.deployRegion, !identifier.isOpaque else {
      return places.place(of: provider, at: shownAt ?? node, &settings)
    }
    guard let profile = identifier.profile else { return .regions([region]) }
    return .endpointClass(BedrockIdentifier.endpointClass(of: profile, from: region))
  }

  /// Tools that a provider runs for its model, where the task switches them on.
  private mutating func useProviderTools(
    _ task: inout ConductorTask, then next: WorkflowDraft.Target
  ) {
    let provider = task.inputs.node.flatMap { inputs in
      inputs.entries.first { $0.key.text == "llmProvider" }?.value
    }
    var target = next
    for (key, tool) in ConductorType.providerTools.sorted(by: { $0.key > $1.key }) {
      guard let node = task.inputs.take(key), node.kind != .scalar || node.text != "false" else {
        continue
      }
      var step = WorkflowDraft.Step(
        "\(draft[task.step].name).\(tool)", shownAt ?? node, .nothing, at: shownAt ?? node)
      step.then = target
      step.onFail = draft[task.step].onFail
      let number = draft.add(step)
      if let name = value(provider) {
        draft[number].action = .call(
          WorkflowDraft.Service(
            .tool, "\(name).\(tool)",
            at: places.place(of: "\(name).\(tool)", at: shownAt ?? node, &settings),
            retains: settings.retains, provider: name))
      } else {
        leaveOpen(number, "what `\(key)` of `\(task.reference)` uses", binding: task.reference)
      }
      target = .step(number)
    }
    draft[task.step].then = target
  }

  private mutating func useVectors(
    _ task: inout ConductorTask, isEmbedding: Bool
  ) -> WorkflowDraft.Target {
    callNamed(task.inputs.take("vectorDB"), "vectors", task)
    guard isEmbedding else { return .step(task.step) }
    var step = WorkflowDraft.Step(
      "\(draft[task.step].name).embedding", draft[task.step].node, .nothing)
    step.then = .step(task.step)
    step.onFail = draft[task.step].onFail
    let number = draft.add(step)
    askModel(&task, provider: "embeddingModelProvider", model: "embeddingModel", number)
    return .step(number)
  }

  // MARK: Servers

  /// Something at an address.
  private mutating func callAddress(
    _ address: Node?, _ kind: String, _ task: ConductorTask, method: Node?
  ) {
    let step = task.step
    guard let address, let text = self.address(address), let host = ServicePlaces.host(of: text)
    else {
      return leaveOpen(
        step, "the address of `\(task.reference)`", binding: binding(address) ?? task.reference,
        at: address)
    }
    if let action = declared(text) {
      draft[step].action = action
      return
    }
    draft[step].actionNode = shownAt ?? address
    let name = [kind, host, value(method)].compactMap { $0 }.joined(separator: ".")
    draft[step].action = .call(
      WorkflowDraft.Service(
        .tool, name, at: places.place(of: host, at: shownAt ?? address, &settings),
        retains: settings.retains))
  }

  /// Something that the server's settings know by a name.
  private mutating func callNamed(_ name: Node?, _ kind: String, _ task: ConductorTask) {
    guard let name, let text = value(name) else {
      return leaveOpen(
        task.step, "the target of `\(task.reference)`", binding: binding(name) ?? task.reference,
        at: name)
    }
    if let action = declared(text) {
      draft[task.step].action = action
      return
    }
    draft[task.step].actionNode = shownAt ?? name
    draft[task.step].action = .call(
      WorkflowDraft.Service(
        .tool, "\(kind).\(text)", at: places.place(of: text, at: shownAt ?? name, &settings),
        retains: settings.retains))
  }

  private mutating func callAgent(_ task: inout ConductorTask) {
    let kind = task.inputs.take("agentType")
    let address = task.inputs.take("agentUrl")
    let name = task.inputs.take("name")
    if address != nil || name == nil && kind?.text != "conductor" {
      return callAddress(address, "agent", task, method: nil)
    }
    let text = name.flatMap { value($0) }
    let binding = text ?? self.binding(name) ?? task.reference
    if let bound = settings.bindings.value(of: PolicyNames.name(binding)) {
      draft[task.step].action =
        declared(bound)
        ?? .call(
          WorkflowDraft.Service(
            .tool, "agent.\(binding)", at: ServicePlaces.bound(bound), retains: settings.retains))
      return
    }
    leaveOpen(task.step, "what the agent of `\(task.reference)` calls", binding: binding, at: name)
  }

  private mutating func sendEvent(_ task: inout ConductorTask) {
    let sink = task.keys.take("sink") ?? task.inputs.take("sink")
    guard let sink, let text = value(sink), text == "conductor" || text.hasPrefix("conductor:")
    else { return callNamed(sink, "event", task) }
    draft[task.step].actionNode = shownAt ?? sink
    draft[task.step].action = .call(
      WorkflowDraft.Service(
        .tool, named("conductor.event"), at: enginePlace(sink), retains: settings.retains))
  }

  /// Workers are taken to be where the server is, unless a binding by the task's name says otherwise.
  private mutating func callWorker(_ name: String, _ task: ConductorTask) {
    let bound = settings.bindings.value(of: PolicyNames.name(name))
    if let bound, let action = declared(bound) {
      draft[task.step].action = action
      return
    }
    draft[task.step].actionNode = shownAt ?? task.name
    let place = bound.map(ServicePlaces.bound) ?? enginePlace(task.name)
    draft[task.step].action = .call(
      WorkflowDraft.Service(.tool, "worker.\(name)", at: place, retains: settings.retains))
  }

  private mutating func callDynamic(_ task: inout ConductorTask) {
    let parameter = task.keys.take("dynamicTaskNameParam")
    let name = parameter.flatMap { task.inputs.take($0.text) }
    guard let name, let text = value(name) else {
      return leaveOpen(
        task.step, "the task that `\(task.reference)` runs",
        binding: binding(name) ?? task.reference, at: name)
    }
    if let action = declared(text) {
      draft[task.step].action = action
      return
    }
    callWorker(text, task)
  }
}

// MARK: Values

extension ConductorReader {
  /// The text of a scalar; `nil` where it is none, or something in it is decided at run time.
  private mutating func value(_ node: Node?) -> String? {
    node.flatMap { resolved($0) }
  }

  /// Text with what is bound put in for `${...}`; `nil` where something is open.
  mutating func resolved(_ node: Node) -> String? {
    guard node.kind == .scalar, !node.isNull else { return nil }
    let (known, isWhole) = beginning(of: node.text)
    return isWhole ? known : nil
  }

  /// An address as far as it is the same in every run, which is at least its host.
  private mutating func address(_ node: Node?) -> String? {
    guard let node, node.kind == .scalar, !node.isNull else { return nil }
    let (known, isWhole) = beginning(of: node.text)
    // A host that goes on in what is put in is not known.
    guard !isWhole, let scheme = known.firstRange(of: "://") else { return isWhole ? known : nil }
    return known[scheme.upperBound...].contains("/") ? known : nil
  }

  /// Text up to the first expression that is not bound.
  private mutating func beginning(of text: String) -> (known: String, isWhole: Bool) {
    var known = ""
    var rest = text[...]
    while let start = rest.firstRange(of: "${") {
      known += rest[..<start.lowerBound]
      guard let end = rest[start.upperBound...].firstIndex(of: "}"),
        let bound = settings.bindings.value(
          of: PolicyNames.name(String(rest[start.upperBound..<end])))
      else { return (known, false) }
      known += bound
      rest = rest[rest.index(after: end)...]
    }
    return (known + rest, true)
  }

  /// The name under which the first expression of a text can be bound.
  func binding(_ node: Node?) -> String? {
    guard let node, node.kind == .scalar, let start = node.text.firstRange(of: "${"),
      let end = node.text[start.upperBound...].firstIndex(of: "}")
    else { return nil }
    return PolicyNames.name(String(node.text[start.upperBound..<end]))
  }
}
