import PolicyDiagnostics
import PolicyModel

/// A tool that is allowed although every endpoint of it lies outside the residency. Where a ground for
/// transfers is accepted, any endpoint may be used.
enum ReachableTools {
  static func problems(of policy: EffectivePolicy, in context: CheckContext) -> [PolicyProblem] {
    let catalogue = context.catalogue
    let residency = policy[policyFields.dataResidency].residency
    guard residency.accepts.isEmpty else { return [] }
    let uses = [residency.general] + residency.byClass.map(\.use)
    return policy.permittedTools.members.compactMap { tool in
      let endpoints = catalogue.endpoints(serving: .tool(tool))
      // By index, since every policy looks at every endpoint and copying one is dear.
      let isReachable = endpoints.indices.contains { isPossible(endpoints[$0].regions, uses) }
      guard !endpoints.isEmpty, !isReachable else { return nil }
      return .unreachableTool(catalogue.tools[tool], endpoints, catalogue)
    }
  }

  /// Whether an endpoint with these regions could be used for data of some class.
  private static func isPossible(_ regions: RegionUse, _ uses: [RegionUse]) -> Bool {
    uses.contains { regions.isAtLeastAsStrict(as: $0) }
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
      Rules.checks.unreachableTool,
      "tool `\(tool.name)` is allowed, but no endpoint of it stays in the data residency",
      at: .value(field, naming: tool.name),
      label: "its endpoints use \(catalogue.text(ofRegions: runs))",
      others: [Other(.value(policyFields.dataResidency.index), "data must stay here")],
      help: "remove the tool, or have the platform run it where the data may be")
  }
}
