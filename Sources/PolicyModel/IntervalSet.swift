/// A set of whole numbers, held as the ranges it consists of.
///
/// INVARIANT: ranges ascend and neither touch nor overlap, so that equal sets are equal values.
package struct IntervalSet: Hashable, Sendable {
  package let ranges: [ClosedRange<Int64>]

  /// The union of the ranges.
  package init(_ ranges: [ClosedRange<Int64>]) {
    var merged: [ClosedRange<Int64>] = []
    for range in ranges.sorted(by: { $0.lowerBound < $1.lowerBound }) {
      guard let last = merged.last, Self.touch(last, range) else {
        merged.append(range)
        continue
      }
      merged[merged.count - 1] = last.lowerBound...max(last.upperBound, range.upperBound)
    }
    self.ranges = merged
  }

  package var isEmpty: Bool { ranges.isEmpty }

  package func contains(_ value: Int64) -> Bool {
    ranges.contains { $0.contains(value) }
  }

  /// What lies both in the set and in the range.
  package func clamped(to domain: ClosedRange<Int64>) -> IntervalSet {
    IntervalSet(ranges.filter { $0.overlaps(domain) }.map { $0.clamped(to: domain) })
  }

  /// What lies in the range and not in the set.
  package func complement(in domain: ClosedRange<Int64>) -> IntervalSet {
    var rest: [ClosedRange<Int64>] = []
    var start: Int64? = domain.lowerBound
    for range in clamped(to: domain).ranges {
      if let first = start, first < range.lowerBound {
        rest.append(first...(range.lowerBound - 1))
      }
      start = range.upperBound == domain.upperBound ? nil : range.upperBound + 1
    }
    if let first = start { rest.append(first...domain.upperBound) }
    return IntervalSet(rest)
  }

  /// Whether a range that begins no earlier continues or overlaps another.
  private static func touch(_ left: ClosedRange<Int64>, _ right: ClosedRange<Int64>) -> Bool {
    left.upperBound == .max || right.lowerBound <= left.upperBound + 1
  }
}
