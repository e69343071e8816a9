/// Byte strings by index, each kept once: equal strings get the index of the first.
///
/// A plain open-addressing table over one pool of bytes, so that a million tenants cost no allocation
/// each. Indices follow the order of insertion and nothing else.
package struct ByteTable: Sendable {
  private var pool: [UInt8] = []
  /// Where string `i` begins; one entry more than there are strings.
  private var starts: [Int] = [0]
  /// Index + 1 of the string in each slot; 0 for an empty one. The count is a power of two.
  private var slots: [UInt32] = Array(repeating: 0, count: 16)

  package init() {}

  package var count: Int { starts.count - 1 }

  package subscript(index: Int) -> ArraySlice<UInt8> { pool[starts[index]..<starts[index + 1]] }

  package func string(_ index: Int) -> String { String(decoding: self[index], as: UTF8.self) }

  /// The index of a string, if it is there.
  package func index(of bytes: ArraySlice<UInt8>) -> Int? {
    let slot = slot(of: bytes)
    return slots[slot] == 0 ? nil : Int(slots[slot]) - 1
  }

  /// The index of a string, and whether it was not there before.
  package mutating func insert(_ bytes: ArraySlice<UInt8>) -> (index: Int, isNew: Bool) {
    let slot = slot(of: bytes)
    guard slots[slot] == 0 else { return (Int(slots[slot]) - 1, false) }
    pool.append(contentsOf: bytes)
    starts.append(pool.count)
    slots[slot] = UInt32(truncatingIfNeeded: count)
    if count * 4 > slots.count * 3 { grow() }
    return (count - 1, true)
  }

  /// The slot that holds the string, or the empty one where it would go.
  private func slot(of bytes: ArraySlice<UInt8>) -> Int {
    let mask = slots.count - 1
    var slot = Int(truncatingIfNeeded: Self.hash(bytes)) & mask
    while slots[slot] != 0 {
      let index = Int(slots[slot]) - 1
      if starts[index + 1] - starts[index] == bytes.count, self[index] == bytes { break }
      slot = (slot + 1) & mask
    }
    return slot
  }

  private mutating func grow() {
    slots = Array(repeating: 0, count: slots.count * 2)
    let mask = slots.count - 1
    for index in 0..<count {
      var slot = Int(truncatingIfNeeded: Self.hash(self[index])) & mask
      while slots[slot] != 0 { slot = (slot + 1) & mask }
      slots[slot] = UInt32(truncatingIfNeeded: index + 1)
    }
  }

  /// FNV-1a (Fowler, Noll, Vo), finished by a multiply-shift so that the low bits depend on all.
  /// Crafted collisions cost time within the limits on a source, never a wrong answer.
  private static func hash(_ bytes: ArraySlice<UInt8>) -> UInt64 {
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    for byte in bytes { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
    hash = (hash ^ (hash >> 32)) &* 0xD6E8_FEB8_6659_FD93
    return hash ^ (hash >> 32)
  }
}
