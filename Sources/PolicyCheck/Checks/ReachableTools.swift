import PolicyDiagnostics
import PolicyModel

/// A tool that is allowed although every endpoint of it lies outside the residency. Where a ground for
/// transfers is accepted, any endpoint may be used.
enum ReachableTools {
  static func problems(of policy: EffectivePolicy, in context: CheckContext) -> [PolicyProblem] {
    let catalogue = context.catalogue
    return policy.permittedTools.subtracting(context.reachableTools).members.map { tool in
      let endpoints = catalogue.endpoints(serving: .tool(tool))
      return .unreachableTool(catalogue.tools[tool], endpoints, catalogue)
    }
  }

  /// The tools of which an endpoint could be used for data of some class; also those without any
  /// endpoint, which are found elsewhere.
  static func tools(in residency: Residency, _ catalogue: Catalogue) -> Bitset {
    guard residency.accepts.isEmpty else { return Bitset(all: catalogue.tools.count) }
    let uses = [residency.general] + residency.byClass.map(\.use)
    return Bitset(
      catalogue.tools.elements.indices.filter { tool in
        let endpoints = catalogue.endpoints(serving: .tool(tool))
        return endpoints.isEmpty
          || endpoints.contains { endpoint in
            uses.contains { endpoint.regions.isAtLeastAsStrict(as: $0) }
          }
      })
  }
}

extension PolicyProblem {
  fileprivate static func unreachableTool(
    _ tool: Tool, _ endpoints: [Endpoint], _ catalogue: Catalogue
  ) -> PolicyProblem {
    let field = policyFields.allowedTools.index
    let runs = endpoints.reduce(Bitset()) {
      $0.union($1.regions.process).union($1.regions.store).union($1.regions.log)
    }
    return PolicyProblem(
      Rules.tools.unreachableTool,
      "tool `\(tool.name)` is allowed, but no endpoint of it stays in the data residency",
      at: .value(field, naming: tool.name),
      label: "its endpoints use \(catalogue.text(ofRegions: runs))",
      others: [Other(.value(policyFields.dataResidency.index), "data must stay here")],
      help: "remove the tool, or have the platform run it where the data may be")
  }
}
