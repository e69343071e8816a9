import PolicyDiagnostics
import PolicyModel

/// A tool with a quota that all tenants share, permitted without a rate of the tenant's own: one
/// tenant's burst then exhausts it for all.
enum MeteredTools {
  static func problems(of policy: EffectivePolicy, in context: CheckContext) -> [PolicyProblem] {
    let catalogue = context.catalogue
    let rates = policy[policyFields.rateLimits].rates
    return policy.permittedTools.members.compactMap { index in
      let tool = catalogue.tools[index]
      guard let quota = tool.quota, rates.rates(of: index).isEmpty else { return nil }
      return .unmeteredTool(tool, quota)
    }
  }
}

extension PolicyProblem {
  fileprivate static func unmeteredTool(_ tool: Tool, _ quota: Located<Rate>) -> PolicyProblem {
    PolicyProblem(
      Rules.tools.unmeteredTool,
      "tool `\(tool.name)` is allowed without a rate, and its quota is shared",
      at: .value(policyFields.allowedTools.index, naming: tool.name),
      others: [Other(.place(quota.span), "all tenants share this")],
      help: "state `rate_limits: { \(tool.name): ... }` here, in its budget class or its tier")
  }
}
