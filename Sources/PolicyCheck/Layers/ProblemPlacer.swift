package import PolicyDiagnostics
import PolicyModel
import PolicySyntax

/// Finds the places of a problem in the lines of one tenant and of the layers above it.
package struct ProblemPlacer {
  private let inherited: Inherited
  private let tenant: WrittenTenant
  private let values: ResolvedValues

  package init(_ inherited: Inherited, _ tenant: WrittenTenant, _ values: ResolvedValues) {
    self.inherited = inherited
    self.tenant = tenant
    self.values = values
  }

  package func finding(of problem: PolicyProblem) -> Finding {
    Finding(
      problem.rule, problem.message, at: span(of: problem.anchor), label: problem.label,
      others: problem.others.map { Finding.OtherPlace(span(of: $0.anchor), $0.label) },
      notes: problem.notes, help: problem.help)
  }

  /// Whether one of the places is a line of the tenant itself. What is not is the same finding for
  /// every tenant below those layers.
  package func isOwn(_ problem: PolicyProblem) -> Bool {
    ([problem.anchor] + problem.others.map(\.anchor)).contains { anchor in
      switch anchor {
      case .tenant: true
      case .place: false
      case .value(let field, _): inherited.values[field]?.slot != nil || node(field) == nil
      }
    }
  }

  private func node(_ field: Int) -> Node? { inherited.values[field]?.node }

  private func span(of anchor: PolicyProblem.Anchor) -> SourceSpan {
    switch anchor {
    case .tenant: tenant.span
    case .place(let span): span
    case .value(let field, let name): span(of: field, naming: name)
    }
  }

  private func span(of field: Int, naming name: String?) -> SourceSpan {
    guard let stated = inherited.values[field], let node = stated.node else { return tenant.span }
    let named = name.flatMap { node.first(scalar: $0) } ?? node
    guard let slot = stated.slot, let use = tenant.use(of: slot), let root = values.root(of: use)
    else { return named.span }
    return values.relocate(named.span, from: root, to: use, tenant)
  }
}

extension Node {
  /// The first scalar with that text in this subtree.
  fileprivate func first(scalar text: String) -> Node? {
    (index..<Int(record.next)).lazy.map { Node(tree: tree, index: $0) }
      .first { $0.kind == .scalar && $0.bytes.elementsEqual(text.utf8) }
  }
}
