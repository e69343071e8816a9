/// One step through bytes that should be UTF-8 and may be anything.
enum TextUnit: Equatable {
  case scalar(Unicode.Scalar)
  /// A byte that is no part of a well-formed scalar.
  case strayByte(UInt8)
}

/// The units of a range of bytes, in order, each with the number of bytes it takes (1 to 4).
///
/// Every byte belongs to exactly one unit, so that columns and excerpts agree about any input.
struct TextUnits: Sequence, IteratorProtocol {
  private let bytes: ArraySlice<UInt8>
  private(set) var offset: Int

  init(_ bytes: ArraySlice<UInt8>) {
    self.bytes = bytes
    self.offset = bytes.startIndex
  }

  mutating func next() -> (unit: TextUnit, size: Int)? {
    guard offset < bytes.endIndex else { return nil }
    let first = bytes[offset]
    if first < 0x80 {
      offset += 1
      return (.scalar(Unicode.Scalar(first)), 1)
    }
    guard let (scalar, size) = multibyteScalar(first) else {
      offset += 1
      return (.strayByte(first), 1)
    }
    offset += size
    return (.scalar(scalar), size)
  }

  private func multibyteScalar(_ first: UInt8) -> (Unicode.Scalar, size: Int)? {
    let size: Int
    switch first {
    case 0xC2...0xDF: size = 2
    case 0xE0...0xEF: size = 3
    case 0xF0...0xF4: size = 4
    default: return nil
    }
    guard size <= bytes.endIndex - offset else { return nil }
    var value = UInt32(first) & (0x7F >> UInt32(size))
    for next in bytes[(offset + 1)..<(offset + size)] {
      guard next & 0xC0 == 0x80 else { return nil }
      value = value << 6 | UInt32(next & 0x3F)
    }
    guard value >= Self.smallestValue[size] else { return nil }
    return Unicode.Scalar(value).map { ($0, size) }
  }

  /// By size: a smaller value in as many bytes is overlong, and no UTF-8.
  private static let smallestValue: [UInt32] = [0, 0, 0x80, 0x800, 0x1_0000]
}
