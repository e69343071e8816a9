import PolicyDiagnostics
import PolicySyntax

/// A workflow in the DSL of Serverless Workflow 1.0 as plan and catalogue.
func importServerlessWorkflow(
  _ workflow: WorkflowSource, _ settings: ImportSettings
) -> ImportedDocuments {
  var reader = ServerlessReader(workflow, settings)
  reader.readWhole()
  return reader.documents
}

/// Reads a workflow, with those that it runs, into one draft.
struct ServerlessReader: TaskReader {
  static let subject = "the workflow"

  var draft: WorkflowDraft
  var settings: ImportSettings
  var findings = Findings()
  var places = ServicePlaces()
  var started: [String] = []
  /// Functions that are being read, outermost first.
  var called: [String] = []
  var shownAt: Node?
  var hasReportedPlace = false
  var isFull = false

  init(_ workflow: WorkflowSource, _ settings: ImportSettings) {
    self.settings = settings
    draft = WorkflowDraft(workflow)
  }

  /// What holds for the tasks of a list.
  struct Scope {
    /// Of the names of its steps: `outer.`.
    var prefix = ""
    /// Where failures lead; the run fails where there is none.
    var onFail: [WorkflowDraft.Target] = []
    /// Where `then: exit` leads: behind the task that holds the list.
    var exit: WorkflowDraft.Target = .end
    /// Where `then: end` leads.
    var end: WorkflowDraft.Target = .end
    /// Whether something around ends after a time.
    var isTimed = false
    var components = Components()
    /// The tasks of the list by name: their steps.
    var siblings: [String: Int] = [:]
    /// Whether extensions hold: their own tasks are not extended.
    var isExtended = true
  }

  /// What a workflow declares below `use`.
  struct Components {
    var functions: [String: Node] = [:]
    var retries: [String: Node] = [:]
    var errors: Set<String> = []
    var extensions: [Node] = []
  }

  mutating func readWhole() {
    let number = begin(in: "workflow", retains: settings.retains)
    let entry = read(draft.root, then: .end, Scope())
    draft[number].then = entry
    findings.append(places.findings)
    reportUnreached()
  }

  // MARK: Workflows

  /// - Returns: where runs of the workflow begin.
  mutating func read(
    _ node: Node, then next: WorkflowDraft.Target, _ outer: Scope
  ) -> WorkflowDraft.Target {
    var entries = EntryReader(node)
    var document = EntryReader(entries.take("document"))
    guard let version = document.take("dsl"), let tasks = entries.take("do") else {
      findings.raise(
        .notServerless(
          "a workflow without `document.dsl` or `do`", at: node.entries.first?.key ?? node))
      return next
    }
    guard version.text.hasPrefix("1.") else {
      findings.raise(
        .importRefused(
          "version `\(version.text)` of the DSL is not read, only 1.x", at: version.span))
      return next
    }
    let name = [document.take("namespace"), document.take("name")].compactMap { $0?.text }
    document.leave(["version", "title", "summary", "tags", "metadata"])
    leftOver(document, of: "`document`")
    var scope = outer
    (scope.end, scope.exit) = (next, next)
    scope.isTimed = entries.take("timeout") != nil || outer.isTimed
    scope.components = components(entries.take("use"))
    entries.leave(["input", "output", "schedule", "evaluate", "metadata"])
    leftOver(entries, of: "a workflow")
    started.append(name.joined(separator: "."))
    defer { started.removeLast() }
    return read(tasks: tasks, then: next, scope)
  }

  private mutating func components(_ node: Node?) -> Components {
    var entries = EntryReader(node)
    var components = Components()
    components.functions = values(of: entries.take("functions"))
    components.retries = values(of: entries.take("retries"))
    components.errors = Set(values(of: entries.take("errors")).keys)
    for element in entries.take("extensions")?.elements ?? [] {
      components.extensions += element.entries.map(\.value)
    }
    entries.leave(["authentications", "secrets", "timeouts", "catalogs"])
    leftOver(entries, of: "`use`")
    return components
  }

  private func values(of node: Node?) -> [String: Node] {
    Dictionary(
      (node?.entries ?? []).map { ($0.key.text, $0.value) }, uniquingKeysWith: { first, _ in first }
    )
  }

  mutating func leftOver(_ entries: EntryReader, of what: String) {
    for (key, _) in entries.rest {
      findings.raise(.notUnderstood("`\(key.text)` of \(what)", at: key))
    }
  }
}

extension Finding {
  static func notServerless(
    _ what: String, at node: Node, others: [OtherPlace] = []
  ) -> Finding {
    Finding(
      Rules.serverlessWorkflow.form, "\(what) is nothing in Serverless Workflow 1.0", at: node.span,
      others: others)
  }
}
