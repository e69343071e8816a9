import PolicyDiagnostics
import PolicySyntax

extension StatesReader {
  mutating func task(_ state: StateInHand) {
    let number = state.number
    draft[number].then = next(state.fields, state.key, state.scope)
    draft[number].onFail = failures(state)
    draft[number].retry = retries(state.fields)
    draft[number].timeout = timeout(state.fields)
    guard let resource = state.fields.text("Resource") else {
      return findings.raise(
        .notStates("task `\(state.key.text)` has no `Resource`", at: state.key))
    }
    let parameters = state.fields["Parameters"] ?? state.fields["Arguments"]
    call(resource, parameters, number, state.name, state)
  }

  private func timeout(_ fields: Fields) -> String? {
    guard let text = fields.text("TimeoutSeconds"), let seconds = Int(text.text),
      (1...99_999_999).contains(seconds)
    else { return nil }
    return "\(seconds) s"
  }

  /// What a resource and its parameters call.
  mutating func call(
    _ resource: Node, _ parameters: Node?, _ number: Int, _ name: String, _ state: StateInHand
  ) {
    draft[number].actionNode = shownAt ?? resource
    if let bound = declared(settings.bindings.value(of: name)) {
      draft[number].action = bound
      return
    }
    let call = StateCall(
      resource: resource, parameters: parameters.map(Fields.init) ?? Fields(resource),
      parametersNode: parameters, name: name, number: number, state: state)
    let text = resolved(resource.text)
    guard let text else {
      return open(call, "what `\(name)` calls", binding: name, at: resource)
    }
    if let bound = declared(text) {
      draft[number].action = bound
      return
    }
    switch ResourceForm(text) {
    case .function(let region, let function):
      finish(call, .tool, "lambda.\(function)", in: region, retains: "0 days")
    case .substituted(let variable):
      finish(call, .tool, "lambda.\(variable)", in: nil, retains: "0 days")
    case .activity(let region, let activity):
      reportWait(call)
      findings.raise(
        .placeNotStated(
          "the worker of activity `\(activity)`", at: resource.span,
          help: "say which tool it is: `--bind '\(name)=tool:NAME'`"))
      draft[number].action = .call(
        WorkflowDraft.Service(
          .tool, named("activity.\(activity)", in: region), at: .everywhere,
          retains: settings.retains))
    case .service(let service, let action, let pattern):
      if pattern == .token { reportWait(call) }
      callService(service, action, call)
    case .unknown:
      findings.raise(.notUnderstood("resource `\(resource.text)`", at: resource))
      draft[number].action = .unknown("resource \(resource.text) is not understood")
    }
  }

  struct StateCall {
    let resource: Node
    let parameters: Fields
    let parametersNode: Node?
    let name: String
    let number: Int
    let state: StateInHand
  }

  /// Something outside answers, or nobody does.
  private mutating func reportWait(_ call: StateCall) {
    let fields = call.state.fields
    let isBounded = [
      "TimeoutSeconds", "TimeoutSecondsPath", "HeartbeatSeconds", "HeartbeatSecondsPath",
    ].contains { fields[$0] != nil }
    if !isBounded { findings.raise(.humanWait(call.name, at: call.resource.span)) }
  }

  /// A step that may reach anything until it is bound.
  mutating func open(_ call: StateCall, _ what: String, binding: String, at node: Node) {
    findings.raise(.needsBinding(what, binding: binding, at: node))
    draft[call.number].action = .decidedAtRunTime(what)
    draft[call.number].actionNode = shownAt ?? node
  }

  /// A call in a region, that of the machine where none is given.
  mutating func finish(
    _ call: StateCall, _ kind: WorkflowDraft.Service.Kind, _ name: String, in region: String?,
    retains: String?, otherRegions: [String] = []
  ) {
    let own = region ?? settings.deployRegion
    reportRegions([region].compactMap(\.self) + otherRegions, call)
    let regions = ([own].compactMap(\.self) + otherRegions)
      .reduce(into: [String]()) { if !$0.contains($1) { $0.append($1) } }
    let isPlaced = own != nil
    let place: WorkflowDraft.Service.Place =
      isPlaced ? .regions(regions) : enginePlace(call.resource)
    let suffix = isPlaced ? regions.joined(separator: ".") : nil
    draft[call.number].action = .call(
      WorkflowDraft.Service(
        kind, named(name, in: suffix), at: place, retains: retains ?? settings.retains,
        provider: "aws"))
  }

  private mutating func reportRegions(_ regions: [String], _ call: StateCall) {
    guard let own = settings.deployRegion else { return }
    for region in regions where region != own {
      findings.raise(
        Finding(
          Rules.statesLanguage.otherRegion,
          "`\(call.name)` goes to `\(region)`, and the machine is deployed in `\(own)`",
          at: draft[call.number].actionNode.span))
    }
  }
}
