import PolicyDiagnostics

/// The first look at a source: is it UTF-8, and does it hold only characters that belong into a
/// policy? One pass; blocks of plain ASCII are passed over as a whole.
struct TextCheck {
  private let bytes: [UInt8]
  private let source: SourceID
  private let findingLimit: Int
  private let notation: SourceNotation
  private var index = 0
  /// Set when what follows cannot be decoded, or is not worth it.
  private var isStopped = false
  private var hasLoneReturn = false

  private(set) var findings = Findings()
  /// Where the findings lie, in order: a document that holds one is refused.
  private(set) var offsets: [Int] = []
  /// Whether the text may be given to a reader.
  private(set) var isReadable = true
  private(set) var isASCII = true
  private(set) var hasTabs = false
  /// Characters that are invisible but harmless in a comment; values are searched for them.
  private(set) var hasInvisible = false
  /// The offset after a byte-order mark.
  private(set) var contentStart = 0

  init(
    _ bytes: [UInt8], source: SourceID, notation: SourceNotation = .yaml, findingLimit: Int
  ) {
    self.bytes = bytes
    self.source = source
    self.notation = notation
    self.findingLimit = findingLimit
  }

  mutating func run() {
    checkBeginning()
    while !isStopped && index < bytes.count {
      let end = min(index + TextCheck.blockBytes, bytes.count)
      if TextCheck.isPlain(bytes[index..<end]) {
        index = end
      } else {
        inspect(until: end)
      }
    }
  }

  private static let blockBytes = 128

  /// Whether a block holds nothing but printable ASCII and line feeds, and no `%`. Written without
  /// branches, so that it compiles to vector instructions.
  private static func isPlain(_ block: ArraySlice<UInt8>) -> Bool {
    var special: UInt8 = 0
    for byte in block {
      let isPrintable: UInt8 = byte &- 0x20 < 0x5F ? 0 : 1
      let isLineFeed: UInt8 = byte == 0x0A ? 0 : 1
      let isPercent: UInt8 = byte == 0x25 ? 1 : 0
      special |= isPrintable & isLineFeed | isPercent
    }
    return special == 0
  }

  /// Looks at each character that begins before `end`.
  private mutating func inspect(until end: Int) {
    while !isStopped && index < end {
      let byte = bytes[index]
      switch byte {
      case 0x0A, 0x20..<0x25, 0x26..<0x7F: index += 1
      case 0x80...: inspectScalar()
      default: inspectSpecial(byte)
      }
    }
  }

  private mutating func inspectSpecial(_ byte: UInt8) {
    switch byte {
    case 0x09: hasTabs = true
    case 0x0D: if !isFollowed(by: 0x0A) { refuseLoneReturn() }
    case 0x25: if notation == .yaml && isAtLineStart { raise(.directive(at: span(restOfLine))) }
    default:
      refuse(.controlCharacter(UInt32(byte), at: span(1)))
      // A NUL is never a slip of the keyboard: the file is no text.
      isStopped = byte == 0 || isStopped
    }
    index += 1
  }

  private mutating func inspectScalar() {
    isASCII = false
    guard let scalar = DecodedScalar(bytes, at: index, end: bytes.count) else {
      refuse(.notUTF8(at: span(1)))
      isStopped = true
      return
    }
    switch scalar.value {
    case 0x85, 0x2028, 0x2029: refuse(.lineBreak(scalar.value, at: span(scalar.length)))
    case 0x80...0x9F, 0xFFFE, 0xFFFF:
      refuse(.controlCharacter(scalar.value, at: span(scalar.length)))
    default: inspectHidden(scalar)
    }
    index += scalar.length
  }

  private mutating func inspectHidden(_ scalar: DecodedScalar) {
    switch HiddenCharacter(scalar.value) {
    case .bidirectional: raise(.bidirectional(scalar.value, at: span(scalar.length)))
    case .invisible: hasInvisible = true
    case nil: break
    }
  }

  /// Byte-order marks, and UTF-16 and UTF-32 by their first bytes.
  private mutating func checkBeginning() {
    let start = bytes.prefix(4)
    if start.starts(with: [0xEF, 0xBB, 0xBF]) {
      isASCII = false
      raise(.byteOrderMark(at: span(3)))
      index = 3
      contentStart = 3
    } else if start.starts(with: [0xFF, 0xFE]) || start.starts(with: [0xFE, 0xFF])
      || start.starts(with: [0, 0, 0xFE, 0xFF])
    {
      refuse(.otherEncoding(at: span(0)))
      isStopped = true
    } else if start.count >= 2 && (start[0] == 0) != (start[1] == 0) {
      refuse(.otherEncoding(at: span(0)))
      isStopped = true
    }
  }
}

// MARK: Raising

extension TextCheck {
  private func span(_ length: Int) -> SourceSpan {
    SourceSpan(source, from: UInt32(index), to: UInt32(index + length))
  }

  private func isFollowed(by byte: UInt8) -> Bool {
    index + 1 < bytes.count && bytes[index + 1] == byte
  }

  private var isAtLineStart: Bool { index == contentStart || bytes[index - 1] == 0x0A }

  private var restOfLine: Int {
    bytes[index...].prefix { $0 != 0x0A && $0 != 0x0D && $0 != 0x23 && $0 < 0x7F }
      .reversed().drop { $0 == 0x20 }.count
  }

  /// A finding after which the file cannot be read: readers do not agree on its structure.
  private mutating func refuse(_ finding: Finding) {
    raise(finding)
    isReadable = false
  }

  private mutating func raise(_ finding: Finding) {
    findings.raise(finding)
    offsets.append(index)
    guard findings.all.count >= findingLimit, !isStopped else { return }
    findings.raise(.tooManyFindings(findingLimit, after: finding))
    isReadable = false
    isStopped = true
  }

  /// A file with the line ends of old is one mistake, not one a line.
  private mutating func refuseLoneReturn() {
    if !hasLoneReturn { refuse(.lineBreak(0x0D, at: span(1))) }
    hasLoneReturn = true
  }
}

// MARK: Messages

extension Finding {
  private static let saveAsUTF8 = "save the file as UTF-8"

  fileprivate static func notUTF8(at span: SourceSpan) -> Finding {
    Finding(Rules.text.notUTF8, "the file is not UTF-8 here", at: span, help: saveAsUTF8)
  }

  fileprivate static func otherEncoding(at span: SourceSpan) -> Finding {
    Finding(
      Rules.text.notUTF8, "the file is UTF-16 or UTF-32, or no text", at: span, help: saveAsUTF8)
  }

  fileprivate static func byteOrderMark(at span: SourceSpan) -> Finding {
    Finding(
      Rules.text.byteOrderMark, "the file starts with a byte-order mark", at: span,
      help: "save it as UTF-8 without the mark", fix: Fix(replacing: span, with: ""))
  }

  fileprivate static func controlCharacter(_ scalar: UInt32, at span: SourceSpan) -> Finding {
    Finding(
      Rules.text.controlCharacter, "the control character \(codePoint(scalar)) is not text",
      at: span, help: "remove it")
  }

  fileprivate static func lineBreak(_ scalar: UInt32, at span: SourceSpan) -> Finding {
    let name = scalar == 0x0D ? "a carriage return alone" : codePoint(scalar)
    return Finding(
      Rules.text.lineBreak, "\(name) is a line break for some readers only", at: span,
      help: "end lines with LF or CRLF")
  }

  fileprivate static func directive(at span: SourceSpan) -> Finding {
    Finding(
      Rules.yaml.directive, "a line that starts with `%` is a directive", at: span,
      help: "remove it; `language:` of the platform says how policies are read")
  }

  fileprivate static func bidirectional(_ scalar: UInt32, at span: SourceSpan) -> Finding {
    Finding(
      Rules.text.invisibleCharacter, "\(codePoint(scalar)) changes the order of the text shown",
      at: span, help: "remove it", fix: Fix(replacing: span, with: ""))
  }

  static func tooManyFindings(_ limit: Int, after last: Finding) -> Finding {
    Finding(
      Rules.text.tooManyFindings, "reading stopped after \(limit) findings in this file",
      at: last.span.map { SourceSpan($0.source, from: $0.end, to: $0.end) },
      help: "resolve those above first, or check that the file is a policy")
  }
}
