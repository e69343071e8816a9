/// A set of small whole numbers, such as indices of tools or regions.
///
/// INVARIANT: no trailing zero words in `high`, so that equal sets are equal values.
package struct Bitset: Hashable, Sendable {
  /// The members below 64: most sets have no others, and then take no memory of their own.
  private var low: UInt64 = 0
  /// The members from 64 on, 64 to a word.
  private var high: [UInt64] = []

  package init() {}

  package init(_ members: some Sequence<Int>) {
    for member in members { insert(member) }
  }

  /// The set {0, ..., `count` - 1}.
  package init(all count: Int) {
    self.init(0..<count)
  }

  /// The members of a word, or of several, 64 to a word.
  package init(word: UInt64) {
    low = word
  }

  package init(words: [UInt64]) {
    low = words.first ?? 0
    high = Array(words.dropFirst())
    while high.last == 0 { high.removeLast() }
  }

  package var isEmpty: Bool { low == 0 && high.isEmpty }
  package var count: Int { high.reduce(low.nonzeroBitCount) { $0 + $1.nonzeroBitCount } }

  /// The members in ascending order.
  package var members: [Int] {
    var members: [Int] = []
    members.reserveCapacity(count)
    for index in 0..<wordCount {
      var rest = word(index)
      while rest != 0 {
        members.append(index * 64 + rest.trailingZeroBitCount)
        rest &= rest - 1
      }
    }
    return members
  }

  /// The smallest member.
  package var first: Int? {
    (0..<wordCount).first { word($0) != 0 }.map { $0 * 64 + word($0).trailingZeroBitCount }
  }

  package func contains(_ member: Int) -> Bool {
    word(member / 64) >> UInt64(member % 64) & 1 == 1
  }

  package mutating func insert(_ member: Int) {
    let bit = UInt64(1) << UInt64(member % 64)
    guard member >= 64 else {
      low |= bit
      return
    }
    while high.count < member / 64 { high.append(0) }
    high[member / 64 - 1] |= bit
  }

  package func isSubset(of other: Bitset) -> Bool {
    low & ~other.low == 0 && high.indices.allSatisfy { high[$0] & ~other.word($0 + 1) == 0 }
  }

  package func union(_ other: Bitset) -> Bitset { combined(other, |) }
  package func intersection(_ other: Bitset) -> Bitset { combined(other, &) }
  package func subtracting(_ other: Bitset) -> Bitset { combined(other) { $0 & ~$1 } }

  /// The 64 members from 64 * `index` on; 0 beyond the last.
  package func word(_ index: Int) -> UInt64 {
    if index == 0 { return low }
    return index <= high.count ? high[index - 1] : 0
  }

  private var wordCount: Int { 1 + high.count }

  private func combined(_ other: Bitset, _ operation: (UInt64, UInt64) -> UInt64) -> Bitset {
    var result = Bitset()
    result.low = operation(low, other.low)
    guard !high.isEmpty || !other.high.isEmpty else { return result }
    let count = max(wordCount, other.wordCount)
    result.high = (1..<count).map { operation(word($0), other.word($0)) }
    while result.high.last == 0 { result.high.removeLast() }
    return result
  }
}
