import PolicyDiagnostics
import PolicyModel
import PolicySyntax

/// A tool that is allowed by name and denied in the same layer or above it.
///
/// Denying below what a layer above allows is how a layer narrows, and denying a part of `any` or of
/// a wildcard is how an exception is written: neither is a contradiction.
enum AllowedAndDenied {
  static func problems(
    _ allowance: Stated, _ denials: [Stated], in catalogue: Catalogue
  ) -> [PolicyProblem] {
    guard denials.contains(where: { !$0.value.members.isEmpty }) else { return [] }
    let named = allowance.node?.elements.map(\.text) ?? []
    return named.compactMap { name in
      guard let tool = catalogue.tools.index(of: name),
        let denial = denials.first(where: { $0.value.members.contains(tool) })
      else { return nil }
      return .allowedAndDenied(name, denial)
    }
  }
}

extension PolicyProblem {
  fileprivate static func allowedAndDenied(
    _ name: String, _ denial: Stated
  ) -> PolicyProblem {
    let layerPlace = denial.slot == nil ? denial.node.map { Anchor.place($0.span) } : nil
    return PolicyProblem(
      Rules.tools.allowedAndDenied, "tool `\(name)` is allowed and denied",
      at: .value(policyFields.allowedTools.index, naming: name),
      others: [
        Other(layerPlace ?? .value(policyFields.deniedTools.index, naming: name), "denied here")
      ],
      help: "the denial holds: remove `\(name)` from `allowed_tools`, or from `denied_tools` if it "
        + "was meant to be allowed")
  }
}
