import PolicyDiagnostics
package import PolicySyntax

/// The distinct ways in which values are written in some sources or in all of them.
package struct WrittenValues: Sendable {
  /// Their bytes; a kind is a slot and a column.
  private var table = ByteTable()
  private var entries: [Entry] = []
  /// The trees of all values, where each was first written: one after the other, as they stood in
  /// their documents.
  private var nodes: [NodeRecord] = []
  private var text: [UInt8] = []

  /// One value: where its nodes and its text begin.
  private struct Entry: Sendable {
    let source: SourceID
    let firstNode: UInt32
    let firstText: UInt32
  }

  package init() {}

  package var count: Int { entries.count }

  /// The key of a tenant's document behind which the value stands.
  package func slot(of index: Int) -> UInt8 {
    UInt8(truncatingIfNeeded: table.kind(of: index))
  }

  func place(of index: Int) -> TextPlace {
    let entry = entries[index]
    return TextPlace(source: entry.source, start: nodes[Int(entry.firstNode)].start)
  }

  /// The index of a value, by what is written: the slot, the column where it begins, and its bytes.
  /// Two values with one key decode alike and have their parts at equal offsets; they differ in their
  /// places only.
  mutating func insert(
    _ index: Int, of buffer: borrowing DocumentBuffer, _ source: [UInt8], slot: Int
  ) -> UInt32 {
    let node = buffer.nodes[index]
    let column = Self.mayHaveMoreLines(node) ? node.column : 0
    let kind = UInt32(truncatingIfNeeded: column) << 8 | UInt32(truncatingIfNeeded: slot)
    let bytes = source[Int(node.start)..<Int(node.end)]
    let (value, isNew) = table.insert(bytes, kind: kind)
    if isNew {
      let range = index..<buffer.next(after: index)
      append(buffer.source, buffer.nodes[range], buffer.text[buffer.textRange(of: range)])
    }
    return UInt32(truncatingIfNeeded: value)
  }

  /// Whether the column where the value begins may have a meaning.
  private static func mayHaveMoreLines(_ node: NodeRecord) -> Bool {
    // Patterns: comparing cases of another module is a call.
    guard case .scalar = node.kind else { return true }
    return switch node.style {
    case .literal, .folded: true
    case .plain, .singleQuoted, .doubleQuoted: false
    }
  }

  private mutating func append(
    _ source: SourceID, _ nodes: ArraySlice<NodeRecord>, _ text: ArraySlice<UInt8>
  ) {
    entries.append(
      Entry(
        source: source, firstNode: UInt32(truncatingIfNeeded: self.nodes.count),
        firstText: UInt32(truncatingIfNeeded: self.text.count)))
    self.nodes.append(contentsOf: nodes)
    self.text.append(contentsOf: text)
  }

  /// Takes a value of another table.
  mutating func insert(_ index: Int, of other: WrittenValues) -> UInt32 {
    let (value, isNew) = table.insert(
      other.table[index], kind: other.table.kind(of: index))
    if isNew {
      append(
        other.entries[index].source, other.nodes[other.nodeRange(of: index)],
        other.text[other.textRange(of: index)])
    }
    return UInt32(truncatingIfNeeded: value)
  }

  /// The tree of a value, where it was first written.
  package func tree(of index: Int) -> Tree {
    Tree(
      source: entries[index].source, cutting: nodes[nodeRange(of: index)],
      text: text[textRange(of: index)])
  }

  private func nodeRange(of index: Int) -> Range<Int> {
    let end = index + 1 < entries.count ? Int(entries[index + 1].firstNode) : nodes.count
    return Int(entries[index].firstNode)..<end
  }

  private func textRange(of index: Int) -> Range<Int> {
    let end = index + 1 < entries.count ? Int(entries[index + 1].firstText) : text.count
    return Int(entries[index].firstText)..<end
  }
}
