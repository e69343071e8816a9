import PolicyDiagnostics
import PolicyModel
import PolicySyntax

/// Tools that are allowed by `any` or a wildcard, where the layer that does so, or one above it, does
/// not state its denials.
///
/// A list of names permits what it names and no more. `any` permits what nobody wrote down, so that only
/// denials hold tools back; each must then be a line that cannot go missing.
enum DenialsNotStated {
  /// - Parameter layers: the layer of the allowance and all above it that may deny tools.
  static func problems(_ allowance: Stated, by layers: [Layer]) -> [PolicyProblem] {
    guard let node = allowance.node, isOpen(node) else { return [] }
    let field = policyFields.deniedTools.index
    let silent = layers.filter { $0.limits[field] == nil && $0.defaults[field] == nil }
    return silent.isEmpty ? [] : [.denialsNotStated(by: silent)]
  }

  /// Whether a value of `allowed_tools` permits tools without their names.
  private static func isOpen(_ node: Node) -> Bool {
    node.kind == .scalar || node.elements.contains { $0.bytes.contains(Wildcard.star) }
  }
}

extension PolicyProblem {
  fileprivate static func denialsNotStated(by layers: [Layer]) -> PolicyProblem {
    let names = layers.map { $0.kind == .tenant ? "the tenant" : $0.title }
    let verb = names.count == 1 ? "does" : "do"
    return PolicyProblem(
      Rules.tools.denialsNotStated,
      "tools are allowed without their names, and \(names.joined(separator: ", ")) \(verb) not say "
        + "which are denied",
      at: .value(policyFields.allowedTools.index),
      others: layers.filter { $0.kind != .tenant }
        .map { Other(.place($0.span), "no `denied_tools` here") },
      help: "state `denied_tools` there, `[]` for none, or allow the tools by their names")
  }
}
