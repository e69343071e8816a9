/// The header of a bundle, with its sections: checked against the length of the bytes, so that each
/// section lies within them and is as long as its records say.
struct BundleHeader: Sendable {
  let language: UInt32
  let isVerified: Bool
  let release: Release
  let seed: UInt64
  let tenantCount: Int
  let bucketCount: Int
  let slotStride: Int
  let shapeCount: Int
  let slotBits: Int
  let sourceBits: Int
  let lineBits: Int
  let shapeBits: Int
  private let sections: [Range<Int>]

  init(of memory: BundleMemory) throws(BundleError) {
    let header = Record(memory, at: 0)
    try Self.checkPreamble(header, memory)
    language = try header[u32: HeaderLayout.language]
    isVerified = try header[u64: HeaderLayout.flags] != HeaderLayout.unverified
    release = try Release(header)
    seed = try header[u64: HeaderLayout.seed]
    tenantCount = Int(try header[u32: HeaderLayout.tenantCount])
    bucketCount = Int(try header[u32: HeaderLayout.bucketCount])
    slotStride = Int(try header[u32: HeaderLayout.slotStride])
    shapeCount = Int(try header[u32: HeaderLayout.shapeCount])
    slotBits = Int(try header[u8: HeaderLayout.slotBits])
    sourceBits = Int(try header[u8: HeaderLayout.sourceBits])
    lineBits = Int(try header[u8: HeaderLayout.lineBits])
    shapeBits = Int(try header[u8: HeaderLayout.shapeBits])
    sections = try Self.sections(of: memory)
    try checkTenantIndex()
    try checkSectionLengths()
  }

  subscript(section: Section) -> Range<Int> { sections[section.rawValue] }

  func count(_ section: Section) -> Int { self[section].count / section.recordSize }

  /// The bytes between sections.
  var padding: [Range<Int>] {
    sections.map { $0.upperBound..<TableLayout.aligned($0.upperBound) }
  }

  /// Bytes of a tenant's packed record.
  var tenantStride: Int { (slotBits + sourceBits + lineBits + shapeBits + 7) / 8 }

  /// Bytes of the longest id that a slot holds itself.
  var inlineCapacity: Int { slotStride - SlotLayout.size }
}

extension BundleHeader {
  private static func checkPreamble(
    _ header: Record, _ memory: BundleMemory
  ) throws(BundleError) {
    guard memory.count >= TableLayout.minimumLength else {
      throw .refused(.truncated, offset: memory.count)
    }
    let magic = header.range(of: HeaderLayout.magic)
    guard memory.bytes(in: magic) == TableLayout.magic else {
      throw .refused(.magic, offset: magic.lowerBound)
    }
    guard try header[u32: HeaderLayout.version] == TableLayout.formatVersion else {
      throw header.refused(.version, HeaderLayout.version)
    }
    guard try header[u64: HeaderLayout.flags] <= HeaderLayout.unverified else {
      throw header.refused(.flags, HeaderLayout.flags)
    }
    let length = try header[u64: HeaderLayout.length]
    guard length <= memory.count else { throw header.refused(.truncated, HeaderLayout.length) }
    guard length == memory.count else { throw .refused(.trailing, offset: Int(length)) }
    try memory.requireZeros(in: header.range(of: HeaderLayout.reserved))
    try memory.requireZeros(in: header.range(of: HeaderLayout.end))
  }

  /// The sections, each where the one before it ends, rounded up; the digest follows the last.
  private static func sections(of memory: BundleMemory) throws(BundleError) -> [Range<Int>] {
    let end = memory.count - TableLayout.digestSize
    var sections: [Range<Int>] = []
    sections.reserveCapacity(Section.allCases.count)
    var expected = HeaderLayout.size
    for section in Section.allCases {
      let place = HeaderLayout.sections.offset + section.rawValue * SectionLayout.size
      let record = Record(memory, at: place)
      let length = try record[u64: SectionLayout.length]
      guard try record[u64: SectionLayout.offset] == expected, length <= end - expected else {
        throw .refused(.section, offset: place)
      }
      let range = expected..<(expected + Int(length))
      expected = TableLayout.aligned(range.upperBound)
      guard expected <= end else { throw .refused(.section, offset: place) }
      sections.append(range)
    }
    guard expected == end else { throw .refused(.section, offset: end) }
    return sections
  }

  private func checkTenantIndex() throws(BundleError) {
    func check(_ holds: Bool, _ entry: LayoutEntry) throws(BundleError) {
      if !holds { throw .refused(.index, offset: entry.offset) }
    }
    try check(TableLayout.slotStrides.contains(slotStride), HeaderLayout.slotStride)
    try check(1...TableLayout.maximumTenants ~= bucketCount, HeaderLayout.bucketCount)
    try check(tenantCount <= 2 * bucketCount, HeaderLayout.tenantCount)
    try check(slotBits <= 32, HeaderLayout.slotBits)
    try check(sourceBits <= 32, HeaderLayout.sourceBits)
    try check(lineBits <= 32, HeaderLayout.lineBits)
    try check(shapeBits <= 32, HeaderLayout.shapeBits)
  }

  /// No product overflows: each factor has at most 32 bits, two of them fewer than 12.
  private func checkSectionLengths() throws(BundleError) {
    for section in Section.allCases {
      try check(section, self[section].count.isMultiple(of: section.recordSize))
    }
    try check(.slots, self[.slots].count == 2 * bucketCount * slotStride)
    try check(.tenants, self[.tenants].count == tenantCount * tenantStride)
    let (origins, isTooMany) = shapeCount.multipliedReportingOverflow(by: count(.fields))
    try check(.shapes, !isTooMany && count(.shapes) == origins)
    try check(.columns, count(.columns) <= TableLayout.maximumColumns)
    try check(.tables, count(.tables) <= TableLayout.maximumTables)
  }

  private func check(_ section: Section, _ holds: Bool) throws(BundleError) {
    let place = HeaderLayout.sections.offset + section.rawValue * SectionLayout.size
    if !holds { throw .refused(.section, offset: place) }
  }
}

/// A fixed-size record at a place in a bundle, read by its layout.
struct Record {
  private let memory: BundleMemory
  let offset: Int

  init(_ memory: BundleMemory, at offset: Int) {
    self.memory = memory
    self.offset = offset
  }

  subscript(u8 entry: LayoutEntry) -> UInt8 {
    get throws(BundleError) { try load(entry) }
  }

  subscript(u32 entry: LayoutEntry) -> UInt32 {
    get throws(BundleError) { try load(entry) }
  }

  subscript(u64 entry: LayoutEntry) -> UInt64 {
    get throws(BundleError) { try load(entry) }
  }

  func range(of entry: LayoutEntry) -> Range<Int> {
    (offset + entry.offset)..<(offset + entry.offset + entry.kind.size)
  }

  func refused(_ refusal: Refusal, _ entry: LayoutEntry) -> BundleError {
    .refused(refusal, offset: offset + entry.offset)
  }

  private func load<Value: FixedWidthInteger & BitwiseCopyable>(
    _ entry: LayoutEntry
  ) throws(BundleError) -> Value {
    guard let value = memory.load(Value.self, at: offset + entry.offset) else {
      throw refused(.truncated, entry)
    }
    return value
  }
}

extension BundleMemory {
  /// The digest that the bytes state at their end.
  var statedDigest: [UInt8] { bytes(in: (count - TableLayout.digestSize)..<count) }

  /// The digest of the certificate that the header names; `nil` for none.
  var certificateDigest: [UInt8]? {
    let digest = bytes(in: Record(self, at: 0).range(of: HeaderLayout.certificate))
    return digest.contains { $0 != 0 } ? digest : nil
  }

  func requireZeros(in range: Range<Int>) throws(BundleError) {
    if let offset = firstNonzero(in: range) { throw .refused(.padding, offset: offset) }
  }
}
