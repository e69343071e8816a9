/// One entry of a fixed-size record of a bundle: where it lies, what it is and what it means.
package struct LayoutEntry: Hashable, Sendable {
  /// How the bytes of an entry are read. Integers are unsigned and little-endian.
  package enum Kind: Hashable, Sendable {
    case uint8
    case uint16
    case uint32
    case uint64
    /// This many bytes, in order.
    case bytes(Int)

    package var size: Int {
      switch self {
      case .uint8: 1
      case .uint16: 2
      case .uint32: 4
      case .uint64: 8
      case .bytes(let count): count
      }
    }
  }

  /// Bytes from the beginning of the record.
  package let offset: Int
  package let kind: Kind
  package let name: String
  package let meaning: String

  init(_ offset: Int, _ kind: Kind, _ name: String, _ meaning: String) {
    self.offset = offset
    self.kind = kind
    self.name = name
    self.meaning = meaning
  }
}

/// A fixed-size record: what one is, and its entries in order, without gaps or overlaps.
package struct RecordLayout: Sendable {
  package let name: String
  package let meaning: String
  /// Bytes of a record, or of its fixed beginning where `isPrefix`.
  package let size: Int
  /// The record goes on after its entries, in a way that `meaning` states.
  package let isPrefix: Bool
  package let entries: [LayoutEntry]

  init(
    _ name: String, _ meaning: String, size: Int, isPrefix: Bool = false, _ entries: [LayoutEntry]
  ) {
    self.name = name
    self.meaning = meaning
    self.size = size
    self.isPrefix = isPrefix
    self.entries = entries
  }
}
