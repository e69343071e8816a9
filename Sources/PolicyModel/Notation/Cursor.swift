/// What a small notation expected, and where in the scalar it found something else.
package struct NotationError: Error, Hashable, Sendable {
  /// Byte offset into the scalar's decoded text.
  package let offset: Int
  /// What would have been right, such as `a whole number and a unit, as in 30 days`.
  package let expected: String

  package init(at offset: Int, expected: String) {
    self.offset = offset
    self.expected = expected
  }
}

/// A position in the bytes of a scalar. Every notation of the language is read through one.
package struct Cursor: Sendable {
  private let bytes: ArraySlice<UInt8>
  private var position: Int

  package init(_ bytes: ArraySlice<UInt8>) {
    self.bytes = bytes
    position = bytes.startIndex
  }

  package init(_ text: String) {
    self.init(ArraySlice(Array(text.utf8)))
  }

  /// Bytes that were read so far.
  package var offset: Int { position - bytes.startIndex }

  /// Bytes that are still to be read.
  package var remaining: Int { bytes.endIndex - position }

  package var isAtEnd: Bool { position == bytes.endIndex }

  package var next: UInt8? { isAtEnd ? nil : bytes[position] }

  /// Takes the byte if it comes next.
  package mutating func take(_ byte: Character) -> Bool {
    guard let next, let value = byte.asciiValue, next == value else { return false }
    position += 1
    return true
  }

  /// Takes the text if it comes next.
  package mutating func take(text: String) -> Bool {
    guard bytes[position...].starts(with: text.utf8) else { return false }
    position += text.utf8.count
    return true
  }

  /// Takes the longest run of bytes that satisfy the condition; may be empty.
  package mutating func takeWhile(_ condition: (UInt8) -> Bool) -> ArraySlice<UInt8> {
    let start = position
    while let next, condition(next) { position += 1 }
    return bytes[start..<position]
  }

  package mutating func takeWord() -> String {
    String(decoding: takeWhile { $0.isASCIILetter }, as: UTF8.self)
  }

  /// A whole number with `_` between digits where wanted: `20_000`.
  /// - Throws: where there is no digit, an underscore is misplaced or the number exceeds `Int64`.
  package mutating func takeInteger(expected: String) throws(NotationError) -> Int64 {
    var value: Int64 = 0
    var digits = 0
    var lastWasUnderscore = false
    let start = offset
    while let byte = next, byte.isASCIIDigit || (byte == 0x5F && digits > 0) {
      let isUnderscore = byte == 0x5F
      guard !isUnderscore || !lastWasUnderscore else { break }
      position += 1
      lastWasUnderscore = isUnderscore
      if isUnderscore { continue }
      digits += 1
      let (tens, overflowedTens) = value.multipliedReportingOverflow(by: 10)
      let (sum, overflowedSum) = tens.addingReportingOverflow(Int64(byte - 0x30))
      guard !overflowedTens, !overflowedSum else {
        throw NotationError(at: start, expected: "a number below 9.2 quintillion")
      }
      value = sum
    }
    guard digits > 0, !lastWasUnderscore else {
      throw NotationError(at: offset, expected: expected)
    }
    return value
  }

  /// A whole number with an optional minus before it.
  package mutating func takeSignedInteger(expected: String) throws(NotationError) -> Int64 {
    let isNegative = take("-")
    let magnitude = try takeInteger(expected: expected)
    return isNegative ? -magnitude : magnitude
  }

  /// Whether the byte comes next and one that satisfies the condition follows it; takes neither.
  package func nextIs(_ byte: UInt8, then condition: (UInt8) -> Bool) -> Bool {
    guard next == byte, position + 1 < bytes.endIndex else { return false }
    return condition(bytes[position + 1])
  }

  /// Fails unless everything was read.
  package func finish(expected: String) throws(NotationError) {
    guard isAtEnd else { throw NotationError(at: offset, expected: expected) }
  }
}

extension UInt8 {
  package var isASCIIDigit: Bool { self >= 0x30 && self <= 0x39 }
  package var isASCIILetter: Bool { (self | 0x20) >= 0x61 && (self | 0x20) <= 0x7A }
  /// Whether it may stand in a name.
  package var isNameByte: Bool {
    isASCIILetter || isASCIIDigit || self == 0x2D || self == 0x2E || self == 0x5F
  }
}
