/// The integers of a list, read from the bundle one by one.
public struct IntegerList: RandomAccessCollection, Sendable {
  private let bundle: PolicyBundle
  private let start: Int
  /// 0.
  public let startIndex = 0
  /// How many integers there are.
  public let endIndex: Int

  init(_ bundle: PolicyBundle, start: Int, count: Int) {
    self.bundle = bundle
    self.start = start
    endIndex = count
  }

  /// The integer at a position; 0 outside of the list.
  public subscript(position: Int) -> Int64 {
    guard indices.contains(position) else { return 0 }
    return bundle.memory.load(Int64.self, at: start + 8 * position) ?? 0
  }
}

// Cells at a place in the bundle that lies within a row; what they lead to is checked here.
extension PolicyBundle {
  func index(at offset: Int, _ column: ColumnDescriptor) -> Int? {
    guard let target = column.target, let row = memory.load(UInt32.self, at: offset),
      row < directory.tables[target].rowCount
    else { return nil }
    return Int(row)
  }

  func mask(at offset: Int, _ column: ColumnDescriptor, holds row: Int) -> Bool {
    guard let target = column.target, row >= 0, row < directory.tables[target].rowCount,
      let word = maskWord(at: offset, column, row / 64)
    else { return false }
    return word >> UInt64(row % 64) & 1 == 1
  }

  func maskWord(at offset: Int, _ column: ColumnDescriptor, _ number: Int) -> UInt64? {
    guard number >= 0, number < column.width / 8 else { return nil }
    return memory.load(UInt64.self, at: offset + 8 * number)
  }

  func list(at offset: Int) -> IntegerList? {
    cells(at: offset).map { IntegerList(self, start: $0.start, count: $0.count) }
  }
}
