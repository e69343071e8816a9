package import PolicyDiagnostics
package import PolicyModel
package import PolicySyntax

/// The wording of what decoding finds.
extension Finding {
  package static func unknownKey(_ key: Node, in shape: Shape) -> Finding {
    let nearest = nearestName(to: key.text, among: shape.keys.map(\.name))
    return Finding(
      Rules.shape.unknownKey, "\(shape.title) has no key `\(key.text)`", at: key.span,
      help: nearest.map { "did you mean `\($0)`?" }
        ?? "its keys are \(shape.keys.map { "`\($0.name)`" }.joined(separator: ", "))",
      fix: nearest.map { Fix(replacing: key.span, with: $0) })
  }

  package static func missingKey(_ key: Shape.Key, of shape: Shape, at span: SourceSpan) -> Finding
  {
    Finding(
      Rules.shape.missingKey, "\(shape.title) must have `\(key.name)`", at: span,
      notes: [key.summary], help: "add `\(key.name):`")
  }

  package static func emptyValue(of key: Node) -> Finding {
    Finding(
      Rules.shape.emptyValue, "`\(key.text)` has no value", at: key.span,
      help: "write what is meant, such as `[]`, `none` or `any`, or leave the key out")
  }

  package static func emptyElement(_ node: Node, expected: String) -> Finding {
    Finding(
      Rules.shape.emptyValue, "nothing is written where \(expected) belongs", at: node.span,
      help: "write what is meant, or leave the entry out")
  }

  package static func wrongForm(_ node: Node, expected: String) -> Finding {
    Finding(Rules.shape.wrongForm, "\(node.form) where \(expected) belongs", at: node.span)
  }

  package static func badNotation(_ node: Node, _ error: NotationError) -> Finding {
    Finding(
      Rules.shape.badNotation, "`\(node.text)` is not what belongs here", at: node.span,
      label: "expected \(error.expected)")
  }

  package static func outOfRange(_ node: Node, _ range: ClosedRange<Int64>) -> Finding {
    let (least, most) = (Count(range.lowerBound), Count(range.upperBound))
    return Finding(
      Rules.shape.outOfRange, "`\(node.text)` lies outside \(least) to \(most)", at: node.span)
  }

  package static func unknownWord(_ node: Node, _ words: [String]) -> Finding {
    let nearest = nearestName(to: node.text, among: words)
    return Finding(
      Rules.shape.unknownWord, "`\(node.text)` is none of \(list(of: words))", at: node.span,
      help: nearest.map { "did you mean `\($0)`?" },
      fix: nearest.map { Fix(replacing: node.span, with: $0) })
  }

  package static func slotsElsewhere(_ node: Node, _ sum: Int64, of slots: Int64) -> Finding {
    Finding(
      Rules.capacity.slotsElsewhere,
      "the regions have \(Count(sum)) slots together, and the pool \(Count(slots))",
      at: node.span, help: "say of each slot in which region it is")
  }

  package static func badName(_ node: Node, _ kind: NameKind) -> Finding {
    Finding(
      Rules.shape.badName, "`\(node.text)` cannot be the name of a \(kind.title)", at: node.span,
      help: "begin with an ASCII letter or digit and use only these, `.`, `_` and `-`, at most "
        + "\(Identifier.mostBytes) of them")
  }

  package static func reservedName(_ node: Node, _ kind: NameKind) -> Finding {
    Finding(
      Rules.shape.reservedName, "a \(kind.title) cannot be named `\(node.text)`", at: node.span,
      label: "this word has a meaning of its own", help: "choose another name")
  }

  package static func unknownName(
    _ node: Node, _ kind: NameKind, among names: [String]
  ) -> Finding {
    let nearest = nearestName(to: node.text, among: names)
    return Finding(
      Rules.names.unknownName, "there is no \(kind.title) `\(node.text)`", at: node.span,
      help: nearest.map { "did you mean `\($0)`?" } ?? declared(kind, names),
      fix: nearest.map { Fix(replacing: node.span, with: $0) })
  }

  package static func repeatedName(_ node: Node, _ kind: NameKind) -> Finding {
    Finding(
      Rules.names.repeatedName, "\(kind.title) `\(node.text)` is named twice", at: node.span,
      help: "remove one of them")
  }

  package static func declaredTwice(
    _ kind: NameKind, _ name: String, at span: SourceSpan, first: SourceSpan
  ) -> Finding {
    Finding(
      Rules.names.declaredTwice, "\(kind.title) `\(name)` is declared twice", at: span,
      others: [OtherPlace(first, "declared first here")], help: "rename or remove one of them")
  }

  package static func tooMany(
    _ kind: NameKind, _ count: Int, most: Int, at span: SourceSpan
  ) -> Finding {
    Finding(
      Rules.shape.tooMany, "\(count) names of a \(kind.title) are more than \(most)", at: span,
      help: "split the platform")
  }

  private static func declared(_ kind: NameKind, _ names: [String]) -> String {
    guard !names.isEmpty else { return "no \(kind.title) is declared" }
    guard names.count <= 12 else { return "declare it in the catalogue first" }
    return "declared are \(names.map { "`\($0)`" }.joined(separator: ", "))"
  }
}

extension Node {
  /// What the node is, for messages: `a list`.
  fileprivate var form: String {
    switch kind {
    case .scalar: isNothing ? "nothing" : "the single value `\(text)`"
    case .sequence: "a list"
    case .mapping: "a mapping"
    }
  }
}
