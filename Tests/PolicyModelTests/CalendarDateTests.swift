import PolicyModel
import Testing

/// A day found by counting years and months one by one from 0001-01-01, as one would on paper.
struct CalendarDay {
  private(set) var year: Int64 = 1
  private(set) var month: Int64 = 1
  private(set) var day: Int64 = 1

  init(daysSinceYear1 days: Int64) {
    var rest = days
    while rest >= Self.days(inYear: year) {
      rest -= Self.days(inYear: year)
      year += 1
    }
    while rest >= Self.days(inMonth: month, of: year) {
      rest -= Self.days(inMonth: month, of: year)
      month += 1
    }
    day += rest
  }

  static func days(inYear year: Int64) -> Int64 { isLeap(year) ? 366 : 365 }

  static func days(inMonth month: Int64, of year: Int64) -> Int64 {
    [31, isLeap(year) ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][Int(month) - 1]
  }

  private static func isLeap(_ year: Int64) -> Bool {
    year % 400 == 0 || (year % 4 == 0 && year % 100 != 0)
  }
}

@Suite struct CalendarDateTests {
  /// Days from 0001-01-01 to 1970-01-01.
  static let epoch: Int64 = 719_162

  @Test func `a day is one later than the day before it`() {
    var day: Int64 = 0
    for year in Int64(1)...2_400 {
      for month in Int64(1)...12 {
        let first = CalendarDay(year: year, month: month).asDate
        #expect(first.secondsSince1970 == (day - Self.epoch) * 86_400)
        day += CalendarDay.days(inMonth: month, of: year)
      }
    }
  }

  @Test func `known days`() {
    let known: [(String, Int64)] = [
      ("1970-01-01", 0), ("1969-12-31", -86_400), ("2000-02-29", 951_782_400),
      ("2027-07-10", 1_815_177_600), ("2038-01-19", 2_147_472_000), ("9999-12-31", 253_402_214_400),
      ("0001-01-01", -62_135_596_800),
    ]
    for (text, seconds) in known {
      #expect(read(text, as: CalendarDate.self)?.secondsSince1970 == seconds, "\(text)")
    }
  }

  @Test func `only days that there are`() {
    for year in Int64(1_896)...2_004 {
      for month in Int64(1)...12 {
        for day in Int64(1)...31 {
          let text = "\(year)-\(month < 10 ? "0" : "")\(month)-\(day < 10 ? "0" : "")\(day)"
          let isDay = day <= CalendarDay.days(inMonth: month, of: year)
          #expect((read(text, as: CalendarDate.self) != nil) == isDay, "\(text)")
        }
      }
    }
  }
}

extension CalendarDay {
  fileprivate init(year: Int64, month: Int64) {
    self.init(daysSinceYear1: 0)
    self.year = year
    self.month = month
  }
}
