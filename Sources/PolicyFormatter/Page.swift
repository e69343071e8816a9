/// The text that is being laid out, line by line.
struct Page {
  private(set) var bytes: [UInt8] = []
  private var lineStart = 0
  /// Whether the line ends in a comment, so that nothing more fits on it.
  private var hasComment = false
  /// Whether a blank line is wanted before the next line.
  var wantsBlankLine = false
  /// Whether a blank line may come next: not at the start, and not below what opens a collection.
  var allowsBlankLine = false

  var isEmpty: Bool { bytes.isEmpty }

  /// Whether a comment can stand behind what is on the line.
  var canTrail: Bool { bytes.count > lineStart && !hasComment }

  /// How many characters the line has.
  var column: Int { characterCount(bytes[lineStart...]) }

  mutating func beginLine(at column: Int) {
    if bytes.count > lineStart { breakLine() }
    if wantsBlankLine && allowsBlankLine { breakLine() }
    wantsBlankLine = false
    allowsBlankLine = true
    indent(by: column)
  }

  /// A line of a scalar below its first: the line break before it is part of the scalar.
  mutating func continueScalar(at column: Int, _ text: ArraySlice<UInt8>) {
    breakLine()
    guard !text.isEmpty else { return }
    indent(by: column)
    bytes += text
  }

  mutating func breakLine() {
    bytes.append(0x0A)
    lineStart = bytes.count
    hasComment = false
  }

  mutating func write(_ text: some Sequence<UInt8>) {
    bytes += text
  }

  mutating func write(_ text: StaticString) {
    bytes += text.description.utf8
  }

  mutating func writeComment(_ text: ArraySlice<UInt8>) {
    bytes += text
    hasComment = true
  }

  /// The whole text, ended by a line break.
  consuming func finished() -> [UInt8] {
    if bytes.count > lineStart { breakLine() }
    return bytes
  }

  private mutating func indent(by column: Int) {
    bytes += repeatElement(0x20, count: column)
  }
}

/// The characters of UTF-8 text.
func characterCount(_ text: some Sequence<UInt8>) -> Int {
  text.reduce(0) { $1 & 0xC0 == 0x80 ? $0 : $0 + 1 }
}
