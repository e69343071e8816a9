import PolicyDiagnostics

/// Reads JSON (RFC 8259) into the nodes that YAML is read into: objects are mappings, arrays are
/// sequences, strings are double-quoted scalars, and numbers, `true`, `false` and `null` are plain ones
/// that keep the text that was written.
///
/// Nothing beyond the grammar is accepted. A comment, a trailing comma, a wrong escape or a word that is
/// no value is a finding, and reading goes on; a mistake in the structure ends it. There is no recursion:
/// what is open stands in `outerParents`.
struct JSONReader: DocumentReader {
  let bytes: [UInt8]
  let source: SourceID
  let limits: SyntaxLimits
  let hasInvisible: Bool
  let holdsProse: Bool
  var document: DocumentBuffer
  var findings: Findings
  var isStopped = false
  var duplicates = DuplicateKeys()

  /// The next byte to look at.
  var index: Int
  private var line = 1
  private var lineStart = 0
  private var expected = Expected.value
  private var parent = OpenCollection.document
  private var outerParents: [OpenCollection] = []
  /// The comma read last.
  private var comma = 0

  /// What may come next.
  private enum Expected {
    case value
    case valueOrEnd
    case key
    case keyOrEnd
    case colon
    case commaOrEnd
    /// The value of the whole text has been read.
    case nothing
  }

  init(
    _ bytes: [UInt8], source: SourceID, limits: SyntaxLimits, text: TextCheck, holdsProse: Bool
  ) {
    self.bytes = bytes
    self.source = source
    self.limits = limits
    self.holdsProse = holdsProse
    hasInvisible = text.hasInvisible
    index = text.contentStart
    document = DocumentBuffer(source: source)
    document.isRefused = !text.findings.all.isEmpty
    findings = text.findings
  }

  /// Reads the source. Returns whether its one value is complete.
  mutating func run() -> Bool {
    skipSpace()
    while !isStopped && index < bytes.count {
      step(bytes[index])
      skipSpace()
    }
    if !isStopped && expected != .nothing { stop(unfinished) }
    return !isStopped
  }

  private mutating func step(_ byte: UInt8) {
    switch expected {
    case .value, .valueOrEnd: readElement(byte)
    case .key, .keyOrEnd: readKey(byte)
    case .colon: readColon(byte)
    case .commaOrEnd: readComma(byte)
    case .nothing: stop(.moreText(at: word(at: index)))
    }
  }

  private var unfinished: Finding {
    let end = SourceSpan(source, from: bytes.count, to: bytes.count)
    guard parent.node >= 0 else { return .noValue(at: end) }
    return .unclosed(span(of: parent.node), noticedAt: end)
  }
}

// MARK: What may come next

extension JSONReader {
  private mutating func readElement(_ byte: UInt8) {
    if byte == 0x5D && parent.kind == .sequence && parent.node >= 0 {
      if expected == .value { raise(.trailingComma(at: place(comma))) }
      close()
    } else {
      readValue(byte)
    }
  }

  private mutating func readKey(_ byte: UInt8) {
    switch byte {
    case 0x22:
      readString(isKey: true)
      expected = .colon
    case 0x7D:
      if expected == .key { raise(.trailingComma(at: place(comma))) }
      close()
    default:
      stop(.noKey(at: word(at: index)))
    }
  }

  private mutating func readColon(_ byte: UInt8) {
    guard byte == 0x3A else { return stop(.noColon(at: word(at: index))) }
    index += 1
    expected = .value
  }

  private mutating func readComma(_ byte: UInt8) {
    let closing: UInt8 = parent.kind == .mapping ? 0x7D : 0x5D
    switch byte {
    case 0x2C:
      comma = index
      index += 1
      expected = parent.kind == .mapping ? .key : .value
    case closing:
      close()
    default:
      stop(.noComma(before: closing, at: word(at: index), opened: opening))
    }
  }

  private var opening: SourceSpan {
    let start = Int(document.nodes[parent.node].start)
    return place(start)
  }

  private mutating func readValue(_ byte: UInt8) {
    switch byte {
    case 0x7B: open(.mapping)
    case 0x5B: open(.sequence)
    case 0x22:
      readString(isKey: false)
      endValue()
    default:
      readWord()
      endValue()
    }
  }

  private mutating func endValue() {
    expected = parent.node < 0 ? .nothing : .commaOrEnd
  }
}

// MARK: Nodes

extension JSONReader {
  private mutating func open(_ kind: NodeKind) {
    let node = document.nodes.count
    append(kind, .plain, from: index, to: index + 1, textStart: 0, textLength: 0)
    outerParents.append(parent)
    parent = OpenCollection(kind: kind, isFlow: true, hasBrackets: true, node: node, indent: -1)
    index += 1
    expected = kind == .mapping ? .keyOrEnd : .valueOrEnd
    if outerParents.count > limits.nestingDepth {
      stop(.nestingTooDeep(limits.nestingDepth, at: span(of: node)))
    }
  }

  private mutating func close() {
    guard let outer = outerParents.popLast() else { return }
    index += 1
    let node = parent.node
    let isMapping = parent.kind == .mapping
    document.nodes[node].end = UInt32(truncatingIfNeeded: index)
    document.nodes[node].next = UInt32(truncatingIfNeeded: document.nodes.count)
    document.nodes[node].count = UInt32(
      truncatingIfNeeded: isMapping ? parent.childCount / 2 : parent.childCount)
    if isMapping { checkDuplicates(in: node) }
    parent = outer
    endValue()
  }

  /// Adds a node that lies on the line that is being read.
  mutating func append(
    _ kind: NodeKind, _ style: ScalarStyle, from start: Int, to end: Int, textStart: Int,
    textLength: Int
  ) {
    let node = document.nodes.count
    document.nodes.append(
      NodeRecord(
        kind: kind, style: style, isFlow: kind != .scalar,
        start: UInt32(truncatingIfNeeded: start), end: UInt32(truncatingIfNeeded: end),
        line: UInt32(truncatingIfNeeded: line),
        column: UInt32(truncatingIfNeeded: start - lineStart),
        textStart: UInt32(truncatingIfNeeded: textStart),
        textLength: UInt32(truncatingIfNeeded: textLength),
        next: UInt32(truncatingIfNeeded: node + 1), count: 0))
    parent.childCount += 1
    if document.nodes.count > limits.documentNodes {
      stop(.documentTooLarge(limits.documentNodes, at: span(of: node)))
    }
  }
}

// MARK: Between the values

extension JSONReader {
  private mutating func skipSpace() {
    while index < bytes.count {
      switch bytes[index] {
      case 0x20, 0x09, 0x0D: index += 1
      case 0x0A: endLine()
      case 0x23, 0x2F: if !skipComment() { return }
      default: return
      }
    }
  }

  private mutating func endLine() {
    index += 1
    line += 1
    lineStart = index
  }

  /// JSON has no comments; what looks like one is refused as a whole.
  private mutating func skipComment() -> Bool {
    let start = index
    let isBlock = byte(at: index) == 0x2F && byte(at: index + 1) == 0x2A
    guard isBlock || byte(at: index) == 0x23 || byte(at: index + 1) == 0x2F else { return false }
    raise(.comment(at: isBlock ? SourceSpan(source, from: start, to: start + 2) : restOfLine))
    index += isBlock ? 2 : 1
    while index < bytes.count, isBlock || bytes[index] != 0x0A {
      if isBlock && bytes[index] == 0x2A && byte(at: index + 1) == 0x2F {
        index += 2
        return true
      }
      if bytes[index] == 0x0A { endLine() } else { index += 1 }
    }
    return true
  }

  private var restOfLine: SourceSpan {
    let end = bytes[index...].firstIndex { $0 == 0x0A || $0 == 0x0D } ?? bytes.count
    return SourceSpan(source, from: index, to: end)
  }

  func place(_ offset: Int) -> SourceSpan {
    SourceSpan(source, from: offset, to: min(offset + 1, bytes.count))
  }
}
