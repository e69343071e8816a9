/// A string of the bundle: where it lies within the strings.
struct StringReference: Sendable {
  let offset: UInt32
  let length: UInt32

  /// Its bytes in the bundle; sums of 32-bit numbers do not overflow.
  func range(in strings: Range<Int>) -> Range<Int>? {
    let start = strings.lowerBound + Int(offset)
    let end = start + Int(length)
    return end <= strings.upperBound ? start..<end : nil
  }
}

/// A column, with its cell's place in a row: `offset + width` is at most the table's stride.
struct ColumnDescriptor: Sendable {
  let name: StringReference
  let id: ColumnID
  let kind: ColumnKind
  let offset: Int
  let width: Int
  /// The table that an index or a mask is over; there is one exactly for these kinds.
  let target: Int?
}

/// A table, with the place of its rows and names in the bundle: all of them lie within it.
struct TableDescriptor: Sendable {
  let name: StringReference
  let rowCount: Int
  let stride: Int
  let rows: Int
  let columns: Range<Int>
  let nameColumn: Int?
  let scopeColumn: Int?
  let names: Int
}

/// The tables of a bundle and their columns, in the order of the bundle.
struct TableDirectory: Sendable {
  private(set) var tables: [TableDescriptor] = []
  private(set) var columns: [ColumnDescriptor] = []

  /// Time and memory depend on the number of tables and columns, not on the number of rows.
  init(of memory: BundleMemory, _ header: BundleHeader) throws(BundleError) {
    tables.reserveCapacity(header.count(.tables))
    columns.reserveCapacity(header.count(.columns))
    var next = NextPlaces()
    for number in 0..<header.count(.tables) {
      let place = header[.tables].lowerBound + number * TableRecordLayout.size
      let table = try Self.table(Record(memory, at: place), header, &next)
      tables.append(table)
    }
    guard next.rows == header[.rows].count, next.column == header.count(.columns),
      next.name == header.count(.names)
    else { throw .refused(.table, offset: header[.tables].lowerBound) }
    for number in tables.indices {
      try appendColumns(of: tables[number], memory, header)
    }
  }

  /// The column of a table that has this id.
  func column(_ id: ColumnID, of table: TableDescriptor) -> ColumnDescriptor? {
    var low = table.columns.lowerBound
    var high = table.columns.upperBound
    while low < high {
      let middle = (low + high) / 2
      if columns[middle].id < id { low = middle + 1 } else { high = middle }
    }
    guard low < table.columns.upperBound, columns[low].id == id else { return nil }
    return columns[low]
  }
}

/// Where the next table's rows, columns and names begin, if the tables stand without gaps.
private struct NextPlaces {
  var rows = 0
  var column = 0
  var name = 0
}

extension TableDirectory {
  private static func table(
    _ record: Record, _ header: BundleHeader, _ next: inout NextPlaces
  ) throws(BundleError) -> TableDescriptor {
    let rowCount = Int(try record[u32: TableRecordLayout.rowCount])
    let stride = Int(try record[u32: TableRecordLayout.stride])
    let start = TableLayout.aligned(next.rows)
    guard stride.isMultiple(of: 8), 8...TableLayout.maximumStride ~= stride,
      try record[u64: TableRecordLayout.rowsOffset] == start,
      start + rowCount * stride <= header[.rows].count
    else { throw record.refused(.table, TableRecordLayout.rowCount) }

    let columnCount = Int(try record[u32: TableRecordLayout.columnCount])
    guard Int(try record[u32: TableRecordLayout.firstColumn]) == next.column,
      next.column + columnCount <= header.count(.columns)
    else { throw record.refused(.table, TableRecordLayout.firstColumn) }
    let columns = next.column..<(next.column + columnCount)

    let nameColumn = try optional(record, TableRecordLayout.nameColumn, below: columnCount)
    let scopeColumn = try optional(record, TableRecordLayout.scopeColumn, below: columnCount)
    let nameCount = nameColumn == nil ? 0 : rowCount
    guard Int(try record[u32: TableRecordLayout.firstName]) == next.name,
      next.name + nameCount <= header.count(.names),
      try record[u32: TableRecordLayout.reserved] == 0
    else { throw record.refused(.table, TableRecordLayout.firstName) }

    let table = TableDescriptor(
      name: StringReference(
        offset: try record[u32: TableRecordLayout.nameOffset],
        length: try record[u32: TableRecordLayout.nameLength]),
      rowCount: rowCount, stride: stride, rows: header[.rows].lowerBound + start, columns: columns,
      nameColumn: nameColumn, scopeColumn: scopeColumn,
      names: header[.names].lowerBound + next.name * Section.names.recordSize)
    next.rows = start + rowCount * stride
    next.column += columnCount
    next.name += nameCount
    return table
  }

  private static func optional(
    _ record: Record, _ entry: LayoutEntry, below count: Int
  ) throws(BundleError) -> Int? {
    let number = try record[u32: entry]
    if number == TableLayout.none { return nil }
    guard Int(number) < count else { throw record.refused(.table, entry) }
    return Int(number)
  }

  private mutating func appendColumns(
    of table: TableDescriptor, _ memory: BundleMemory, _ header: BundleHeader
  ) throws(BundleError) {
    for number in table.columns {
      let place = header[.columns].lowerBound + number * ColumnLayout.size
      let record = Record(memory, at: place)
      let column = try column(record, of: table)
      if number > table.columns.lowerBound, columns[number - 1].id >= column.id {
        throw record.refused(.table, ColumnLayout.id)
      }
      columns.append(column)
    }
    try check(table.nameColumn, of: table, is: .string)
    try check(table.scopeColumn, of: table, is: .index)
  }

  private func column(
    _ record: Record, of table: TableDescriptor
  ) throws(BundleError) -> ColumnDescriptor {
    let id = try record[u32: ColumnLayout.id]
    guard id <= TableLayout.maximumColumnID else { throw record.refused(.table, ColumnLayout.id) }
    guard let kind = ColumnKind(rawValue: try record[u32: ColumnLayout.kind]) else {
      throw record.refused(.table, ColumnLayout.kind)
    }
    let target = try Self.optional(record, ColumnLayout.target, below: tables.count)
    guard (target != nil) == kind.hasTarget, try record[u32: ColumnLayout.reserved] == 0 else {
      throw record.refused(.table, ColumnLayout.target)
    }
    let offset = Int(try record[u32: ColumnLayout.offset])
    let width = Int(try record[u32: ColumnLayout.width])
    let targetRows = target.map { tables[$0].rowCount } ?? 0
    guard width == kind.width(over: targetRows), offset.isMultiple(of: kind.alignment),
      offset + width <= table.stride
    else { throw record.refused(.table, ColumnLayout.offset) }
    return ColumnDescriptor(
      name: StringReference(
        offset: try record[u32: ColumnLayout.nameOffset],
        length: try record[u32: ColumnLayout.nameLength]),
      id: ColumnID(id), kind: kind, offset: offset, width: width, target: target)
  }

  private func check(
    _ column: Int?, of table: TableDescriptor, is kind: ColumnKind
  ) throws(BundleError) {
    guard let column else { return }
    guard columns[table.columns.lowerBound + column].kind == kind else {
      throw .refused(.table, offset: table.rows)
    }
  }
}
