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

  package init(source: SourceID) {
    self.source = source
  }

  package func freeze() -> Tree {
    Tree(source: source, nodes: nodes, text: text)
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
