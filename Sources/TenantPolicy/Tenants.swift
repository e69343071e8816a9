/// A tenant as the bundle lists it.
public struct TenantEntry: Hashable, Sendable {
  /// The tenant's id.
  public let id: String
  /// The row of the table `classes` that holds its policy.
  public let classRow: Int
  /// Where its document begins.
  public let declared: SourceLine
}

// All tenants, in order of the bytes of their ids.
extension PolicyBundle {
  /// How many tenants the bundle holds.
  public var tenantCount: Int { header.tenantCount }

  /// A tenant by its ordinal, from 0; `nil` if there is none.
  public func tenant(at ordinal: Int) -> TenantEntry? {
    guard let record = tenantRecord(at: ordinal),
      let range = index.idRange(ofSlot: record.slot, in: memory),
      let id = memory.text(in: range),
      let entry = index.entry(ofSlotNumber: record.slot, memory)
    else { return nil }
    return TenantEntry(
      id: id, classRow: Int(entry.classRow),
      declared: SourceLine(source: record.source, line: record.line))
  }
}

extension PolicyBundle {
  /// Calls for every tenant with its ordinal and the row of the table `classes` that holds its policy,
  /// in the order in which they lie in memory: for a million tenants that is several times as fast as
  /// the order of ids.
  ///
  /// - Parameters:
  ///   - part: Which of so many parts of all tenants, from 0.
  ///   - body: Returns whether to go on.
  /// - Returns: Whether it came to the end.
  package func forEachTenant(
    ofPart part: Int = 0, _ parts: Int = 1, _ body: (_ ordinal: Int, _ classRow: Int) -> Bool
  ) -> Bool {
    let slots = 2 * header.bucketCount
    for slot in (slots * part / parts)..<(slots * (part + 1) / parts)
    where index.idLength(ofSlot: slot, in: memory) > 0 {
      guard let entry = index.entry(ofSlotNumber: slot, memory),
        body(Int(entry.ordinal), Int(entry.classRow))
      else { return false }
    }
    return true
  }
}

extension PolicyBundle {
  package func tenantRecord(at ordinal: Int) -> TenantRecord? {
    records.record(at: ordinal, in: memory)
  }

  /// Each tenant has a slot that leads back to it and that a look-up finds; ids ascend; nothing else
  /// is in the index.
  func verifyTenants() throws(BundleError) {
    var previous: Range<Int>?
    var longIDs = header[.longIDs].lowerBound
    var usedSlots = 0
    for ordinal in 0..<tenantCount {
      if ordinal.isMultiple(of: Self.fetched) { usedSlots += fetchSlots(from: ordinal) }
      let place = records.place(of: ordinal)
      guard let record = records.record(at: ordinal, in: memory),
        records.hasCleanEnd(ordinal, in: memory),
        record.source < sourceCount, record.line > 0, record.shape < header.shapeCount
      else { throw .refused(.reference, offset: place) }
      guard let entry = index.entry(ofSlotNumber: record.slot, memory), entry.ordinal == ordinal,
        let id = index.idRange(ofSlot: record.slot, in: memory)
      else { throw .refused(.index, offset: place) }
      try verifySlot(record.slot, id, &longIDs)
      if let previous, !memory.precedes(previous, id) {
        throw .refused(.index, offset: id.lowerBound)
      }
      previous = id
    }
    guard longIDs == header[.longIDs].upperBound else { throw .refused(.index, offset: longIDs) }
    guard usedSlots == tenantCount else {
      throw .refused(.index, offset: header[.slots].lowerBound)
    }
    try verifyEmptySlots()
  }

  /// Slots whose lines are fetched before the first of them is looked at.
  private static let fetched = 64

  /// Looks whether the slots of the next tenants are in use: reads that do not wait for each other, as those
  /// of the checks do, so that the lines that they lead to come at once.
  private func fetchSlots(from first: Int) -> Int {
    var used = 0
    // Few instructions from one tenant to the next, so that many reads are under way at once.
    for ordinal in first..<min(first + Self.fetched, tenantCount) {
      let slot = records.slot(of: ordinal, in: memory)
      used &+= index.idLength(ofSlot: slot, in: memory) > 0 ? 1 : 0
    }
    return used
  }

  /// The id is one that there can be, lies where it belongs, and its hash leads to the slot.
  private func verifySlot(
    _ slot: Int, _ id: Range<Int>, _ longIDs: inout Int
  ) throws(BundleError) {
    let start = header[.slots].lowerBound + slot * header.slotStride
    let end = start + header.slotStride
    guard id.count <= TableLayout.maximumIDLength, memory.isGraphic(id),
      let place = index.place(ofIDAt: id, in: memory),
      slot / 2 == place.first || slot / 2 == place.second,
      memory.load(UInt8.self, at: start + SlotLayout.hashByte.offset) == place.hashByte
    else { throw .refused(.index, offset: start) }
    if id.count <= header.inlineCapacity {
      try memory.requireZeros(in: id.upperBound..<end)
    } else {
      guard id.lowerBound == longIDs else { throw .refused(.index, offset: start) }
      longIDs = id.upperBound
      let record = Record(memory, at: start)
      try memory.requireZeros(in: record.range(of: LongSlotLayout.reserved))
      try memory.requireZeros(in: (start + LongSlotLayout.size)..<end)
    }
  }

  /// With as many slots in use as there are tenants, each of them is that of a tenant.
  private func verifyEmptySlots() throws(BundleError) {
    var used = 0
    for slot in 0..<(2 * header.bucketCount) {
      let start = header[.slots].lowerBound + slot * header.slotStride
      if memory.load(UInt8.self, at: start + SlotLayout.idLength.offset) != 0 {
        used += 1
      } else {
        try memory.requireZeros(in: start..<(start + header.slotStride))
      }
    }
    guard used == tenantCount else {
      throw .refused(.index, offset: header[.slots].lowerBound)
    }
  }
}
