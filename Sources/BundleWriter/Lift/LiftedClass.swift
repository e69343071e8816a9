import PolicyModel
import TenantPolicy

/// A row of the table `classes` as values of the fields: what `FieldColumns` wrote, read back.
struct LiftedClass {
  private let row: Int
  private let tables: PlatformRows
  private let catalogue: Catalogue

  init(_ row: Int, _ tables: PlatformRows, _ catalogue: Catalogue) {
    self.row = row
    self.tables = tables
    self.catalogue = catalogue
  }

  func value(of field: AnyField) -> FieldValue? {
    let cells = FieldColumns.columns(of: field).compactMap { tables.classCell($0.id, row) }
    guard cells.count == FieldColumns.parts(of: field.type).count, let cell = cells.first else {
      return nil
    }
    switch field.type {
    case .integer, .duration, .money, .words: return integer(cell).map { .number($0) }
    case .modelTier: return index(cell, .modelTiers).map { .number(Int64($0)) }
    case .choice(let kind, _): return .set(Bitset([chosen(cell, kind)]))
    case .allowedTools, .deniedTools: return .set(tables.members(cell, of: .tools))
    case .residency: return .residency(residency(cells))
    case .rateLimits: return .rates(RateLimits(rates(list(cell))))
    case .serviceLevel: return .serviceLevel(serviceLevel(cells.compactMap(integer)))
    case .burst: return .burst(burst(cells.compactMap(integer)))
    }
  }
}

extension LiftedClass {
  private func integer(_ cell: Cell) -> Int64? {
    if case .integer(let value) = cell { value } else { nil }
  }

  private func list(_ cell: Cell) -> [Int64] {
    if case .list(let cells) = cell { cells } else { [] }
  }

  private func index(_ cell: Cell, _ table: CatalogueTable) -> Int? {
    guard case .index(let row?) = cell else { return nil }
    return tables.index(Int64(row), of: table)
  }

  /// An index that leads nowhere is `none`, which comes after all names.
  private func chosen(_ cell: Cell, _ kind: NameKind) -> Int {
    let table: CatalogueTable = kind == .budgetClass ? .budgetClasses : .reviewerPools
    return index(cell, table) ?? catalogue.names(of: kind).count
  }

  private func residency(_ cells: [Cell]) -> Residency {
    let process = tables.members(tables.classCell(.processRegions, row), of: .regions)
    let general = RegionUse(
      process: process, store: tables.members(cells[0], of: .regions),
      log: tables.members(cells[1], of: .regions))
    return Residency(
      general, byClass: classUses(list(cells[3])), accepts: tables.members(cells[2], of: .bases))
  }

  /// For each data class its row, then count and rows of three sets of regions.
  private func classUses(_ cells: [Int64]) -> [Residency.ClassUse] {
    var uses: [Residency.ClassUse] = []
    var rest = cells[...]
    while let row = rest.popFirst(), let dataClass = tables.index(row, of: .dataClasses),
      uses.count < catalogue.dataClasses.count
    {
      let sets = (0..<3).map { _ in regions(&rest) }
      let use = RegionUse(process: sets[0], store: sets[1], log: sets[2])
      uses.append(Residency.ClassUse(dataClass, use))
    }
    return uses
  }

  private func regions(_ cells: inout ArraySlice<Int64>) -> Bitset {
    let stated = cells.popFirst() ?? 0
    let count = Int(min(max(stated, 0), Int64(cells.count)))
    defer { cells = cells.dropFirst(count) }
    return Bitset(cells.prefix(count).compactMap { tables.index($0, of: .regions) })
  }

  /// For each rate tool row, calls, window and kind. No tool has more rates than there are windows.
  private func rates(_ cells: [Int64]) -> [RateLimits.Entry] {
    let most = 4 * 2 * Rate.Window.allCases.count * catalogue.tools.count
    let whole = min(cells.count, most) / 4 * 4
    return stride(from: 0, to: whole, by: 4).compactMap { rate(cells[$0..<($0 + 4)]) }
  }

  private func rate(_ cells: ArraySlice<Int64>) -> RateLimits.Entry? {
    let parts = Array(cells)
    guard let tool = tables.index(parts[0], of: .tools), 0...Rate.mostCalls ~= parts[1],
      let window = Rate.Window.allCases.first(where: { $0.milliseconds == parts[2] })
    else { return nil }
    let rate = Rate(count: parts[1], per: window, isSliding: parts[3] == 1)
    return RateLimits.Entry(tool, rate)
  }

  private func serviceLevel(_ parts: [Int64]) -> ServiceLevel {
    guard parts.count == 2, parts[0] >= 0 else { return .bestEffort }
    return .share(
      Percentage(basisPoints: parts[0]), within: Duration(milliseconds: parts[1]))
  }

  private func burst(_ parts: [Int64]) -> Burst {
    parts.count == 2 ? Burst(to: parts[0], for: Duration(milliseconds: parts[1])) : .none
  }
}
