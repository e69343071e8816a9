/// A table of a bundle, for code that lists what a bundle holds without knowing it beforehand.
public struct Table: Sendable {
  private let bundle: PolicyBundle
  private let descriptor: TableDescriptor

  init(_ bundle: PolicyBundle, _ descriptor: TableDescriptor) {
    self.bundle = bundle
    self.descriptor = descriptor
  }

  /// The name; empty if the bundle was not checked and has none.
  public var name: String { bundle.text(of: descriptor.name) ?? "" }

  /// How many rows there are.
  public var rowCount: Int { descriptor.rowCount }

  /// Bytes from row to row.
  public var stride: Int { descriptor.stride }

  /// The columns, by ascending id.
  public var columns: [Column] {
    descriptor.columns.map { Column(bundle, bundle.directory.columns[$0]) }
  }

  /// The column that names rows, by its position in `columns`.
  public var nameColumn: Int? { descriptor.nameColumn }

  /// The column within whose rows names are unique, by its position in `columns`.
  public var scopeColumn: Int? { descriptor.scopeColumn }

  /// A cell, by the number of the row and the position of the column in `columns`; `nil` if there is
  /// none, or if it leads outside of the bundle.
  public func cell(row: Int, column: Int) -> Cell? {
    guard 0..<rowCount ~= row, 0..<descriptor.columns.count ~= column else { return nil }
    let column = bundle.directory.columns[descriptor.columns.lowerBound + column]
    let place = descriptor.rows + row * descriptor.stride + column.offset
    switch column.kind {
    case .integer: return bundle.memory.load(Int64.self, at: place).map(Cell.integer)
    case .index: return bundle.indexCell(at: place, column)
    case .mask: return .mask(bundle.maskRows(at: place, column))
    case .string: return bundle.string(at: place).map(Cell.string)
    case .list: return bundle.list(at: place).map { .list(Array($0)) }
    }
  }

  /// The row with this name, among those with this row in the scope column.
  public func row(named name: String, scope: Int? = nil) -> Int? {
    bundle.row(named: name, scope: scope, of: descriptor)
  }
}

/// A column of a table.
public struct Column: Sendable {
  private let bundle: PolicyBundle
  private let descriptor: ColumnDescriptor

  init(_ bundle: PolicyBundle, _ descriptor: ColumnDescriptor) {
    self.bundle = bundle
    self.descriptor = descriptor
  }

  /// What the column is known by.
  public var id: ColumnID { descriptor.id }

  /// The name; empty if the bundle was not checked and has none.
  public var name: String { bundle.text(of: descriptor.name) ?? "" }

  /// What its cells hold.
  public var kind: ColumnKind { descriptor.kind }

  /// Bytes of a row before its cell.
  public var offset: Int { descriptor.offset }

  /// Bytes of its cell.
  public var width: Int { descriptor.width }

  /// The number of the table that an index or a mask is over.
  public var target: Int? { descriptor.target }
}

/// The value of a cell.
public enum Cell: Hashable, Sendable {
  /// An integer.
  case integer(Int64)
  /// The number of a row of the column's target, or none.
  case index(Int?)
  /// The numbers of rows of the column's target, ascending.
  case mask([Int])
  /// Text.
  case string(String)
  /// Integers.
  case list([Int64])
}

extension PolicyBundle {
  /// All tables, in the order of the bundle.
  public var allTables: [Table] { directory.tables.map { Table(self, $0) } }

  /// The table with this name.
  public func table(named name: String) -> Table? { allTables.first { $0.name == name } }

  fileprivate func indexCell(at offset: Int, _ column: ColumnDescriptor) -> Cell? {
    if memory.load(UInt32.self, at: offset) == TableLayout.none { return .index(nil) }
    return index(at: offset, column).map(Cell.index)
  }

  fileprivate func maskRows(at offset: Int, _ column: ColumnDescriptor) -> [Int] {
    var rows: [Int] = []
    for number in 0..<(column.width / 8) {
      var rest = memory.load(UInt64.self, at: offset + 8 * number) ?? 0
      while rest != 0 {
        rows.append(64 * number + rest.trailingZeroBitCount)
        rest &= rest - 1
      }
    }
    return rows
  }
}
