package import PolicyModel

/// The JSON Schema (2020-12) of policy documents, for editors: of any kind, or of one.
///
/// It is derived from the shapes that decoding uses and so knows the same keys, forms, words and
/// notations. It cannot know what needs more than one document: names, limits and sums.
package func policySchema(of kind: DocumentKind? = nil) -> String {
  let top: JSONValue =
    if let kind {
      ["$ref": .reference(ShapeList.all.name(of: kind.shape))]
    } else {
      ["type": "object"] + choice(among: kindsInOrderOfChoice[...])
    }
  let head: JSONValue = [
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "title": .text(kind.map { "Tenant policies: \($0.shape.title)" } ?? "Tenant policies"),
    "description": .text(
      "Derived from the code of tenantpolicy by `tenantpolicy schema`. One document declares one "
        + "thing, and its first key says which."),
  ]
  let schema = head + top
  return (schema + ["$defs": definitions(usedBy: schema)]).rendered
}

/// The first key says what a document is, but a schema does not see the order of keys. Of two kinds
/// whose first keys may stand in one document, the one that has the other's key comes first.
private let kindsInOrderOfChoice: [DocumentKind] = DocumentKind.allCases
  .enumerated()
  .sorted { left, right in
    let (leftCount, rightCount) = (foreignFirstKeys(left.element), foreignFirstKeys(right.element))
    return leftCount == rightCount ? left.offset < right.offset : leftCount > rightCount
  }
  .map(\.element)

private func foreignFirstKeys(_ kind: DocumentKind) -> Int {
  kind.shape.keys.count { $0.name != kind.rawValue && DocumentKind(firstKey: $0.name) != nil }
}

private func choice(among kinds: ArraySlice<DocumentKind>) -> JSONValue {
  guard let kind = kinds.first else { return noKind }
  return [
    "if": ["required": [.text(kind.rawValue)]],
    "then": ["$ref": .reference(ShapeList.all.name(of: kind.shape))],
    "else": choice(among: kinds.dropFirst()),
  ]
}

/// What a document is held to that has no first key yet: editors offer these.
private let noKind: JSONValue = [
  "properties": .members(
    DocumentKind.allCases.map { kind in
      let summary = kind.shape.keys.first { $0.name == kind.rawValue }?.summary ?? ""
      return (name: kind.rawValue, value: ["description": .text(summary)])
    }),
  "anyOf": .list(DocumentKind.allCases.map { ["required": [.text($0.rawValue)]] }),
  "additionalProperties": false,
]

// MARK: Definitions

/// The definitions that a schema leads to, directly or through others.
private func definitions(usedBy schema: JSONValue) -> JSONValue {
  var used: Set<String> = []
  var open = schema.references
  while let name = open.popLast() {
    guard used.insert(name).inserted else { continue }
    open += allDefinitions.first { $0.name == name }?.value.references ?? []
  }
  return .members(allDefinitions.filter { used.contains($0.name) })
}

private let allDefinitions: [(name: String, value: JSONValue)] =
  ShapeList.all.entries.map { (name: $0.name, value: schema(of: $0.shape)) }
  + fieldDefinitions + notationDefinitions + nameDefinitions

private func schema(of shape: Shape) -> JSONValue {
  let required = shape.keys.filter(\.isRequired).map { JSONValue.text($0.name) }
  let properties = shape.keys.map { key in
    (name: key.name, value: ["description": .text(key.summary)] + schema(of: key.type))
  }
  let head: JSONValue = ["title": .text(shape.title), "type": "object"]
  return head + (required.isEmpty ? [:] : ["required": .list(required)]) + [
    "properties": .members(properties), "additionalProperties": false,
  ]
}

extension JSONValue {
  /// A pointer to a definition.
  static func reference(_ name: String) -> JSONValue { .text("#/$defs/\(name)") }

  /// The definitions that it names.
  fileprivate var references: [String] {
    switch self {
    case .text, .number, .flag: []
    case .list(let elements): elements.flatMap(\.references)
    case .members(let members):
      members.flatMap { name, value in
        if name == "$ref", case .text(let pointer) = value {
          return [String(pointer.dropFirst("#/$defs/".count))]
        }
        return value.references
      }
    }
  }
}
