/// A value of a policy field, or a limit on one: both are elements of the field's lattice.
///
/// The type decides the order. A choice is a set of names: one for a value, those allowed for a limit;
/// its last member is `none` where the field has it.
package enum FieldValue: Hashable, Sendable {
  /// Integers; durations in milliseconds; money in millionths; ranks of model tiers and words.
  case number(Int64)
  /// Choices and tools, by index.
  case set(Bitset)
  indirect case residency(Residency)
  case rates(RateLimits)
  indirect case serviceLevel(ServiceLevel)
  indirect case burst(Burst)
}

extension FieldType {
  /// The lattice order: whether everything that `value` permits is permitted by `limit` too.
  ///
  /// Values of a field always have the case its type asks for; any other pair is not ordered.
  package func isAtLeastAsStrict(_ value: FieldValue, as limit: FieldValue) -> Bool {
    switch (value, limit) {
    case (.number(let value), .number(let limit)):
      greaterIsStricter ? value >= limit : value <= limit
    case (.set(let value), .set(let limit)):
      moreIsStricter ? limit.isSubset(of: value) : value.isSubset(of: limit)
    case (.residency(let value), .residency(let limit)): value.isAtLeastAsStrict(as: limit)
    case (.rates(let value), .rates(let limit)): value.isAtLeastAsStrict(as: limit)
    case (.serviceLevel(let value), .serviceLevel(let limit)): value.isAtLeastAsStrict(as: limit)
    case (.burst(let value), .burst(let limit)): value.isAtLeastAsStrict(as: limit)
    default: false
    }
  }

  /// The lattice meet: the widest value that is at least as strict as both.
  package func meet(_ left: FieldValue, _ right: FieldValue) -> FieldValue {
    switch (left, right) {
    case (.number(let left), .number(let right)):
      .number(greaterIsStricter ? max(left, right) : min(left, right))
    case (.set(let left), .set(let right)):
      .set(moreIsStricter ? left.union(right) : left.intersection(right))
    case (.residency(let left), .residency(let right)): .residency(left.meet(right))
    case (.rates(let left), .rates(let right)): .rates(left.meet(right))
    case (.serviceLevel(let left), .serviceLevel(let right)): .serviceLevel(left.meet(right))
    case (.burst(let left), .burst(let right)): .burst(left.meet(right))
    default: left
    }
  }

  private var greaterIsStricter: Bool {
    switch self {
    case .duration(.greater): true
    case .integer, .duration(.smaller), .money, .modelTier, .words, .choice, .allowedTools,
      .deniedTools, .residency, .rateLimits, .serviceLevel, .burst:
      false
    }
  }

  private var moreIsStricter: Bool {
    switch self {
    case .deniedTools: true
    case .integer, .duration, .money, .modelTier, .words, .choice, .allowedTools, .residency,
      .rateLimits, .serviceLevel, .burst:
      false
    }
  }
}
