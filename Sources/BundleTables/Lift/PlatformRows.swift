import PolicyModel
import TenantPolicy

/// The rows of one platform in each table.
struct PlatformRows: Sendable {
  let all: BundleRows
  let platform: Int

  /// The rows of a table that the platform, or one of its routes, plans or steps, owns.
  func rows(of table: CatalogueTable, ownedBy owner: Int? = nil) throws(NotLiftable) -> [Row] {
    try all.rows(all.rows(of: table, ownedBy: owner ?? platform), of: table)
  }

  func count(of table: CatalogueTable) -> Int { all.rows(of: table, ownedBy: platform).count }

  /// A row as an index of its owner; `nil` for a row of another owner, or none.
  func index(_ row: Int64, of table: CatalogueTable, ownedBy owner: Int? = nil) -> Int? {
    all.rows(of: table, ownedBy: owner ?? platform).position(of: row)
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
    let own = all.rows(of: table, ownedBy: platform)
    let indices = rows.compactMap { own.position(of: Int64($0)) }
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

extension Range<Int> {
  /// A row as its position among these rows; `nil` for another.
  func position(of row: Int64) -> Int? {
    Int(exactly: row).flatMap { contains($0) ? $0 - lowerBound : nil }
  }
}
