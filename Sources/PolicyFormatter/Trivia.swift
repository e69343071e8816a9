import PolicySyntax

/// What stands between scalars and matters for the layout. Indicators that follow from the tree,
/// such as colons and brackets, are not kept.
struct Trivia {
  enum Kind {
    case comment
    case blankLine
    /// The `-` of an element.
    case dash
    /// `---`.
    case documentMarker
  }

  let kind: Kind
  /// Byte offsets; a comment ends before the spaces behind it.
  let start: Int
  let end: Int
  /// Bytes since the last line break. Counted only for what is the first of its line.
  let column: Int
  /// Whether only spaces stand before it.
  let isFirstOfLine: Bool
}

/// Reads the gaps between the scalars of all documents.
///
/// The spans of scalars are exact, and the profile refuses a `#` that is glued to a value: every
/// `#` of a gap begins a comment.
func trivia(between documents: [Tree], in bytes: [UInt8]) -> [Trivia] {
  var scanner = TriviaScanner(bytes)
  for document in documents {
    var open: [NodeRecord] = []
    for (index, node) in document.nodes.enumerated() {
      while let last = open.last, Int(last.next) <= index { open.removeLast() }
      if node.kind == .scalar {
        scanner.pass(node, blockColumn: Int(open.last?.column ?? 0))
      } else {
        open.append(node)
      }
    }
  }
  scanner.scanGap(to: bytes.count)
  return scanner.found
}

private struct TriviaScanner {
  private let bytes: [UInt8]
  private(set) var found: [Trivia] = []
  private var offset = 0
  private var lineStart = 0
  private var lineHasText = false

  init(_ bytes: [UInt8]) {
    self.bytes = bytes
  }

  /// Scans up to a scalar and passes over it.
  mutating func pass(_ node: NodeRecord, blockColumn: Int) {
    scanGap(to: Int(node.start))
    if node.end > node.start { lineHasText = true }
    guard node.style == .literal || node.style == .folded else {
      offset = Int(node.end)
      return
    }
    let scalar = BlockScalar(node, in: bytes, blockColumn: blockColumn)
    offset = scalar.header.upperBound
    scanGap(to: scalar.bodyStart)
    offset = scalar.end
    lineStart = offset
    lineHasText = false
  }

  mutating func scanGap(to end: Int) {
    while offset < min(end, bytes.count) {
      switch bytes[offset] {
      case 0x0A: endLine()
      case 0x20, 0x0D: offset += 1
      case UInt8(ascii: "#"): append(.comment, to: endOfComment)
      case UInt8(ascii: "-"): appendDashes()
      default:
        lineHasText = true
        offset += 1
      }
    }
  }

  private mutating func endLine() {
    if !lineHasText { append(.blankLine, to: offset + 1) } else { offset += 1 }
    lineStart = offset
    lineHasText = false
  }

  private mutating func appendDashes() {
    let isMarker =
      offset == lineStart && bytes[offset...].starts(with: [0x2D, 0x2D, 0x2D])
    append(isMarker ? .documentMarker : .dash, to: offset + (isMarker ? 3 : 1))
  }

  private var endOfComment: Int {
    var end = bytes[offset...].firstIndex(of: 0x0A) ?? bytes.count
    while end > offset, isSpace(bytes[end - 1]) { end -= 1 }
    return end
  }

  private mutating func append(_ kind: Trivia.Kind, to end: Int) {
    found.append(
      Trivia(
        kind: kind, start: offset, end: end, column: offset - lineStart,
        isFirstOfLine: !lineHasText))
    offset = end
    lineHasText = true
  }
}

/// A space, a tab or a carriage return.
func isSpace(_ byte: UInt8) -> Bool {
  byte == 0x20 || byte == 0x09 || byte == 0x0D
}
