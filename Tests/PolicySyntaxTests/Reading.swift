import PolicyDiagnostics
import PolicySyntax

/// What reading a text gave, in a form that tests compare.
struct Reading {
  let bytes: [UInt8]
  private(set) var findings = Findings()
  private(set) var trees: [Tree] = []
  private(set) var refused = 0

  init(
    _ text: String, _ notation: SourceNotation = .yaml, holdsProse: Bool = false,
    limits: SyntaxLimits = .standard
  ) {
    self.init(bytes: Array(text.utf8), notation, holdsProse: holdsProse, limits: limits)
  }

  init(
    bytes: [UInt8], _ notation: SourceNotation = .yaml, holdsProse: Bool = false,
    limits: SyntaxLimits = .standard
  ) {
    self.bytes = bytes
    var trees: [Tree] = []
    var refused = 0
    readDocuments(
      of: bytes, source: SourceID(0), notation: notation, holdsProse: holdsProse, limits: limits,
      into: &findings
    ) { document in
      if document.isRefused { refused += 1 } else { trees.append(document.freeze()) }
    }
    self.trees = trees
    self.refused = refused
  }

  /// `TP0120:3` for each finding, with its line, in the order of the source.
  var answers: [String] {
    findings.sorted().map { "\($0.rule.code):\(line(of: $0))" }
  }

  var codes: [String] { findings.sorted().map(\.rule.code) }

  func line(of finding: Finding) -> Int {
    let start = Int(finding.span?.start ?? 0)
    return 1 + bytes.prefix(start).count { $0 == 0x0A }
  }

  /// The source between a node's offsets.
  func source(_ record: NodeRecord) -> String {
    String(decoding: bytes[Int(record.start)..<Int(record.end)], as: UTF8.self)
  }

  /// All documents in a notation of one line: `{a: [b, 'c']}`, with quotes around what was quoted.
  var shown: String {
    trees.map { show($0.root) }.joined(separator: " --- ")
  }
}

/// A node in a notation of one line. Texts that were quoted or are of several lines show in quotes.
func show(_ node: Node) -> String {
  switch node.kind {
  case .scalar:
    let text = node.text.replacing("\n", with: "\\n")
    return node.record.style == .plain ? text : "'\(text)'"
  case .sequence:
    return "[" + node.elements.map(show).joined(separator: ", ") + "]"
  case .mapping:
    return "{"
      + node.entries.map { "\(show($0.key)): \(show($0.value))" }.joined(separator: ", ") + "}"
  }
}

/// The findings that a sample is marked with: `# error[TP0105]` on the line at fault.
func markers(in text: String) -> [String] {
  text.split(separator: "\n", omittingEmptySubsequences: false).enumerated().flatMap { line, text in
    text.split(separator: "# error[").dropFirst().map { "\($0.prefix(6)):\(line + 1)" }
  }
}
