import PolicyModel
import PolicyVerifier
import TenantPolicy
import VerificationFindings

// What holds for the tenant, whatever runs.
extension ExplainedTenant {
  func tenant() -> [Reason] {
    let fields = PolicyFields.all.enumerated().map { index, field in
      self.field(field, policy.values[index])
    }
    let head = Reason(
      "`\(id)` is a tenant of tier `\(tier)` and org `\(org)` on platform "
        + "`\(catalogue.name.value)`", because: fields)
    return [head] + plans.elements.indices.map { admission(to: $0) }
  }

  func field(_ field: AnyField, _ value: FieldValue) -> Reason {
    let provenance = lines.provenance(of: field, tenant: id)
    let limit = provenance?.limit.map { limit in
      Reason("limited by \(limit.layer.words)", at: places.shown(Written(limit.place)))
    }
    return Reason(
      "`\(field.name)` is \(catalogue.text(of: value, field)), from \(origin(provenance))",
      at: provenance?.place.map { places.shown(Written($0)) }, because: limit.map { [$0] } ?? [])
  }

  private func field(_ field: AnyField) -> Reason {
    self.field(field, policy.values[PolicyFields.indexByName[field.name] ?? 0])
  }

  private func origin(_ provenance: Provenance?) -> String {
    switch provenance?.origin {
    case .tenant: "the tenant"
    case .budgetClass: "its budget class"
    case .org: "its org"
    case .tier: "its policy tier"
    case .platform: "the platform"
    case .builtIn, nil: "the language, since nobody states it"
    }
  }

  /// Whether the tenant may run a plan.
  func admission(to plan: Int) -> Reason {
    let declared = plans[plan]
    let place = places.shown(Written(declared.span, line: declared.line))
    let missing = declared.tools.subtracting(routing.permittedTools)
    guard let first = missing.first else {
      return Reason(
        "`\(id)` may run plan `\(declared.name)`: it may call every tool of it", at: place, .allowed
      )
    }
    let others = missing.count > 1 ? " (and \(missing.count - 1) more)" : ""
    return Reason(
      "`\(id)` may not run plan `\(declared.name)`, which calls a tool that it may not call"
        + others, at: place, .denied, because: [tool(first)])
  }

  /// Whether the tenant may call a tool.
  func tool(_ tool: Int) -> Reason {
    let name = catalogue.tools[tool].name
    if policy[policyFields.deniedTools].members.contains(tool) {
      return Reason(
        "`\(id)` may not call tool `\(name)`: it is denied", .denied,
        because: [field(policyFields.deniedTools.declaration)])
    }
    guard policy[policyFields.allowedTools].members.contains(tool) else {
      return Reason(
        "`\(id)` may not call tool `\(name)`: it is not among those that are allowed", .denied,
        because: [field(policyFields.allowedTools.declaration)])
    }
    return Reason(
      "`\(id)` may call tool `\(name)`: it is allowed, and not denied", .allowed,
      because: [
        field(policyFields.allowedTools.declaration), field(policyFields.deniedTools.declaration),
      ])
  }

  /// The line of the policy that forbids, with what bounds it.
  func field(of prohibition: Prohibition) -> [Reason] {
    prohibition.field.map { [field($0)] } ?? []
  }
}

extension LimitingLayer {
  fileprivate var words: String {
    switch self {
    case .budgetClass: "its budget class"
    case .org: "its org"
    case .tier: "its policy tier"
    case .platform: "the platform"
    }
  }
}
