import PolicyDiagnostics
import PolicySyntax

/// What readers of workflows have in common: the draft that they fill, and what is said beside the workflow.
protocol WorkflowReader {
  var draft: WorkflowDraft { get set }
  var settings: ImportSettings { get set }
  var findings: Findings { get set }
  /// Where everything is shown of a workflow that stands in another file; `nil` in the file itself.
  var shownAt: Node? { get }
  /// Whether it was told that nobody says where the workflow runs.
  var hasReportedPlace: Bool { get set }
  /// What findings call what is read: `the machine`.
  static var subject: String { get }
}

extension WorkflowReader {
  // MARK: The whole

  /// Adds the step of the engine itself, which is shown what a run begins with.
  ///
  /// - Returns: its number.
  mutating func begin(in engine: String, retains: String?) -> Int {
    var execution = WorkflowDraft.Step("execution", draft.root, .nothing)
    execution.action = .call(
      WorkflowDraft.Service(
        .tool, named("\(engine).execution"), at: enginePlace(draft.root), retains: retains))
    let number = draft.add(execution)
    draft.start = .step(number)
    return number
  }

  mutating func reportUnreached() {
    guard !findings.hasErrors else { return }
    for number in draft.unreached {
      findings.raise(.unreachedState(draft[number].name, at: draft[number].node.span))
    }
  }

  /// What was made of the workflow, unless one of the findings is an error.
  var documents: ImportedDocuments {
    findings.hasErrors ? .refused(findings) : draft.documents(settings, findings)
  }

  // MARK: Places

  /// A name of something that runs where the engine does, or in the region that is given.
  func named(_ name: String, in region: String? = nil) -> String {
    "\(name).\(region ?? settings.deployRegion ?? "anywhere")"
  }

  /// Where the engine runs, and what it runs itself.
  ///
  /// - Parameter node: What needs to know.
  mutating func enginePlace(_ node: Node) -> WorkflowDraft.Service.Place {
    if let region = settings.deployRegion { return .regions([region]) }
    if !hasReportedPlace {
      hasReportedPlace = true
      findings.raise(
        .placeNotStated(
          Self.subject, at: shownAt?.span ?? node.span,
          help: "state it: `--deploy-region REGION`, or `deploy_region:` in the plan"))
    }
    return .everywhere
  }

  // MARK: What is bound, and what is open

  /// `tool:NAME` or `model:NAME` of a binding: what the platform declares.
  func declared(_ value: String?) -> WorkflowDraft.Action? {
    guard let value else { return nil }
    for (word, kind) in [("tool:", WorkflowDraft.Service.Kind.tool), ("model:", .model)]
    where value.hasPrefix(word) {
      return .call(WorkflowDraft.Service(kind, String(value.dropFirst(word.count)), at: .declared))
    }
    return nil
  }

  /// A step that may reach anything until it is bound.
  mutating func leaveOpen(_ step: Int, _ what: String, binding: String, at node: Node? = nil) {
    if let node { draft[step].actionNode = shownAt ?? node }
    findings.raise(
      .needsBinding(what, binding: PolicyNames.name(binding), at: draft[step].actionNode))
    draft[step].action = .decidedAtRunTime(what)
  }
}

/// A reader of workflows that are lists of tasks, and that start each other by name.
protocol TaskReader: WorkflowReader {
  /// The workflows that are being read, outermost first.
  var started: [String] { get }
  /// Whether there was too much to read: what is left is not looked at.
  var isFull: Bool { get set }
}

extension TaskReader {
  /// How deep workflows may start each other.
  private var mostStarted: Int { 64 }

  /// Whether there is room for so many tasks more.
  ///
  /// - Parameter node: Their list.
  mutating func hasRoom(for count: Int, at node: Node) -> Bool {
    guard draft.steps.count + count > WorkflowDraft.mostSteps else { return !isFull }
    refuse("it has more than \(WorkflowDraft.mostSteps) tasks", at: node)
    return false
  }

  /// Whether workflows are not too deep in each other for one more.
  ///
  /// - Parameter start: What they do to each other, in the words of the format: `run`.
  mutating func canGoDeeper(_ start: String, at node: Node) -> Bool {
    guard started.count >= mostStarted else { return !isFull }
    refuse("workflows \(start) each other more than \(mostStarted) deep", at: node)
    return false
  }

  private mutating func refuse(_ reason: String, at node: Node) {
    if !isFull { findings.raise(.importRefused(reason, at: node.span)) }
    isFull = true
  }
}
