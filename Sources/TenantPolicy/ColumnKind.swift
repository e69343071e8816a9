/// What the cells of a column hold.
public enum ColumnKind: UInt32, CaseIterable, Hashable, Sendable {
  /// A signed integer of 64 bits.
  case integer = 1
  /// The number of a row of another table, or none: 32 bits.
  case index = 2
  /// A set of rows of another table: bit `i % 64` of word `i / 64` stands for row `i`.
  case mask = 3
  /// Text: offset into the strings and length in bytes, 32 bits each.
  case string = 4
  /// Integers: number of the first cell and count of cells, 32 bits each.
  case list = 5

  /// Bytes of a cell; `rows` is the row count of the table that a mask is over.
  package func width(over rows: Int) -> Int {
    switch self {
    case .index: 4
    case .integer, .string, .list: 8
    case .mask: (rows + 63) / 64 * 8
    }
  }

  /// A multiple of this is where a cell begins in a row.
  package var alignment: Int {
    switch self {
    case .index, .string, .list: 4
    case .integer, .mask: 8
    }
  }

  /// Whether the column is over another table.
  package var hasTarget: Bool { self == .index || self == .mask }
}

/// What a column of a table is known by: stable from one bundle to the next.
public struct ColumnID: Hashable, Comparable, Sendable, CustomStringConvertible {
  /// The number, at most 1023.
  public let number: UInt32

  /// The column with this number.
  public init(_ number: UInt32) {
    self.number = number
  }

  /// Of the table `classes`: the platform, an index.
  public static let platform = ColumnID(0)
  /// Of the table `classes`: the tools that the tenant may use, a mask.
  public static let permittedTools = ColumnID(1)
  /// Of the table `classes`: the regions in which its data may be processed, a mask.
  public static let processRegions = ColumnID(2)
  /// Of the table `classes`: the tenant's org, an index.
  public static let org = ColumnID(3)
  /// Of the table `classes`: the tenant's policy tier, an index.
  public static let policyTier = ColumnID(4)
  /// Of the table `classes`: where the tenant's data may go, an index of `rights`.
  public static let rights = ColumnID(5)
  /// Of the table `classes`: a column of a policy field, by the field's id and the part's number.
  package static func field(_ id: UInt16, part: Int) -> ColumnID {
    ColumnID(firstFree + UInt32(id) * 4 + UInt32(part))
  }
  /// The first number that has no meaning here; smaller ones are kept for decisions.
  public static let firstFree: UInt32 = 16

  /// The order of the numbers.
  public static func < (left: ColumnID, right: ColumnID) -> Bool { left.number < right.number }

  /// The number, in digits.
  public var description: String { "\(number)" }
}
