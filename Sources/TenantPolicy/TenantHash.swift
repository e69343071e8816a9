/// The hash of a tenant id: where in the index it can lie.
///
/// The id is read as little-endian words of 8 bytes: from its beginning while more than 8 bytes are
/// left, then its last 8 bytes, which may overlap the word before; an id shorter than 8 bytes is one
/// word, filled up with zeros. Each word is mixed on its own with a number that depends on its place
/// and on the seed, so that words are mixed side by side and none of them can cancel the seed:
///
///     key         = mix(seed + step)
///     place(i)    = key + (i + 1) * step          for word number i
///     hash        = mix(key ^ length * step ^ mix(word(0) ^ place(0)) ^ mix(word(1) ^ place(1)) ...)
///
/// with sums and products modulo 2^64. `mix` is a bijection.
package enum TenantHash {
  package static let step: UInt64 = 0x9E37_79B9_7F4A_7C15
  package static let firstFactor: UInt64 = 0xD6E8_FEB8_6659_FD93
  package static let secondFactor: UInt64 = 0xA076_1D64_78BD_642F

  /// What a bundle's seed contributes to each hash.
  package static func key(seed: UInt64) -> UInt64 { mix(seed &+ step) }

  @inline(__always)
  package static func hash(_ id: Span<UInt8>, key: UInt64) -> UInt64 {
    let length = id.count
    var hash = key ^ (UInt64(truncatingIfNeeded: length) &* step)
    var place = key &+ step
    var offset = 0
    while offset &+ 8 < length {
      hash ^= mix(id.word(at: offset) ^ place)
      place &+= step
      offset &+= 8
    }
    return mix(hash ^ mix(id.lastWord ^ place))
  }

  @inline(__always)
  package static func mix(_ word: UInt64) -> UInt64 {
    var word = word
    word = (word ^ word >> 32) &* firstFactor
    word = (word ^ word >> 29) &* secondFactor
    return word ^ word >> 32
  }

  /// The two buckets of a hash: its halves, scaled to the number of buckets.
  @inline(__always)
  package static func buckets(of hash: UInt64, count: Int) -> (Int, Int) {
    let count = UInt64(truncatingIfNeeded: count)
    return (
      Int(truncatingIfNeeded: ((hash & 0xFFFF_FFFF) &* count) >> 32),
      Int(truncatingIfNeeded: ((hash >> 32) &* count) >> 32)
    )
  }

  /// The byte of a hash that a slot keeps.
  @inline(__always)
  package static func byte(of hash: UInt64) -> UInt8 { UInt8(truncatingIfNeeded: hash) }
}
