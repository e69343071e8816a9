/// The language of tenant policies: one declaration a field. The first eleven, with the tenant's id
/// and org and tier, are the tenant context that travels with every workflow.
package struct PolicyFields: Sendable {
  package let budgetClass = Field<Int>(
    1, "budget_class", .choice(.budgetClass, none: false), nil,
    "Class of rates and budgets that the tenant takes from the catalogue.")

  package let dataResidency = Field<Residency>(
    2, "data_residency", .residency, nil,
    "Regions in which the tenant's data may be processed, stored and logged.")

  package let allowedTools = Field<Bitset>(
    3, "allowed_tools", .allowedTools, nil,
    "Tools that the tenant's workflows may call.")

  package let deniedTools = Field<Bitset>(
    4, "denied_tools", .deniedTools, .set(Bitset()),
    "Tools that the tenant's workflows may not call, whatever else allows them.")

  package let modelTier = Field<Int>(
    5, "model_tier", .modelTier, nil,
    "Highest tier of models that may see the tenant's data.")

  package let concurrencyCap = Field<Int64>(
    6, "concurrency_cap", .integer(1...1_000_000, unit: "workflows"), nil,
    "Most workflows the tenant may have running at once.")

  package let reviewerPool = Field<Int>(
    7, "reviewer_pool", .choice(.reviewerPool, none: true), nil,
    "People who review the tenant's workflows, or none.")

  package let auditRetention = Field<Duration>(
    8, "audit_retention", .duration(stricter: .greater), nil,
    "Least time for which the audit log is kept.")

  package let dataRetention = Field<Duration>(
    9, "data_retention", .duration(stricter: .smaller), .number(0),
    "Most time for which an endpoint may keep the tenant's data.")

  package let rateLimits = Field<RateLimits>(
    10, "rate_limits", .rateLimits, .rates(RateLimits([])),
    "Calls a tool may get from the tenant, by tool.")

  package let perWorkflow = Field<Money>(
    11, "per_workflow", .money, nil,
    "Most that one workflow may cost.")

  package let perMonth = Field<Money>(
    12, "per_month", .money, nil,
    "Most that the tenant's workflows may cost in a calendar month.")

  package let weight = Field<Int64>(
    13, "weight", .integer(1...1_000, unit: "shares"), .number(1),
    "Share of the worker pool in weighted fair queuing, relative to other tenants.")

  package let guaranteedSlots = Field<Int64>(
    14, "guaranteed_slots", .integer(0...1_000_000, unit: "slots"), .number(0),
    "Slots of the worker pool that are kept for the tenant.")

  package let priority = Field<Int>(
    15, "priority", .words(["background", "normal", "urgent"]), .number(0),
    "Highest priority that the tenant's workflows may ask for.")

  package let serviceLevel = Field<ServiceLevel>(
    16, "sla", .serviceLevel, .serviceLevel(.bestEffort),
    "Share of workflows that are decided within a time.")

  package let burst = Field<Burst>(
    17, "burst", .burst, .burst(.none),
    "How far and how long the concurrency cap may be exceeded.")

  /// Every field, in the order of the declarations. Read off the stored properties, so that no second
  /// list can fall behind.
  package static let all: [AnyField] = Mirror(reflecting: policyFields).children.compactMap {
    ($0.value as? any DeclaresField)?.declaration
  }

  /// Position in `all` by the id of the field.
  fileprivate static let positions: [Int] = {
    var positions = [Int](repeating: 0, count: Int(all.map(\.id).max() ?? 0) + 1)
    for (position, field) in all.enumerated() { positions[Int(field.id)] = position }
    return positions
  }()

  /// Position in `all` by the key in YAML.
  package static let indexByName = Dictionary(
    all.enumerated().map { ($1.name, $0) }, uniquingKeysWith: { first, _ in first })
}

/// The declarations, for whoever means one of them.
package let policyFields = PolicyFields()

extension Field {
  /// Position in `PolicyFields.all`, and in every array that has one element a field.
  package var index: Int { PolicyFields.positions[Int(declaration.id)] }
}

private protocol DeclaresField {
  var declaration: AnyField { get }
}

extension Field: DeclaresField {}
