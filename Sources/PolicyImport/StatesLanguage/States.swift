import PolicyDiagnostics
import PolicySyntax

extension StatesReader {
  /// What any state may say that changes nothing of where its data goes.
  private static let commonKeys: Set<String> = [
    "Type", "Comment", "Next", "End", "InputPath", "OutputPath", "Parameters", "Arguments",
    "Output",
    "Assign", "ResultPath", "ResultSelector", "QueryLanguage",
  ]

  private static let ownKeys: [String: Set<String>] = [
    "Task": [
      "Resource", "Retry", "Catch", "TimeoutSeconds", "TimeoutSecondsPath", "HeartbeatSeconds",
      "HeartbeatSecondsPath", "Credentials",
    ],
    "Pass": ["Result"],
    "Wait": ["Seconds", "SecondsPath", "Timestamp", "TimestampPath"],
    "Succeed": [],
    "Fail": ["Error", "ErrorPath", "Cause", "CausePath"],
    "Choice": ["Choices", "Default"],
    "Parallel": ["Branches", "Retry", "Catch"],
    "Map": [
      "ItemProcessor", "Iterator", "ItemReader", "ResultWriter", "ItemsPath", "Items",
      "ItemSelector",
      "ItemBatcher", "MaxConcurrency", "MaxConcurrencyPath", "Label", "ToleratedFailureCount",
      "ToleratedFailureCountPath", "ToleratedFailurePercentage", "ToleratedFailurePercentagePath",
      "Retry", "Catch",
    ],
  ]

  mutating func state(_ key: Node, _ node: Node, _ number: Int, _ outer: StateScope) {
    guard node.kind == .mapping else {
      return findings.raise(.notStates("a state is a mapping with a `Type`", at: node))
    }
    let fields = Fields(node)
    guard let type = fields.text("Type") else {
      return findings.raise(.notStates("state `\(key.text)` has no `Type`", at: key))
    }
    guard let own = Self.ownKeys[type.text] else {
      findings.raise(
        .notUnderstood(
          "state type `\(type.text)`", at: type,
          help: nearestName(to: type.text, among: Self.ownKeys.keys.sorted())
            .map { "did you mean `\($0)`?" }))
      draft[number].action = .unknown("state type \(type.text) is not understood")
      draft[number].actionNode = shownAt ?? type
      draft[number].then = next(fields, key, outer)
      return
    }
    for (name, _) in node.entries
    where !own.contains(name.text) && !Self.commonKeys.contains(name.text) {
      findings.raise(.notUnderstood("`\(name.text)` of a \(type.text) state", at: name))
    }
    var inner = outer
    if let language = fields.text("QueryLanguage") {
      inner.scope.usesJSONata = language.text == "JSONata"
    }
    let state = StateInHand(key: key, node: node, fields: fields, number: number, in: inner)
    switch type.text {
    case "Task": task(state)
    case "Choice": choice(state)
    case "Parallel": parallel(state)
    case "Map": map(state)
    case "Succeed": draft[number].then = outer.scope.next
    case "Fail": leadToFailure(number, outer.scope)
    default: draft[number].then = next(fields, key, inner)
    }
  }

  struct StateInHand {
    let key: Node
    let node: Node
    let fields: Fields
    let number: Int
    let scope: StateScope

    init(key: Node, node: Node, fields: Fields, number: Int, in scope: StateScope) {
      (self.key, self.node, self.fields) = (key, node, fields)
      (self.number, self.scope) = (number, scope)
    }

    var name: String { scope.scope.prefix + key.text }
  }

  private mutating func leadToFailure(_ number: Int, _ scope: Scope) {
    guard !scope.onFail.isEmpty else {
      draft[number].then = .fail
      return
    }
    draft[number].action = .anyOf(scope.onFail)
  }

  // MARK: Ways on

  mutating func next(_ fields: Fields, _ key: Node, _ scope: StateScope) -> WorkflowDraft.Target {
    if let next = fields.text("Next") { return target(next, scope) }
    guard let end = fields.text("End"), end.text == "true" else {
      findings.raise(
        .notStates("state `\(key.text)` has neither `Next` nor `End: true`", at: key))
      return scope.scope.next
    }
    return scope.scope.next
  }

  mutating func target(_ node: Node, _ scope: StateScope) -> WorkflowDraft.Target {
    guard let number = scope.numbers[node.text] else {
      findings.raise(.missingTarget(node.text, at: node))
      return .fail
    }
    return .step(number)
  }

  private static let catchKeys: Set<String> = [
    "ErrorEquals", "Next", "ResultPath", "Comment", "Assign", "Output",
  ]

  /// Where failures of a state lead: what its `Catch` says, and those around it for what that does not
  /// catch.
  mutating func failures(_ state: StateInHand) -> [WorkflowDraft.Target] {
    guard let list = state.fields["Catch"] else { return state.scope.scope.onFail }
    guard list.kind == .sequence else {
      findings.raise(.notStates("`Catch` is a list", at: list))
      return []
    }
    var targets: [WorkflowDraft.Target] = []
    var catchesAll = false
    for catcher in list.elements {
      let fields = Fields(catcher)
      for (name, _) in catcher.entries where !Self.catchKeys.contains(name.text) {
        findings.raise(.notUnderstood("`\(name.text)` of a `Catch`", at: name))
      }
      guard let next = fields.text("Next") else {
        findings.raise(.notStates("what is caught leads on by `Next`", at: catcher))
        continue
      }
      targets.append(target(next, state.scope))
      catchesAll =
        catchesAll || fields["ErrorEquals"]?.elements.contains { $0.text == "States.ALL" } == true
    }
    return catchesAll ? targets : targets + state.scope.scope.onFail
  }

  private static let retryKeys: Set<String> = [
    "ErrorEquals", "IntervalSeconds", "MaxAttempts", "BackoffRate", "MaxDelaySeconds",
    "JitterStrategy", "Comment",
  ]

  /// Most further attempts of a state that its `Retry` lets it have.
  mutating func retries(_ fields: Fields) -> Int {
    guard let list = fields["Retry"] else { return 0 }
    guard list.kind == .sequence else {
      findings.raise(.notStates("`Retry` is a list", at: list))
      return 0
    }
    return list.elements.reduce(0) { sum, retrier in
      for (name, _) in retrier.entries where !Self.retryKeys.contains(name.text) {
        findings.raise(.notUnderstood("`\(name.text)` of a `Retry`", at: name))
      }
      let attempts = Fields(retrier).text("MaxAttempts").flatMap { Int($0.text) } ?? 3
      return sum + min(max(attempts, 0), 1_000)
    }
  }

  // MARK: Choices

  private mutating func choice(_ state: StateInHand) {
    guard let list = state.fields["Choices"], list.kind == .sequence, !list.elements.isEmpty else {
      return findings.raise(
        .notStates("choice `\(state.key.text)` has no `Choices`", at: state.key))
    }
    var targets: [WorkflowDraft.Target] = []
    for rule in list.elements {
      guard let next = Fields(rule).text("Next") else {
        findings.raise(.notStates("a choice leads on by `Next`", at: rule))
        continue
      }
      targets.append(target(next, state.scope))
    }
    if let otherwise = state.fields.text("Default") {
      targets.append(target(otherwise, state.scope))
    } else {
      targets += state.scope.scope.onFail.isEmpty ? [.fail] : state.scope.scope.onFail
    }
    draft[state.number].action = .anyOf(targets)
  }

  // MARK: Branches and items

  /// Branches run at the same time: a run may begin with any of them, and goes on to those after it.
  private mutating func parallel(_ state: StateInHand) {
    guard let list = state.fields["Branches"], list.kind == .sequence, !list.elements.isEmpty else {
      return findings.raise(
        .notStates("`\(state.key.text)` has no `Branches`", at: state.key))
    }
    _ = retries(state.fields)
    let failing = failures(state)
    var next = next(state.fields, state.key, state.scope)
    var entries: [WorkflowDraft.Target] = []
    let branches = list.elements
    for (index, branch) in branches.enumerated().reversed() {
      let scope = Scope(
        prefix: "\(state.name).\(index + 1).", next: next, onFail: failing,
        usesJSONata: state.scope.scope.usesJSONata)
      guard let entry = machine(branch, scope) else { continue }
      entries.append(entry)
      next = entry
    }
    draft[state.number].action = .anyOf(entries.reversed())
  }

  /// The items of a map are treated alike, so that one stands for all; there may be none.
  private mutating func map(_ state: StateInHand) {
    guard let processor = state.fields["ItemProcessor"] ?? state.fields["Iterator"] else {
      return findings.raise(
        .notStates("map `\(state.key.text)` has no `ItemProcessor`", at: state.key))
    }
    reportConcurrency(state)
    _ = retries(state.fields)
    let failing = failures(state)
    var after = next(state.fields, state.key, state.scope)
    if let writer = state.fields["ResultWriter"] {
      after = transfer(writer, state, "ResultWriter", then: after, failing)
    }
    let scope = Scope(
      prefix: state.name + ".", next: after, onFail: failing,
      usesJSONata: state.scope.scope.usesJSONata)
    let entry = machine(processor, scope)
    let ways = [entry, after].compactMap { $0 }
    guard let reader = state.fields["ItemReader"] else {
      draft[state.number].action = .anyOf(ways)
      return
    }
    var choice = WorkflowDraft.Step(state.name + ".items", shownAt ?? state.key, .anyOf(ways))
    choice.then = after
    let number = draft.add(choice)
    let read = transfer(reader, state, "ItemReader", then: .step(number), failing)
    draft[state.number].then = read
  }

  private mutating func reportConcurrency(_ state: StateInHand) {
    let stated = state.fields["MaxConcurrency"] ?? state.fields["MaxConcurrencyPath"]
    guard stated == nil || stated?.text == "0" else { return }
    findings.raise(.unboundedParallelism(state.name, at: (stated ?? state.key).span))
  }

  /// A reader or a writer of a map: a step of its own.
  private mutating func transfer(
    _ node: Node, _ state: StateInHand, _ kind: String, then: WorkflowDraft.Target,
    _ failing: [WorkflowDraft.Target]
  ) -> WorkflowDraft.Target {
    let fields = Fields(node)
    guard let resource = fields.text("Resource") else {
      // A writer may only say how results are written.
      if kind == "ResultWriter", node.kind == .mapping, fields["WriterConfig"] != nil {
        return then
      }
      findings.raise(.notStates("an `\(kind)` has a `Resource`", at: node))
      return then
    }
    let number = draft.add(
      WorkflowDraft.Step("\(state.name).\(kind)", shownAt ?? state.key, .nothing))
    draft[number].then = then
    draft[number].onFail = failing
    let parameters = fields["Parameters"] ?? fields["Arguments"]
    call(resource, parameters, number, "\(state.name).\(kind)", state)
    return .step(number)
  }
}
