/// An amount of money in millionths of the currency's unit: `0.50 USD`, `50_000 EUR`.
///
/// The code is ISO 4217's; one platform uses one currency, so amounts compare as integers.
package struct Money: Notation, Comparable {
  /// Millionths: 500,000 for `0.50 USD`.
  package let micros: Int64
  package let currency: Currency

  package init(micros: Int64, currency: Currency) {
    self.micros = micros
    self.currency = currency
  }

  package static let title = "an amount of money"
  package static let sample = "0.50 USD"

  package init(from cursor: inout Cursor) throws(NotationError) {
    let start = cursor.offset
    let whole = try cursor.takeInteger(expected: Self.expectation)
    let micros = try takeDecimals(from: &cursor, places: 6, expected: Self.expectation)
    guard cursor.take(" ") else {
      throw NotationError(at: cursor.offset, expected: "a space and a currency, as in `0.50 USD`")
    }
    currency = try Currency(from: &cursor)
    let units = whole.multipliedReportingOverflow(by: 1_000_000)
    let total = units.partialValue.addingReportingOverflow(micros)
    guard !units.overflow, !total.overflow else {
      throw NotationError(at: start, expected: "an amount below 9.2 trillion")
    }
    self.micros = total.partialValue
  }

  package var description: String { "\(decimal(micros, places: 6, least: 2)) \(currency)" }

  package static func < (left: Money, right: Money) -> Bool { left.micros < right.micros }
}

/// The three capital letters of a currency (ISO 4217).
package struct Currency: Notation {
  private let letters: [UInt8]

  package init?(_ code: String) {
    let letters = Array(code.utf8)
    guard letters.count == 3, letters.allSatisfy({ $0 >= 0x41 && $0 <= 0x5A }) else { return nil }
    self.letters = letters
  }

  package static let title = "a currency"
  package static let sample = "USD"

  package init(from cursor: inout Cursor) throws(NotationError) {
    let start = cursor.offset
    guard let currency = Currency(cursor.takeWord()) else {
      throw NotationError(at: start, expected: "a currency of three capital letters, as in `USD`")
    }
    self = currency
  }

  package var description: String { String(decoding: letters, as: UTF8.self) }
}
