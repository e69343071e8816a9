import BundleTables
import PolicyModel
import TenantPolicy

/// The catalogues of all platforms as tables.
func catalogueTables(
  of platforms: [CheckedPlatform], _ rights: [PlatformRights], _ rows: RowNumbers
) -> [TableContents] {
  let all = platforms.enumerated().map { CatalogueRows(rows, $1, rights[$0], $0) }
  return CatalogueTable.allCases.map { table in
    TableContents(
      table.rawValue,
      columns: table.columnContents,
      nameColumn: table.isNamed ? ColumnID(table.nameColumn) : nil,
      scopeColumn: table.isNamed && table.owner != nil ? ColumnID(0) : nil,
      rows: all.flatMap { $0.rows(of: table) })
  }
}

/// The rows that one platform brings to each table.
private struct CatalogueRows {
  private let rows: RowNumbers
  private let checked: CheckedPlatform
  private let platform: Int
  private let workflows: WorkflowRows
  private let rights: RightsRows
  private var catalogue: Catalogue { checked.catalogue }

  init(
    _ rows: RowNumbers, _ checked: CheckedPlatform, _ rights: PlatformRights, _ platform: Int
  ) {
    self.rows = rows
    self.checked = checked
    self.platform = platform
    workflows = WorkflowRows(rows, checked, platform)
    self.rights = RightsRows(rows, rights, platform)
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
    case .tools: catalogue.tools.elements.enumerated().map { tool($1, decidedAt: $0) }
    case .models:
      catalogue.models.elements.enumerated().map {
        tool($1, decidedAt: catalogue.tools.count + $0)
      }
    case .endpoints: catalogue.endpoints.elements.map(endpoint)
    case .reviewerPools: catalogue.reviewerPools.elements.map(reviewerPool)
    case .budgetClasses: catalogue.budgetClasses.elements.map(scoped)
    case .tiers: checked.tiers.elements.map(scoped)
    case .orgs: checked.orgs.elements.map(scoped)
    case .routes: workflows.routes
    case .candidates: workflows.candidates
    case .plans: workflows.plans
    case .facts: workflows.facts
    case .factWords: workflows.factWords
    case .variables: workflows.variables
    case .steps: workflows.steps
    case .exits: workflows.exits
    case .decisions: rights.decisions
    case .rights: rights.rights
    case .permissions: rights.permissions
    }
  }

  private var platformRow: [Cell] {
    let pool = catalogue.workerPool?.value
    return [
      .string(catalogue.name.value), .integer(catalogue.language),
      .string(catalogue.currency?.description ?? ""), .integer(pool?.slots ?? -1),
      .integer(pool?.rejectAbove ?? -1), .integer(pool?.typicalRun?.milliseconds ?? -1),
    ] + place(catalogue.name.span, catalogue.name.line) + [
      line(of: catalogue.workerPool), .integer(catalogue.gate.number),
      .list((pool?.byRegion ?? []).flatMap { [Int64($0.region), $0.slots] }),
      .list(rights.storageDecisions), .integer(Int64(catalogue.dataClasses.count)),
      .integer(Int64(rows.first(of: .dataClass, on: platform))),
      .integer(Int64(rows.first(of: .reviewerPool, on: platform))),
      .integer(Int64(rows.first(of: .decision, on: platform))),
    ]
  }

  private func scoped(_ declared: some Declared) -> [Cell] {
    [.index(platform), .string(declared.name)]
  }

  private func line<Value>(of stated: Located<Value>?) -> Cell {
    .integer(Int64(stated?.line ?? 0))
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

  /// - Parameter position: Of its decision, among those of the platform.
  private func tool(_ tool: Tool, decidedAt position: Int) -> [Cell] {
    let quota = tool.quota.map {
      [$0.value.count, $0.value.window.milliseconds, $0.value.isSliding ? 1 : 0]
    }
    return scoped(tool) + [
      .integer(tool.cost?.micros ?? -1), rows.rows(tool.adds, .dataClass, on: platform),
      rows.rows(tool.removes, .dataClass, on: platform), .list(quota ?? []),
    ] + place(tool.span, tool.line) + [
      line(of: tool.quota), .index(rows.row(position, .decision, on: platform)),
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
      case .storage(let kind): storage |= kind.number
      }
    }
    return scoped(endpoint) + [
      rows.rows(tools, .tool, on: platform), rows.rows(models, .model, on: platform),
      .integer(storage),
      .index(endpoint.modelTier.map { rows.row($0, .modelTier, on: platform) }),
      regions(endpoint.regions.process), regions(endpoint.regions.store),
      regions(endpoint.regions.log), .integer(endpoint.retains?.milliseconds ?? -1),
      .string(endpoint.dedicatedTo?.value ?? ""), .string(endpoint.provider ?? ""),
    ] + place(endpoint.span, endpoint.line) + [line(of: endpoint.dedicatedTo)]
  }

  private func reviewerPool(_ pool: ReviewerPool) -> [Cell] {
    scoped(pool) + [
      .index(rows.row(pool.region, .region, on: platform)), .integer(pool.staff),
      .string(pool.dedicatedTo?.value ?? ""),
      rows.rows(pool.clearance, .dataClass, on: platform),
    ] + place(pool.span, pool.line) + [line(of: pool.dedicatedTo)]
  }
}
