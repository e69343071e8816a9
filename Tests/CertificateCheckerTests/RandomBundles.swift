import BundleWriter
import PolicyDiagnostics
import PolicyModel
import RandomWorlds
import ReferenceInterpreter
import TenantPolicy

extension RandomWorld {
  /// The world as it is compiled.
  func bundle() throws -> PolicyBundle {
    var catalogue = world.catalogue
    catalogue.gate = isGated ? .beforeEachCall : .none
    catalogue.budgetClasses = NameTable(
      inOrder: [BudgetClass("budget", at: nowhere, values: [:])])
    var tenants = CheckedTenants()
    for (number, one) in rights.enumerated() {
      tenants.append(
        id: Array(one.tenant.utf8)[...], policyClass: number, shape: 0, source: SourceID(0), line: 1
      )
    }
    let builtIn = FieldOrigin(value: LayerPlace(.language), limit: nil)
    let platform = CheckedPlatform(
      catalogue: catalogue, tiers: NameTable(inOrder: [PlainName("tier", at: nowhere)]),
      orgs: NameTable(inOrder: [PlainName("org", at: nowhere)]), routes: world.routes,
      plans: NameTable(inOrder: world.plans.elements.map(\.asWritten)), tests: [], waivers: [],
      classes: rights.map { $0.policy(in: catalogue) },
      shapes: [PolicyFields.all.map { _ in builtIn }], tenants: tenants, ceilings: [])
    let policies = CheckedPolicies(
      platforms: [platform],
      sources: [SourceRecord(name: "world.yaml", digest: [UInt8](repeating: 7, count: 32))])
    return try PolicyBundle(copying: try encode(contents(of: policies)))
  }
}

extension Plan {
  /// A plan that stores after no step says that it never does.
  fileprivate var asWritten: Plan {
    guard checkpoint.value == .after(Bitset()) else { return self }
    return Plan(
      Located(name, at: span, line: line), facts: facts, variables: variables, steps: steps,
      checkpoint: checkpoint.map { _ in .never })
  }
}

extension Rights {
  fileprivate func policy(in catalogue: Catalogue) -> EffectivePolicy {
    EffectivePolicy(
      org: 0, tier: 0, values: PolicyFields.all.map { value(of: $0, in: catalogue) })
  }

  private func value(of field: AnyField, in catalogue: Catalogue) -> FieldValue {
    switch field.name {
    case "allowed_tools": .set(tools)
    case "data_residency": .residency(residency)
    case "model_tier": .number(Int64(modelTier))
    case "data_retention": .number(dataRetention)
    case "audit_retention": .number(auditRetention)
    case "reviewer_pool": .set(Bitset([reviewerPool ?? catalogue.reviewerPools.count]))
    default: Self.least(of: field.type)
    }
  }

  private static func least(of type: FieldType) -> FieldValue {
    switch type {
    case .integer(let range, _): .number(range.lowerBound)
    case .duration, .money, .words, .modelTier: .number(0)
    case .choice: .set(Bitset([0]))
    case .allowedTools, .deniedTools: .set(Bitset())
    case .residency: .residency(Residency(RegionUse(Bitset())))
    case .rateLimits: .rates(RateLimits([]))
    case .serviceLevel: .serviceLevel(.bestEffort)
    case .burst: .burst(.none)
    }
  }
}
