package import PolicyDiagnostics
package import PolicyModel
import PolicySyntax

/// The routes and plans of a platform, and what is said about them: tests and waivers.
package struct PlatformWorkflows: Sendable {
  package private(set) var routes = NameTable<Route>(sorting: [])
  package private(set) var plans = NameTable<Plan>(sorting: [])
  package private(set) var tests: [PolicyTest] = []
  package private(set) var waivers: [Waiver] = []
  package private(set) var findings = Findings()

  /// Routes and plans, each declared once.
  package init(of scope: PlatformScope, in catalogue: Catalogue) {
    var decoded = Findings()
    routes = unique(scope, .route, .route, into: &decoded) { decoder, document in
      decoder.route(document.root, in: catalogue)
    }
    plans = unique(scope, .plan, .plan, into: &decoded) { decoder, document in
      decoder.plan(document.root, in: catalogue)
    }
    if !decoded.hasErrors {
      checkUse(of: routes, by: plans, in: catalogue, into: &findings)
      unusedTools(in: catalogue).forEach { findings.raise($0) }
    }
    findings.append(decoded)
  }

  /// Tests and waivers, which refer to everything else.
  package mutating func decodeReviews(
    of scope: PlatformScope, naming names: DeclaredNames, now: CalendarDate?
  ) {
    var decoder = Decoder()
    for document in scope.documents {
      switch document.kind {
      case .test: decoder.test(document.root, in: names).map { tests.append($0) }
      case .waiver: decoder.waiver(document.root, in: names, now: now).map { waivers.append($0) }
      case .platform, .tier, .org, .tenant, .route, .plan, .catalogue: break
      }
    }
    findings.append(decoder.findings)
  }

  /// - Parameter decoded: Receives what is found in the documents, each about what it declares.
  private mutating func unique<Element: Declared>(
    _ scope: PlatformScope, _ documentKind: DocumentKind, _ kind: NameKind,
    into decoded: inout Findings, _ decode: (inout Decoder, Document) -> Element?
  ) -> NameTable<Element> {
    var elements: [String: Element] = [:]
    let documents = scope.documents.filter { $0.kind == documentKind }
    for document in documents.filter({ !$0.isImplied }) + documents.filter(\.isImplied) {
      var decoder = Decoder()
      let element = decode(&decoder, document)
      let subject = document.subject(named: element?.name)
      decoder.findings.all.forEach { decoded.raise($0.about(subject)) }
      guard let element else { continue }
      if let first = elements[element.name] {
        // A workflow brings the routes that it needs, as far as nobody says which they are.
        if document.isImplied, documentKind == .route { continue }
        findings.raise(
          .declaredTwice(kind, element.name, at: element.span, first: first.span))
      } else {
        elements[element.name] = element
      }
    }
    return NameTable(sorting: Array(elements.values))
  }

  /// Tools that no plan calls, once there are plans.
  private func unusedTools(in catalogue: Catalogue) -> [Finding] {
    guard plans.count > 0 else { return [] }
    let called = Set(
      plans.elements.flatMap(\.steps.elements).flatMap { $0.action.value.capabilities })
    return catalogue.tools.elements.enumerated()
      .filter { !called.contains(.tool($0.offset)) }
      .map { .unusedTool($0.element) }
  }
}

extension Document {
  /// What waivers call it; `nil` for what they cannot name.
  ///
  /// - Parameter name: `nil` for what could not be decoded, which has the name that is written.
  fileprivate func subject(named name: String?) -> Finding.Subject? {
    let name = name ?? root.entries.first?.value.text
    return switch kind {
    case .plan: Finding.Subject(plan: name)
    case .route: Finding.Subject(route: name)
    case .platform, .tier, .org, .tenant, .test, .waiver, .catalogue: nil
    }
  }
}

extension Finding {
  /// The same, of which waivers know what it is about.
  func about(_ subject: Subject?) -> Finding {
    var finding = self
    if let subject { finding.subjects = [subject] }
    return finding
  }

  fileprivate static func unusedTool(_ tool: Tool) -> Finding {
    Finding(
      Rules.unused.unusedTool, "no plan calls tool `\(tool.name)`", at: tool.span,
      help: "remove it, or the plan that should call it has another name for it")
  }
}
