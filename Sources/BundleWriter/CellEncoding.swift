import BundleTables
internal import TenantPolicy

extension Pools {
  /// Adds every string and list of a table, its names among them.
  mutating func add(_ table: TableEncoding) throws(BundleWriteError) {
    try add(table.contents.name)
    for column in table.columns {
      try add(column.contents.name)
      guard column.kind == .string || column.kind == .list else { continue }
      for row in 0..<table.contents.rowCount {
        switch table.contents.cell(row, column.position) {
        case .string(let text): try add(text)
        case .list(let list): try add(list)
        case .integer, .index, .mask: throw table.wrongKind(column)
        }
      }
    }
  }
}

extension Output {
  mutating func put(
    _ table: TableEncoding, number: Int, _ tables: [TableEncoding], _ pools: Pools
  ) throws(BundleWriteError) {
    putDescription(of: table, number, pools)
    for (position, name) in table.names.enumerated() {
      put(name, at: start(of: .names, record: table.firstName + position))
    }
    let rows = start(of: .rows) + table.rowsStart
    for (position, column) in table.columns.enumerated() {
      putDescription(of: column, table.firstColumn + position, pools)
      let targetRows = column.target.map { tables[$0].contents.rowCount } ?? 0
      for row in 0..<table.contents.rowCount {
        let cell = table.contents.cell(row, column.position)
        let offset = rows + row * table.stride + column.offset
        guard put(cell, column.kind, rows: targetRows, pools, at: offset) else {
          throw table.wrongKind(column)
        }
      }
    }
  }

  /// - Returns: Whether the cell is of the kind and leads to something that exists.
  private mutating func put(
    _ cell: Cell, _ kind: ColumnKind, rows: Int, _ pools: Pools, at offset: Int
  ) -> Bool {
    switch (cell, kind) {
    case (.integer(let value), .integer):
      put(value, at: offset)
    case (.index(let row), .index):
      guard row.map({ 0..<rows ~= $0 }) ?? true else { return false }
      put(row.map { UInt32($0) } ?? TableLayout.none, at: offset)
    case (.mask(let members), .mask):
      guard members.allSatisfy({ 0..<rows ~= $0 }) else { return false }
      for row in members { putBits(1, at: row, ofRecordAt: offset) }
    case (.string(let text), .string):
      put(text, from: pools, at: offset)
    case (.list(let list), .list):
      put(list, from: pools, at: offset)
    default:
      return false
    }
    return true
  }

  private mutating func putDescription(of table: TableEncoding, _ number: Int, _ pools: Pools) {
    let start = start(of: .tables, record: number)
    put(table.contents.name, from: pools, at: start + TableRecordLayout.nameOffset.offset)
    put(table.contents.rowCount, TableRecordLayout.rowCount, ofRecordAt: start)
    put(table.stride, TableRecordLayout.stride, ofRecordAt: start)
    put(table.rowsStart, TableRecordLayout.rowsOffset, ofRecordAt: start)
    put(table.firstColumn, TableRecordLayout.firstColumn, ofRecordAt: start)
    put(table.columns.count, TableRecordLayout.columnCount, ofRecordAt: start)
    let nameColumn = table.position(of: table.contents.nameColumn)
    put(nameColumn, TableRecordLayout.nameColumn, ofRecordAt: start)
    let scopeColumn = table.position(of: table.contents.scopeColumn)
    put(scopeColumn, TableRecordLayout.scopeColumn, ofRecordAt: start)
    put(table.firstName, TableRecordLayout.firstName, ofRecordAt: start)
  }

  private mutating func putDescription(
    of column: TableEncoding.Placed, _ number: Int, _ pools: Pools
  ) {
    let start = start(of: .columns, record: number)
    put(column.contents.name, from: pools, at: start + ColumnLayout.nameOffset.offset)
    put(Int(column.contents.id.number), ColumnLayout.id, ofRecordAt: start)
    put(Int(column.kind.rawValue), ColumnLayout.kind, ofRecordAt: start)
    put(column.offset, ColumnLayout.offset, ofRecordAt: start)
    put(column.width, ColumnLayout.width, ofRecordAt: start)
    put(column.target ?? Int(TableLayout.none), ColumnLayout.target, ofRecordAt: start)
  }
}

extension TableEncoding {
  fileprivate func wrongKind(_ column: Placed) -> BundleWriteError {
    .badTable(contents.name, "a cell of `\(column.contents.name)` is not what the column holds")
  }
}
