package import PolicyDiagnostics
import PolicyModel
import PolicySyntax

extension WorkflowDraft {
  /// The plan of the draft and the catalogue of what it calls; refused where it is too large for a plan.
  package func documents(
    _ settings: ImportSettings, _ findings: consuming Findings
  ) -> ImportedDocuments {
    var flow = DraftFlow(self)
    for loop in flow.loops where !loop.way.contains(where: { steps[$0].atMost != nil }) {
      findings.raise(
        .loopWithoutBound(loop.way.map { steps[$0].name }, at: steps[loop.head].node.span))
    }
    var text = DraftText(self, settings, &flow)
    guard text.stepCount <= Plan.mostSteps else {
      findings.raise(
        .importRefused(
          "\(text.stepCount) steps are more than the \(Plan.mostSteps) that a plan may have",
          at: root.span))
      return .refused(findings)
    }
    for finding in settings.bindings.unused { findings.raise(finding) }
    var result = ImportedDocuments()
    text.write(to: &result.documents)
    result.findings = findings
    return result
  }
}

/// Writes a draft as documents.
private struct DraftText {
  private let draft: WorkflowDraft
  private let settings: ImportSettings
  private var steps: [PlanStep] = []
  /// By number of a step.
  private var names: [Int: String] = [:]
  /// What the steps call, in their order, and where that is first said.
  private var services: [(service: WorkflowDraft.Service, origin: Origin)] = []
  private var serviceNames: [WorkflowDraft.Service: String] = [:]
  private var mostArms = 0

  /// A step of the plan: one of the draft, or a choice among what may catch a failure.
  private struct PlanStep {
    let name: String
    let number: Int
    let then: WorkflowDraft.Target
    let onFail: String?
    let arms: [WorkflowDraft.Target]
    let isChoice: Bool
    let atMost: Int?
  }

  var stepCount: Int { steps.count }

  init(_ draft: WorkflowDraft, _ settings: ImportSettings, _ flow: inout DraftFlow) {
    self.draft = draft
    self.settings = settings
    var unique = PolicyNames(reserving: ["end", "fail"])
    for number in flow.order { names[number] = unique.unique(draft[number].name) }
    for number in flow.order { add(number, &flow, &unique) }
    nameServices()
  }

  /// Two services never have one name: the place of one would be taken for that of the other.
  private mutating func nameServices() {
    var unique = PolicyNames()
    for step in steps where !step.isChoice {
      guard case .call(let service) = draft[step.number].action, serviceNames[service] == nil else {
        continue
      }
      guard service.place != .declared else {
        serviceNames[service] = service.name
        continue
      }
      serviceNames[service] = unique.unique(service.name)
      services.append((service, Origin(draft[step.number].actionNode, of: draft.file)))
    }
  }

  private mutating func add(_ number: Int, _ flow: inout DraftFlow, _ unique: inout PolicyNames) {
    let step = draft[number]
    let name = names[number] ?? ""
    let isHead = flow.loopHeads.contains(number)
    let atMost = step.atMost ?? (isHead ? 1 : nil)
    if case .anyOf = step.action {
      let arms = flow.successors(of: number)
      mostArms = max(mostArms, arms.count)
      return steps.append(
        PlanStep(
          name: name, number: number, then: .end, onFail: nil, arms: arms, isChoice: true,
          atMost: atMost))
    }
    var seen: Set<WorkflowDraft.Target> = []
    let catching = step.onFail.map { flow.resolved($0) }
      .filter { seen.insert($0).inserted }
    var onFail: String?
    var catcher: PlanStep?
    if catching.count > 1 {
      let caught = unique.unique(step.name + ".failed")
      catcher = PlanStep(
        name: caught, number: number, then: .end, onFail: nil, arms: catching, isChoice: true,
        atMost: nil)
      mostArms = max(mostArms, catching.count)
      onFail = caught
    } else if let only = catching.first, only != .fail {
      onFail = self.name(of: only)
    }
    steps.append(
      PlanStep(
        name: name, number: number, then: flow.resolved(step.then), onFail: onFail, arms: [],
        isChoice: false, atMost: atMost))
    if let catcher { steps.append(catcher) }
  }

  private func name(of target: WorkflowDraft.Target) -> String {
    switch target {
    case .step(let number): names[number] ?? "end"
    case .end: "end"
    case .fail: "fail"
    }
  }

  // MARK: Plan

  mutating func write(to text: inout PolicyText) {
    let origin = Origin(draft.root, of: draft.file)
    text.document(saying: "Made from \(draft.file).") { document in
      document.entry("plan", PolicyNames.name(settings.name), from: origin)
      if mostArms > 0 {
        document.mapping("facts") { facts in
          facts.mapping("choice") { fact in
            fact.comment("Which way a choice takes is not known.")
            fact.entry("type", "integer 0..\(max(mostArms - 1, 1))")
            fact.entry("known", "at each decision")
          }
        }
      }
      document.writeInput(settings)
      document.mapping("steps", from: origin) { steps in
        for step in self.steps { write(step, to: &steps) }
      }
      document.entry("checkpoint", "none")
    }
    writeCatalogue(to: &text, origin)
  }

  private func write(_ step: PlanStep, to text: inout PolicyText) {
    let drafted = draft[step.number]
    text.mapping(step.name, from: Origin(drafted.node, of: draft.file)) { entries in
      if step.isChoice {
        write(arms: step.arms, to: &entries)
      } else {
        writeCall(drafted, to: &entries)
        entries.entry("reads", ["data"])
        entries.entry("then", name(of: step.then))
        if let onFail = step.onFail { entries.entry("on_fail", onFail) }
      }
      if let atMost = step.atMost { entries.entry("at_most", "\(atMost)") }
    }
  }

  private func write(arms: [WorkflowDraft.Target], to text: inout PolicyText) {
    let last = arms.count - 1
    text.list("branch") { list in
      for (index, arm) in arms.enumerated() where index < max(last, 1) {
        list.element(["when": "choice == \(index)", "then": name(of: arm)])
      }
    }
    text.entry("else", arms.last.map(name) ?? "end")
  }

  private func writeCall(_ step: WorkflowDraft.Step, to text: inout PolicyText) {
    let origin = Origin(step.actionNode, of: draft.file)
    switch step.action {
    case .call(let service):
      text.entry(
        service.kind == .tool ? "tool" : "model", PolicyNames.name(service.name), from: origin)
    case .unknown(let reason): text.entry("unknown", reason, from: origin)
    case .review: text.entry("review", "default", from: origin)
    case .anyOf, .nothing: break
    }
    if case .review = step.action {
      text.entry("timeout", step.timeout ?? Self.longestWait)
      return
    }
    if let timeout = step.timeout { text.entry("timeout", timeout) }
    let most = Int(Plan.retries.upperBound)
    if step.retry > 0 { text.entry("retry", "\(min(step.retry, most))") }
  }

  /// What stands for a wait without end.
  private static let longestWait = "365 days"

  // MARK: Catalogue

  private func writeCatalogue(to text: inout PolicyText, _ origin: Origin) {
    guard !services.isEmpty else { return }
    for (service, origin) in services where service.kind == .model {
      let name = serviceNames[service] ?? ""
      text.document { document in
        document.entry("route", name, from: origin)
        document.list("try") { $0.element(["use": name]) }
        document.entry("on_unavailable", "fail")
      }
    }
    text.document(saying: "What it calls, and where that is.") { document in
      document.entry("catalogue", PolicyNames.name(settings.name), from: origin)
      document.entry("source", draft.file)
      for kind in [WorkflowDraft.Service.Kind.tool, .model] {
        let declared = services.filter { $0.0.kind == kind }
        guard !declared.isEmpty else { continue }
        document.mapping(kind == .tool ? "tools" : "models") { tools in
          for (service, origin) in declared {
            tools.mapping(serviceNames[service] ?? "", from: origin) { _ in }
          }
        }
      }
      document.mapping("endpoints") { endpoints in
        for (service, origin) in services { write(service, origin, to: &endpoints) }
      }
    }
  }

  private func write(
    _ service: WorkflowDraft.Service, _ origin: Origin, to text: inout PolicyText
  ) {
    let name = serviceNames[service] ?? ""
    text.mapping(name, from: origin) { endpoint in
      endpoint.entry("serves", name)
      switch service.place {
      case .regions(let regions):
        for use in ["process", "store", "log"] where use != "store" || service.retains != "0 days" {
          endpoint.entry(use, regions)
        }
      case .endpointClass(let name): endpoint.entry("class", name)
      case .everywhere, .declared:
        for use in ["process", "store", "log"] where use != "store" || service.retains != "0 days" {
          endpoint.entry(use, "any")
        }
      }
      // A class says it itself, and may not be talked into less.
      if let retains = service.retains, !service.place.isClass {
        endpoint.entry("retains", retains)
      }
      if let provider = service.provider { endpoint.entry("provider", PolicyNames.name(provider)) }
    }
  }
}

extension PolicyText {
  /// What every plan that is imported is given: one variable, with all that it may hold.
  mutating func writeInput(_ settings: ImportSettings) {
    mapping("input") { input in
      if let data = settings.data {
        input.entry("data", data)
      } else {
        input.entry("data", "any")
      }
    }
  }
}
