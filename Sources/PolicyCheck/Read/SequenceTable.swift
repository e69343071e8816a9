import Glibc

/// Byte strings by index, each kept once.
package typealias ByteTable = SequenceTable<UInt8>

/// Sequences by index, each kept once: equal ones get the index of the first.
///
/// Sequences of different kinds are different, even if their elements are equal.
///
/// A plain open-addressing table over one pool of elements, so that a million tenants cost no
/// allocation each. Indices follow the order of insertion and nothing else.
package struct SequenceTable<Element: FixedWidthInteger & BitwiseCopyable & Sendable>: Sendable {
  private var pool: [Element] = []
  /// Where sequence `i` begins; one entry more than there are sequences.
  private var starts: [Int] = [0]
  private var kinds: [UInt32] = []
  /// Index + 1 of the sequence in each slot, below 32 bits of its hash; 0 for an empty slot. The
  /// count is a power of two.
  private var slots: [UInt64] = Array(repeating: 0, count: 16)

  package init() {}

  /// A table that does not grow until it holds so many sequences.
  package init(minimumCapacity: Int) {
    starts.reserveCapacity(minimumCapacity + 1)
    kinds.reserveCapacity(minimumCapacity)
    let slotCount = 1 << (Int.bitWidth - (minimumCapacity * 4 / 3 + 16).leadingZeroBitCount)
    slots = Array(repeating: 0, count: slotCount)
  }

  package var count: Int { starts.count - 1 }

  package subscript(index: Int) -> ArraySlice<Element> {
    pool[starts[index]..<starts[index + 1]]
  }

  package func kind(of index: Int) -> UInt32 { kinds[index] }

  /// The index of a sequence, if it is there.
  package func index(of sequence: ArraySlice<Element>, kind: UInt32 = 0) -> Int? {
    let entry = slots[slot(of: sequence, kind, Self.hash(sequence, kind))]
    return entry == 0 ? nil : Self.index(in: entry)
  }

  /// The index of a sequence, and whether it was not there before.
  package mutating func insert(
    _ sequence: ArraySlice<Element>, kind: UInt32 = 0
  ) -> (index: Int, isNew: Bool) {
    let hash = Self.hash(sequence, kind)
    let slot = slot(of: sequence, kind, hash)
    guard slots[slot] == 0 else { return (Self.index(in: slots[slot]), false) }
    pool.append(contentsOf: sequence)
    starts.append(pool.count)
    kinds.append(kind)
    slots[slot] = Self.tag(of: hash) | UInt64(count)
    if count * 4 > slots.count * 3 { grow() }
    return (count - 1, true)
  }

  private static func index(in entry: UInt64) -> Int {
    Int(UInt32(truncatingIfNeeded: entry)) - 1
  }

  private static func tag(of hash: UInt64) -> UInt64 { hash & 0xFFFF_FFFF_0000_0000 }

  /// The slot that holds the sequence, or the empty one where it would go.
  private func slot(of sequence: ArraySlice<Element>, _ kind: UInt32, _ hash: UInt64) -> Int {
    let mask = slots.count - 1
    let tag = Self.tag(of: hash)
    var slot = Int(truncatingIfNeeded: hash >> 32) & mask
    while slots[slot] != 0 {
      if Self.tag(of: slots[slot]) == tag, holds(sequence, kind, Self.index(in: slots[slot])) {
        break
      }
      slot = (slot + 1) & mask
    }
    return slot
  }

  private mutating func grow() {
    let entries = slots
    slots = Array(repeating: 0, count: entries.count * 2)
    let mask = slots.count - 1
    for entry in entries where entry != 0 {
      var slot = Int(truncatingIfNeeded: entry >> 32) & mask
      while slots[slot] != 0 { slot = (slot + 1) & mask }
      slots[slot] = entry
    }
  }

  private func holds(_ sequence: ArraySlice<Element>, _ kind: UInt32, _ index: Int) -> Bool {
    let start = starts[index]
    guard starts[index + 1] - start == sequence.count, kinds[index] == kind else { return false }
    return unsafe pool.withUnsafeBytes { pool in
      unsafe sequence.withUnsafeBytes { sequence in
        guard let pool = pool.baseAddress, let other = sequence.baseAddress else { return true }
        return unsafe memcmp(
          pool + start * MemoryLayout<Element>.stride, other, sequence.count) == 0
      }
    }
  }

  /// Multiplies and folds eight bytes at a time, as wyhash (Wang Yi) does; the length goes in, so that
  /// zeros at the end count. Crafted collisions cost time within the limits on a source, never a wrong
  /// answer.
  private static func hash(_ sequence: ArraySlice<Element>, _ kind: UInt32) -> UInt64 {
    unsafe sequence.withUnsafeBytes { bytes in
      let length = UInt64(truncatingIfNeeded: bytes.count)
      var hash = 0xA076_1D64_78BD_642F ^ length ^ UInt64(kind) << 32
      var offset = 0
      while offset &+ 8 <= bytes.count {
        let word = unsafe bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self)
        hash = folded(hash ^ UInt64(littleEndian: word))
        offset &+= 8
      }
      var tail: UInt64 = 0
      while offset < bytes.count {
        tail = unsafe tail << 8 | UInt64(bytes[offset])
        offset &+= 1
      }
      return folded(hash ^ tail)
    }
  }

  private static func folded(_ word: UInt64) -> UInt64 {
    let product = (word ^ 0xE703_7ED1_A0B4_28DB).multipliedFullWidth(by: 0x8EBC_6AF0_9C88_C6E3)
    return product.high ^ product.low
  }
}

extension SequenceTable<UInt8> {
  package func string(_ index: Int) -> String { String(decoding: self[index], as: UTF8.self) }
}
