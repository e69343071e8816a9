internal import TenantPolicy

/// The bytes of a bundle that is being written: allocated once, at their final length.
struct Output {
  private(set) var bytes: [UInt8]
  private let starts: [Int]

  /// Room for sections of these lengths, in the order of `Section`, all zero.
  init(lengths: [Int]) {
    var starts: [Int] = []
    var end = HeaderLayout.size
    for length in lengths {
      starts.append(end)
      end = TableLayout.aligned(end + length)
    }
    self.starts = starts
    bytes = [UInt8](repeating: 0, count: end + TableLayout.digestSize)
  }

  func start(of section: Section) -> Int { starts[section.rawValue] }

  /// Where a record of a section of fixed-size records begins.
  func start(of section: Section, record: Int) -> Int {
    start(of: section) + record * section.recordSize
  }

  mutating func put<Value: FixedWidthInteger>(_ value: Value, at offset: Int) {
    var rest = value
    for position in 0..<(Value.bitWidth / 8) {
      bytes[offset + position] = UInt8(truncatingIfNeeded: rest)
      rest >>= 8
    }
  }

  mutating func put(_ value: some Collection<UInt8>, at offset: Int) {
    bytes.replaceSubrange(offset..<(offset + value.count), with: value)
  }

  /// An integer at its place in a record, as wide as its layout says.
  mutating func put(_ value: Int, _ entry: LayoutEntry, ofRecordAt start: Int) {
    var rest = UInt64(truncatingIfNeeded: value)
    for position in 0..<entry.kind.size {
      bytes[start + entry.offset + position] = UInt8(truncatingIfNeeded: rest)
      rest >>= 8
    }
  }

  /// Sets up to 32 bits from a position of the record that begins at `start`, lowest first; they
  /// were zero before, and so is the part of `value` beyond them.
  mutating func putBits(_ value: Int, at position: Int, ofRecordAt start: Int) {
    var rest = value << (position % 8)
    var offset = start + position / 8
    while rest != 0 {
      bytes[offset] |= UInt8(truncatingIfNeeded: rest)
      rest >>= 8
      offset += 1
    }
  }

  /// Writes the digest of everything before it.
  mutating func seal() {
    let end = bytes.count - TableLayout.digestSize
    put(BundleDigest.of(first: end, of: bytes), at: end)
  }
}
