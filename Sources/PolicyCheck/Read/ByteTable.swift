import Glibc

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
      if Self.areEqual(self[index], bytes) { break }
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

  /// Multiplies and folds eight bytes at a time, as wyhash (Wang Yi) does; the length goes in, so that
  /// zeros at the end count. Crafted collisions cost time within the limits on a source, never a wrong
  /// answer.
  private static func hash(_ bytes: ArraySlice<UInt8>) -> UInt64 {
    unsafe bytes.withUnsafeBytes { bytes in
      var hash = 0xA076_1D64_78BD_642F ^ UInt64(truncatingIfNeeded: bytes.count)
      var offset = 0
      while offset + 8 <= bytes.count {
        let word = unsafe bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self)
        hash = folded(hash ^ UInt64(littleEndian: word))
        offset += 8
      }
      var tail: UInt64 = 0
      while offset < bytes.count {
        tail = unsafe tail << 8 | UInt64(bytes[offset])
        offset += 1
      }
      return folded(hash ^ tail)
    }
  }

  private static func folded(_ word: UInt64) -> UInt64 {
    let product = (word ^ 0xE703_7ED1_A0B4_28DB).multipliedFullWidth(by: 0x8EBC_6AF0_9C88_C6E3)
    return product.high ^ product.low
  }

  private static func areEqual(_ left: ArraySlice<UInt8>, _ right: ArraySlice<UInt8>) -> Bool {
    unsafe left.withUnsafeBytes { left in
      unsafe right.withUnsafeBytes { right in
        guard left.count == right.count, let start = left.baseAddress,
          let other = right.baseAddress
        else { return left.count == right.count }
        return unsafe memcmp(start, other, left.count) == 0
      }
    }
  }
}
