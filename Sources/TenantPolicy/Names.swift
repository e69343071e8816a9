/// What the rows of a table are sorted by in its names: the row in the scope column, rows without
/// one first, then the bytes of the name.
private struct NameKey {
  let scope: Int
  let name: Range<Int>
}

extension PolicyBundle {
  /// The row with this name, among those with this scope. A binary search.
  func row(named name: String, scope: Int?, of table: TableDescriptor) -> Int? {
    var low = 0
    var high = table.nameColumn == nil ? 0 : table.rowCount
    while low < high {
      let middle = (low + high) / 2
      guard let row = namedRow(middle, of: table), let order = order(of: row, name, scope, table)
      else { return nil }
      if order == 0 { return row }
      if order < 0 { low = middle + 1 } else { high = middle }
    }
    return nil
  }

  /// Each row stands in the names once, in order.
  func verifyNames(of table: TableDescriptor) throws(BundleError) {
    guard table.nameColumn != nil else { return }
    var previous: NameKey?
    for position in 0..<table.rowCount {
      guard let row = namedRow(position, of: table), let key = nameKey(of: row, table),
        previous.map({ precedes($0, key) }) ?? true
      else { throw .refused(.names, offset: table.names + 4 * position) }
      previous = key
    }
  }

  private func namedRow(_ position: Int, of table: TableDescriptor) -> Int? {
    guard let row = memory.load(UInt32.self, at: table.names + 4 * position),
      row < table.rowCount
    else { return nil }
    return Int(row)
  }

  private func nameKey(of row: Int, _ table: TableDescriptor) -> NameKey? {
    guard let column = table.nameColumn else { return nil }
    let start = table.rows + row * table.stride
    let name = directory.columns[table.columns.lowerBound + column]
    guard let reference = stringReference(at: start + name.offset),
      let range = reference.range(in: header[.strings])
    else { return nil }
    let scope = table.scopeColumn.flatMap {
      let column = directory.columns[table.columns.lowerBound + $0]
      return index(at: start + column.offset, column)
    }
    return NameKey(scope: scope ?? -1, name: range)
  }

  private func precedes(_ left: NameKey, _ right: NameKey) -> Bool {
    if left.scope != right.scope { return left.scope < right.scope }
    return memory.precedes(left.name, right.name)
  }

  /// Negative if the row comes before what is looked for, 0 if it is that.
  private func order(
    of row: Int, _ name: String, _ scope: Int?, _ table: TableDescriptor
  ) -> Int? {
    guard let key = nameKey(of: row, table) else { return nil }
    let scope = scope ?? -1
    if key.scope != scope { return key.scope - scope }
    return memory.compare(key.name, name.utf8.span)
  }
}
