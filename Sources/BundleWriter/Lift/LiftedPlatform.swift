import PolicyDiagnostics
package import PolicyModel
package import TenantPolicy

/// A platform as a bundle holds it: the way back from rows to names and values, for whoever shows or
/// compares what a bundle says.
package struct LiftedPlatform: Sendable {
  /// Names in their order, groups with their regions, and the currency; nothing else of the catalogue.
  package let catalogue: Catalogue
  private let tables: PlatformRows

  /// `nil` if the bundle has no such platform, or one that no writer of this release made.
  package init?(_ platform: Int, of bundle: PolicyBundle) {
    tables = PlatformRows(platform, bundle)
    guard let catalogue = tables.catalogue() else { return nil }
    self.catalogue = catalogue
  }

  /// The value of a field in a row of the table `classes`; `nil` if the bundle has no such column.
  package func value(of field: AnyField, inClass row: Int) -> FieldValue? {
    LiftedClass(row, tables, catalogue).value(of: field)
  }

  /// The names of the org and the policy tier of a class.
  package func org(ofClass row: Int) -> String? { tables.name(.org, inClass: row) }
  package func tier(ofClass row: Int) -> String? { tables.name(.policyTier, inClass: row) }
}

/// The rows of one platform in each table of the catalogue.
struct PlatformRows: Sendable {
  private let platform: Int
  private let tables: [String: Table]
  private let all: [Table]
  /// Of the table `classes`: positions of columns by their ids.
  private let classColumns: [ColumnID: Int]
  /// The rows of the platform in each table, which stand together.
  private let ranges: [CatalogueTable: Range<Int>]

  init(_ platform: Int, _ bundle: PolicyBundle) {
    self.platform = platform
    all = bundle.allTables
    tables = Dictionary(all.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
    let columns = tables["classes"]?.columns ?? []
    classColumns = Dictionary(
      columns.enumerated().map { ($1.id, $0) }, uniquingKeysWith: { first, _ in first })
    let byName = tables
    ranges = Dictionary(
      uniqueKeysWithValues: CatalogueTable.allCases.map { table in
        (table, Self.range(of: platform, byName[table.rawValue]))
      })
  }

  func classCell(_ column: ColumnID, _ row: Int) -> Cell? {
    classColumns[column].flatMap { tables["classes"]?.cell(row: row, column: $0) }
  }

  /// A row of a table as an index of the platform; `nil` for a row of another platform, or none.
  func index(_ row: Int64, of table: CatalogueTable) -> Int? {
    let range = rows(of: table)
    return Int(exactly: row).flatMap { range.contains($0) ? $0 - range.lowerBound : nil }
  }

  /// The members of a mask over a table as indices of the platform.
  func members(_ cell: Cell?, of table: CatalogueTable) -> Bitset {
    guard case .mask(let rows) = cell else { return Bitset() }
    return Bitset(rows.compactMap { index(Int64($0), of: table) })
  }

  /// The name of the row that an index column of a class leads to.
  func name(_ column: ColumnID, inClass row: Int) -> String? {
    guard case .index(let target?) = classCell(column, row), let position = classColumns[column],
      let number = tables["classes"]?.columns[position].target, number < all.count
    else { return nil }
    return name(ofRow: target, all[number])
  }

  func catalogue() -> Catalogue? {
    guard let table = tables["platforms"], let name = name(ofRow: platform, table) else {
      return nil
    }
    var catalogue = Catalogue(name: Located(name, at: .nowhere, line: 1))
    if case .string(let code) = table.cell(row: platform, column: 2) {
      catalogue.currency = Currency(code)
    }
    catalogue.regions = NameTable(
      inOrder: names(of: .regions).map { Region($0, at: .nowhere, groups: Bitset()) })
    catalogue.groups = NameTable(inOrder: groups())
    catalogue.bases = plainNames(of: .bases)
    catalogue.dataClasses = plainNames(of: .dataClasses)
    catalogue.modelTiers = plainNames(of: .modelTiers)
    catalogue.tools = NameTable(inOrder: names(of: .tools).map(tool))
    catalogue.reviewerPools = NameTable(inOrder: names(of: .reviewerPools).map(reviewerPool))
    catalogue.budgetClasses = NameTable(
      inOrder: names(of: .budgetClasses).map { BudgetClass($0, at: .nowhere, values: [:]) })
    return catalogue
  }
}

extension PlatformRows {
  private func rows(of table: CatalogueTable) -> Range<Int> { ranges[table] ?? 0..<0 }

  /// The rows whose first column, the platform, is this one.
  private static func range(of platform: Int, _ table: Table?) -> Range<Int> {
    guard let table else { return 0..<0 }
    func isOfPlatform(_ row: Int) -> Bool {
      table.cell(row: row, column: 0) == .index(platform)
    }
    let first = (0..<table.rowCount).first(where: isOfPlatform) ?? 0
    let count = (first..<table.rowCount).prefix(while: isOfPlatform).count
    return first..<(first + count)
  }

  private func names(of table: CatalogueTable) -> [String] {
    guard let contents = tables[table.rawValue] else { return [] }
    return rows(of: table).compactMap { name(ofRow: $0, contents) }
  }

  private func name(ofRow row: Int, _ table: Table) -> String? {
    guard let column = table.nameColumn,
      case .string(let name) = table.cell(row: row, column: column)
    else { return nil }
    return name
  }

  private func plainNames(of table: CatalogueTable) -> NameTable<PlainName> {
    NameTable(inOrder: names(of: table).map { PlainName($0, at: .nowhere) })
  }

  private func groups() -> [RegionGroup] {
    guard let table = tables[CatalogueTable.groups.rawValue] else { return [] }
    return rows(of: .groups).compactMap { row in
      name(ofRow: row, table).map { name in
        RegionGroup(
          name, at: .nowhere, regions: members(table.cell(row: row, column: 2), of: .regions))
      }
    }
  }

  private func tool(_ name: String) -> Tool {
    Tool(name, at: .nowhere, cost: nil, adds: Bitset(), removes: Bitset(), quota: nil)
  }

  private func reviewerPool(_ name: String) -> ReviewerPool {
    ReviewerPool(
      name, at: .nowhere, region: 0, staff: 0, dedicatedTo: nil, clearance: Bitset())
  }
}

extension SourceSpan {
  /// What a bundle holds was written somewhere that the bundle does not name.
  fileprivate static let nowhere = SourceSpan(SourceID(0), from: 0, to: 0)
}
