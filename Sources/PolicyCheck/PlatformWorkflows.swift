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
  private var decoder = Decoder()

  /// Routes and plans, each declared once.
  package init(of scope: PlatformScope, in catalogue: Catalogue) {
    routes = unique(scope, .route, .route) { decoder, document in
      decoder.route(document.root, in: catalogue)
    }
    plans = unique(scope, .plan, .plan) { decoder, document in
      decoder.plan(document.root, in: catalogue)
    }
    if !decoder.findings.hasErrors {
      checkUse(of: routes, by: plans, in: catalogue, into: &findings)
      unusedTools(in: catalogue).forEach { findings.raise($0) }
    }
    findings.append(decoder.findings)
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

  private mutating func unique<Element: Declared>(
    _ scope: PlatformScope, _ documentKind: DocumentKind, _ kind: NameKind,
    _ decode: (inout Decoder, Document) -> Element?
  ) -> NameTable<Element> {
    var elements: [String: Element] = [:]
    let documents = scope.documents.filter { $0.kind == documentKind }
    for document in documents.filter({ !$0.isImplied }) + documents.filter(\.isImplied) {
      guard let element = decode(&decoder, document) else { continue }
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

extension Finding {
  fileprivate static func unusedTool(_ tool: Tool) -> Finding {
    Finding(
      Rules.unused.unusedTool, "no plan calls tool `\(tool.name)`", at: tool.span,
      help: "remove it, or the plan that should call it has another name for it")
  }
}
