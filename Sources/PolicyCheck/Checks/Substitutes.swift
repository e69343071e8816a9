import PolicyDiagnostics
import PolicyModel

/// A tool that a gateway calls in the place of another, which the policy allows, though the policy does not
/// allow that one: the gateway compares its lists with what is asked for, and not with what it falls back to.
enum Substitutes {
  static func problems(of policy: EffectivePolicy, in context: CheckContext) -> [PolicyProblem] {
    let permitted = policy.permittedTools
    return context.substitutes.compactMap { substitute in
      guard permitted.contains(substitute.tool), !permitted.contains(substitute.called.value) else {
        return nil
      }
      return .notAllowed(substitute, in: context.catalogue)
    }
  }
}

/// A tool that a call of another may come to.
struct Substitute: Sendable {
  let tool: Int
  let called: Located<Int>

  /// Those of some routes, each tool of a route once.
  static func all(of routes: NameTable<Route>) -> [Substitute] {
    routes.elements.flatMap { route -> [Substitute] in
      guard case .tool(let tool) = route.capability else { return [] }
      var seen = Bitset()
      return route.candidates.compactMap { candidate in
        guard let called = candidate.substitute, !seen.contains(called.value) else { return nil }
        seen.insert(called.value)
        return Substitute(tool: tool, called: called)
      }
    }
  }
}

extension PolicyProblem {
  fileprivate static func notAllowed(
    _ substitute: Substitute, in catalogue: Catalogue
  ) -> PolicyProblem {
    let tool = catalogue.tools[substitute.tool].name
    let called = catalogue.tools[substitute.called.value].name
    return PolicyProblem(
      Rules.litellm.beyondAllowList,
      "calls of `\(tool)` come to `\(called)`, which the tenant's policy does not allow",
      at: .place(substitute.called.span),
      others: [Other(.value(policyFields.allowedTools.index), "allowed here")],
      help: "allow `\(called)`, or have the gateway fall back to nothing that is not allowed")
  }
}
