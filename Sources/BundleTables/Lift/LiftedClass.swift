import PolicyModel
import TenantPolicy

/// A row of the table `classes` as values of the fields: what the writer made of them, read back.
struct LiftedClass {
  private let row: Row
  private let rows: PlatformRows
  private let catalogue: Catalogue

  /// - Throws: For a row of another platform, or none.
  init(_ row: Int, _ rows: PlatformRows, _ catalogue: Catalogue) throws(NotLiftable) {
    self.row = rows.classRow(row)
    self.rows = rows
    self.catalogue = catalogue
    guard try self.row.cell("platform") == .index(rows.platform) else { throw NotLiftable() }
  }

  func policy() throws(NotLiftable) -> EffectivePolicy {
    var values: [FieldValue] = []
    for field in PolicyFields.all { values.append(try value(of: field)) }
    let policy = EffectivePolicy(org: try org(), tier: try tier(), values: values)
    // Decisions are made by this column, so that nothing may be proved of another set of tools.
    let permitted = try rows.members(try row.cell("permitted_tools"), of: .tools)
    guard policy.permittedTools == permitted else { throw NotLiftable() }
    return policy
  }

  func org() throws(NotLiftable) -> Int {
    try rows.requiredIndex(try row.cell("org_id"), of: .orgs)
  }

  func tier() throws(NotLiftable) -> Int {
    try rows.requiredIndex(try row.cell("policy_tier"), of: .tiers)
  }

  func value(of field: AnyField) throws(NotLiftable) -> FieldValue {
    let names = FieldColumns.columns(of: field).map(\.name)
    switch field.type {
    case .integer(let range, _): return .number(try row.integer(names[0], in: range))
    case .duration:
      return .number(try row.integer(names[0], in: 0...Duration.longest.milliseconds))
    case .money: return .number(try row.integer(names[0], in: 0 ... .max))
    case .words(let words):
      return .number(try row.integer(names[0], in: 0...Int64(max(words.count, 1) - 1)))
    case .modelTier:
      return .number(
        Int64(try rows.requiredIndex(try row.cell(names[0]), of: .modelTiers)))
    case .choice(let kind, let none): return .set(Bitset([try chosen(names[0], kind, none)]))
    case .allowedTools, .deniedTools:
      return .set(try rows.members(try row.cell(names[0]), of: .tools))
    case .residency: return .residency(try residency(names))
    case .rateLimits: return .rates(try rates(names[0]))
    case .serviceLevel: return .serviceLevel(try serviceLevel(names))
    case .burst: return .burst(try burst(names))
    }
  }
}

extension LiftedClass {
  /// `none` comes after all names, where the field has it.
  private func chosen(
    _ name: String, _ kind: NameKind, _ none: Bool
  ) throws(NotLiftable) -> Int {
    let table: CatalogueTable = kind == .budgetClass ? .budgetClasses : .reviewerPools
    if let index = try rows.index(try row.cell(name), of: table) { return index }
    guard none else { throw NotLiftable() }
    return catalogue.names(of: kind).count
  }

  // MARK: Residency

  private func residency(_ names: [String]) throws(NotLiftable) -> Residency {
    let general = RegionUse(
      process: try regions("process_regions"), store: try regions(names[0]),
      log: try regions(names[1]))
    let accepts = try rows.members(try row.cell(names[2]), of: .bases)
    return Residency(general, byClass: try classUses(names[3]), accepts: accepts)
  }

  private func regions(_ name: String) throws(NotLiftable) -> Bitset {
    try rows.members(try row.cell(name), of: .regions)
  }

  /// For each data class its row, then count and rows of three sets of regions.
  private func classUses(_ name: String) throws(NotLiftable) -> [Residency.ClassUse] {
    let most = catalogue.dataClasses.count * (1 + 3 * (1 + catalogue.regions.count))
    var rest = try row.list(name, most: most)[...]
    var uses: [Residency.ClassUse] = []
    while let number = rest.popFirst() {
      guard let dataClass = rows.index(number, of: .dataClasses),
        uses.last.map({ $0.dataClass < dataClass }) ?? true
      else { throw NotLiftable() }
      let use = RegionUse(
        process: try regions(&rest), store: try regions(&rest), log: try regions(&rest))
      uses.append(Residency.ClassUse(dataClass, use))
    }
    return uses
  }

  private func regions(_ cells: inout ArraySlice<Int64>) throws(NotLiftable) -> Bitset {
    guard let count = cells.popFirst(), 0...Int64(cells.count) ~= count else {
      throw NotLiftable()
    }
    let indices = cells.prefix(Int(count)).compactMap { rows.index($0, of: .regions) }
    cells = cells.dropFirst(Int(count))
    let regions = Bitset(indices)
    guard regions.count == Int(count) else { throw NotLiftable() }
    return regions
  }

  // MARK: Rates, service levels and bursts

  /// For each rate tool row, calls, window and kind. No tool has more rates than there are windows.
  private func rates(_ name: String) throws(NotLiftable) -> RateLimits {
    let most = 4 * 2 * Rate.Window.allCases.count * catalogue.tools.count
    let cells = try row.list(name, most: most)
    guard cells.count.isMultiple(of: 4) else { throw NotLiftable() }
    var entries: [RateLimits.Entry] = []
    for first in stride(from: 0, to: cells.count, by: 4) {
      guard let tool = rows.index(cells[first], of: .tools) else { throw NotLiftable() }
      entries.append(RateLimits.Entry(tool, try Rate(lifting: cells[(first + 1)..<(first + 4)])))
    }
    return RateLimits(entries)
  }

  private func serviceLevel(_ names: [String]) throws(NotLiftable) -> ServiceLevel {
    let share = try row.optional(names[0], in: 0...10_000)
    let time = try row.integer(names[1], in: 0...Duration.longest.milliseconds)
    return share.map {
      .share(Percentage(basisPoints: $0), within: Duration(milliseconds: time))
    } ?? .bestEffort
  }

  private func burst(_ names: [String]) throws(NotLiftable) -> Burst {
    Burst(
      to: try row.integer(names[0], in: 0 ... .max),
      for: Duration(
        milliseconds: try row.integer(names[1], in: 0...Duration.longest.milliseconds)))
  }
}
