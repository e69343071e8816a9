import PolicyModel
import TestSupport

extension SeededGenerator {
  /// A number from 0 to `Int64.max`, small ones as likely as large ones.
  mutating func magnitude() -> Int64 {
    let bits = Int.random(in: 0...63, using: &self)
    return Int64(bitPattern: next() >> 1) & (bits == 63 ? .max : (1 << Int64(bits)) - 1)
  }

  mutating func signed() -> Int64 {
    Bool.random(using: &self) ? magnitude() : -magnitude()
  }

  mutating func bitset(below count: Int) -> Bitset {
    Bitset((0..<count).filter { _ in Bool.random(using: &self) })
  }
}

func randomCurrency(_ random: inout SeededGenerator) -> Currency {
  let codes = ["USD", "EUR", "XXX"]
  guard let currency = Currency(codes[Int.random(in: codes.indices, using: &random)]) else {
    preconditionFailure("a code of three letters is a currency")
  }
  return currency
}

/// Few different numbers, so that values are often comparable and sometimes equal.
func randomRate(_ random: inout SeededGenerator) -> Rate {
  let windows = Rate.Window.allCases
  let counts: [Int64] = [1, 2, 60, 61, 120, 3_600, 7_200, 86_400, Rate.mostCalls]
  return Rate(
    count: counts[Int.random(in: counts.indices, using: &random)],
    per: windows[Int.random(in: windows.indices, using: &random)],
    isSliding: Bool.random(using: &random))
}

func randomServiceLevel(_ random: inout SeededGenerator) -> ServiceLevel {
  guard Int.random(in: 0..<5, using: &random) > 0 else { return .bestEffort }
  let share = Percentage(basisPoints: Int64.random(in: 9_998...10_000, using: &random))
  return .share(share, within: Duration(milliseconds: Int64.random(in: 1...4, using: &random)))
}

func randomLiteral(_ random: inout SeededGenerator) -> Literal {
  let words = ["gold", "true", "3ds", "eu-west-1", "and", "a.b_c"]
  return switch Int.random(in: 0..<5, using: &random) {
  case 0: .integer(random.signed())
  case 1: .money(Money(micros: random.magnitude(), currency: randomCurrency(&random)))
  case 2:
    .duration(Duration(milliseconds: random.magnitude() % Duration.longest.milliseconds))
  case 3: .percentage(Percentage(basisPoints: Int64.random(in: 0...10_000, using: &random)))
  default: .word(words[Int.random(in: words.indices, using: &random)])
  }
}

func randomCondition(_ random: inout SeededGenerator, depth: Int) -> Condition {
  let words = ["amount", "score", "3ds", "order", "nothing", "a.b"]
  let names = words.map { Condition.Name($0, at: 0) }
  let name = names[Int.random(in: names.indices, using: &random)]
  let subject: Condition.Subject =
    Bool.random(using: &random) ? .fact(name) : .latency(name)
  let constant = { (random: inout SeededGenerator) in
    Condition.Constant(randomLiteral(&random), at: 0..<0)
  }
  switch Int.random(in: depth > 0 ? 0..<7 : 3..<7, using: &random) {
  case 0: return .any([randomCondition(&random, depth: depth - 1), .holds(name)])
  case 1: return .all([.labelHas(name), randomCondition(&random, depth: depth - 1)])
  case 2: return .not(randomCondition(&random, depth: depth - 1))
  case 3: return .holds(name)
  case 4: return .labelHas(name)
  case 5:
    let comparisons = Condition.Comparison.allCases
    let comparison = comparisons[Int.random(in: comparisons.indices, using: &random)]
    return .compare(subject, comparison, constant(&random))
  default:
    let first = Condition.Span(constant(&random), to: nil)
    let number = Condition.Constant(.integer(1), at: 0..<0)
    return .among(subject, [first, Condition.Span(number, to: number)])
  }
}
