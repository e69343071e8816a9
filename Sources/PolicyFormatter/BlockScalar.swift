import PolicySyntax

/// A `|` or `>` scalar in the source: its header, and its lines without their indentation.
struct BlockScalar {
  /// The indicators, such as `|2-`.
  let header: Range<Int>
  /// Where the line below the header begins.
  let bodyStart: Int
  /// Each line of the body without indentation and line break; empty for a blank line.
  private(set) var lines: [Range<Int>] = []
  /// Where the line below the body begins.
  private(set) var end: Int
  /// The columns that the header says the body is indented by, below its collection.
  let statedIndent: Int?

  private let keepsBlankLines: Bool

  /// - Parameter blockColumn: the column of the innermost block collection, 0 outside of any.
  init(_ node: NodeRecord, in bytes: [UInt8], blockColumn: Int) {
    header = BlockScalar.header(from: Int(node.start), in: bytes)
    let indicators = bytes[header]
    keepsBlankLines = indicators.contains(UInt8(ascii: "+"))
    statedIndent = indicators.first { (0x31...0x39).contains($0) }.map { Int($0 - 0x30) }
    let headerEnd = bytes[header.upperBound...].firstIndex(of: 0x0A) ?? bytes.count
    bodyStart = min(headerEnd + 1, bytes.count)
    end = bodyStart
    let textEnd = max(Int(node.end), bodyStart)
    let indent =
      statedIndent.map { blockColumn + $0 }
      ?? BlockScalar.indent(
        from: bodyStart, to: textEnd, in: bytes, atLeast: blockColumn + 1)
    readLines(of: bytes, textEnd: textEnd, indent: indent)
  }

  private static func header(from start: Int, in bytes: [UInt8]) -> Range<Int> {
    var end = min(start + 1, bytes.count)
    while end < bytes.count, "+-123456789".utf8.contains(bytes[end]) { end += 1 }
    return start..<end
  }

  /// As YAML finds it: that of the first line with text, or of a longer blank one before it.
  private static func indent(
    from start: Int, to textEnd: Int, in bytes: [UInt8], atLeast least: Int
  ) -> Int {
    var indent = least
    var lineStart = start
    while lineStart < bytes.count {
      let line = SourceLine(from: lineStart, in: bytes)
      if !line.isBlank && lineStart >= textEnd { break }
      indent = max(indent, line.spaces)
      if !line.isBlank { break }
      lineStart = line.next
    }
    return indent
  }

  /// Blank lines at the end belong to the scalar only where it keeps them, or where they are longer
  /// than the indentation and so hold spaces of the text.
  private mutating func readLines(of bytes: [UInt8], textEnd: Int, indent: Int) {
    var undecided: [Range<Int>] = []
    var lineStart = bodyStart
    while lineStart < bytes.count {
      let line = SourceLine(from: lineStart, in: bytes)
      let isText = lineStart < textEnd
      guard isText || line.isBlank else { return }
      let textStart = min(line.start + indent, line.end)
      undecided.append(textStart..<line.end)
      lineStart = line.next
      if isText || line.spaces > indent || (keepsBlankLines && line.isTerminated) {
        lines += undecided
        undecided = []
        end = line.next
      }
    }
  }
}

/// One line of the source.
struct SourceLine {
  let start: Int
  /// Before the line break.
  let end: Int
  /// Where the next line begins.
  let next: Int
  /// How many spaces it begins with.
  let spaces: Int
  let isTerminated: Bool

  init(from start: Int, in bytes: [UInt8]) {
    let lineFeed = bytes[start...].firstIndex(of: 0x0A)
    var end = lineFeed ?? bytes.count
    if end > start, bytes[end - 1] == 0x0D { end -= 1 }
    self.start = start
    self.end = end
    next = lineFeed.map { $0 + 1 } ?? bytes.count
    spaces = bytes[start..<end].prefix { $0 == 0x20 }.count
    isTerminated = lineFeed != nil
  }

  var isBlank: Bool { spaces == end - start }
}
