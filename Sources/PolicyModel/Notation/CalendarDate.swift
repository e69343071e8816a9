/// A day of the Gregorian calendar in UTC: `2027-07-10`. It begins at midnight; what holds `until` a
/// date ends when that day begins.
package struct CalendarDate: Notation, Comparable {
  package let year: Int64
  package let month: Int64
  package let day: Int64

  package static let title = "a date"
  package static let sample = "2027-07-10"

  package init(from cursor: inout Cursor) throws(NotationError) {
    let start = cursor.offset
    var parts: [Int64] = []
    for width in [4, 2, 2] {
      if !parts.isEmpty, !cursor.take("-") {
        throw NotationError(at: cursor.offset, expected: Self.expectation)
      }
      let digits = cursor.takeWhile { $0.isASCIIDigit }
      guard digits.count == width else {
        throw NotationError(at: cursor.offset, expected: Self.expectation)
      }
      parts.append(digits.reduce(0) { $0 * 10 + Int64($1 - 0x30) })
    }
    (year, month, day) = (parts[0], parts[1], parts[2])
    guard year > 0, (1...12).contains(month), (1...Self.days(in: month, of: year)).contains(day)
    else {
      throw NotationError(at: start, expected: "a day that the calendar has")
    }
  }

  /// Seconds from 1970-01-01T00:00:00Z to the beginning of the day (proleptic Gregorian calendar;
  /// days are counted from 1 March, so that a leap day is a year's last).
  package var secondsSince1970: Int64 {
    let shifted = month > 2 ? year : year - 1
    let monthFromMarch = (month + 9) % 12
    let leapDays = shifted / 4 - shifted / 100 + shifted / 400
    let days = 365 * shifted + leapDays + (153 * monthFromMarch + 2) / 5 + day - 1
    return (days - 719_468) * 86_400
  }

  /// The day that holds an instant, in seconds from 1970-01-01T00:00:00Z: the way back from
  /// `secondsSince1970`. An instant outside of the years 1 to 9999 is taken for the nearest day inside.
  package init(secondsSince1970 seconds: Int64) {
    let inside = min(max(seconds, -62_135_596_800), 253_402_300_799)
    let days = (inside >= 0 ? inside / 86_400 : (inside - 86_399) / 86_400) + 719_468
    let era = days / 146_097
    let dayOfEra = days % 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let monthFromMarch = (5 * dayOfYear + 2) / 153
    day = dayOfYear - (153 * monthFromMarch + 2) / 5 + 1
    month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
    year = era * 400 + yearOfEra + (month <= 2 ? 1 : 0)
  }

  package var description: String {
    let padded = [(year, 4), (month, 2), (day, 2)].map { number, width in
      let digits = String(number)
      return String(repeating: "0", count: width - digits.count) + digits
    }
    return padded.joined(separator: "-")
  }

  package static func < (left: CalendarDate, right: CalendarDate) -> Bool {
    left.secondsSince1970 < right.secondsSince1970
  }

  private static func days(in month: Int64, of year: Int64) -> Int64 {
    switch month {
    case 4, 6, 9, 11: 30
    case 2: (year % 4 == 0 && year % 100 != 0) || year % 400 == 0 ? 29 : 28
    default: 31
    }
  }
}
