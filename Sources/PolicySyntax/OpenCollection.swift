/// A collection whose end has not been read.
struct OpenCollection {
  let kind: NodeKind
  let isFlow: Bool
  /// Whether it stands in brackets of its own: not so for `[a: b]`'s mapping.
  let hasBrackets: Bool
  let node: Int
  /// The column of the innermost block collection, -1 for none: what a value that goes on over
  /// several lines must be indented more than.
  let indent: Int
  var childCount = 0
  /// The index of the child read last.
  var lastChild = -1

  static let document = OpenCollection(
    kind: .sequence, isFlow: false, hasBrackets: false, node: -1, indent: -1)

  /// Whether the next child is a key.
  var isAtKey: Bool { kind == .mapping && childCount & 1 == 0 }
  /// Whether the child read last is a key.
  var isAfterKey: Bool { kind == .mapping && childCount & 1 == 1 }
}
