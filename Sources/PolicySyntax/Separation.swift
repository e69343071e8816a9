import PolicyDiagnostics

/// What may stand between two nodes: spaces, line breaks, comments and the indicators of YAML.
///
/// libyaml is lenient here. The gaps are read once more, so that what it lets pass is refused: tabs,
/// `?`, comments glued to a value, and lines of a value that are not indented.
extension DocumentBuilder {
  /// Checks the bytes from the end of the last node to `end`.
  @inline(__always)
  mutating func checkGap(to end: Int, isClosing: Bool = false) {
    let length = end - gapStart
    if length <= 0 { return }
    // Most gaps are a line feed, or a colon or comma and a space.
    if length == 1 && bytes[gapStart] == 0x0A && !parent.isFlow { return }
    if length == 2 && bytes[gapStart &+ 1] == 0x20 {
      let indicator = bytes[gapStart]
      if indicator == 0x3A || indicator == 0x2C { return }
    }
    readGap(to: min(end, bytes.count), isClosing: isClosing)
  }

  private mutating func readGap(to end: Int, isClosing: Bool) {
    let all = bytes
    let bytes = all.span
    var index = gapStart
    var lineStart = -1
    while index < end {
      let byte = bytes[index]
      switch byte {
      case 0x20, 0x0D: break
      case 0x0A: lineStart = index + 1
      case 0x09: raise(.tab(at: SourceSpan(source, from: index, to: index + 1)))
      case 0x23:
        checkCommentStart(index)
        while index < end && bytes[index] != 0x0A { index &+= 1 }
        index &-= 1
      case 0x3F:
        raise(.questionMark(at: SourceSpan(source, from: index, to: index + 1)))
        questionMarkEnd = end
      default:
        checkContinuation(at: index, lineStart: lineStart, isClosing: false)
        lineStart = -1
      }
      index += 1
    }
    checkContinuation(at: end, lineStart: lineStart, isClosing: isClosing)
  }

  mutating func checkCommentStart(_ index: Int) {
    guard index > contentStart else { return }
    let before = bytes[index - 1]
    guard before != 0x20 && before != 0x0A && before != 0x09 && before != 0x0D else { return }
    raise(.commentSpace(at: SourceSpan(source, from: index, to: index + 1)))
  }

  /// Something that belongs to a collection in brackets stands at `index`, first on its line.
  private mutating func checkContinuation(at index: Int, lineStart: Int, isClosing: Bool) {
    guard lineStart >= 0, parent.isFlow, index < bytes.count else { return }
    // A closing bracket may stand below the key, as it is most often written.
    let least = isClosing ? parent.indent : parent.indent + 1
    if index - lineStart < least { raiseContinuation(at: index) }
  }

  mutating func raiseContinuation(at index: Int) {
    let span = SourceSpan(source, from: index, to: index + 1)
    raise(.continuationIndent(parent.indent + 1, at: span))
  }
}

// MARK: Messages

extension Finding {
  static func tab(at span: SourceSpan) -> Finding {
    Finding(
      Rules.text.tab, "a tab stands outside quotes", at: span, help: "write spaces",
      fix: Fix(replacing: span, with: " "))
  }

  fileprivate static func commentSpace(at span: SourceSpan) -> Finding {
    Finding(
      Rules.yaml.commentSpace, "no space before the comment", at: span,
      help: "write a space before `#`, or quote the value if `#` belongs to it",
      fix: Fix(replacing: span, with: " #"))
  }

  fileprivate static func questionMark(at span: SourceSpan) -> Finding {
    Finding(
      Rules.yaml.questionMark, "`?` introduces a key", at: span,
      help: "write `key: value`, or quote a word that starts with `?`")
  }

  fileprivate static func continuationIndent(_ columns: Int, at span: SourceSpan) -> Finding {
    Finding(
      Rules.yaml.continuationIndent, "this line belongs to a value that began above it", at: span,
      help: "indent it by at least \(columns) \(columns == 1 ? "space" : "spaces")")
  }
}
