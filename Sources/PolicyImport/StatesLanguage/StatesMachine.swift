import PolicyDiagnostics
import PolicySyntax

/// A machine in the Amazon States Language (https://states-language.net) as plan and catalogue.
func importStatesLanguage(
  _ workflow: WorkflowSource, _ settings: ImportSettings
) -> ImportedDocuments {
  var reader = StatesReader(workflow, settings)
  reader.readWhole()
  guard !reader.findings.hasErrors else { return .refused(reader.findings) }
  return reader.draft.documents(reader.settings, reader.findings)
}

/// Reads machines, those within others and those that they start, into one draft.
struct StatesReader {
  /// Most states of a machine with all that it starts: more are read into no plan anyway.
  static let mostStates = 100_000

  var draft: WorkflowDraft
  var settings: ImportSettings
  var findings = Findings()
  let workflow: WorkflowSource
  /// The workflows that are being read, outermost first, by the names under which they are bound.
  var started: [String] = []
  /// Where everything is shown of a machine that another one starts; `nil` in the machine itself.
  var shownAt: Node?
  private var hasReportedPlace = false

  init(_ workflow: WorkflowSource, _ settings: ImportSettings) {
    self.workflow = workflow
    self.settings = settings
    draft = WorkflowDraft(workflow)
  }

  /// What a state leads to where it ends its machine, and where it fails.
  struct Scope {
    /// Of the names of its states: `Outer.`.
    let prefix: String
    let next: WorkflowDraft.Target
    let onFail: [WorkflowDraft.Target]
    var usesJSONata: Bool
  }

  mutating func readWhole() {
    var execution = WorkflowDraft.Step("execution", workflow.root, .nothing)
    execution.action = .call(
      WorkflowDraft.Service(
        .tool, named("states.execution"), at: place(of: settings.deployRegion, workflow.root),
        retains: settings.retains ?? Self.historyRetention))
    let number = draft.add(execution)
    draft.start = .step(number)
    let scope = Scope(prefix: "", next: .end, onFail: [], usesJSONata: false)
    if let entry = machine(workflow.root, scope, isWhole: true) { draft[number].then = entry }
    reportUnreached()
  }

  /// How long Step Functions keeps the history of an execution, with what it carried, once it has ended.
  private static let historyRetention = "90 days"

  // MARK: Machines

  private static let machineKeys: Set<String> = [
    "Comment", "StartAt", "States", "Version", "TimeoutSeconds", "QueryLanguage", "ProcessorConfig",
  ]

  /// - Returns: where runs of the machine begin; `nil` after a finding.
  mutating func machine(
    _ node: Node, _ outer: Scope, isWhole: Bool = false
  ) -> WorkflowDraft.Target? {
    guard node.kind == .mapping else {
      findings.raise(.notStates("a machine is a mapping with `StartAt` and `States`", at: node))
      return nil
    }
    let keys = Fields(node)
    for (key, _) in node.entries where !Self.machineKeys.contains(key.text) {
      findings.raise(.notUnderstood("`\(key.text)` of a machine", at: key))
    }
    guard let start = keys.text("StartAt"), let states = keys["States"], states.kind == .mapping
    else {
      let place = isWhole ? node.entries.first?.key ?? node : node
      findings.raise(.notStates("a machine has `StartAt` and `States`", at: place))
      return nil
    }
    var scope = outer
    if let language = keys.text("QueryLanguage") { scope.usesJSONata = language.text == "JSONata" }
    let entries = states.entries
    guard draft.steps.count + entries.count <= Self.mostStates else {
      findings.raise(
        .importRefused("it has more than \(Self.mostStates) states", at: states.span))
      return nil
    }
    var numbers: [String: Int] = [:]
    for (key, _) in entries {
      numbers[key.text] = draft.add(
        WorkflowDraft.Step(scope.prefix + key.text, shownAt ?? key, .nothing))
    }
    for (key, value) in entries {
      guard let number = numbers[key.text] else { continue }
      state(key, value, number, StateScope(scope: scope, numbers: numbers))
    }
    guard let first = numbers[start.text] else {
      findings.raise(.missingTarget(start.text, at: start))
      return nil
    }
    return .step(first)
  }

  struct StateScope {
    var scope: Scope
    let numbers: [String: Int]
  }

  // MARK: Places

  /// A name of something that runs in the region of the machine.
  func named(_ name: String, in region: String? = nil) -> String {
    "\(name).\(region ?? settings.deployRegion ?? "anywhere")"
  }

  mutating func place(
    of region: String?, _ node: Node
  ) -> WorkflowDraft.Service.Place {
    if let region { return .regions([region]) }
    if !hasReportedPlace {
      hasReportedPlace = true
      findings.raise(
        .placeNotStated(
          "the machine", at: shownAt?.span ?? node.span,
          help: "state it: `--deploy-region REGION`, or `deploy_region:` in the plan"))
    }
    return .everywhere
  }

  // MARK: States that no run comes to

  private func reportedSteps() -> [Int] {
    var seen = [Bool](repeating: false, count: draft.steps.count)
    var waiting: [Int] = []
    func visit(_ target: WorkflowDraft.Target, _ waiting: inout [Int]) {
      guard case .step(let number) = target, !seen[number] else { return }
      seen[number] = true
      waiting.append(number)
    }
    visit(draft.start, &waiting)
    while let number = waiting.popLast() {
      let step = draft[number]
      if case .anyOf(let targets) = step.action {
        for target in targets { visit(target, &waiting) }
      } else {
        visit(step.then, &waiting)
      }
      for target in step.onFail { visit(target, &waiting) }
    }
    return seen.indices.filter { !seen[$0] }
  }

  private mutating func reportUnreached() {
    guard !findings.hasErrors else { return }
    for number in reportedSteps() {
      findings.raise(.unreachedState(draft[number].name, at: draft[number].node.span))
    }
  }
}

/// The fields of a mapping by name.
struct Fields {
  private let values: [String: Node]

  init(_ node: Node) {
    values = Dictionary(
      node.entries.map { ($0.key.text, $0.value) }, uniquingKeysWith: { first, _ in first })
  }

  subscript(name: String) -> Node? { values[name] }

  /// A scalar that is not empty.
  func text(_ name: String) -> Node? {
    values[name].flatMap { $0.kind == .scalar && !$0.isEmpty ? $0 : nil }
  }
}

extension Finding {
  static func notStates(_ rule: String, at node: Node) -> Finding {
    Finding(Rules.statesLanguage.form, rule, at: node.span)
  }
}
