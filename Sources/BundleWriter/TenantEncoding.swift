internal import TenantPolicy

/// The tenants of a bundle with all that is needed to write them.
struct TenantEncoding {
  private let tenants: TenantList
  private let order: TenantOrder
  let arrangement: TenantArrangement
  let slotStride: Int
  /// Widths, in bits, of the parts of a tenant's record.
  let slotBits: Int
  let sourceBits: Int
  let lineBits: Int
  let shapeBits: Int
  let longIDBytes: Int

  init(_ contents: BundleContents) throws(BundleWriteError) {
    tenants = contents.tenants
    order = try TenantOrder(tenants)
    arrangement = try TenantArrangement(tenants, order)
    slotStride = Self.slotStride(for: tenants, slotCount: arrangement.slots.count)
    longIDBytes = Self.longIDBytes(of: tenants, slotStride)
    guard longIDBytes <= UInt32.max else { throw .tooMuch("bytes of long tenant ids") }
    let entries = tenants
    func bits(_ part: (TenantList.Entry) -> UInt32) -> Int {
      let largest = (0..<entries.count).reduce(0) { max($0, part(entries[$1])) }
      return UInt32.bitWidth - largest.leadingZeroBitCount
    }
    sourceBits = bits(\.source)
    lineBits = bits(\.line)
    shapeBits = bits(\.shape)
    slotBits = Int.bitWidth - (arrangement.slots.count - 1).leadingZeroBitCount
    try check(contents)
  }

  var count: Int { tenants.count }

  var stride: Int { (slotBits + sourceBits + lineBits + shapeBits + 7) / 8 }

  private func check(_ contents: BundleContents) throws(BundleWriteError) {
    let classes = contents.tables.first { $0.name == "classes" }?.rowCount ?? 0
    for number in 0..<tenants.count {
      let entry = tenants[number]
      guard entry.classRow < classes, entry.source < contents.sources.count, entry.line > 0,
        entry.shape < contents.shapes.count
      else {
        throw .badReference("tenant `\(String(decoding: tenants.id(of: number), as: UTF8.self))`")
      }
    }
  }
}

extension TenantEncoding {
  /// The stride that makes the index smallest, where an id that does not fit costs its bytes and a
  /// cache line more to look up.
  private static func slotStride(for tenants: TenantList, slotCount: Int) -> Int {
    var countByLength = [Int](repeating: 0, count: TableLayout.maximumIDLength + 1)
    for number in 0..<tenants.count { countByLength[tenants.idLength(of: number)] += 1 }
    func cost(_ stride: Int) -> Int {
      let inline = min(stride - SlotLayout.size, TableLayout.maximumIDLength)
      let long = ((inline + 1)..<countByLength.count).reduce(0) { sum, length in
        sum + countByLength[length] * (length + TableLayout.alignment)
      }
      return slotCount * stride + long
    }
    return TableLayout.slotStrides.min { cost($0) < cost($1) } ?? 32
  }

  private static func longIDBytes(of tenants: TenantList, _ stride: Int) -> Int {
    (0..<tenants.count).reduce(0) { sum, number in
      let length = tenants.idLength(of: number)
      return length > stride - SlotLayout.size ? sum + length : sum
    }
  }
}

extension Output {
  mutating func put(_ tenants: TenantEncoding) {
    tenants.write(into: &self)
  }
}

extension TenantEncoding {
  fileprivate func write(into output: inout Output) {
    let longIDs = writeLongIDs(into: &output)
    for slot in arrangement.slots.indices {
      let ordinal = arrangement.slots[slot]
      guard ordinal != TenantArrangement.empty else { continue }
      writeSlot(slot, Int(ordinal), longIDs, into: &output)
      writeRecord(Int(ordinal), slot: slot, into: &output)
    }
  }

  /// - Returns: Where the id of a tenant that has a long one lies, by ordinal.
  private func writeLongIDs(into output: inout Output) -> [Int: Int] {
    var offsets: [Int: Int] = [:]
    var offset = 0
    for (ordinal, number) in order.numbers.enumerated() {
      let id = tenants.id(of: Int(number))
      guard id.count > slotStride - SlotLayout.size else { continue }
      output.put(id, at: output.start(of: .longIDs) + offset)
      offsets[ordinal] = offset
      offset += id.count
    }
    return offsets
  }

  private func writeSlot(
    _ slot: Int, _ ordinal: Int, _ longIDs: [Int: Int], into output: inout Output
  ) {
    let start = output.start(of: .slots) + slot * slotStride
    let number = Int(order.numbers[ordinal])
    let id = tenants.id(of: number)
    let hashByte = TenantHash.byte(of: arrangement.hashes[ordinal])
    output.put(Int(tenants[number].classRow), SlotLayout.classRow, ofRecordAt: start)
    output.put(ordinal, SlotLayout.ordinal, ofRecordAt: start)
    output.put(id.count, SlotLayout.idLength, ofRecordAt: start)
    output.put(Int(hashByte), SlotLayout.hashByte, ofRecordAt: start)
    if let offset = longIDs[ordinal] {
      output.put(offset, LongSlotLayout.idOffset, ofRecordAt: start)
    } else {
      output.put(id, at: start + SlotLayout.size)
    }
  }

  private func writeRecord(_ ordinal: Int, slot: Int, into output: inout Output) {
    let start = output.start(of: .tenants) + ordinal * stride
    let entry = tenants[Int(order.numbers[ordinal])]
    var position = 0
    func put(_ value: Int, _ width: Int) {
      output.putBits(value, at: position, ofRecordAt: start)
      position += width
    }
    put(slot, slotBits)
    put(Int(entry.source), sourceBits)
    put(Int(entry.line), lineBits)
    put(Int(entry.shape), shapeBits)
  }
}
