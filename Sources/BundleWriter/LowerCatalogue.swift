import PolicyModel
import TenantPolicy

/// The catalogues of all platforms as tables.
func catalogueTables(of platforms: [CheckedPlatform], _ rows: RowNumbers) -> [TableContents] {
  let all = platforms.enumerated().map { CatalogueRows(rows, $1, $0) }
  return CatalogueTable.allCases.map { table in
    TableContents(
      table.rawValue,
      columns: table.columns.enumerated().map { ColumnContents(ColumnID(UInt32($0)), $1.0, $1.1) },
      nameColumn: table.isNamed ? ColumnID(table.nameColumn) : nil,
      scopeColumn: table.isNamed && table.isScoped ? ColumnID(0) : nil,
      rows: all.flatMap { $0.rows(of: table) })
  }
}

/// The tables of the catalogue and their columns; the number of a column is its id.
package enum CatalogueTable: String, CaseIterable {
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

  package var isNamed: Bool { self != .transfers }
  package var isScoped: Bool { self != .platforms }
  var nameColumn: UInt32 { isScoped ? 1 : 0 }

  /// What a column is called, what it holds, and what that means.
  package typealias ColumnDeclaration = (String, ColumnContents.Kind, meaning: String)

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
    }
  }
}

extension CatalogueTable {
  private var scoped: [ColumnDeclaration] {
    [
      ("platform", .index(of: "platforms"), "platform that declares it"),
      ("name", .string, "unique on its platform"),
    ]
  }

  private var platformColumns: [ColumnDeclaration] {
    [
      ("name", .string, "unique in the bundle"), ("language", .integer, "version of the language"),
      ("currency", .string, "three capital letters; empty where no amount is stated"),
      ("slots", .integer, "of the worker pool, or -1"),
      ("reject_above", .integer, "queued workflows, or -1 where not stated"),
      ("typical_run", .integer, "milliseconds, or -1 where not stated"),
    ]
  }

  private var transferColumns: [ColumnDeclaration] {
    [
      ("platform", .index(of: "platforms"), "platform that declares it"),
      ("from", .index(of: "region_groups"), "group that data leaves"),
      ("to", .index(of: "region_groups"), "group that data may go to"),
      ("basis", .index(of: "transfer_bases"), "the ground"),
      ("until", .integer, "seconds from 1970-01-01T00:00:00Z to the end of the ground"),
    ]
  }

  private var toolColumns: [ColumnDeclaration] {
    [
      ("cost", .integer, "of a call, in millionths of the currency, or -1 where not stated"),
      ("adds", .mask(of: "data_classes"), "data classes that its result has besides"),
      ("removes", .mask(of: "data_classes"), "data classes that its result no longer has"),
      (
        "quota", .list,
        "empty, or calls, window in milliseconds, and 1 if the window slides, else 0"
      ),
    ]
  }

  private var endpointColumns: [ColumnDeclaration] {
    let storage = Storage.allCases.enumerated().map { "\(1 << $0) \($1.rawValue)" }
    return [
      ("serves_tools", .mask(of: "tools"), "tools that run here"),
      ("serves_models", .mask(of: "models"), "models that run here"),
      ("serves_storage", .integer, "sum of: \(storage.joined(separator: ", "))"),
      ("model_tier", .index(of: "model_tiers"), "tier of the model, or none"),
      ("process", .mask(of: "regions"), "where it may process"),
      ("store", .mask(of: "regions"), "where it may store"),
      ("log", .mask(of: "regions"), "where it may log"),
      ("retains", .integer, "milliseconds, or -1 for ever"),
      ("dedicated_to", .string, "id of the tenant that it serves alone, or empty"),
      ("provider", .string, "its provider, or empty"),
    ]
  }

  private var reviewerPoolColumns: [ColumnDeclaration] {
    [
      ("region", .index(of: "regions"), "where the reviewers sit"),
      ("staff", .integer, "how many they are"),
      ("dedicated_to", .string, "id of the tenant that they work for alone, or empty"),
      ("clearance", .mask(of: "data_classes"), "data classes that they may see"),
    ]
  }
}

/// The rows that one platform brings to each table.
private struct CatalogueRows {
  private let rows: RowNumbers
  private let checked: CheckedPlatform
  private let platform: Int
  private var catalogue: Catalogue { checked.catalogue }

  init(_ rows: RowNumbers, _ checked: CheckedPlatform, _ platform: Int) {
    self.rows = rows
    self.checked = checked
    self.platform = platform
  }

  func rows(of table: CatalogueTable) -> [[Cell]] {
    switch table {
    case .platforms: [platformRow]
    case .regions:
      catalogue.regions.elements.map { scoped($0) + [rows.rows($0.groups, .group, on: platform)] }
    case .groups:
      catalogue.groups.elements.map { scoped($0) + [regions($0.regions)] }
    case .bases: catalogue.bases.elements.map(scoped)
    case .transfers: catalogue.transfers.map(transfer)
    case .dataClasses: catalogue.dataClasses.elements.map(scoped)
    case .modelTiers:
      catalogue.modelTiers.elements.enumerated().map { scoped($1) + [.integer(Int64($0))] }
    case .tools: catalogue.tools.elements.map { tool($0, .tool) }
    case .models: catalogue.models.elements.map { tool($0, .model) }
    case .endpoints: catalogue.endpoints.elements.map(endpoint)
    case .reviewerPools: catalogue.reviewerPools.elements.map(reviewerPool)
    case .budgetClasses: catalogue.budgetClasses.elements.map(scoped)
    case .tiers: checked.tiers.elements.map(scoped)
    case .orgs: checked.orgs.elements.map(scoped)
    }
  }

  private var platformRow: [Cell] {
    let pool = catalogue.workerPool?.value
    return [
      .string(catalogue.name.value), .integer(catalogue.language),
      .string(catalogue.currency?.description ?? ""), .integer(pool?.slots ?? -1),
      .integer(pool?.rejectAbove ?? -1), .integer(pool?.typicalRun?.milliseconds ?? -1),
    ]
  }

  private func scoped(_ declared: some Declared) -> [Cell] {
    [.index(platform), .string(declared.name)]
  }

  private func regions(_ members: Bitset) -> Cell { rows.rows(members, .region, on: platform) }

  private func transfer(_ transfer: Transfer) -> [Cell] {
    [
      .index(platform), .index(rows.row(transfer.from, .group, on: platform)),
      .index(rows.row(transfer.to, .group, on: platform)),
      .index(rows.row(transfer.basis, .basis, on: platform)),
      .integer(transfer.until.secondsSince1970),
    ]
  }

  private func tool(_ tool: Tool, _ kind: CatalogueRow) -> [Cell] {
    let quota = tool.quota.map {
      [$0.value.count, $0.value.window.milliseconds, $0.value.isSliding ? 1 : 0]
    }
    return scoped(tool) + [
      .integer(tool.cost?.micros ?? -1), rows.rows(tool.adds, .dataClass, on: platform),
      rows.rows(tool.removes, .dataClass, on: platform), .list(quota ?? []),
    ]
  }

  private func endpoint(_ endpoint: Endpoint) -> [Cell] {
    var tools = Bitset()
    var models = Bitset()
    var storage: Int64 = 0
    for capability in endpoint.serves {
      switch capability {
      case .tool(let index): tools.insert(index)
      case .model(let index): models.insert(index)
      case .storage(let kind): storage |= 1 << Int64(Storage.allCases.firstIndex(of: kind) ?? 0)
      }
    }
    return scoped(endpoint) + [
      rows.rows(tools, .tool, on: platform), rows.rows(models, .model, on: platform),
      .integer(storage),
      .index(endpoint.modelTier.map { rows.row($0, .modelTier, on: platform) }),
      regions(endpoint.regions.process), regions(endpoint.regions.store),
      regions(endpoint.regions.log), .integer(endpoint.retains?.milliseconds ?? -1),
      .string(endpoint.dedicatedTo?.value ?? ""), .string(endpoint.provider ?? ""),
    ]
  }

  private func reviewerPool(_ pool: ReviewerPool) -> [Cell] {
    scoped(pool) + [
      .index(rows.row(pool.region, .region, on: platform)), .integer(pool.staff),
      .string(pool.dedicatedTo?.value ?? ""),
      rows.rows(pool.clearance, .dataClass, on: platform),
    ]
  }
}
