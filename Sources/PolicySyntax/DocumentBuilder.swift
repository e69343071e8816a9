import PolicyDiagnostics

/// Builds documents from the events of the YAML reader, and holds them to the profile and the limits.
///
/// This file puts the nodes together; what the profile refuses is in `Profile.swift`, what stands
/// between the nodes in `Separation.swift`.
struct DocumentBuilder {
  let bytes: [UInt8]
  let source: SourceID
  let limits: SyntaxLimits
  let text: TextCheck
  var document: DocumentBuffer
  var findings: Findings
  /// Set when nothing more of the source can be read.
  private(set) var isStopped = false

  /// The collection that the next node belongs to; of the document itself while none is open.
  var parent = OpenCollection.document
  var outerParents: [OpenCollection] = []
  /// Up to where the source is accounted for by nodes.
  var gapStart: Int
  private var offsets: OffsetCursor
  private var documentCount = 0
  private var documentStart = 0
  /// How many of the findings of the text lie before what has been read.
  private var textFindingsPassed = 0
  /// Where the node begins that was introduced by a `?`.
  var questionMarkEnd = -1
  var duplicates = DuplicateKeys()

  init(_ bytes: [UInt8], source: SourceID, limits: SyntaxLimits, text: TextCheck) {
    self.bytes = bytes
    self.source = source
    self.limits = limits
    self.text = text
    document = DocumentBuffer(source: source)
    findings = text.findings
    gapStart = text.contentStart
    offsets = OffsetCursor(bytes, isASCII: text.isASCII, base: text.contentStart)
  }
}

/// A collection whose end has not been read.
struct OpenCollection {
  let kind: NodeKind
  let isFlow: Bool
  /// Whether it stands in brackets of its own: not so for `[a: b]`'s mapping.
  let hasBrackets: Bool
  let node: Int
  /// The column of the innermost block collection, -1 for none: what a value that goes on over
  /// several lines must be indented more than.
  let indent: Int
  var childCount = 0
  /// The index of the child read last, which is the key while a value is read.
  var lastChild = -1

  static let document = OpenCollection(
    kind: .sequence, isFlow: false, hasBrackets: false, node: -1, indent: -1)

  var isAtKey: Bool { kind == .mapping && childCount & 1 == 0 }
}

// MARK: Documents

extension DocumentBuilder {
  mutating func startDocument(from start: Mark, to end: Mark, isExplicit: Bool) {
    documentCount += 1
    guard documentCount <= limits.fileDocuments else {
      stop(.tooManyDocuments(limits.fileDocuments, at: span(of: start, to: end)))
      return
    }
    document.nodes.removeAll(keepingCapacity: true)
    document.text.removeAll(keepingCapacity: true)
    document.isRefused = false
    parent = .document
    outerParents.removeAll(keepingCapacity: true)
    documentStart = offset(of: start)
    if isExplicit {
      // With directives the event begins at the first of them.
      documentStart = max(gapStart, offset(of: end) - 3)
      if offset(of: start) == documentStart { checkGap(to: documentStart) }
      gapStart = offset(of: end)
    }
  }

  mutating func endDocument(from start: Mark, to end: Mark, isExplicit: Bool) {
    if let root = document.nodes.first, isEmptyPlain(root) {
      raise(.emptyDocument(at: SourceSpan(source, from: documentStart, to: documentStart + 3)))
    }
    if isExplicit {
      checkGap(to: offset(of: start))
      raise(.documentEndMarker(at: span(of: start, to: end)))
      gapStart = offset(of: end)
    }
    while textFindingsPassed < text.offsets.count, text.offsets[textFindingsPassed] < gapStart {
      textFindingsPassed += 1
      document.isRefused = true
    }
  }

  mutating func endSource() {
    checkGap(to: bytes.count)
  }

  /// Ends the reading at a mistake that libyaml found.
  mutating func fail(_ problem: SyntaxProblem) {
    let finding = problem.finding(in: self)
    if !isAlreadyReported(finding) { raise(finding) }
    isStopped = true
  }

  /// A directive or a tab that was refused already is also why libyaml gave up.
  private func isAlreadyReported(_ finding: Finding) -> Bool {
    guard let place = finding.span else { return false }
    return findings.all.contains { earlier in
      guard let span = earlier.span else { return false }
      if earlier.rule == Rules.yaml.directive {
        return span.start <= place.end && place.start <= span.end
      }
      return earlier.rule == finding.rule && span == place
    }
  }
}

// MARK: Nodes

extension DocumentBuilder {
  mutating func addScalar(
    _ style: ScalarStyle, from startMark: Mark, to endMark: Mark, textStart: Int, textLength: Int
  ) {
    let start = offset(of: startMark)
    let end = max(start, offset(of: endMark))
    checkGap(to: start)
    gapStart = end
    let isTooLong = textLength > limits.scalarBytes
    let index = append(
      NodeRecord(
        kind: .scalar, style: style, isFlow: false, start: UInt32(truncatingIfNeeded: start),
        end: UInt32(truncatingIfNeeded: endOfText(style, from: start, to: end)),
        line: UInt32(truncatingIfNeeded: startMark.line + 1),
        column: UInt32(truncatingIfNeeded: offsets.column(of: startMark, at: start)),
        textStart: UInt32(truncatingIfNeeded: textStart),
        textLength: isTooLong ? 0 : UInt32(truncatingIfNeeded: textLength),
        next: UInt32(truncatingIfNeeded: document.nodes.count + 1), count: 0))
    if isTooLong { raise(.scalarTooLong(textLength, limits.scalarBytes, at: span(of: index))) }
    checkScalar(index, isMultiline: startMark.line != endMark.line)
    parent.childCount += 1
    parent.lastChild = index
  }

  mutating func addAlias(from start: Mark, to end: Mark) {
    addScalar(.plain, from: start, to: end, textStart: document.text.count, textLength: 0)
    raise(.alias(at: span(of: start, to: end)))
  }

  mutating func startCollection(
    _ kind: NodeKind, isFlow: Bool, from startMark: Mark, to endMark: Mark
  ) {
    var start = offset(of: startMark)
    var hasBrackets = false
    if isFlow {
      // With an anchor or a tag the event begins before the bracket.
      let bracket = offset(of: endMark) - 1
      hasBrackets = byte(at: bracket) == (kind == .mapping ? 0x7B : 0x5B)
      if hasBrackets {
        checkGap(to: start)
        start = bracket
        gapStart = bracket + 1
      }
    }
    let column = offsets.column(of: startMark, at: offset(of: startMark))
    let index = append(
      NodeRecord(
        kind: kind, style: .plain, isFlow: isFlow, start: UInt32(truncatingIfNeeded: start),
        end: UInt32(truncatingIfNeeded: start),
        line: UInt32(truncatingIfNeeded: startMark.line + 1),
        column: UInt32(truncatingIfNeeded: column), textStart: 0, textLength: 0,
        next: UInt32(truncatingIfNeeded: document.nodes.count + 1), count: 0))
    checkCollection(index, isFlow: isFlow, hasBrackets: hasBrackets)
    open(index, kind, isFlow: isFlow, hasBrackets: hasBrackets, column: column)
  }

  private mutating func open(
    _ index: Int, _ kind: NodeKind, isFlow: Bool, hasBrackets: Bool, column: Int
  ) {
    parent.childCount += 1
    parent.lastChild = index
    outerParents.append(parent)
    parent = OpenCollection(
      kind: kind, isFlow: isFlow, hasBrackets: hasBrackets, node: index,
      indent: isFlow ? parent.indent : column)
    if outerParents.count > limits.nestingDepth {
      stop(.nestingTooDeep(limits.nestingDepth, at: span(of: index)))
    }
  }

  mutating func endCollection(at endMark: Mark) {
    guard let outer = outerParents.popLast(), parent.node >= 0 else { return }
    var end = gapStart
    if parent.hasBrackets {
      end = offset(of: endMark)
      checkGap(to: end - 1, isClosing: true)
      gapStart = end
    } else if parent.lastChild >= 0 {
      end = Int(document.nodes[parent.lastChild].end)
    }
    let index = parent.node
    document.nodes[index].end = UInt32(truncatingIfNeeded: end)
    document.nodes[index].next = UInt32(truncatingIfNeeded: document.nodes.count)
    let isMapping = parent.kind == .mapping
    document.nodes[index].count = UInt32(
      truncatingIfNeeded: isMapping ? parent.childCount / 2 : parent.childCount)
    if isMapping { checkDuplicates(in: index) }
    parent = outer
  }

  private mutating func append(_ record: NodeRecord) -> Int {
    document.nodes.append(record)
    let count = document.nodes.count
    if count > limits.documentNodes {
      stop(.documentTooLarge(limits.documentNodes, at: span(of: count - 1)))
    }
    return count - 1
  }
}

// MARK: Places and findings

extension DocumentBuilder {
  @inline(__always)
  mutating func offset(of mark: Mark) -> Int { offsets.offset(of: mark) }

  @inline(__always)
  func byte(at offset: Int) -> UInt8 {
    offset >= 0 && offset < bytes.count ? bytes[offset] : 0
  }

  mutating func span(of start: Mark, to end: Mark) -> SourceSpan {
    SourceSpan(source, from: offset(of: start), to: offset(of: end))
  }

  func span(of node: Int) -> SourceSpan {
    SourceSpan(source, from: document.nodes[node].start, to: document.nodes[node].end)
  }

  mutating func raise(_ finding: Finding) {
    guard !isStopped else { return }
    document.isRefused = true
    findings.raise(finding)
    if findings.all.count >= limits.fileFindings {
      let end = finding.span?.end ?? 0
      stop(.tooManyFindings(limits.fileFindings, at: SourceSpan(source, from: end, to: end)))
    }
  }

  /// Ends the reading at a limit.
  mutating func stop(_ finding: Finding) {
    guard !isStopped else { return }
    isStopped = true
    document.isRefused = true
    findings.raise(finding)
  }
}

extension SourceSpan {
  init(_ source: SourceID, from start: Int, to end: Int) {
    self.init(
      source, from: UInt32(truncatingIfNeeded: start), to: UInt32(truncatingIfNeeded: end))
  }
}
