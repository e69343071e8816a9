/// One line of a source as it is shown, with the carets below what is meant.
///
/// Both are measured in columns of a terminal: a tab is filled up to the next multiple of 4, what
/// is not shown as itself takes as many columns as its escape, wide letters take two.
struct Excerpt {
  let text: String
  /// Columns before the first caret.
  let indent: Int
  /// At least 1.
  let caretCount: Int

  /// Room for the longest escape, what stands before it, and `...` on both sides.
  private static let smallestWidth = 30

  /// The first line of what `place` spans, in at most `width` columns. A line that does not fit is
  /// cut around the carets, with `...` where something is missing.
  init(of place: Place.Text, width: Int) {
    let line = place.lines.textRange(ofLine: place.start.line)
    let start = min(max(place.range.lowerBound, line.lowerBound), line.upperBound)
    let end = min(max(place.range.upperBound, start), line.upperBound)
    let width = max(width, Self.smallestWidth)
    var strip = Strip(of: line, around: start, in: place.lines.bytes, width: width)
    strip.cut(to: width, around: start..<end)

    let front = strip.isCutBefore ? "..." : ""
    text = front + strip.cells.map(\.text).joined() + (strip.isCutAfter ? "..." : "")
    indent = front.count + strip.cells.prefix { $0.end <= start }.reduce(0) { $0 + $1.width }
    let meant = strip.cells.filter { $0.end > start && $0.offset < end }
    caretCount = max(1, meant.reduce(0) { $0 + $1.width })
  }
}

/// One unit of a line with the columns that it takes.
private struct Cell {
  let offset: Int
  let end: Int
  let text: String
  let width: Int
}

/// The cells of a line, or of the part of a long one that may be shown.
private struct Strip {
  private(set) var cells: [Cell] = []
  private(set) var isCutBefore: Bool
  private(set) var isCutAfter: Bool

  /// Takes no more of a line than a fixed multiple of the width, so that a long line with many
  /// findings does not cost its length each time.
  init(of line: Range<Int>, around start: Int, in bytes: [UInt8], width: Int) {
    let reach = 4 * width
    var first = max(line.lowerBound, start - reach)
    for _ in 0..<3 where first > line.lowerBound && bytes[first] & 0xC0 == 0x80 { first -= 1 }
    let last = min(line.upperBound, start + reach)
    isCutBefore = first > line.lowerBound
    isCutAfter = last < line.upperBound
    fill(from: bytes[first..<last])
  }

  private mutating func fill(from bytes: ArraySlice<UInt8>) {
    var (offset, column) = (bytes.startIndex, 0)
    var escaper = Escaper()
    for (unit, size) in TextUnits(bytes) {
      var text = ""
      if unit == .scalar("\t") {
        text = String(repeating: " ", count: 4 - column % 4)
      } else {
        escaper.append(unit, to: &text)
      }
      let width = text.unicodeScalars.reduce(0) { $0 + displayWidth(of: $1) }
      cells.append(Cell(offset: offset, end: offset + size, text: text, width: width))
      offset += size
      column += width
    }
  }

  private var width: Int { cells.reduce(0) { $0 + $1.width } }

  /// Drops cells so that what is left, with `...` on the sides where it was cut, fits.
  ///
  /// The line's beginning stays where it leaves some room behind the carets. Else a third of the
  /// room goes to what stands before them.
  mutating func cut(to room: Int, around meant: Range<Int>) {
    guard isCutBefore || isCutAfter || width > room else { return }
    let caretColumn = cells.prefix { $0.end <= meant.lowerBound }.reduce(0) { $0 + $1.width }
    let caretEnd = cells.prefix { $0.end <= meant.upperBound }.reduce(0) { $0 + $1.width }
    if isCutBefore || caretEnd + room / 8 + 3 > room {
      dropFirst(columns: caretColumn - room / 3)
    }
    dropLast(downTo: room - (isCutBefore ? 3 : 0))
  }

  private mutating func dropFirst(columns: Int) {
    var dropped = 0
    let count = cells.prefix { cell in
      defer { dropped += cell.width }
      return dropped < columns
    }.count
    cells.removeFirst(count)
    if count > 0 { isCutBefore = true }
  }

  private mutating func dropLast(downTo room: Int) {
    guard isCutAfter || width > room else { return }
    isCutAfter = true
    var kept = 0
    let count = cells.prefix { cell in
      kept += cell.width
      return kept <= room - 3
    }.count
    cells.removeLast(cells.count - count)
  }
}
