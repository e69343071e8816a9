package import PolicyDiagnostics

/// Reads every document of a source, in order. JSON has one.
///
/// `body` is called with each complete document, also with one that is refused
/// (`DocumentBuffer.isRefused`); the buffer is reused after the call. What breaks the structure ends
/// the reading: the broken document and those after it are not delivered, and one finding says so.
///
/// - Parameter holdsProse: Whether values may hold characters that cannot be seen, as prompts and
///   messages in a workflow of somebody else's do; keys never may.
package func readDocuments(
  of bytes: [UInt8], source: SourceID, notation: SourceNotation = .yaml, holdsProse: Bool = false,
  limits: SyntaxLimits = .standard, into findings: inout Findings,
  _ body: (borrowing DocumentBuffer) -> Void
) {
  guard bytes.count <= limits.fileBytes else {
    findings.raise(.fileTooLarge(bytes.count, limits, at: SourceSpan(source, from: 0, to: 0)))
    return
  }
  var text = TextCheck(
    bytes, source: source, notation: notation, findingLimit: limits.fileFindings)
  text.run()
  guard text.isReadable else {
    findings.append(text.findings)
    return
  }
  switch notation {
  case .yaml:
    var builder = DocumentBuilder(
      bytes, source: source, limits: limits, text: text, holdsProse: holdsProse)
    readEvents(of: bytes, from: text.contentStart, isASCII: text.isASCII, into: &builder, body)
    findings.append(builder.findings)
  case .json:
    var reader = JSONReader(
      bytes, source: source, limits: limits, text: text, holdsProse: holdsProse)
    if reader.run() { body(reader.document) }
    findings.append(reader.findings)
  }
}

/// The documents of a source as trees of their own, without those that are refused.
package func parseTrees(
  of bytes: [UInt8], source: SourceID, notation: SourceNotation = .yaml, holdsProse: Bool = false,
  limits: SyntaxLimits = .standard, into findings: inout Findings
) -> [Tree] {
  var trees: [Tree] = []
  readDocuments(
    of: bytes, source: source, notation: notation, holdsProse: holdsProse, limits: limits,
    into: &findings
  ) { document in
    if !document.isRefused { trees.append(document.freeze()) }
  }
  return trees
}

extension Finding {
  fileprivate static func fileTooLarge(
    _ count: Int, _ limits: SyntaxLimits, at span: SourceSpan
  ) -> Finding {
    Finding(
      Rules.text.fileTooLarge, "the file has \(count) bytes, more than \(limits.fileBytes)",
      at: span, help: "split it into several files")
  }
}
