import PolicyModel
import TestSupport
import Testing

/// Orders are orders: reflexive, transitive and antisymmetric, on random triples.
@Suite struct OrderTests {
  @Test func `durations`() {
    expectOrder(<=) { Duration(milliseconds: Int64.random(in: 0...4, using: &$0)) }
  }

  @Test func `rates`() {
    expectOrder({ $0.isAtLeastAsStrict(as: $1) }, randomRate)
  }

  @Test func `service levels`() {
    expectOrder({ $0.isAtLeastAsStrict(as: $1) }, randomServiceLevel)
  }

  @Test func `a rate lets through what a wider one does`() {
    let pairs = [
      ("500/hour", "500/hour"), ("500/hour sliding", "500/hour"), ("1/second", "60/minute"),
      ("1/second", "61/minute sliding"), ("60/minute sliding", "3_600/hour sliding"),
      ("10/day", "310/month"), ("0/minute", "0/month"),
    ]
    for (strict, wide) in pairs { #expect(isStricter(strict, wide) == true, "\(strict) \(wide)") }
    let others = [
      ("500/hour", "500/hour sliding"), ("501/hour", "500/hour"), ("60/minute", "1/second"),
      ("1/second", "60/minute sliding"), ("10/day", "309/month"),
    ]
    for (one, other) in others { #expect(isStricter(one, other) == false, "\(one) \(other)") }
  }

  private func isStricter(_ one: String, _ other: String) -> Bool? {
    guard let one = read(one, as: Rate.self), let other = read(other, as: Rate.self) else {
      return nil
    }
    return one.isAtLeastAsStrict(as: other)
  }
}

func expectOrder<Value: Hashable>(
  _ isAtMost: (Value, Value) -> Bool, sourceLocation: SourceLocation = #_sourceLocation,
  _ make: (inout SeededGenerator) -> Value
) {
  var random = SeededGenerator(seed: 3)
  var chains = 0
  for _ in 0..<4_000 {
    let (one, two, three) = (make(&random), make(&random), make(&random))
    #expect(isAtMost(one, one), "\(one)", sourceLocation: sourceLocation)
    if isAtMost(one, two), isAtMost(two, one) {
      #expect(one == two, sourceLocation: sourceLocation)
    }
    guard isAtMost(one, two), isAtMost(two, three) else { continue }
    chains += 1
    #expect(isAtMost(one, three), "\(one), \(two), \(three)", sourceLocation: sourceLocation)
  }
  #expect(chains > 50, "too few triples to say anything", sourceLocation: sourceLocation)
}
