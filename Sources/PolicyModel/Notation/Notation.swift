/// A small notation inside a scalar: its grammar stands in `grammar/notations.ebnf`, its samples run
/// as tests.
package protocol Notation: Hashable, Sendable, CustomStringConvertible {
  /// What a message calls it: `a duration`.
  static var title: String { get }
  /// One sample for messages: `30 days`.
  static var sample: String { get }

  /// Reads the notation, leaving the cursor behind it.
  init(from cursor: inout Cursor) throws(NotationError)
}

extension Notation {
  /// Reads a scalar that holds this notation and nothing else.
  package init(parsing bytes: ArraySlice<UInt8>) throws(NotationError) {
    var cursor = Cursor(bytes)
    try self.init(from: &cursor)
    try cursor.finish(expected: Self.expectation)
  }

  package static var expectation: String { "\(title), as in `\(sample)`" }
}

/// A whole number, `20_000`.
package struct Count: Notation, Comparable {
  package let value: Int64

  package init(_ value: Int64) { self.value = value }

  package static let title = "a whole number"
  package static let sample = "20_000"

  package init(from cursor: inout Cursor) throws(NotationError) {
    value = try cursor.takeInteger(expected: Self.expectation)
  }

  package var description: String { groupedDigits(value) }

  package static func < (left: Count, right: Count) -> Bool { left.value < right.value }
}

/// A share of a whole in hundredths of a percent: `95%`, `99.95%`.
package struct Percentage: Notation, Comparable {
  /// Hundredths of a percent, 0 to 10,000.
  package let basisPoints: Int64

  package init(basisPoints: Int64) { self.basisPoints = basisPoints }

  package static let title = "a percentage"
  package static let sample = "95%"

  package init(from cursor: inout Cursor) throws(NotationError) {
    let whole = try cursor.takeInteger(expected: Self.expectation)
    let hundredths = try takeDecimals(from: &cursor, places: 2, expected: Self.expectation)
    let points = whole.multipliedReportingOverflow(by: 100)
    guard cursor.take("%"), !points.overflow, points.partialValue <= 10_000 - hundredths else {
      throw NotationError(at: cursor.offset, expected: "\(Self.expectation), at most 100%")
    }
    basisPoints = points.partialValue + hundredths
  }

  package var description: String { decimal(basisPoints, places: 2, least: 0) + "%" }

  package static func < (left: Percentage, right: Percentage) -> Bool {
    left.basisPoints < right.basisPoints
  }
}

/// The digits after a decimal point as units of 10^-`places`; 0 where there is no point.
func takeDecimals(
  from cursor: inout Cursor, places: Int, expected: String
) throws(NotationError) -> Int64 {
  guard cursor.take(".") else { return 0 }
  let digits = cursor.takeWhile { $0.isASCIIDigit }
  guard !digits.isEmpty, digits.count <= places else {
    throw NotationError(at: cursor.offset, expected: "\(expected), with at most \(places) decimals")
  }
  return (0..<places).reduce(0) { value, place in
    value * 10 + (place < digits.count ? Int64(digits[digits.startIndex + place] - 0x30) : 0)
  }
}

/// `value` units of 10^-`places` in decimal notation with at least `least` decimals.
func decimal(_ value: Int64, places: Int, least: Int) -> String {
  let unit = (0..<places).reduce(Int64(1)) { unit, _ in unit * 10 }
  let (whole, rest) = value.quotientAndRemainder(dividingBy: unit)
  var digits = String(rest.magnitude)
  digits = String(repeating: "0", count: places - digits.count) + digits
  while digits.count > least, digits.last == "0" { digits.removeLast() }
  return groupedDigits(whole) + (digits.isEmpty ? "" : "." + digits)
}

/// Digits in groups of three from five digits on, as the language itself writes them: `20_000`.
func groupedDigits(_ value: Int64) -> String {
  let digits = Array(String(value.magnitude))
  let sign = value < 0 ? "-" : ""
  guard digits.count > 4 else { return sign + String(digits) }
  var result = ""
  for (index, digit) in digits.enumerated() {
    if index > 0, (digits.count - index) % 3 == 0 { result += "_" }
    result.append(digit)
  }
  return sign + result
}
