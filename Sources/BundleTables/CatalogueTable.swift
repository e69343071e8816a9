import TenantPolicy

/// The tables that hold what platforms declare: their catalogues, routes and plans.
///
/// The number of a column is its id. The first column leads to the row that a row belongs to, such as
/// the platform; rows of one owner stand together, in the order of the owners.
package enum CatalogueTable: String, CaseIterable, Sendable {
  case platforms, regions
  case groups = "region_groups"
  case bases = "transfer_bases"
  case transfers
  case dataClasses = "data_classes"
  case modelTiers = "model_tiers"
  case tools, models, endpoints
  case reviewerPools = "reviewer_pools"
  case budgetClasses = "budget_classes"
  case tiers = "policy_tiers"
  case orgs
  case routes, candidates, plans
  case facts = "plan_facts"
  case factWords = "fact_words"
  case variables = "plan_variables"
  case steps, exits
  case decisions, rights, permissions

  /// The table whose rows its rows belong to; `nil` for platforms.
  package var owner: CatalogueTable? {
    switch self {
    case .platforms: nil
    case .regions, .groups, .bases, .transfers, .dataClasses, .modelTiers, .tools, .models,
      .endpoints, .reviewerPools, .budgetClasses, .tiers, .orgs, .routes, .plans,
      .decisions, .rights:
      .platforms
    case .candidates: .routes
    case .facts, .variables, .steps: .plans
    case .factWords: .facts
    case .exits: .steps
    case .permissions: .rights
    }
  }

  /// Whether the column after the owner names rows, each name once for an owner.
  package var isNamed: Bool {
    switch self {
    case .transfers, .candidates, .exits, .decisions, .rights, .permissions: false
    case .platforms, .regions, .groups, .bases, .dataClasses, .modelTiers, .tools, .models,
      .endpoints, .reviewerPools, .budgetClasses, .tiers, .orgs, .routes, .plans, .facts,
      .factWords, .variables, .steps:
      true
    }
  }

  /// Whether rows of one owner stand in ascending order of the bytes of their names.
  package var isSorted: Bool {
    switch self {
    case .regions, .groups, .bases, .dataClasses, .tools, .models, .endpoints, .reviewerPools,
      .budgetClasses, .tiers, .orgs, .routes, .plans, .facts:
      true
    case .platforms, .transfers, .modelTiers, .candidates, .factWords, .variables, .steps, .exits,
      .decisions, .rights, .permissions:
      false
    }
  }

  package var nameColumn: UInt32 { owner == nil ? 0 : 1 }

  /// What a column is called, what it holds, and what that means.
  package typealias ColumnDeclaration = (name: String, kind: ColumnContents.Kind, meaning: String)

  package var columns: [ColumnDeclaration] {
    switch self {
    case .platforms: platformColumns
    case .regions: scoped + [("groups", .mask(of: "region_groups"), "groups that it is in")]
    case .groups: scoped + [("regions", .mask(of: "regions"), "regions in it")]
    case .transfers: transferColumns
    case .modelTiers: scoped + [("rank", .integer, "position in the platform's order, 0 lowest")]
    case .tools, .models: scoped + toolColumns
    case .endpoints: scoped + endpointColumns
    case .reviewerPools: scoped + reviewerPoolColumns
    case .bases, .dataClasses, .budgetClasses, .tiers, .orgs: scoped
    case .routes: scoped + routeColumns
    case .candidates: candidateColumns
    case .plans: scoped + planColumns
    case .facts: ofPlan + factColumns
    case .factWords: [("fact", .index(of: "plan_facts"), "whose word it is"), wordColumn]
    case .variables: ofPlan + variableColumns
    case .steps: ofPlan + stepColumns
    case .exits: exitColumns
    case .decisions: columnsOfDecisions
    case .rights: rightsColumns
    case .permissions: permissionColumns
    }
  }

  package var columnContents: [ColumnContents] {
    columns.enumerated().map { ColumnContents(ColumnID(UInt32($0)), $1.name, $1.kind) }
  }

  /// Where the declaration stands.
  static let place: [ColumnDeclaration] = [
    ("source", .integer, "number of the source that says so"),
    ("line", .integer, "in that source, from 1"),
  ]
}
