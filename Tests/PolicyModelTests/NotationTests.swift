import PolicyModel
import TestSupport
import Testing

/// What is written for a value reads back as that value, for random values of every notation.
@Suite struct NotationRoundTripTests {
  @Test func `whole numbers`() {
    expectRoundTrips { Count($0.magnitude()) }
  }

  @Test func `durations`() {
    expectRoundTrips { Duration(milliseconds: $0.magnitude() % Duration.longest.milliseconds) }
    expectRoundTrips { Duration(milliseconds: Int64.random(in: 0...100, using: &$0) * 1_000) }
    expectRoundTrips { _ in Duration.longest }
  }

  @Test func `amounts of money`() {
    expectRoundTrips { Money(micros: $0.magnitude(), currency: randomCurrency(&$0)) }
  }

  @Test func `percentages`() {
    for basisPoints in Int64(0)...10_000 {
      let value = Percentage(basisPoints: basisPoints)
      #expect(read(value.description, as: Percentage.self) == value)
    }
  }

  @Test func `rates`() { expectRoundTrips { randomRate(&$0) } }

  @Test func `service levels`() { expectRoundTrips { randomServiceLevel(&$0) } }

  @Test func `dates`() {
    expectRoundTrips { random in
      let day = Int64.random(in: 0...3_652_058, using: &random)
      return CalendarDay(daysSinceYear1: day).asDate
    }
  }

  @Test func `literals`() { expectRoundTrips { randomLiteral(&$0) } }

  @Test func `types of facts`() {
    expectRoundTrips { random -> FactType in
      let (one, other) = (random.signed(), random.signed())
      let types: [FactType] = [
        .money, .duration, .percentage, .boolean, .integer(FactType.everyInteger),
        .integer(min(one, other)...max(one, other)),
      ]
      return types[Int.random(in: types.indices, using: &random)]
    }
  }

  @Test func `conditions, up to where their parts stand`() {
    var random = SeededGenerator(seed: 11)
    for _ in 0..<2_000 {
      let text = randomCondition(&random, depth: 4).description
      #expect(read(text, as: Condition.self)?.description == text)
    }
  }
}

/// A random day, counted without the calendar under test.
extension CalendarDay {
  var asDate: CalendarDate {
    let text = "\(padded(year, 4))-\(padded(month, 2))-\(padded(day, 2))"
    guard let date = read(text, as: CalendarDate.self) else {
      preconditionFailure("\(text) is a day")
    }
    return date
  }

  private func padded(_ number: Int64, _ width: Int) -> String {
    let digits = String(number)
    return String(repeating: "0", count: width - digits.count) + digits
  }
}

func read<Value: Notation>(_ text: String, as type: Value.Type) -> Value? {
  try? Value(parsing: Array(text.utf8)[...])
}

private func expectRoundTrips<Value: Notation>(
  seed: UInt64 = 7, sourceLocation: SourceLocation = #_sourceLocation,
  _ make: (inout SeededGenerator) -> Value
) {
  var random = SeededGenerator(seed: seed)
  for _ in 0..<2_000 {
    let value = make(&random)
    let text = value.description
    #expect(read(text, as: Value.self) == value, "\(text)", sourceLocation: sourceLocation)
  }
}
