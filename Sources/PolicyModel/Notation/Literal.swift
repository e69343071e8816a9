/// A constant that a fact can be compared with or be given: `50_000 USD`, `80 ms`, `-3`, `95%`,
/// `gold`, `true`. How it is written says what it is; whether that fits is the fact's to say.
package enum Literal: Notation {
  case integer(Int64)
  case money(Money)
  case duration(Duration)
  case percentage(Percentage)
  /// A word of a fact's list; `true` and `false` are words too.
  case word(String)

  package static let title = "a constant"
  package static let sample = "50_000 USD"

  package init(from cursor: inout Cursor) throws(NotationError) {
    switch Self.form(ahead: cursor) {
    case .integer: self = .integer(try cursor.takeSignedInteger(expected: Self.expectation))
    case .money: self = .money(try Money(from: &cursor))
    case .duration: self = .duration(try Duration(from: &cursor))
    case .percentage: self = .percentage(try Percentage(from: &cursor))
    case .word: self = .word(String(decoding: cursor.takeWhile { $0.isNameByte }, as: UTF8.self))
    }
  }

  package var description: String {
    switch self {
    case .integer(let value): groupedDigits(value)
    case .money(let money): money.description
    case .duration(let duration): duration.description
    case .percentage(let percentage): percentage.description
    case .word(let word): word
    }
  }

  /// What messages call it.
  package var title: String {
    switch self {
    case .integer: "a whole number"
    case .money: "an amount of money"
    case .duration: "a duration"
    case .percentage: "a percentage"
    case .word: "a word"
    }
  }

  private enum Form {
    case integer, money, duration, percentage, word
  }

  /// Looks ahead for what follows the digits: a percent sign, a unit, a currency or a letter.
  private static func form(ahead cursor: Cursor) -> Form {
    var cursor = cursor
    var run = cursor
    let nameBytes = run.takeWhile { $0.isNameByte }
    if nameBytes.contains(where: { $0.isASCIILetter }), nameBytes.first != 0x2D { return .word }
    _ = cursor.take("-")
    _ = cursor.takeWhile { $0.isASCIIDigit || $0 == 0x5F }
    let hasDecimals = cursor.nextIs(0x2E, then: { $0.isASCIIDigit }) && cursor.take(".")
    if hasDecimals { _ = cursor.takeWhile { $0.isASCIIDigit } }
    if cursor.take("%") { return .percentage }
    guard cursor.take(" ") else { return hasDecimals ? .percentage : .integer }
    let word = cursor.takeWord()
    if Currency(word) != nil { return .money }
    if hasDecimals { return .money }
    return word.isEmpty || Condition.keywords.contains(word) ? .integer : .duration
  }
}
