import PolicyDiagnostics

/// Builds documents from the events of the YAML reader, and holds them to the profile and the limits.
///
/// This file puts the nodes together; what the profile refuses is in `Profile.swift`, what stands
/// between the nodes in `Separation.swift`.
struct DocumentBuilder: DocumentReader {
  let bytes: [UInt8]
  let source: SourceID
  let limits: SyntaxLimits
  /// The bytes of a scalar that breaks no limit, key or not.
  let usualBytes: Int
  /// What the check of the text found: where, and what the values are to be searched for.
  let textFindings: [Int]
  let hasTabs: Bool
  let hasInvisible: Bool
  let holdsProse: Bool
  let contentStart: Int
  var document: DocumentBuffer
  var findings: Findings
  /// Set when nothing more of the source can be read.
  var isStopped = false

  /// The collection that the next node belongs to; of the document itself while none is open.
  var parent = OpenCollection.document
  var outerParents: [OpenCollection] = []
  /// Up to where the source is accounted for by nodes.
  var gapStart: Int
  var offsets: OffsetCursor
  private var documentCount = 0
  private var documentStart = 0
  /// How many of the findings of the text lie before what has been read.
  private var textFindingsPassed = 0
  /// Where the node begins that was introduced by a `?`.
  var questionMarkEnd = -1
  var duplicates = DuplicateKeys()

  init(
    _ bytes: [UInt8], source: SourceID, limits: SyntaxLimits, text: TextCheck, holdsProse: Bool
  ) {
    self.bytes = bytes
    self.source = source
    self.limits = limits
    usualBytes = min(limits.keyBytes, limits.scalarBytes)
    textFindings = text.offsets
    hasTabs = text.hasTabs
    hasInvisible = text.hasInvisible
    self.holdsProse = holdsProse
    contentStart = text.contentStart
    document = DocumentBuffer(source: source)
    findings = text.findings
    gapStart = text.contentStart
    offsets = OffsetCursor(bytes, isASCII: text.isASCII, base: text.contentStart)
  }
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
    if !outerParents.isEmpty { outerParents.removeAll(keepingCapacity: true) }
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
    // What is left up to the next document or the end of the source belongs to this one.
    checkGap(to: offset(of: start))
    gapStart = max(gapStart, offset(of: end))
    if isExplicit { raise(.documentEndMarker(at: span(of: start, to: end))) }
    while textFindingsPassed < textFindings.count, textFindings[textFindingsPassed] < gapStart {
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
    if !isReported(problem, finding) { raise(finding) }
    isStopped = true
  }

  /// A directive, a `...` or a tab that was refused may also be why libyaml gave up.
  private func isReported(_ problem: SyntaxProblem, _ finding: Finding) -> Bool {
    findings.all.contains { earlier in
      if earlier.rule == Rules.yaml.directive {
        return problem.concernsDocumentStart || problem.concernsDirective
      }
      if earlier.rule == Rules.yaml.documentEndMarker { return problem.concernsDocumentStart }
      return earlier.rule == finding.rule && earlier.span == finding.span
    }
  }
}

// MARK: Nodes

extension DocumentBuilder {
  /// Adds a scalar whose text is, or will be, at `textStart` of the document's text. Returns
  /// whether it must be inspected, which needs the text.
  @inline(__always)
  mutating func addScalar(
    _ style: ScalarStyle, from startMark: Mark, to endMark: Mark, textStart: Int, textLength: Int
  ) -> Bool {
    let start = offset(of: startMark)
    let column = offsets.column(of: startMark, at: start)
    let end = max(start, offset(of: endMark))
    checkGap(to: start)
    gapStart = end
    let index = document.nodes.count
    let record = NodeRecord(
      kind: .scalar, style: style, isFlow: false, start: UInt32(truncatingIfNeeded: start),
      end: UInt32(truncatingIfNeeded: end), line: UInt32(truncatingIfNeeded: startMark.line &+ 1),
      column: UInt32(truncatingIfNeeded: column),
      textStart: UInt32(truncatingIfNeeded: textStart),
      textLength: UInt32(truncatingIfNeeded: textLength),
      next: UInt32(truncatingIfNeeded: index &+ 1), count: 0)
    append(record)
    parent.childCount &+= 1
    parent.lastChild = index
    return isUnusual(record, isMultiline: startMark.line != endMark.line)
  }

  mutating func addAlias(from start: Mark, to end: Mark) {
    _ = addScalar(.plain, from: start, to: end, textStart: document.text.count, textLength: 0)
    inspectScalar(length: 0, hasProperties: false)
  }

  mutating func startCollection(
    _ kind: NodeKind, isFlow: Bool, from startMark: Mark, to endMark: Mark, hasProperties: Bool
  ) {
    var start = offset(of: startMark)
    let column = offsets.column(of: startMark, at: start)
    if hasProperties || byte(at: start) == 0x21 { raiseProperties(at: start) }
    checkGap(to: start)
    gapStart = start
    var hasBrackets = false
    if isFlow {
      // With an anchor or a tag the event begins before the bracket.
      let bracket = offset(of: endMark) - 1
      hasBrackets = byte(at: bracket) == (kind == .mapping ? 0x7B : 0x5B)
      if hasBrackets {
        start = bracket
        gapStart = bracket + 1
      }
    }
    let index = document.nodes.count
    append(
      NodeRecord(
        kind: kind, style: .plain, isFlow: isFlow, start: UInt32(truncatingIfNeeded: start),
        end: UInt32(truncatingIfNeeded: start),
        line: UInt32(truncatingIfNeeded: startMark.line + 1),
        column: UInt32(truncatingIfNeeded: column), textStart: 0, textLength: 0,
        next: UInt32(truncatingIfNeeded: index + 1), count: 0))
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

  @inline(__always)
  private mutating func append(_ record: NodeRecord) {
    document.nodes.append(record)
    if document.nodes.count > limits.documentNodes {
      let span = SourceSpan(source, from: record.start, to: record.end)
      stop(.documentTooLarge(limits.documentNodes, at: span))
    }
  }
}
