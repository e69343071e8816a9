package import PolicyDiagnostics

/// Something and where it was written.
package struct Located<Value: Sendable>: Sendable {
  package let value: Value
  package let span: SourceSpan
  /// The line of the span's start, from 1.
  package let line: Int

  package init(_ value: Value, at span: SourceSpan, line: Int) {
    self.value = value
    self.span = span
    self.line = line
  }

  package func map<Other>(_ transform: (Value) -> Other) -> Located<Other> {
    Located<Other>(transform(value), at: span, line: line)
  }
}

/// Something that a document declares under a name.
package protocol Declared: Sendable {
  var name: String { get }
  /// The name where it is declared.
  var span: SourceSpan { get }
}

/// The things of one kind by index and by name, in ascending order of the names' bytes or, where
/// order has a meaning (model tiers), as they were declared.
package struct NameTable<Element: Declared>: Sendable {
  package let elements: [Element]
  private let indices: [String: Int]

  package init(inOrder elements: [Element]) {
    self.elements = elements
    indices = Dictionary(
      elements.enumerated().map { ($1.name, $0) }, uniquingKeysWith: { first, _ in first })
  }

  package init(sorting elements: [Element]) {
    self.init(inOrder: elements.sorted { $0.name.precedesInBytes($1.name) })
  }

  package var count: Int { elements.count }
  package var names: [String] { elements.map(\.name) }

  package subscript(index: Int) -> Element { elements[index] }

  package subscript(name: String) -> Element? { indices[name].map { elements[$0] } }

  package func index(of name: String) -> Int? { indices[name] }
}

/// A declared name that carries nothing else.
package struct PlainName: Declared {
  package let name: String
  package let span: SourceSpan

  package init(_ name: String, at span: SourceSpan) {
    self.name = name
    self.span = span
  }
}

/// The kinds of things a policy refers to by name.
package enum NameKind: String, CaseIterable, Hashable, Sendable {
  case region, regionGroup, basis, dataClass, modelTier, tool, model, endpoint, reviewerPool
  case budgetClass, policyTier, org, tenant, route, plan, fact, step, variable, rule, platform
  case provider, catalogue

  /// The kind as messages call it.
  package var title: String {
    switch self {
    case .region: "region"
    case .regionGroup: "region group"
    case .basis: "transfer basis"
    case .dataClass: "data class"
    case .modelTier: "model tier"
    case .tool: "tool"
    case .model: "model"
    case .endpoint: "endpoint"
    case .reviewerPool: "reviewer pool"
    case .budgetClass: "budget class"
    case .policyTier: "policy tier"
    case .org: "org"
    case .tenant: "tenant"
    case .route: "route"
    case .plan: "plan"
    case .fact: "fact"
    case .step: "step"
    case .variable: "variable"
    case .rule: "rule"
    case .platform: "platform"
    case .provider: "provider"
    case .catalogue: "catalogue"
    }
  }
}
