/// A place as libyaml counts it: characters from the start of the content, lines and columns from 0.
struct Mark {
  let character: Int
  let line: Int
  let column: Int
}

/// Turns positions counted in characters into byte offsets.
///
/// For ASCII they are the same. Otherwise the cursor walks from the last position asked for, so that
/// a pass over a source costs a pass over its bytes.
struct OffsetCursor {
  private let bytes: [UInt8]
  private let isASCII: Bool
  /// The offset of character 0: after a byte-order mark.
  private let base: Int
  private var character = 0
  private var offset: Int
  /// Where the line of `offset` begins.
  private var lineStart: Int

  init(_ bytes: [UInt8], isASCII: Bool, base: Int) {
    self.bytes = bytes
    self.isASCII = isASCII
    self.base = base
    self.offset = base
    self.lineStart = base
  }

  /// The byte offset of a mark, at most the size of the source.
  @inline(__always)
  mutating func offset(of mark: Mark) -> Int {
    isASCII ? min(mark.character, bytes.count) : walk(to: mark.character)
  }

  /// The column in bytes of the mark that was asked for last.
  @inline(__always)
  func column(of mark: Mark, at offset: Int) -> Int {
    isASCII ? mark.column : offset - lineStart
  }

  private mutating func walk(to target: Int) -> Int {
    while character < target && offset < bytes.count {
      if bytes[offset] == 0x0A { lineStart = offset + 1 }
      repeat { offset += 1 } while isContinuation
      character += 1
    }
    if character > target { walkBack(to: target) }
    return offset
  }

  /// Marks hardly ever go back, and then by a few characters.
  private mutating func walkBack(to target: Int) {
    while character > target && offset > base {
      repeat { offset -= 1 } while isContinuation && offset > base
      character -= 1
    }
    lineStart = min(lineStart, offset)
    while lineStart > base && bytes[lineStart - 1] != 0x0A { lineStart -= 1 }
  }

  private var isContinuation: Bool {
    offset < bytes.count && bytes[offset] & 0xC0 == 0x80
  }
}
