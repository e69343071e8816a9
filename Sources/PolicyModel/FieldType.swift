/// Which way of a number is the stricter one.
package enum StrictDirection: Sendable {
  case smaller
  case greater
}

/// How a field takes the value of a layer together with those of the layers above it.
package enum Inheritance: Sendable {
  /// The lowest layer that says something gives the value; it must lie within every limit above.
  case lowestSpeaks
  /// Every layer's value holds at once: denials and rates that stand above hold below.
  case allHold
}

/// The types that a policy field can have. Closed: who handles fields switches over it without
/// `default`, so that the compiler lists what a new type of value touches.
package enum FieldType: Sendable {
  /// A whole number.
  case integer(ClosedRange<Int64>, unit: String)
  /// A duration; `stricter` says whether it bounds from above or from below.
  case duration(stricter: StrictDirection)
  /// An amount of money; less is stricter.
  case money
  /// A name out of the catalogue's model tiers, in their order; lower is stricter.
  case modelTier
  /// One of a few words, strictest first.
  case words([String])
  /// Exactly one declared name; a limit lists those that may be chosen. `none` where allowed.
  case choice(NameKind, none: Bool)
  /// Tools that may be used; fewer is stricter.
  case allowedTools
  /// Tools that may not be used; more is stricter.
  case deniedTools
  /// Regions by use and data class, and accepted grounds for transfer.
  case residency
  /// Rates by tool.
  case rateLimits
  /// A promised share and time.
  case serviceLevel
  /// A cap that may be exceeded for a while.
  case burst

  package var inheritance: Inheritance {
    switch self {
    case .deniedTools, .rateLimits: .allHold
    case .integer, .duration, .money, .modelTier, .words, .choice, .allowedTools, .residency,
      .serviceLevel, .burst:
      .lowestSpeaks
    }
  }
}
