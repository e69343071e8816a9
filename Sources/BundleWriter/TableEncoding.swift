import BundleTables
internal import TenantPolicy

/// A table with the place of each column in a row, and of its rows, columns and names.
struct TableEncoding {
  struct Placed {
    let contents: ColumnContents
    /// Position of the column in the contents of the table.
    let position: Int
    let kind: ColumnKind
    let target: Int?
    let width: Int
    fileprivate(set) var offset = 0
  }

  let contents: TableContents
  /// By ascending id.
  private(set) var columns: [Placed]
  private(set) var stride: Int
  /// The row numbers, sorted by scope and name; empty for a table without a name column.
  private(set) var names: [UInt32] = []
  let rowsStart: Int
  let firstColumn: Int
  let firstName: Int

  /// The tables in order, each where the one before it ends.
  static func tables(of contents: BundleContents) throws(BundleWriteError) -> [TableEncoding] {
    var tables: [TableEncoding] = []
    for table in contents.tables {
      let encoding = try TableEncoding(table, after: tables.last, of: contents.tables)
      guard !tables.contains(where: { $0.contents.name == table.name }) else {
        throw .badTable(table.name, "there is another of this name")
      }
      tables.append(encoding)
    }
    return tables
  }

  private init(
    _ table: TableContents, after previous: TableEncoding?, of tables: [TableContents]
  ) throws(BundleWriteError) {
    guard table.rowCount < TableLayout.none else { throw .tooMuch("rows") }
    contents = table
    var columns = try Self.columns(of: table, tables)
    let alignment = table.name == TableLayout.RequiredTable.classes.rawValue ? 64 : 8
    stride = Self.place(&columns, alignment)
    self.columns = columns
    guard stride <= TableLayout.maximumStride else {
      throw .badTable(table.name, "its rows are too long")
    }
    rowsStart = TableLayout.aligned(previous?.rowsEnd ?? 0)
    firstColumn = previous?.columnsEnd ?? 0
    firstName = previous?.namesEnd ?? 0
    names = try sortedNames()
  }

  var rowsEnd: Int { rowsStart + contents.rowCount * stride }
  var columnsEnd: Int { firstColumn + columns.count }
  var namesEnd: Int { firstName + names.count }

  /// The position in the bundle of the column that names rows, or that scopes names.
  func position(of id: ColumnID?) -> Int {
    columns.firstIndex { $0.contents.id == id } ?? Int(TableLayout.none)
  }
}

extension TableEncoding {
  private static func columns(
    of table: TableContents, _ tables: [TableContents]
  ) throws(BundleWriteError) -> [Placed] {
    var columns: [Placed] = []
    for (position, column) in table.columns.enumerated() {
      guard column.id.number <= TableLayout.maximumColumnID else {
        throw .badTable(table.name, "column id \(column.id) is too large")
      }
      let (kind, targetName) = column.kind.encoded
      let target = targetName.flatMap { name in tables.firstIndex { $0.name == name } }
      guard (target != nil) == (targetName != nil) else {
        throw .badTable(table.name, "column `\(column.name)` is over a table that is not there")
      }
      columns.append(
        Placed(
          contents: column, position: position, kind: kind, target: target,
          width: kind.width(over: target.map { tables[$0].rowCount } ?? 0)))
    }
    columns.sort { $0.contents.id < $1.contents.id }
    for (left, right) in zip(columns, columns.dropFirst())
    where left.contents.id == right.contents.id {
      throw .badTable(table.name, "two columns have the id \(left.contents.id)")
    }
    return columns
  }

  /// Gives each column its offset: those of decisions first, in one line; then those that need to
  /// begin at a multiple of 8; then the rest.
  ///
  /// - Returns: The stride, a multiple of `alignment`.
  private static func place(_ columns: inout [Placed], _ alignment: Int) -> Int {
    func group(_ column: Placed) -> Int {
      if column.contents.id.number < ColumnID.firstFree { return 0 }
      return column.kind.alignment == 8 ? 1 : 2
    }
    var end = 0
    for wanted in 0...2 {
      for position in columns.indices where group(columns[position]) == wanted {
        let multiple = columns[position].kind.alignment
        end = (end + multiple - 1) / multiple * multiple
        columns[position].offset = end
        end += columns[position].width
      }
    }
    return max(alignment, (end + alignment - 1) / alignment * alignment)
  }

  private func sortedNames() throws(BundleWriteError) -> [UInt32] {
    guard let nameColumn = contents.nameColumn else { return [] }
    guard let name = columns.first(where: { $0.contents.id == nameColumn }), name.kind == .string
    else { throw .badTable(contents.name, "the name column is not one of strings") }
    let scope = columns.first { $0.contents.id == contents.scopeColumn }
    guard scope?.kind ?? .index == .index, (scope == nil) == (contents.scopeColumn == nil) else {
      throw .badTable(contents.name, "the scope column is not an index")
    }
    let keys = (0..<contents.rowCount).map { row in
      NameKey(
        row: UInt32(row), scope: scope.map { contents.cell(row, $0.position).row } ?? -1,
        name: contents.cell(row, name.position).bytes)
    }.sorted()
    for (left, right) in zip(keys, keys.dropFirst()) where !(left < right) {
      throw .badTable(contents.name, "two rows have one name")
    }
    return keys.map(\.row)
  }
}

private struct NameKey: Comparable {
  let row: UInt32
  let scope: Int
  let name: [UInt8]

  static func < (left: NameKey, right: NameKey) -> Bool {
    if left.scope != right.scope { return left.scope < right.scope }
    return left.name.lexicographicallyPrecedes(right.name)
  }
}

extension Cell {
  fileprivate var bytes: [UInt8] {
    if case .string(let text) = self { Array(text.utf8) } else { [] }
  }

  /// Rows without a scope come first.
  fileprivate var row: Int {
    if case .index(let row) = self { row ?? -1 } else { -1 }
  }
}

extension ColumnContents.Kind {
  fileprivate var encoded: (ColumnKind, target: String?) {
    switch self {
    case .integer: (.integer, nil)
    case .index(let table): (.index, table)
    case .mask(let table): (.mask, table)
    case .string: (.string, nil)
    case .list: (.list, nil)
    }
  }
}
