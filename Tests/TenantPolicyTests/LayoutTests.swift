import Testing

@testable import TenantPolicy

/// The layout is data, from which the page about the format is derived: it must be whole.
@Suite struct LayoutTests {
  @Test(arguments: TableLayout.records.indices)
  func entriesFollowEachOtherWithoutGaps(number: Int) {
    let record = TableLayout.records[number]
    var end = 0
    for entry in record.entries {
      #expect(entry.offset == end, "\(record.name), \(entry.name)")
      end = entry.offset + entry.kind.size
    }
    #expect(end == record.size, "\(record.name)")
    #expect(Set(record.entries.map(\.name)).count == record.entries.count)
  }

  @Test func bucketsOf32ByteSlotsAreCacheLines() {
    #expect(TableLayout.slotStrides.min() == 32)
    #expect(TableLayout.alignment == 64)
    #expect(HeaderLayout.size.isMultiple(of: TableLayout.alignment))
  }

  @Test func everyIDFitsTheLargestSlot() {
    let largest = TableLayout.slotStrides.max() ?? 0
    #expect(largest - SlotLayout.size >= TableLayout.maximumIDLength)
  }

  /// Values that other readers have to reproduce.
  @Test(
    arguments: [
      ("a", 0, 0xCFD5_95D0_C237_7FC8),
      ("abcdef", 1, 0x6A76_C7BD_F727_D73A),
      ("tenant-1", 0, 0xFABA_08C4_9157_6F07),
      ("institution-x-4921", 7, 0x4A02_540E_7BF4_4142),
    ] as [(String, UInt64, UInt64)])
  func hashesAreThoseOfTheFormat(id: String, seed: UInt64, expected: UInt64) {
    let hash = TenantHash.hash(id.utf8.span, key: TenantHash.key(seed: seed))
    #expect(hash == expected)
  }

  /// No word at any place makes the hash the same for every seed.
  @Test(arguments: [8, 9, 16, 17, 24, 128])
  func noWordCancelsTheSeed(length: Int) {
    let words: [UInt8] = [0x21, 0x41, 0x7E]
    for byte in words {
      let id = [UInt8](repeating: byte, count: length)
      let hashes = (0..<64).map { TenantHash.hash(id.span, key: TenantHash.key(seed: UInt64($0))) }
      #expect(Set(hashes).count == hashes.count)
    }
  }
}
