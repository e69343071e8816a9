/// A length of time, held in milliseconds: `30 days`, `4 h`, `80 ms`.
///
/// A month and a year are the mean Gregorian ones (ISO 80000-3: 365.2425 days a year, a twelfth of
/// that a month), so that durations of any unit have one order.
package struct Duration: Notation, Comparable {
  package let milliseconds: Int64

  package init(milliseconds: Int64) { self.milliseconds = milliseconds }

  package static let title = "a duration"
  package static let sample = "30 days"

  /// The longest duration that can be written: 10,000 years.
  package static let longest = Duration(milliseconds: 10_000 * year)

  package init(from cursor: inout Cursor) throws(NotationError) {
    let start = cursor.offset
    let number = try cursor.takeInteger(expected: Self.expectation)
    guard cursor.take(" ") else {
      throw NotationError(at: cursor.offset, expected: "a space and a unit, as in `30 days`")
    }
    let unitOffset = cursor.offset
    let word = cursor.takeWord()
    guard let unit = Self.units.first(where: { $0.words.contains(word) }) else {
      throw NotationError(at: unitOffset, expected: "a unit of time (\(Self.unitList))")
    }
    let total = number.multipliedReportingOverflow(by: unit.milliseconds)
    guard !total.overflow, total.partialValue <= Self.longest.milliseconds else {
      throw NotationError(at: start, expected: "a duration of at most 10_000 years")
    }
    milliseconds = total.partialValue
  }

  /// In the largest unit that divides it: `7 years`, `90 min`.
  package var description: String {
    guard milliseconds != 0 else { return "0 days" }
    let unit = Self.units.first { milliseconds % $0.milliseconds == 0 } ?? Self.units[0]
    let number = milliseconds / unit.milliseconds
    return "\(groupedDigits(number)) \(number == 1 ? unit.words[0] : unit.words[1])"
  }

  package static func < (left: Duration, right: Duration) -> Bool {
    left.milliseconds < right.milliseconds
  }

  private static let day: Int64 = 86_400_000
  private static let year: Int64 = 31_556_952_000

  private struct Unit {
    /// Singular and plural as they are shown, then what else is accepted.
    let words: [String]
    let milliseconds: Int64
  }

  /// Largest first.
  private static let units = [
    Unit(words: ["year", "years"], milliseconds: year),
    Unit(words: ["month", "months"], milliseconds: year / 12),
    Unit(words: ["week", "weeks"], milliseconds: 7 * day),
    Unit(words: ["day", "days"], milliseconds: day),
    Unit(words: ["h", "h", "hour", "hours"], milliseconds: 3_600_000),
    Unit(words: ["min", "min", "minute", "minutes"], milliseconds: 60_000),
    Unit(words: ["s", "s", "second", "seconds"], milliseconds: 1_000),
    Unit(words: ["ms", "ms"], milliseconds: 1),
  ]

  /// Every word for a unit that the notation accepts, largest unit first.
  package static let unitWords = units.flatMap { unit in
    unit.words.enumerated().filter { unit.words.firstIndex(of: $1) == $0 }.map(\.element)
  }

  private static let unitList = units.reversed().map { $0.words[1] }.joined(separator: ", ")
}
