import PolicyDiagnostics
import PolicySyntax

/// A source as the formatter sees it: its documents, and what stands between their scalars.
struct ParsedSource {
  let bytes: [UInt8]
  let documents: [Tree]
  /// In the order of the source.
  let trivia: [Trivia]

  /// Fails for a source with any finding, because what it says is not settled.
  init?(
    _ bytes: [UInt8], source: SourceID, limits: SyntaxLimits, into findings: inout Findings
  ) {
    documents = parseTrees(of: bytes, source: source, limits: limits, into: &findings)
    guard findings.all.isEmpty else { return nil }
    self.bytes = bytes
    trivia = PolicyFormatter.trivia(between: documents, in: bytes)
  }

  /// The texts of the comments, in order, without the space behind them.
  var comments: [ArraySlice<UInt8>] {
    trivia.filter { $0.kind == .comment }.map { bytes[$0.start..<$0.end] }
  }
}

/// Whether two sources have the same documents and the same comments, whatever their layout.
func saysTheSame(_ left: ParsedSource, _ right: ParsedSource) -> Bool {
  left.documents.count == right.documents.count && left.comments == right.comments
    && zip(left.documents, right.documents).allSatisfy(saysTheSame)
}

private func saysTheSame(_ left: Tree, _ right: Tree) -> Bool {
  left.nodes.count == right.nodes.count
    && left.nodes.indices.allSatisfy { index in
      let (first, second) = (Node(tree: left, index: index), Node(tree: right, index: index))
      return first.kind == second.kind && first.record.count == second.record.count
        && first.record.next == second.record.next && first.isEmpty == second.isEmpty
        && first.bytes == second.bytes
    }
}
