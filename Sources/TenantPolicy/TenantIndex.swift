/// The way from a tenant's id to its class: a hash leads to two buckets of two slots, and the id is
/// in one of the four or nowhere.
///
/// A bucket begins at a multiple of its size; with slots of 32 bytes it is one cache line, so that
/// any id, known or not, costs two of them, fetched side by side.
struct TenantIndex: Sendable {
  private let slots: Int
  private let bucketCount: Int
  private let stride: Int
  private let longIDs: Range<Int>
  private let key: UInt64
  private let classCount: Int
  private let tenantCount: Int

  init(_ header: BundleHeader, classCount: Int) {
    slots = header[.slots].lowerBound
    bucketCount = header.bucketCount
    stride = header.slotStride
    longIDs = header[.longIDs]
    key = TenantHash.key(seed: header.seed)
    tenantCount = header.tenantCount
    self.classCount = classCount
  }

  /// The class and the ordinal of the tenant with this id, compared in full.
  @inline(__always)
  func find(_ id: Span<UInt8>, in memory: BundleMemory) -> (classRow: UInt32, ordinal: UInt32)? {
    let length = id.count
    guard length >= 1, length <= TableLayout.maximumIDLength else { return nil }
    let hash = TenantHash.hash(id, key: key)
    let buckets = TenantHash.buckets(of: hash, count: bucketCount)
    let first = slots &+ buckets.0 &* stride &* 2
    let second = slots &+ buckets.1 &* stride &* 2
    let tag = UInt16(truncatingIfNeeded: length) | UInt16(TenantHash.byte(of: hash)) << 8

    // Both buckets are looked at before the first is searched, so that their lines are on their way
    // at once; an id in the first does not wait for the second.
    let tags = SlotLayout.idLength.offset
    let inFirst = memory.matches(of: tag, at: first &+ tags, first &+ stride &+ tags)
    let inSecond = memory.matches(of: tag, at: second &+ tags, second &+ stride &+ tags)
    if let found = search(first, inFirst, id, memory) { return found }
    if let found = search(second, inSecond, id, memory) { return found }
    return nil
  }

  /// In bytes; 0 for an empty slot and for one that is none.
  @inline(__always)
  func idLength(ofSlot number: Int, in memory: BundleMemory) -> Int {
    guard number >= 0, number < 2 &* bucketCount else { return 0 }
    let length = memory.load(
      UInt8.self, at: slots &+ number &* stride &+ SlotLayout.idLength.offset)
    return Int(length ?? 0)
  }

  /// Where the id of a slot lies; `nil` for an empty slot and for one that makes no sense.
  @inline(__always)
  func idRange(ofSlot number: Int, in memory: BundleMemory) -> Range<Int>? {
    guard number >= 0, number < 2 &* bucketCount else { return nil }
    let slot = slots &+ number &* stride
    guard let length = memory.load(UInt8.self, at: slot + SlotLayout.idLength.offset), length > 0
    else { return nil }
    guard Int(length) > stride - SlotLayout.size else {
      return (slot + SlotLayout.size)..<(slot + SlotLayout.size + Int(length))
    }
    return longIDStart(slot, length: Int(length), memory).map { $0..<($0 + Int(length)) }
  }

  /// The class and the ordinal in a slot, if there are such.
  func entry(
    of slot: Int, _ memory: BundleMemory
  ) -> (classRow: UInt32, ordinal: UInt32)? {
    guard let row = memory.load(UInt32.self, at: slot &+ SlotLayout.classRow.offset),
      let ordinal = memory.load(UInt32.self, at: slot &+ SlotLayout.ordinal.offset),
      row < classCount, ordinal < tenantCount
    else { return nil }
    return (row, ordinal)
  }

  /// The class and the ordinal in a slot by its number.
  @inline(__always)
  func entry(
    ofSlotNumber number: Int, _ memory: BundleMemory
  ) -> (classRow: UInt32, ordinal: UInt32)? {
    guard number >= 0, number < 2 &* bucketCount else { return nil }
    return entry(of: slots &+ number &* stride, memory)
  }

  /// The two buckets of the id that lies at `range`, and the hash byte of its slot.
  func place(
    ofIDAt range: Range<Int>, in memory: BundleMemory
  ) -> (first: Int, second: Int, hashByte: UInt8)? {
    guard let hash = memory.hash(ofIDIn: range, key: key) else { return nil }
    let buckets = TenantHash.buckets(of: hash, count: bucketCount)
    return (buckets.0, buckets.1, TenantHash.byte(of: hash))
  }
}

extension TenantIndex {
  /// The tenant with this id among the candidates of a bucket: bit 0 for its first slot, bit 1 for
  /// its second. Rarely both are.
  @inline(__always)
  private func search(
    _ bucket: Int, _ candidates: UInt32, _ id: Span<UInt8>, _ memory: BundleMemory
  ) -> (classRow: UInt32, ordinal: UInt32)? {
    guard candidates != 0 else { return nil }
    let slot = bucket &+ stride &* Int(truncatingIfNeeded: candidates >> 1)
    if holds(id, slot, memory) { return entry(of: slot, memory) }
    guard candidates == 3, holds(id, bucket, memory) else { return nil }
    return entry(of: bucket, memory)
  }

  @inline(__always)
  private func holds(_ id: Span<UInt8>, _ slot: Int, _ memory: BundleMemory) -> Bool {
    if id.count <= stride &- SlotLayout.size {
      return memory.holds(id, at: slot &+ SlotLayout.size)
    }
    guard let start = longIDStart(slot, length: id.count, memory) else { return false }
    return memory.holds(id, at: start)
  }

  private func longIDStart(_ slot: Int, length: Int, _ memory: BundleMemory) -> Int? {
    guard let offset = memory.load(UInt32.self, at: slot &+ LongSlotLayout.idOffset.offset)
    else { return nil }
    let start = longIDs.lowerBound + Int(offset)
    return start + length <= longIDs.upperBound ? start : nil
  }
}
