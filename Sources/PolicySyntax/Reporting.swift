import PolicyDiagnostics

/// What reads a source into nodes, whatever it is written in: the document as far as it is read, and the
/// findings in it.
protocol DocumentReader {
  var bytes: [UInt8] { get }
  var source: SourceID { get }
  var limits: SyntaxLimits { get }
  /// Whether values may hold what cannot be seen.
  var holdsProse: Bool { get }
  var document: DocumentBuffer { get set }
  var findings: Findings { get set }
  /// Set when nothing more of the source can be read.
  var isStopped: Bool { get set }
  var duplicates: DuplicateKeys { get set }
}

/// Places in the source, and findings at them.
extension DocumentReader {
  @inline(__always)
  func byte(at offset: Int) -> UInt8 {
    offset >= 0 && offset < bytes.count ? bytes[offset] : 0
  }

  func span(of node: Int) -> SourceSpan { document.span(of: node) }

  mutating func raise(_ finding: Finding) {
    guard !isStopped else { return }
    document.isRefused = true
    findings.raise(finding)
    if findings.all.count >= limits.fileFindings {
      stop(.tooManyFindings(limits.fileFindings, after: finding))
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

extension DocumentBuilder {
  @inline(__always)
  mutating func offset(of mark: Mark) -> Int { offsets.offset(of: mark) }

  mutating func span(of start: Mark, to end: Mark) -> SourceSpan {
    SourceSpan(source, from: offset(of: start), to: offset(of: end))
  }
}

extension SourceSpan {
  init(_ source: SourceID, from start: Int, to end: Int) {
    self.init(
      source, from: UInt32(truncatingIfNeeded: start), to: UInt32(truncatingIfNeeded: end))
  }
}
