import PolicyDiagnostics

/// Places in the source, and findings at them.
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

extension SourceSpan {
  init(_ source: SourceID, from start: Int, to end: Int) {
    self.init(
      source, from: UInt32(truncatingIfNeeded: start), to: UInt32(truncatingIfNeeded: end))
  }
}
