import PolicyModel
package import TenantPolicy

/// That a bundle holds something that no writer of this release made.
struct NotLiftable: Error {}

/// The rows of a bundle by the row that each belongs to: looked through once, for all its platforms.
package struct BundleRows: Sendable {
  let bundle: PolicyBundle
  private let tables: [CatalogueTable: OwnedTable]
  let classes: KnownColumns

  /// `nil` if a table or a column is not there, is not what this release writes, or is not in order.
  package init?(_ bundle: PolicyBundle) {
    do {
      try self.init(lifting: bundle)
    } catch {
      return nil
    }
  }

  private init(lifting bundle: PolicyBundle) throws(NotLiftable) {
    self.bundle = bundle
    let all = bundle.allTables
    let names = all.map(\.name)
    var tables: [CatalogueTable: OwnedTable] = [:]
    for table in CatalogueTable.allCases {
      let known = try KnownColumns(table.rawValue, table.columnContents, all, names)
      let owners = try table.owner.map { owner throws(NotLiftable) in
        try KnownColumns(owner.rawValue, [], all, names).table.rowCount
      }
      tables[table] = try OwnedTable(known, owners: owners)
    }
    self.tables = tables
    let columns = decisionColumns.map(\.column) + PolicyFields.all.flatMap(FieldColumns.columns)
    classes = try KnownColumns("classes", columns, all, names)
  }

  package var platformCount: Int { tables[.platforms]?.known.table.rowCount ?? 0 }

  /// The rows of a table that belong to a row of its owner; all of them, of the platforms.
  func rows(of table: CatalogueTable, ownedBy owner: Int) -> Range<Int> {
    tables[table]?.rows(ownedBy: owner) ?? 0..<0
  }

  func row(_ number: Int, of table: CatalogueTable) throws(NotLiftable) -> Row {
    guard let known = tables[table]?.known else { throw NotLiftable() }
    return Row(number: number, columns: known, sourceCount: bundle.sourceCount)
  }

  func rows(
    _ numbers: Range<Int>, of table: CatalogueTable
  ) throws(NotLiftable) -> [Row] {
    guard let known = tables[table]?.known else { throw NotLiftable() }
    let sourceCount = bundle.sourceCount
    return numbers.map { Row(number: $0, columns: known, sourceCount: sourceCount) }
  }
}

/// A table whose columns are those that this release writes.
final class KnownColumns: Sendable {
  let table: Table
  /// By the name of the declaration, the position in the table.
  let positions: [String: Int]

  init(
    _ name: String, _ declared: [ColumnContents], _ all: [Table], _ names: [String]
  ) throws(NotLiftable) {
    guard let number = names.firstIndex(of: name) else { throw NotLiftable() }
    table = all[number]
    let columns = table.columns
    let byID = Dictionary(
      columns.indices.map { (columns[$0].id, $0) }, uniquingKeysWith: { first, _ in first })
    var positions: [String: Int] = [:]
    for column in declared {
      guard let position = byID[column.id], columns[position].holds(column.kind, names) else {
        throw NotLiftable()
      }
      positions[column.name] = position
    }
    self.positions = positions
  }
}

extension Column {
  fileprivate func holds(_ wanted: ColumnContents.Kind, _ names: [String]) -> Bool {
    let target = target.flatMap { names.indices.contains($0) ? names[$0] : nil }
    return switch wanted {
    case .integer: kind == .integer
    case .index(let table): kind == .index && target == table
    case .mask(let table): kind == .mask && target == table
    case .string: kind == .string
    case .list: kind == .list
    }
  }
}

/// A table with the rows of each owner.
private struct OwnedTable: Sendable {
  let known: KnownColumns
  /// By row of the owner, its first row here; then the number of all rows. `nil` without an owner.
  private let firsts: [Int]?

  /// - Parameter owners: How many rows the table of the owners has.
  init(_ known: KnownColumns, owners: Int?) throws(NotLiftable) {
    self.known = known
    guard let owners else {
      firsts = nil
      return
    }
    var firsts: [Int] = []
    for row in 0..<known.table.rowCount {
      guard case .index(let owner?) = known.table.cell(row: row, column: 0),
        owner >= firsts.count - 1
      else { throw NotLiftable() }
      while firsts.count <= owner { firsts.append(row) }
    }
    while firsts.count <= owners { firsts.append(known.table.rowCount) }
    self.firsts = firsts
  }

  func rows(ownedBy owner: Int) -> Range<Int> {
    guard let firsts else { return 0..<known.table.rowCount }
    return 0..<(firsts.count - 1) ~= owner ? firsts[owner]..<firsts[owner + 1] : 0..<0
  }
}
