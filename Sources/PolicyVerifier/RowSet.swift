/// Rows of a block of rows, a bit each: what holds for many policies is worked out for all of them at
/// once.
package typealias RowSet = SIMD8<UInt64>

extension RowSet {
  /// Rows of one block.
  package static let count = 512

  /// Blocks that so many rows take.
  package static func blocks(of rows: Int) -> Int { (rows + count - 1) / count }

  static let all = RowSet(repeating: .max)

  package var isEmpty: Bool {
    let half = lowHalf | highHalf
    let quarter = half.lowHalf | half.highHalf
    return quarter[0] | quarter[1] == 0
  }

  /// The first rows of a block, so many.
  package init(first count: Int) {
    self = .zero
    for row in 0..<count { insert(row) }
  }

  package var first: Int? {
    for index in 0..<scalarCount where self[index] != 0 {
      return index * 64 + self[index].trailingZeroBitCount
    }
    return nil
  }

  /// How many rows it holds.
  var size: Int { indices.reduce(0) { $0 + self[$1].nonzeroBitCount } }

  package func contains(_ row: Int) -> Bool { self[row / 64] >> UInt64(row % 64) & 1 == 1 }

  package mutating func insert(_ row: Int) { self[row / 64] |= 1 << UInt64(row % 64) }

  /// Calls `visit` with each row, in ascending order.
  package func forEach(_ visit: (Int) -> Void) {
    for index in 0..<scalarCount {
      var rest = self[index]
      while rest != 0 {
        visit(index * 64 + rest.trailingZeroBitCount)
        rest &= rest - 1
      }
    }
  }

  /// All rows where that is so, else none.
  init(_ isSo: Bool) { self = isSo ? .all : .zero }
}
