/// A set of small whole numbers, such as indices of tools or regions.
///
/// INVARIANT: no trailing zero words, so that equal sets are equal values.
package struct Bitset: Hashable, Sendable {
  package private(set) var words: [UInt64] = []

  package init() {}

  package init(_ members: some Sequence<Int>) {
    for member in members { insert(member) }
  }

  /// The set {0, ..., `count` - 1}.
  package init(all count: Int) {
    self.init(0..<count)
  }

  package var isEmpty: Bool { words.isEmpty }
  package var count: Int { words.reduce(0) { $0 + $1.nonzeroBitCount } }

  /// The members in ascending order.
  package var members: [Int] {
    var members: [Int] = []
    for (index, word) in words.enumerated() {
      var rest = word
      while rest != 0 {
        members.append(index * 64 + rest.trailingZeroBitCount)
        rest &= rest - 1
      }
    }
    return members
  }

  /// The smallest member.
  package var first: Int? {
    words.firstIndex { $0 != 0 }.map { $0 * 64 + words[$0].trailingZeroBitCount }
  }

  package func contains(_ member: Int) -> Bool {
    member / 64 < words.count && words[member / 64] >> UInt64(member % 64) & 1 == 1
  }

  package mutating func insert(_ member: Int) {
    while words.count <= member / 64 { words.append(0) }
    words[member / 64] |= 1 << UInt64(member % 64)
  }

  package func isSubset(of other: Bitset) -> Bool {
    words.indices.allSatisfy { words[$0] & ~other.word($0) == 0 }
  }

  package func union(_ other: Bitset) -> Bitset { combined(other, |) }
  package func intersection(_ other: Bitset) -> Bitset { combined(other, &) }
  package func subtracting(_ other: Bitset) -> Bitset { combined(other) { $0 & ~$1 } }

  /// The 64 members from 64 * `index` on; 0 beyond the last.
  package func word(_ index: Int) -> UInt64 { index < words.count ? words[index] : 0 }

  private func combined(_ other: Bitset, _ operation: (UInt64, UInt64) -> UInt64) -> Bitset {
    var result = Bitset()
    let count = max(words.count, other.words.count)
    result.words = (0..<count).map { operation(word($0), other.word($0)) }
    while result.words.last == 0 { result.words.removeLast() }
    return result
  }
}
