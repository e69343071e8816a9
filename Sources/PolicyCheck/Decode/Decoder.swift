package import PolicyDiagnostics
package import PolicyModel
package import PolicySyntax

/// Turns nodes into values and says, for each that cannot be, where and why. Every function answers
/// `nil` after it has raised a finding, so that decoding goes on and finds the rest.
package struct Decoder: Sendable {
  package var findings = Findings()

  package init() {}

  /// The keys of a mapping by name, checked against its shape: no unknown key, no empty value, and
  /// every required key there.
  ///
  /// - Returns: `nil` if the node is no mapping; a mapping that lacks keys is still returned.
  package mutating func keys(of node: Node, as shape: Shape) -> DecodedKeys? {
    guard node.kind == .mapping else {
      findings.raise(.wrongForm(node, expected: "\(shape.title), a mapping of keys to values"))
      return nil
    }
    var values: [String: Node] = [:]
    for (key, value) in node.entries {
      let name = key.text
      guard shape.keys.contains(where: { $0.name == name }) else {
        findings.raise(.unknownKey(key, in: shape))
        continue
      }
      if value.isNothing {
        findings.raise(.emptyValue(of: key))
      } else {
        values[name] = value
      }
    }
    let written = Set(node.entries.map(\.key.text))
    let place = node.entries.first?.key.span ?? node.span
    for key in shape.keys where key.isRequired && !written.contains(key.name) {
      findings.raise(.missingKey(key, of: shape, at: place))
    }
    return DecodedKeys(values: values)
  }

  /// A list's elements; a finding for anything else.
  package mutating func elements(of node: Node, expected: String) -> [Node]? {
    guard node.kind == .sequence else {
      findings.raise(.wrongForm(node, expected: expected))
      return nil
    }
    return node.elements
  }

  /// A mapping's entries whose values are not empty; a finding for anything else.
  package mutating func entries(of node: Node, expected: String) -> [(key: Node, value: Node)]? {
    guard node.kind == .mapping else {
      findings.raise(.wrongForm(node, expected: expected))
      return nil
    }
    return node.entries.filter { key, value in
      if value.isNothing { findings.raise(.emptyValue(of: key)) }
      return !value.isNothing
    }
  }

  /// The text of a scalar; a finding for a collection or an empty value.
  package mutating func scalar(_ node: Node, expected: String) -> String? {
    guard node.kind == .scalar else {
      findings.raise(.wrongForm(node, expected: expected))
      return nil
    }
    guard !node.isNothing else {
      findings.raise(.emptyElement(node, expected: expected))
      return nil
    }
    return node.text
  }

  /// A scalar in one of the small notations.
  package mutating func notation<Value: Notation>(_ node: Node, as type: Value.Type) -> Value? {
    guard scalar(node, expected: type.expectation) != nil else { return nil }
    do {
      return try Value(parsing: node.bytes)
    } catch {
      findings.raise(.badNotation(node, error))
      return nil
    }
  }

  /// A whole number in the range, with a word behind it where the notation has one (`20_000 queued`).
  package mutating func count(
    _ node: Node, in range: ClosedRange<Int64>, word: String? = nil
  ) -> Int64? {
    guard scalar(node, expected: Count.expectation) != nil else { return nil }
    do throws(NotationError) {
      var cursor = Cursor(node.bytes)
      let value = try Count(from: &cursor).value
      if let word, !cursor.take(text: " \(word)") {
        throw NotationError(at: cursor.offset, expected: "a number and `\(word)`")
      }
      try cursor.finish(expected: Count.expectation)
      guard range.contains(value) else {
        findings.raise(.outOfRange(node, range))
        return nil
      }
      return value
    } catch {
      findings.raise(.badNotation(node, error))
      return nil
    }
  }

  /// One of a few words; its position.
  package mutating func word(_ node: Node, of words: [String]) -> Int? {
    guard let text = scalar(node, expected: list(of: words)) else { return nil }
    guard let index = words.firstIndex(of: text) else {
      findings.raise(.unknownWord(node, words))
      return nil
    }
    return index
  }

  /// A new name: ASCII letters, digits, `.`, `_` and `-`, and no word with a meaning of its own.
  package mutating func newName(_ node: Node, of kind: NameKind) -> Located<String>? {
    guard let text = scalar(node, expected: "the name of a \(kind.title)") else { return nil }
    guard Identifier.isValid(node.bytes) else {
      findings.raise(.badName(node, kind))
      return nil
    }
    guard !Identifier.reserved.contains(text) else {
      findings.raise(.reservedName(node, kind))
      return nil
    }
    return Located(text, at: node.span, line: node.line)
  }

  /// The index of a name that is declared elsewhere.
  package mutating func reference(
    _ node: Node, to kind: NameKind, in catalogue: Catalogue
  ) -> Int? {
    guard let text = scalar(node, expected: "the name of a \(kind.title)") else { return nil }
    guard let index = catalogue.index(of: text, kind) else {
      findings.raise(.unknownName(node, kind, among: catalogue.names(of: kind)))
      return nil
    }
    return index
  }

  /// The indices of a list of declared names, each named once.
  package mutating func references(
    _ node: Node, to kind: NameKind, in catalogue: Catalogue
  ) -> Bitset? {
    guard let elements = elements(of: node, expected: "a list of names") else { return nil }
    var members = Bitset()
    var isWhole = true
    for element in elements {
      guard let index = reference(element, to: kind, in: catalogue) else {
        isWhole = false
        continue
      }
      if members.contains(index) { findings.raise(.repeatedName(element, kind)) }
      members.insert(index)
    }
    return isWhole ? members : nil
  }
}

/// The values of a mapping's known keys.
package struct DecodedKeys {
  let values: [String: Node]

  package subscript(key: String) -> Node? { values[key] }
}

extension Node {
  /// Nothing, or one of YAML's words for it: `null`, `Null`, `NULL`, `~`, unquoted.
  package var isNothing: Bool {
    kind == .scalar && record.style == .plain && Self.isNothing(bytes)
  }

  static func isNothing(_ plain: ArraySlice<UInt8>) -> Bool {
    switch plain.count {
    case 0: true
    case 1: plain.first == 0x7E
    case 4: ["null", "Null", "NULL"].contains { plain.elementsEqual($0.utf8) }
    default: false
    }
  }
}

/// Words as a message lists them: `a`, `b` or `c`.
package func list(of words: [String]) -> String {
  let quoted = words.map { "`\($0)`" }
  guard let last = quoted.last, quoted.count > 1 else { return quoted.first ?? "nothing" }
  return quoted.dropLast().joined(separator: ", ") + " or " + last
}
