import PolicyModel
import TestSupport
import Testing

/// Every field is a lattice: its order is one, and its meet is the greatest lower bound.
@Suite struct FieldLatticeTests {
  @Test(arguments: PolicyFields.all.indices)
  func `the order is an order`(_ index: Int) {
    let type = PolicyFields.all[index].type
    expectOrder({ type.isAtLeastAsStrict($0, as: $1) }) { randomValue(of: type, &$0) }
  }

  @Test(arguments: PolicyFields.all.indices)
  func `the meet is the greatest lower bound`(_ index: Int) {
    let type = PolicyFields.all[index].type
    var random = SeededGenerator(seed: 21)
    var below = 0
    for _ in 0..<2_000 {
      let (one, two) = (randomValue(of: type, &random), randomValue(of: type, &random))
      let meet = type.meet(one, two)
      #expect(type.isAtLeastAsStrict(meet, as: one) && type.isAtLeastAsStrict(meet, as: two))
      let other = randomValue(of: type, &random)
      if type.isAtLeastAsStrict(other, as: one), type.isAtLeastAsStrict(other, as: two) {
        below += 1
        #expect(type.isAtLeastAsStrict(other, as: meet), "\(other) \(one) \(two)")
      }
    }
    #expect(below > 20, "too few lower bounds to say anything")
  }

  @Test(arguments: PolicyFields.all.indices)
  func `the meet does not ask who comes first`(_ index: Int) {
    let type = PolicyFields.all[index].type
    var random = SeededGenerator(seed: 22)
    for _ in 0..<2_000 {
      let (one, two, three) = (
        randomValue(of: type, &random), randomValue(of: type, &random),
        randomValue(of: type, &random)
      )
      #expect(type.meet(one, one) == one)
      #expect(type.meet(one, two) == type.meet(two, one))
      #expect(type.meet(type.meet(one, two), three) == type.meet(one, type.meet(two, three)))
      #expect(type.isAtLeastAsStrict(one, as: two) == (type.meet(one, two) == one))
    }
  }
}

/// Few different values of each type, so that they are often comparable.
private func randomValue(of type: FieldType, _ random: inout SeededGenerator) -> FieldValue {
  switch type {
  case .integer(let range, _):
    .number(range.lowerBound + Int64.random(in: 0...4, using: &random))
  case .duration, .money: .number(Int64.random(in: 0...4, using: &random))
  case .modelTier, .words: .number(Int64.random(in: 0...2, using: &random))
  case .choice, .allowedTools, .deniedTools: .set(random.bitset(below: 3))
  case .residency: .residency(randomResidency(&random))
  case .rateLimits: .rates(randomRateLimits(&random))
  case .serviceLevel: .serviceLevel(randomServiceLevel(&random))
  case .burst:
    .burst(
      Burst(
        to: Int64.random(in: 0...2, using: &random),
        for: Duration(milliseconds: Int64.random(in: 0...2, using: &random))))
  }
}

/// Mostly narrow or wide sets: two that have nothing to do with each other show little.
private func randomResidency(_ random: inout SeededGenerator) -> Residency {
  let classes = (0..<2).filter { _ in Int.random(in: 0..<3, using: &random) == 0 }
  return Residency(
    randomUse(&random), byClass: classes.map { Residency.ClassUse($0, randomUse(&random)) },
    accepts: random.bitset(below: 1))
}

private func randomUse(_ random: inout SeededGenerator) -> RegionUse {
  let sets = [Bitset(), Bitset([0]), Bitset([0, 1])]
  let pick = { (random: inout SeededGenerator) in sets[Int.random(in: 0..<3, using: &random)] }
  return Bool.random(using: &random)
    ? RegionUse(pick(&random))
    : RegionUse(process: pick(&random), store: pick(&random), log: pick(&random))
}

private func randomRateLimits(_ random: inout SeededGenerator) -> RateLimits {
  RateLimits(
    (0..<Int.random(in: 0...2, using: &random)).map { _ in
      RateLimits.Entry(Int.random(in: 0...1, using: &random), randomRate(&random))
    })
}
