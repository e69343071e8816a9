import PolicyCheck
import PolicyModel

/// The schema of what may stand behind a key. `null` satisfies none of them.
func schema(of type: ValueType) -> JSONValue {
  switch type {
  case .declares(let kind): ["$ref": .reference(newName(of: kind))]
  case .refers(let kind): ["$ref": .reference(name(of: kind))]
  case .text: ["$ref": .reference("text")]
  case .word(let words): ["enum": .list(words.map { .text($0) })]
  case .duration: ["$ref": .reference("duration")]
  case .money: ["$ref": .reference("money")]
  case .currency: ["$ref": .reference("currency")]
  case .rate: ["$ref": .reference("rate")]
  case .date: ["$ref": .reference("date")]
  case .serviceLevel: ["$ref": .reference("service-level")]
  case .count(let range, let word): count(in: range, word)
  case .condition: ["$ref": .reference("condition")]
  case .factType: ["$ref": .reference("fact-type")]
  case .literal: ["$ref": .reference("constant")]
  case .regions: ["$ref": .reference("regions")]
  case .list(let element): list(of: element)
  case .map(let keys, let value): map(from: keys, to: value)
  case .shape(let shape): ["$ref": .reference(ShapeList.all.name(of: shape))]
  case .anyOf(let forms): ["anyOf": .list(forms.map { schema(of: $0) })]
  case .field(let index):
    ["$ref": .reference(definition(of: PolicyFields.all[index], isLimit: false))]
  case .limit(let index):
    ["$ref": .reference(definition(of: PolicyFields.all[index], isLimit: true))]
  }
}

/// Digits with `_` between them are text to a reader of YAML, so a bound reaches only plain ones.
func count(in range: ClosedRange<Int64>, _ word: String?) -> JSONValue {
  if let word { return ["type": "string", "pattern": .text("^\(Pattern.integer) \(word)$")] }
  return [
    "anyOf": [
      [
        "type": "integer", "minimum": .number(range.lowerBound),
        "maximum": .number(range.upperBound),
      ],
      ["type": "string", "pattern": .text("^\(Pattern.integer)$")],
    ]
  ]
}

private func list(of element: ValueType) -> JSONValue {
  let list: JSONValue = ["type": "array", "items": schema(of: element)]
  guard case .declares(let kind) = element else { return list }
  return list + ["maxItems": .number(Int64(Catalogue.most(of: kind)))]
}

private func map(from keys: ValueType.MapKeys, to value: ValueType) -> JSONValue {
  let map: JSONValue = ["type": "object", "additionalProperties": schema(of: value)]
  switch keys {
  case .refer(let kind): return map + ["propertyNames": ["$ref": .reference(name(of: kind))]]
  case .declare(let kind):
    return map + [
      "propertyNames": ["$ref": .reference(newName(of: kind))],
      "maxProperties": .number(Int64(Catalogue.most(of: kind))),
    ]
  }
}

// MARK: Names

private func slug(_ kind: NameKind) -> String {
  kind.title.split(separator: " ").joined(separator: "-")
}

func name(of kind: NameKind) -> String { "name-of-\(slug(kind))" }
private func newName(of kind: NameKind) -> String { "new-\(slug(kind))" }

/// A name may be all digits, which a reader of YAML takes for a number.
let nameDefinitions: [(name: String, value: JSONValue)] = NameKind.allCases.flatMap { kind in
  let name: JSONValue = ["type": ["string", "number"], "pattern": .text("^\(Pattern.name)$")]
  let article = indefinite(kind.title)
  return [
    (
      name: newName(of: kind),
      value: ["description": .text("A new name, of \(article).")] + name + [
        "not": ["enum": .list(Identifier.reserved.sorted().map { .text($0) })]
      ]
    ),
    (
      name: PolicyReference.name(of: kind),
      value: ["description": .text("The name of \(article).")] + name
    ),
  ]
}

// MARK: Notations

let notationDefinitions: [(name: String, value: JSONValue)] = [
  ("text", ["type": ["string", "number"], "minLength": 1, "pattern": "^[^\\r\\n]*$"]),
  ("duration", notation(Duration.self, Pattern.duration)),
  ("money", notation(Money.self, Pattern.money)),
  ("currency", notation(Currency.self, Pattern.currency)),
  ("rate", notation(Rate.self, Pattern.rate)),
  ("date", notation(CalendarDate.self, Pattern.date)),
  ("service-level", notation(ServiceLevel.self, Pattern.serviceLevel)),
  ("fact-type", notation(FactType.self, Pattern.factType)),
  ("condition", oneLine(Condition.self)),
  ("constant", oneLine(Literal.self)),
  ("regions", regions),
]

private func notation(_ type: (some Notation).Type, _ pattern: String) -> JSONValue {
  [
    "title": .text(type.title), "type": "string", "pattern": .text("^\(pattern)$"),
    "examples": [.text(type.sample)],
  ]
}

/// A notation that is too rich for a regular expression. `true` is one of its texts.
private func oneLine(_ type: (some Notation).Type) -> JSONValue {
  [
    "title": .text(type.title), "type": ["string", "number", "boolean"], "minLength": 1,
    "examples": [.text(type.sample)],
  ]
}

private let regions: JSONValue = [
  "description": "A region or region group, a list of them, `any` or `none`.",
  "anyOf": [
    ["enum": ["any", "none"]], ["$ref": .reference(name(of: .region))],
    ["type": "array", "items": ["$ref": .reference(name(of: .region))]],
  ],
]

/// The notations as regular expressions that are the same in every dialect.
enum Pattern {
  static let integer = "[0-9](?:[0-9_]*[0-9])?"
  static let name = "[A-Za-z0-9][A-Za-z0-9._-]{0,\(Identifier.mostBytes - 1)}"
  static let duration = "\(integer) \(oneOf(Duration.unitWords))"
  static let currency = "[A-Z]{3}"
  static let money = "\(integer)(?:\\.[0-9]{1,6})? \(currency)"
  static let rate = "\(integer)/\(oneOf(Rate.Window.allCases.map(\.rawValue)))(?: sliding| fixed)?"
  static let date = "[0-9]{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12][0-9]|3[01])"
  static let percentage = "(?:100(?:\\.0{1,2})?|[0-9]{1,2}(?:\\.[0-9]{1,2})?)%"
  static let factType =
    "(?:money|duration|percentage|boolean|integer(?: -?\(integer)\\.\\.-?\(integer))?)"
  static let serviceLevel = "(?:best effort|\(percentage) within \(duration))"

  private static func oneOf(_ words: [String]) -> String {
    "(?:\(words.joined(separator: "|")))"
  }
}
