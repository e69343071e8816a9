// What opening checks of a bundle whose bytes it holds: the digest, and that every number leads to
// something that exists. The header and the descriptions of the tables were checked before.
extension PolicyBundle {
  package func verify() throws(BundleError) {
    try memory.requireDigest()
    try verifyContents()
  }

  /// Checks that nothing was damaged since it was written, and nothing of what it says.
  package func verifyDigest() throws(BundleError) { try memory.requireDigest() }

  func verifyContents() throws(BundleError) {
    for padding in header.padding { try memory.requireZeros(in: padding) }
    try verifyReferences(.sources)
    try verifyReferences(.fields)
    for (number, table) in directory.tables.enumerated() {
      let record = header[.tables].lowerBound + number * TableRecordLayout.size
      try verify(table.name, at: record)
      try verifyPadding(before: table, number)
      try verifyRows(of: table)
      try verifyNames(of: table)
    }
    try verifyTableNames()
    try verifyShapes()
    try verifyTenants()
  }

  /// The first entry of each record of the section is a string.
  private func verifyReferences(_ section: Section) throws(BundleError) {
    for number in 0..<header.count(section) {
      try verifyString(at: header[section].lowerBound + number * section.recordSize)
    }
  }

  private func verifyTableNames() throws(BundleError) {
    let names = allTables.map(\.name)
    guard Set(names).count == names.count else {
      throw .refused(.table, offset: header[.tables].lowerBound)
    }
  }

  private func verifyPadding(
    before table: TableDescriptor, _ number: Int
  ) throws(BundleError) {
    guard number > 0 else { return }
    let previous = directory.tables[number - 1]
    let end = previous.rows + previous.rowCount * previous.stride
    try memory.requireZeros(in: end..<table.rows)
  }

  private func verifyRows(of table: TableDescriptor) throws(BundleError) {
    let gaps = try gaps(of: table)
    for column in table.columns {
      let column = directory.columns[column]
      try verify(column.name, at: table.rows)
      for row in 0..<table.rowCount {
        try verifyCell(at: table.rows + row * table.stride + column.offset, column)
      }
    }
    for row in 0..<table.rowCount {
      let start = table.rows + row * table.stride
      for gap in gaps {
        try memory.requireZeros(in: (start + gap.lowerBound)..<(start + gap.upperBound))
      }
    }
  }

  /// The bytes of a row that no column uses. No two columns share a byte.
  private func gaps(of table: TableDescriptor) throws(BundleError) -> [Range<Int>] {
    var gaps: [Range<Int>] = []
    var end = 0
    let columns = directory.columns[table.columns].filter { $0.width > 0 }
    for column in columns.sorted(by: { $0.offset < $1.offset }) {
      guard column.offset >= end else { throw .refused(.table, offset: table.rows) }
      if column.offset > end { gaps.append(end..<column.offset) }
      end = column.offset + column.width
    }
    if end < table.stride { gaps.append(end..<table.stride) }
    return gaps
  }

  private func verifyCell(at offset: Int, _ column: ColumnDescriptor) throws(BundleError) {
    switch column.kind {
    case .integer: break
    case .index: try verifyIndex(at: offset, column)
    case .mask: try verifyMask(at: offset, column)
    case .string: try verifyString(at: offset)
    case .list:
      guard list(at: offset) != nil else { throw .refused(.list, offset: offset) }
    }
  }

  private func verifyIndex(at offset: Int, _ column: ColumnDescriptor) throws(BundleError) {
    let isNone = memory.load(UInt32.self, at: offset) == TableLayout.none
    guard isNone || index(at: offset, column) != nil else {
      throw .refused(.reference, offset: offset)
    }
  }

  /// No bit beyond the last row of the target is set.
  private func verifyMask(at offset: Int, _ column: ColumnDescriptor) throws(BundleError) {
    guard let target = column.target else { return }
    let used = directory.tables[target].rowCount % 64
    guard used > 0, let last = maskWord(at: offset, column, column.width / 8 - 1) else { return }
    guard last >> UInt64(used) == 0 else { throw .refused(.mask, offset: offset) }
  }

  private func verifyString(at offset: Int) throws(BundleError) {
    guard let reference = stringReference(at: offset) else {
      throw .refused(.string, offset: offset)
    }
    try verify(reference, at: offset)
  }

  private func verify(_ reference: StringReference, at offset: Int) throws(BundleError) {
    guard text(of: reference) != nil else { throw .refused(.string, offset: offset) }
  }
}

extension BundleMemory {
  /// The last bytes are the digest of all bytes before them.
  func requireDigest() throws(BundleError) {
    let end = count - TableLayout.digestSize
    guard digest(of: 0..<end) == bytes(in: end..<count) else {
      throw .refused(.digest, offset: end)
    }
  }
}
