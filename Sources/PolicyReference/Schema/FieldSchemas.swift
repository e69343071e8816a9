import PolicyCheck
import PolicyModel

/// The definition of a field's values, or of limits on it where these have more forms.
func definition(of field: AnyField, isLimit: Bool) -> String {
  isLimit && field.type.limitHasOwnForm ? "limit-on-\(field.name)" : "field-\(field.name)"
}

let fieldDefinitions: [(name: String, value: JSONValue)] = PolicyFields.all.flatMap { field in
  [false, true].filter { !$0 || field.type.limitHasOwnForm }.map { isLimit in
    (
      name: definition(of: field, isLimit: isLimit),
      value: schema(of: field.type, isLimit: isLimit)
    )
  }
}

private func schema(of type: FieldType, isLimit: Bool) -> JSONValue {
  switch type {
  case .integer(let range, _): count(in: range, nil)
  case .duration: schema(of: .duration)
  case .money: schema(of: .money)
  case .modelTier: schema(of: .refers(.modelTier))
  case .words(let words): schema(of: .word(words))
  case .choice(let kind, let none): choice(of: kind, none: none, isLimit: isLimit)
  case .allowedTools, .deniedTools: tools
  case .residency: schema(of: .anyOf([.regions, .shape(Shapes.residency)]))
  case .rateLimits: schema(of: .map(keys: .refer(.tool), .rate))
  case .serviceLevel: schema(of: .serviceLevel)
  case .burst: schema(of: .anyOf([.word(["none"]), .shape(Shapes.burst)]))
  }
}

private func choice(of kind: NameKind, none: Bool, isLimit: Bool) -> JSONValue {
  let one: [ValueType] = (none ? [.word(["none"])] : []) + [.refers(kind)]
  guard isLimit else { return one.count == 1 ? schema(of: one[0]) : schema(of: .anyOf(one)) }
  return schema(of: .anyOf([.word(["any"])] + one + [.list(.anyOf(one))]))
}

private let tools: JSONValue = [
  "anyOf": [
    ["enum": ["any"]],
    [
      "type": "array",
      "items": [
        "description": "The name of a tool, or a name with `*` for any run of characters.",
        "type": ["string", "number"],
        "pattern": .text("^[A-Za-z0-9*][A-Za-z0-9._*-]*$"),
      ],
    ],
  ]
]

extension FieldType {
  /// Whether a limit lists what may be chosen, where a value is one of it.
  var limitHasOwnForm: Bool {
    switch self {
    case .choice: true
    case .integer, .duration, .money, .modelTier, .words, .allowedTools, .deniedTools, .residency,
      .rateLimits, .serviceLevel, .burst:
      false
    }
  }
}
