import PolicyDiagnostics
import PolicyFormatter
import PolicySyntax

/// The canonical layout of a text; `nil` when it has none.
func formatted(_ text: String) -> String? {
  formatted(Array(text.utf8)).map { String(decoding: $0, as: UTF8.self) }
}

func formatted(_ bytes: [UInt8]) -> [UInt8]? {
  guard case .formatted(let layout) = format(bytes) else { return nil }
  return layout
}

/// What a text says, told without the formatter: its documents in one line each, with the kind of
/// every value; `nil` when it does not parse.
func meaning(of bytes: [UInt8]) -> [String]? {
  var findings = Findings()
  let trees = parseTrees(of: bytes, source: SourceID(0), into: &findings)
  return findings.all.isEmpty ? trees.map { meaning(of: $0.root) } : nil
}

private func meaning(of node: Node) -> String {
  switch node.kind {
  case .scalar: node.isEmpty ? "nothing" : node.text.debugDescription
  case .sequence: "[" + node.elements.map(meaning).joined(separator: ",") + "]"
  case .mapping:
    "{"
      + node.entries.map { "\(meaning(of: $0.key)):\(meaning(of: $0.value))" }
      .joined(separator: ",") + "}"
  }
}
