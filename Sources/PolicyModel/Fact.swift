package import PolicyDiagnostics

/// Something that conditions of a plan may ask about a run, such as the amount that is applied for.
package struct Fact: Declared {
  /// When its value is settled.
  package enum Stability: String, CaseIterable, Sendable {
    /// Frozen for the run: every decision sees the same value.
    case atStart = "at start"
    /// Sampled anew for every decision.
    case atEachDecision = "at each decision"
  }

  package let name: String
  package let span: SourceSpan
  package let type: FactType
  package let known: Stability

  package init(_ name: String, at span: SourceSpan, type: FactType, known: Stability) {
    self.name = name
    self.span = span
    self.type = type
    self.known = known
  }
}

/// The type of a fact. Every value is a whole number in the type's domain: millionths of the
/// platform's currency, milliseconds, hundredths of a percent, 0 and 1 for false and true, or the
/// position of a word.
package enum FactType: Hashable, Sendable {
  case money
  case duration
  case integer(ClosedRange<Int64>)
  case percentage
  case boolean
  case words([String])

  package var domain: ClosedRange<Int64> {
    switch self {
    case .money: 0...Int64.max
    case .duration: 0...Duration.longest.milliseconds
    case .integer(let range): range
    case .percentage: 0...10_000
    case .boolean: 0...1
    case .words(let words): 0...Int64(max(words.count, 1) - 1)
    }
  }

  /// Whether its values have an order that conditions may ask for.
  package var isOrdered: Bool {
    switch self {
    case .money, .duration, .integer, .percentage: true
    case .boolean, .words: false
    }
  }

  /// What messages call a value of it.
  package var title: String {
    switch self {
    case .money: "an amount of money"
    case .duration: "a duration"
    case .integer: "a whole number"
    case .percentage: "a percentage"
    case .boolean: "`true` or `false`"
    case .words(let words): "one of \(words.map { "`\($0)`" }.joined(separator: ", "))"
    }
  }
}

/// A type as it is written in one scalar: `money`, `integer 300..850`. Words are a list instead.
extension FactType: Notation {
  package static let title = "a type of fact"
  package static let sample = "integer 300..850"

  package init(from cursor: inout Cursor) throws(NotationError) {
    let start = cursor.offset
    switch cursor.takeWord() {
    case "money": self = .money
    case "duration": self = .duration
    case "percentage": self = .percentage
    case "boolean": self = .boolean
    case "integer": self = .integer(try Self.range(from: &cursor))
    default:
      throw NotationError(
        at: start, expected: "`money`, `duration`, `integer`, `percentage` or `boolean`")
    }
  }

  package var description: String {
    switch self {
    case .money: "money"
    case .duration: "duration"
    case .integer(Self.everyInteger): "integer"
    case .integer(let range):
      "integer \(groupedDigits(range.lowerBound))..\(groupedDigits(range.upperBound))"
    case .percentage: "percentage"
    case .boolean: "boolean"
    case .words(let words): "[\(words.joined(separator: ", "))]"
    }
  }

  package static let everyInteger = -Int64.max...Int64.max

  private static func range(from cursor: inout Cursor) throws(NotationError) -> ClosedRange<Int64> {
    guard cursor.take(" ") else { return everyInteger }
    let start = cursor.offset
    let lower = try cursor.takeSignedInteger(expected: expectation)
    guard cursor.take(text: "..") else {
      throw NotationError(at: cursor.offset, expected: "`..` and the greatest value")
    }
    let upper = try cursor.takeSignedInteger(expected: expectation)
    guard lower <= upper else {
      throw NotationError(at: start, expected: "the smaller number first")
    }
    return lower...upper
  }
}
