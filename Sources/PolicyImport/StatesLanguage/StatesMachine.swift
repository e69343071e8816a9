import PolicyDiagnostics
import PolicySyntax

/// A machine in the Amazon States Language (https://states-language.net) as plan and catalogue.
func importStatesLanguage(
  _ workflow: WorkflowSource, _ settings: ImportSettings
) -> ImportedDocuments {
  var reader = StatesReader(workflow, settings)
  reader.readWhole()
  return reader.documents
}

/// Reads machines, those within others and those that they start, into one draft.
struct StatesReader: WorkflowReader {
  static let subject = "the machine"

  var draft: WorkflowDraft
  var settings: ImportSettings
  var findings = Findings()
  /// The workflows that are being read, outermost first, by the names under which they are bound.
  var started: [String] = []
  var shownAt: Node?
  var hasReportedPlace = false

  init(_ workflow: WorkflowSource, _ settings: ImportSettings) {
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
    let number = begin(in: "states", retains: settings.retains ?? Self.historyRetention)
    let scope = Scope(prefix: "", next: .end, onFail: [], usesJSONata: false)
    if let entry = machine(draft.root, scope, isWhole: true) { draft[number].then = entry }
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
    guard draft.steps.count + entries.count <= WorkflowDraft.mostSteps else {
      findings.raise(
        .importRefused("it has more than \(WorkflowDraft.mostSteps) states", at: states.span))
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
