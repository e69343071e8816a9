import PolicyModel
import TenantPolicy

/// The rows of one platform in each table.
struct PlatformRows: Sendable {
  let all: BundleRows
  let platform: Int

  /// The rows of a table that the platform, or one of its routes, plans or steps, owns.
  func rows(of table: CatalogueTable, ownedBy owner: Int? = nil) throws(NotLiftable) -> [Row] {
    var rows: [Row] = []
    for number in all.rows(of: table, ownedBy: owner ?? platform) {
      rows.append(try all.row(number, of: table))
    }
    return rows
  }

  func count(of table: CatalogueTable) -> Int { all.rows(of: table, ownedBy: platform).count }

  /// A row as an index of its owner; `nil` for a row of another owner, or none.
  func index(_ row: Int64, of table: CatalogueTable, ownedBy owner: Int? = nil) -> Int? {
    let range = all.rows(of: table, ownedBy: owner ?? platform)
    return Int(exactly: row).flatMap { range.contains($0) ? $0 - range.lowerBound : nil }
  }

  /// The index that a cell leads to, `nil` where it leads to none.
  func index(
    _ cell: Cell, of table: CatalogueTable, ownedBy owner: Int? = nil
  ) throws(NotLiftable) -> Int? {
    guard case .index(let row) = cell else { throw NotLiftable() }
    guard let row else { return nil }
    guard let index = index(Int64(row), of: table, ownedBy: owner) else { throw NotLiftable() }
    return index
  }

  func requiredIndex(
    _ cell: Cell, of table: CatalogueTable, ownedBy owner: Int? = nil
  ) throws(NotLiftable) -> Int {
    guard let index = try index(cell, of: table, ownedBy: owner) else { throw NotLiftable() }
    return index
  }

  /// The members of a mask as indices of the platform.
  func members(_ cell: Cell, of table: CatalogueTable) throws(NotLiftable) -> Bitset {
    guard case .mask(let rows) = cell else { throw NotLiftable() }
    let indices = rows.compactMap { index(Int64($0), of: table) }
    guard indices.count == rows.count else { throw NotLiftable() }
    return Bitset(indices)
  }

  /// The rows of a table as what they declare: within limits, each name once, in its order.
  func declared<Element: Declared>(
    _ table: CatalogueTable, ownedBy owner: Int? = nil, most: Int,
    where isWanted: (Row) throws(NotLiftable) -> Bool = { _ in true },
    _ lift: (Row) throws(NotLiftable) -> Element
  ) throws(NotLiftable) -> NameTable<Element> {
    guard all.rows(of: table, ownedBy: owner ?? platform).count <= most else { throw NotLiftable() }
    var elements: [Element] = []
    for row in try rows(of: table, ownedBy: owner) where try isWanted(row) {
      elements.append(try lift(row))
    }
    let names = elements.map { Array($0.name.utf8) }
    guard Set(names).count == names.count else { throw NotLiftable() }
    if table.isSorted {
      let pairs = zip(names, names.dropFirst())
      guard pairs.allSatisfy({ $0.lexicographicallyPrecedes($1) }) else { throw NotLiftable() }
    }
    return NameTable(inOrder: elements)
  }
}
