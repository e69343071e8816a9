import PolicyModel
import TestSupport
import Testing

/// A bitset is a set: random operations on both, with members around the edges of words.
@Suite struct BitsetTests {
  @Test func `operations agree with those of Set`() {
    var random = SeededGenerator(seed: 5)
    for _ in 0..<2_000 {
      let (left, right) = (randomSet(&random), randomSet(&random))
      let (leftBits, rightBits) = (Bitset(left), Bitset(right))
      expectSame(leftBits, left)
      expectSame(leftBits.union(rightBits), left.union(right))
      expectSame(leftBits.intersection(rightBits), left.intersection(right))
      expectSame(leftBits.subtracting(rightBits), left.subtracting(right))
      #expect(leftBits.isSubset(of: rightBits) == left.isSubset(of: right))
      #expect((leftBits == rightBits) == (left == right))
    }
  }

  @Test(arguments: [0, 1, 63, 64, 65, 128, 200])
  func `all numbers below a count`(_ count: Int) {
    expectSame(Bitset(all: count), Set(0..<count))
  }

  private func expectSame(_ bits: Bitset, _ set: Set<Int>) {
    #expect(bits.members == set.sorted())
    #expect(bits.count == set.count)
    #expect(bits.isEmpty == set.isEmpty)
    #expect(bits == Bitset(set.sorted()), "equal sets are equal values")
    #expect((0..<210).allSatisfy { bits.contains($0) == set.contains($0) })
  }

  private func randomSet(_ random: inout SeededGenerator) -> Set<Int> {
    let edges = [0, 1, 62, 63, 64, 65, 127, 128, 191, 192, 200]
    let size = Int.random(in: 0...6, using: &random)
    return Set((0..<size).map { _ in edges[Int.random(in: edges.indices, using: &random)] })
  }
}

/// A set of ranges is a set of numbers.
@Suite struct IntervalSetTests {
  @Test func `operations agree with those of Set`() {
    var random = SeededGenerator(seed: 9)
    for _ in 0..<2_000 {
      let ranges = (0..<Int.random(in: 0...4, using: &random)).map { _ in randomRange(&random) }
      let domain = randomRange(&random)
      let (intervals, set) = (IntervalSet(ranges), Set(ranges.joined()))
      expectSame(intervals, set)
      expectSame(intervals.clamped(to: domain), set.intersection(Set(domain)))
      expectSame(intervals.complement(in: domain), Set(domain).subtracting(set))
    }
  }

  @Test func `the ends of Int64 are numbers like others`() {
    let all = Int64.min...Int64.max
    #expect(IntervalSet([all]).complement(in: all).isEmpty)
    #expect(IntervalSet([]).complement(in: all) == IntervalSet([all]))
    #expect(IntervalSet([.max ... .max]).complement(in: all).ranges == [.min...(.max - 1)])
    #expect(IntervalSet([.min...0, 1 ... .max]) == IntervalSet([all]))
  }

  private func expectSame(_ intervals: IntervalSet, _ set: Set<Int64>) {
    #expect((-1...21).allSatisfy { intervals.contains($0) == set.contains($0) })
    #expect(intervals.isEmpty == set.isEmpty)
    #expect(intervals == IntervalSet(set.map { $0...$0 }), "equal sets are equal values")
  }

  private func randomRange(_ random: inout SeededGenerator) -> ClosedRange<Int64> {
    let (one, other) = (
      Int64.random(in: 0...20, using: &random), Int64.random(in: 0...20, using: &random)
    )
    return min(one, other)...max(one, other)
  }
}
