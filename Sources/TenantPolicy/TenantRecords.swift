/// What the bundle holds of a tenant beside its slot.
package struct TenantRecord: Hashable, Sendable {
  package let slot: Int
  package let source: Int
  package let line: Int
  package let shape: Int
}

/// The records of all tenants, in order of the bytes of their ids.
///
/// Each is a little-endian integer as wide as the stride, whose lowest bits are the slot, then the source,
/// the line and the shape.
struct TenantRecords: Sendable {
  let count: Int
  private let start: Int
  private let stride: Int
  private let slot: BitField
  private let source: BitField
  private let line: BitField
  private let shape: BitField
  private let rest: BitField

  /// Up to 32 bits of a record.
  private struct BitField {
    let offset: Int
    let shift: UInt64
    let mask: UInt64

    init(_ position: Int, _ count: Int) {
      offset = position / 8
      shift = UInt64(position % 8)
      mask = 1 << UInt64(count) - 1
    }
  }

  init(_ header: BundleHeader) {
    count = header.tenantCount
    start = header[.tenants].lowerBound
    stride = header.tenantStride
    var position = 0
    func next(_ count: Int) -> BitField {
      defer { position += count }
      return BitField(position, count)
    }
    slot = next(header.slotBits)
    source = next(header.sourceBits)
    line = next(header.lineBits)
    shape = next(header.shapeBits)
    rest = next(8 * stride - position)
  }

  /// Where the record of a tenant begins.
  @inline(__always)
  func place(of ordinal: Int) -> Int { start &+ ordinal &* stride }

  @inline(__always)
  func record(at ordinal: Int, in memory: BundleMemory) -> TenantRecord? {
    guard ordinal >= 0, ordinal < count else { return nil }
    let place = place(of: ordinal)
    return TenantRecord(
      slot: bits(slot, place, memory), source: bits(source, place, memory),
      line: bits(line, place, memory), shape: bits(shape, place, memory))
  }

  @inline(__always)
  func slot(of ordinal: Int, in memory: BundleMemory) -> Int {
    bits(slot, place(of: ordinal), memory)
  }

  /// Whether the bits of a record that none of its parts use are zero.
  @inline(__always)
  func hasCleanEnd(_ ordinal: Int, in memory: BundleMemory) -> Bool {
    bits(rest, place(of: ordinal), memory) == 0
  }

  /// The eight bytes that are read lie within the bundle, as the digest is longer than that and follows
  /// all records.
  @inline(__always)
  private func bits(_ field: BitField, _ place: Int, _ memory: BundleMemory) -> Int {
    let word = memory.load(UInt64.self, at: place &+ field.offset) ?? 0
    return Int(truncatingIfNeeded: word >> field.shift & field.mask)
  }
}
