/// What a mapping of the language may hold. Decoding refuses every other key; the JSON Schema and the
/// language page are derived from the same declarations.
package struct Shape: Sendable {
  /// What messages call it, with its article: `an endpoint`.
  package let title: String
  package let keys: [Key]

  package init(_ title: String, _ keys: [Key]) {
    self.title = title
    self.keys = keys
  }

  /// One key of a mapping.
  package struct Key: Sendable {
    package let name: String
    package let isRequired: Bool
    package let type: ValueType
    /// One sentence for pages and editors.
    package let summary: String

    package static func required(_ name: String, _ type: ValueType, _ summary: String) -> Key {
      Key(name: name, isRequired: true, type: type, summary: summary)
    }

    package static func optional(_ name: String, _ type: ValueType, _ summary: String) -> Key {
      Key(name: name, isRequired: false, type: type, summary: summary)
    }
  }
}

/// What may stand behind a key or in a list.
package indirect enum ValueType: Sendable {
  /// A new name of that kind.
  case declares(NameKind)
  /// A name that is declared elsewhere.
  case refers(NameKind)
  /// Free text on one line.
  case text
  /// One of these words.
  case word([String])
  case duration
  case money
  case currency
  case rate
  case date
  case serviceLevel
  /// A number in the range, with the word behind it where there is one: `20_000 queued`.
  case count(ClosedRange<Int64>, word: String?)
  /// A condition over facts, as in `grammar/notations.ebnf`.
  case condition
  /// The type of a fact: `money`, `integer 300..850`.
  case factType
  /// A value of a fact: an amount, a duration, a number, a percentage or a word.
  case literal
  /// A region or region group, a list of them, `any` or `none`.
  case regions
  /// Several of the same, one after the other.
  case list(ValueType)
  /// Names to values, each name once; the names are declared here or refer to the kind.
  case map(keys: MapKeys, ValueType)
  case shape(Shape)
  /// Any one of these forms.
  case anyOf([ValueType])
  /// The value of that policy field.
  case field(Int)
  /// A limit on that policy field: where a value is one name, a limit may list several.
  case limit(Int)

  package enum MapKeys: Sendable {
    case declare(NameKind)
    case refer(NameKind)
  }
}

/// The kinds of documents: the first key of a document says which it is.
package enum DocumentKind: String, CaseIterable, Sendable {
  case platform
  case tier = "policy_tier"
  case org = "org_id"
  case tenant = "tenant_id"
  case route
  case plan
  case test
  case waiver
  case catalogue

  package init?(firstKey: String) {
    self.init(rawValue: firstKey)
  }

  package var shape: Shape {
    switch self {
    case .platform: Shapes.platform
    case .tier: Shapes.tier
    case .org: Shapes.org
    case .tenant: Shapes.tenant
    case .route: Shapes.route
    case .plan: Shapes.plan
    case .test: Shapes.test
    case .waiver: Shapes.waiver
    case .catalogue: Shapes.catalogue
    }
  }
}

/// The shapes of the language, one file a kind of document.
package enum Shapes {
  /// Fields of a policy, as `limit:` and `default:` of a layer hold them.
  package static let limits = Shape("a limit", policyKeys(PolicyFields.all) { .limit($0) })
  package static let defaults = Shape("a default", policyKeys(PolicyFields.all))

  static func policyKeys(
    _ fields: [AnyField], _ type: (Int) -> ValueType = { .field($0) }
  ) -> [Shape.Key] {
    fields.map { field in
      .optional(field.name, type(PolicyFields.indexByName[field.name] ?? 0), field.summary)
    }
  }

  static let limitAndDefault: [Shape.Key] = [
    .optional("limit", .shape(limits), "Ceilings for everything below this layer."),
    .optional(
      "default", .shape(defaults), "Values that hold where no layer below says otherwise."),
  ]
}
