import PolicyDiagnostics
import PolicySyntax

/// A workflow definition of Conductor as plan and catalogue. A file may hold several definitions in a
/// list: the first is the plan, the others those that it may start.
func importConductor(
  _ workflow: WorkflowSource, _ settings: ImportSettings
) -> ImportedDocuments {
  var reader = ConductorReader(workflow, settings)
  reader.readWhole()
  return reader.documents
}

/// Reads a definition, with those that it starts, into one draft.
struct ConductorReader: TaskReader {
  static let subject = "the workflow"

  var draft: WorkflowDraft
  var settings: ImportSettings
  var findings = Findings()
  var places = ServicePlaces()
  var started: [String] = []
  var shownAt: Node?
  /// Other definitions of the file, by name.
  var definitions: [String: Node] = [:]
  var startedDefinitions: Set<String> = []
  var hasReportedPlace = false
  var isFull = false

  init(_ workflow: WorkflowSource, _ settings: ImportSettings) {
    self.settings = settings
    draft = WorkflowDraft(workflow)
  }

  /// Where tasks of a workflow lead when one fails, and what they have in common.
  struct Scope {
    /// Of the names of its steps: `outer.`.
    var prefix = ""
    var onFail: [WorkflowDraft.Target] = []
    /// Where `TERMINATE` leads with success.
    var end: WorkflowDraft.Target = .end
    /// Whether the workflow as a whole ends after a time.
    var isTimed = false
    /// How often a run goes through here at most, where the loops around say so.
    var rounds: Int?
  }

  mutating func readWhole() {
    let number = begin(in: "conductor", retains: settings.retains)
    guard let root = definition() else { return }
    let entry = read(root, then: .end, Scope())
    draft[number].then = entry
    for (name, node) in definitions.sorted(by: { $0.key < $1.key })
    where !startedDefinitions.contains(name) {
      findings.raise(
        Finding(
          Rules.imports.unusedWorkflow, "nothing in this file starts the workflow `\(name)`",
          at: node.span, help: "give it a file and a plan of its own"))
    }
    findings.append(places.findings)
    reportUnreached()
  }

  private mutating func definition() -> Node? {
    guard draft.root.kind == .sequence else { return draft.root }
    for element in draft.root.elements.dropFirst() {
      if let name = element.entries.first(where: { $0.key.text == "name" })?.value.text {
        definitions[name] = element
      } else {
        findings.raise(.notConductor("a workflow without `name`", at: element))
      }
    }
    guard let first = draft.root.elements.first else {
      findings.raise(.importRefused("it holds no workflow", at: draft.root.span))
      return nil
    }
    return first
  }

  // MARK: Workflows

  /// - Returns: where runs of the workflow begin.
  mutating func read(
    _ node: Node, then next: WorkflowDraft.Target, _ outer: Scope
  ) -> WorkflowDraft.Target {
    var entries = EntryReader(node)
    let name = entries.take("name")
    guard let tasks = entries.take("tasks"), tasks.kind == .sequence else {
      let place = node.entries.first?.key ?? node
      findings.raise(.notConductor("a workflow without a list `tasks`", at: place))
      return next
    }
    var scope = outer
    scope.end = next
    let isAlert = entries.take("timeoutPolicy")?.text == "ALERT_ONLY"
    let hasTimeout = isPositive(entries.take("timeoutSeconds"))
    scope.isTimed = outer.isTimed || hasTimeout && !isAlert
    if let failure = entries.take("failureWorkflow") {
      let place = shownAt ?? failure
      let step = draft.add(
        WorkflowDraft.Step(outer.prefix + "failureWorkflow", place, .nothing))
      draft[step].then = .fail
      start(failure, from: step, as: "failureWorkflow", then: .fail, outer)
      scope.onFail = [.step(step)]
    }
    if let sink = entries.take("workflowStatusListenerSink") {
      findings.raise(.notUnderstood("`workflowStatusListenerSink`", at: sink))
    }
    entries.leave(ConductorKeys.workflow)
    for (key, _) in entries.rest {
      findings.raise(.notUnderstood("`\(key.text)` of a workflow", at: key))
    }
    started.append(name?.text ?? "")
    defer { started.removeLast() }
    var references = References()
    let entry = read(tasks, then: next, scope, &references)
    for name in references.joined where !references.has(name.value) {
      findings.raise(.missingTarget(name.value, at: name.node))
    }
    return entry
  }

  /// The reference names of a workflow, of which each stands once.
  struct References {
    private var first: [String: Node] = [:]
    /// What joins wait for.
    var joined: [Written<String>] = []

    /// - Returns: the earlier task of that name.
    mutating func insert(_ name: String, _ node: Node) -> Node? {
      guard let earlier = first[name] else {
        first[name] = node
        return nil
      }
      return earlier
    }

    func has(_ name: String) -> Bool { first[name] != nil }
  }

  /// - Returns: where a run begins that goes through the tasks in order.
  mutating func read(
    _ tasks: Node, then next: WorkflowDraft.Target, _ scope: Scope, _ references: inout References
  ) -> WorkflowDraft.Target {
    guard tasks.kind == .sequence else {
      findings.raise(.notConductor("tasks that are no list", at: tasks))
      return next
    }
    var calling: [Int] = []
    return read(tasks, then: next, scope, &references, &calling)
  }

  /// - Parameter steps: Gets the steps of the tasks, in order.
  mutating func read(
    _ tasks: Node, then next: WorkflowDraft.Target, _ scope: Scope,
    _ references: inout References, _ steps: inout [Int]
  ) -> WorkflowDraft.Target {
    let elements = tasks.elements
    guard hasRoom(for: elements.count, at: tasks) else { return next }
    let begun = elements.compactMap { begin($0, scope, &references) }
    steps = begun.map(\.step)
    var target = next
    for task in begun.reversed() { target = read(task, then: target, scope, &references) }
    return target
  }

  private func isPositive(_ node: Node?) -> Bool {
    guard let node, node.kind == .scalar else { return false }
    return Int(node.text).map { $0 > 0 } ?? false
  }
}

extension Finding {
  static func notConductor(
    _ what: String, at node: Node, others: [OtherPlace] = []
  ) -> Finding {
    Finding(
      Rules.conductor.form, "\(what) is no workflow of Conductor", at: node.span, others: others)
  }
}
