/// The table `classes`: a row for each distinct effective policy, laid out so that what a decision
/// needs is found without a search.
struct ClassTable: Sendable {
  let rowCount: Int
  let rows: Int
  let stride: Int
  /// By number of the column's id: its position in the directory, or `absent`.
  private let positions: [UInt16]
  /// Bytes of a row before each of the columns that decisions read.
  let platform: Int
  let permittedTools: Mask
  let processRegions: Mask

  /// A mask of each row: bytes of the row before it, and how many rows it is over.
  struct Mask: Sendable {
    let offset: Int
    let rowCount: Int
  }

  private static let absent = UInt16.max

  init(_ tables: RequiredTables, _ directory: TableDirectory) throws(BundleError) {
    let table = directory.tables[tables.classes]
    rowCount = table.rowCount
    rows = table.rows
    stride = table.stride
    guard stride.isMultiple(of: TableLayout.alignment) else {
      throw .refused(.table, offset: table.rows)
    }
    func column(
      _ id: ColumnID, _ kind: ColumnKind, over target: Int
    ) throws(BundleError) -> ColumnDescriptor {
      guard let column = directory.column(id, of: table), column.kind == kind,
        column.target == target
      else { throw .refused(.missing, offset: table.rows) }
      return column
    }
    platform = try column(.platform, .index, over: tables.platforms).offset
    permittedTools = Mask(
      offset: try column(.permittedTools, .mask, over: tables.tools).offset,
      rowCount: directory.tables[tables.tools].rowCount)
    processRegions = Mask(
      offset: try column(.processRegions, .mask, over: tables.regions).offset,
      rowCount: directory.tables[tables.regions].rowCount)
    positions = Self.positions(of: table, directory)
  }

  /// The position of a column in the directory.
  func position(of id: ColumnID) -> Int? {
    guard id.number < positions.count else { return nil }
    let position = positions[Int(id.number)]
    return position == Self.absent ? nil : Int(position)
  }

  private static func positions(
    of table: TableDescriptor, _ directory: TableDirectory
  ) -> [UInt16] {
    let last = directory.columns[table.columns].last.map { Int($0.id.number) } ?? -1
    var positions = [UInt16](repeating: absent, count: last + 1)
    for position in table.columns {
      positions[Int(directory.columns[position].id.number)] = UInt16(position)
    }
    return positions
  }
}
