import BundleWriter
import PolicyDiagnostics
package import PolicyModel
package import ReferenceInterpreter
package import TenantPolicy

extension RandomWorld {
  /// The world as it is compiled.
  ///
  /// - Parameters:
  ///   - values: By tenant, values of all fields; those that route are taken from its rights.
  ///   - certificateDigest: Of the certificate that the bundle names.
  package func bundle(
    _ values: [[FieldValue]] = [], certificateDigest: [UInt8]? = nil
  ) throws -> PolicyBundle {
    var catalogue = world.catalogue
    catalogue.gate = isGated ? .beforeEachCall : .none
    catalogue.budgetClasses = NameTable(
      inOrder: [BudgetClass("budget", at: nowhere, values: [:])])
    var tenants = CheckedTenants()
    for (number, one) in rights.enumerated().sorted(by: { $0.1.tenant < $1.1.tenant }) {
      tenants.append(
        id: Array(one.tenant.utf8)[...], policyClass: number, shape: 0, source: SourceID(0), line: 1
      )
    }
    let builtIn = FieldOrigin(value: LayerPlace(.language), limit: nil)
    let platform = CheckedPlatform(
      catalogue: catalogue, tiers: NameTable(inOrder: [PlainName("tier", at: nowhere)]),
      orgs: NameTable(inOrder: [PlainName("org", at: nowhere)]), routes: world.routes,
      plans: NameTable(inOrder: world.plans.elements.map(\.asWritten)), tests: [], waivers: [],
      classes: rights.enumerated().map { number, rights in
        rights.policy(in: catalogue, values.indices.contains(number) ? values[number] : nil)
      },
      shapes: [PolicyFields.all.map { _ in builtIn }], tenants: tenants, ceilings: [])
    let policies = CheckedPolicies(
      platforms: [platform],
      sources: [SourceRecord(name: "world.yaml", digest: [UInt8](repeating: 7, count: 32))])
    var contents = contents(of: policies)
    contents.certificateDigest = certificateDigest
    return try PolicyBundle(copying: try encode(contents))
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
  /// - Parameter others: Values of the fields that do not route.
  package func policy(in catalogue: Catalogue, _ others: [FieldValue]? = nil) -> EffectivePolicy {
    EffectivePolicy(
      org: 0, tier: 0,
      values: PolicyFields.all.enumerated().map { index, field in
        value(of: field, in: catalogue, others?[index] ?? Self.least(of: field.type))
      })
  }

  private func value(
    of field: AnyField, in catalogue: Catalogue, _ other: FieldValue
  ) -> FieldValue {
    switch field.name {
    case "allowed_tools": .set(tools)
    case "denied_tools": .set(other.members.subtracting(tools))
    case "data_residency": .residency(residency)
    case "model_tier": .number(Int64(modelTier))
    case "data_retention": .number(dataRetention)
    case "audit_retention": .number(auditRetention)
    case "reviewer_pool": .set(Bitset([reviewerPool ?? catalogue.reviewerPools.count]))
    default: other
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
