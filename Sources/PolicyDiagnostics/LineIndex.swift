/// The lines of a source: from byte offsets to the places that people write, and to the text there.
///
/// Lines end at LF or CRLF. Any bytes and any offsets are answered: an offset past the end is the
/// end, one inside a scalar is that scalar, a byte that is no UTF-8 counts as one column. A byte
/// order mark takes no column, as in editors.
package struct LineIndex: Sendable {
  package let bytes: [UInt8]
  /// The offset of the first byte of text of each line; never empty, ascending.
  private let starts: [Int]
  /// Columns that are known at offsets inside long lines, so that a place costs the same on a line
  /// of any length. Ascending.
  private let marks: [ColumnMark]

  private struct ColumnMark: Sendable {
    let offset: Int
    let column: Int
  }

  package init(_ bytes: [UInt8]) {
    self.bytes = bytes
    let textStart = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    var starts = [textStart]
    for offset in bytes.indices where bytes[offset] == UInt8(ascii: "\n") {
      starts.append(offset + 1)
    }
    self.starts = starts
    self.marks = Self.marks(in: bytes, lineStarts: starts)
  }

  package var lineCount: Int { starts.count }

  /// The place of the byte at an offset.
  package func place(of offset: Int) -> LineAndColumn {
    let line = lineIndex(of: offset)
    let text = textRange(ofLineAt: line)
    let offset = min(max(offset, text.lowerBound), text.upperBound)
    var (counted, column) = (text.lowerBound, 1)
    if let mark = lastMark(through: offset), mark.offset > text.lowerBound {
      (counted, column) = (mark.offset, mark.column)
    }
    var units = TextUnits(bytes[counted..<text.upperBound])
    while let (_, size) = units.next(), counted + size <= offset {
      counted += size
      column += 1
    }
    return LineAndColumn(line: line + 1, column: column)
  }

  /// The bytes of a line without its line break; lines count from 1, one that does not exist is
  /// empty and stands at the end.
  package func textRange(ofLine line: Int) -> Range<Int> {
    guard line >= 1, line <= starts.count else { return bytes.count..<bytes.count }
    return textRange(ofLineAt: line - 1)
  }

  private func textRange(ofLineAt line: Int) -> Range<Int> {
    let start = starts[line]
    guard line + 1 < starts.count else { return start..<bytes.count }
    let lineFeed = starts[line + 1] - 1
    let hasReturn = lineFeed > start && bytes[lineFeed - 1] == UInt8(ascii: "\r")
    return start..<(hasReturn ? lineFeed - 1 : lineFeed)
  }

  private func lineIndex(of offset: Int) -> Int {
    max(0, countOfPrefix(starts.count) { starts[$0] <= offset } - 1)
  }

  private func lastMark(through offset: Int) -> ColumnMark? {
    let count = countOfPrefix(marks.count) { marks[$0].offset <= offset }
    return count > 0 ? marks[count - 1] : nil
  }
}

extension LineIndex {
  private static let markDistance = 1024

  private static func marks(in bytes: [UInt8], lineStarts: [Int]) -> [ColumnMark] {
    var marks: [ColumnMark] = []
    for (line, start) in lineStarts.enumerated() {
      let end = line + 1 < lineStarts.count ? lineStarts[line + 1] - 1 : bytes.count
      if end - start > markDistance { marks += self.marks(in: bytes[start..<end]) }
    }
    return marks
  }

  private static func marks(in text: ArraySlice<UInt8>) -> [ColumnMark] {
    var marks: [ColumnMark] = []
    var (column, nextMark) = (1, text.startIndex + markDistance)
    var units = TextUnits(text)
    while units.next() != nil {
      column += 1
      guard units.offset >= nextMark else { continue }
      marks.append(ColumnMark(offset: units.offset, column: column))
      nextMark = units.offset + markDistance
    }
    return marks
  }
}

/// How many of the positions from 0 hold, when those that hold come first.
private func countOfPrefix(_ count: Int, holds: (Int) -> Bool) -> Int {
  var (low, high) = (0, count)
  while low < high {
    let middle = low + (high - low) / 2
    if holds(middle) { low = middle + 1 } else { high = middle }
  }
  return low
}
