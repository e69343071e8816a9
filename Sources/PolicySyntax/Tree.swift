package import PolicyDiagnostics

/// What a node of a document is.
package enum NodeKind: UInt8, Sendable {
  case scalar
  case sequence
  case mapping
}

/// How a scalar was written. The type of a value comes from its field, never from its style; only
/// the formatter and the check for empty values look at it.
package enum ScalarStyle: UInt8, Sendable {
  case plain
  case singleQuoted
  case doubleQuoted
  case literal
  case folded
}

/// One node, in document order: a mapping's entries are key, value, key, value.
///
/// INVARIANT: a subtree is contiguous, `nodes[i ..< nodes[i].next]`; children are reached by
/// starting at `i + 1` and following `next`.
package struct NodeRecord: Sendable {
  package var kind: NodeKind
  package var style: ScalarStyle
  /// A flow collection (`[a, b]`, `{a: b}`) rather than a block one.
  package var isFlow: Bool
  /// Byte offsets into the source; `end` is one past the last byte of the node's own text.
  package var start: UInt32
  package var end: UInt32
  /// The line of `start`, from 1.
  package var line: UInt32
  /// The bytes of `start` since the last line break, from 0.
  package var column: UInt32
  /// The scalar's decoded bytes in `text`; both 0 for a collection.
  package var textStart: UInt32
  package var textLength: UInt32
  /// Index of the first node after this subtree.
  package var next: UInt32
  /// Elements of a sequence, entries (pairs) of a mapping, 0 for a scalar.
  package var count: UInt32
}

/// One document of a source while it is being read: nodes and decoded scalar text, side by side in
/// two arrays that are reused for the next document. Copy what should stay with `freeze()`.
package struct DocumentBuffer: Sendable {
  package let source: SourceID
  package internal(set) var nodes: [NodeRecord] = []
  package internal(set) var text: [UInt8] = []
  /// Whether a finding was raised in the document: what it says is not settled, and what follows
  /// from it is not worth another finding.
  package internal(set) var isRefused = false

  package init(source: SourceID) {
    self.source = source
  }

  package func freeze() -> Tree {
    Tree(source: source, nodes: nodes, text: text)
  }
}

// Access by index, for those who look at many documents and keep few. An index that is no node of
// the document is a mistake of the caller.
extension DocumentBuffer {
  package func span(of index: Int) -> SourceSpan {
    SourceSpan(source, from: nodes[index].start, to: nodes[index].end)
  }

  /// The decoded bytes of a scalar; empty for a collection.
  package func bytes(of index: Int) -> ArraySlice<UInt8> {
    text[textRange(of: index)]
  }

  /// Where the decoded bytes of a scalar lie in `text`.
  package func textRange(of index: Int) -> Range<Int> {
    let start = Int(nodes[index].textStart)
    return start..<(start + Int(nodes[index].textLength))
  }

  /// The first child of a collection: the first element, or the first key; `nil` for none.
  package func firstChild(of index: Int) -> Int? {
    nodes[index].count == 0 ? nil : index + 1
  }

  /// The node after `index` and all below it: a key's value, a value's next key or the next
  /// element, as long as it is below the `next` of the collection.
  package func next(after index: Int) -> Int {
    Int(nodes[index].next)
  }

  /// The value of a mapping's entry by its key; `nil` when there is none.
  package func value(of key: [UInt8], in mapping: Int) -> Int? {
    let end = next(after: mapping)
    guard nodes[mapping].kind == .mapping else { return nil }
    var index = mapping + 1
    while index < end {
      if bytes(of: index).elementsEqual(key) { return next(after: index) }
      index = next(after: next(after: index))
    }
    return nil
  }

  /// Where the decoded bytes of all scalars among some nodes lie in `text`.
  package func textRange(of range: Range<Int>) -> Range<Int> {
    var start = text.count
    var end = 0
    for index in range {
      guard case .scalar = nodes[index].kind else { continue }
      start = min(start, Int(nodes[index].textStart))
      end = Int(nodes[index].textStart + nodes[index].textLength)
    }
    return start..<max(start, end)
  }
}

/// One document, or one value of it, with its own storage. Node 0 is the root.
package final class Tree: Sendable {
  package let source: SourceID
  package let nodes: [NodeRecord]
  package let text: [UInt8]

  package init(source: SourceID, nodes: [NodeRecord], text: [UInt8]) {
    self.source = source
    self.nodes = nodes
    self.text = text
  }

  /// A value with all below it, out of a document: its nodes and the text of them as they stood there.
  /// Offsets into the source stay as they are.
  package convenience init(
    source: SourceID, cutting nodes: ArraySlice<NodeRecord>, text: ArraySlice<UInt8>
  ) {
    var nodes = Array(nodes)
    let first = (nodes.first?.next ?? 0) &- UInt32(truncatingIfNeeded: nodes.count)
    let textStart = nodes.first { $0.kind == .scalar }?.textStart ?? 0
    for position in nodes.indices {
      nodes[position].next &-= first
      if nodes[position].kind == .scalar { nodes[position].textStart &-= textStart }
    }
    self.init(source: source, nodes: nodes, text: Array(text))
  }

  package var root: Node { Node(tree: self, index: 0) }
}

/// A node of a tree, with what is asked of it while decoding.
package struct Node: Sendable {
  package let tree: Tree
  package let index: Int

  package init(tree: Tree, index: Int) {
    self.tree = tree
    self.index = index
  }

  package var record: NodeRecord { tree.nodes[index] }
  package var kind: NodeKind { record.kind }
  package var line: Int { Int(record.line) }

  package var span: SourceSpan {
    SourceSpan(tree.source, from: record.start, to: record.end)
  }

  /// The decoded bytes of a scalar; empty for a collection.
  package var bytes: ArraySlice<UInt8> {
    let record = record
    return tree.text[Int(record.textStart)..<Int(record.textStart + record.textLength)]
  }

  /// The decoded text of a scalar; empty for a collection. Sources are checked to be UTF-8 first.
  package var text: String { String(decoding: bytes, as: UTF8.self) }

  /// A scalar with nothing written: `key:` followed by no value. Not the same as `""`.
  package var isEmpty: Bool {
    kind == .scalar && record.textLength == 0 && record.style == .plain
  }

  /// The children of a sequence; empty for anything else.
  package var elements: [Node] {
    guard kind == .sequence else { return [] }
    return children
  }

  /// The entries of a mapping, in the order they are written; empty for anything else.
  package var entries: [(key: Node, value: Node)] {
    guard kind == .mapping else { return [] }
    let children = children
    return stride(from: 0, to: children.count - 1, by: 2).map { (children[$0], children[$0 + 1]) }
  }

  private var children: [Node] {
    var result: [Node] = []
    let end = Int(record.next)
    var child = index + 1
    while child < end {
      result.append(Node(tree: tree, index: child))
      child = Int(tree.nodes[child].next)
    }
    return result
  }
}
