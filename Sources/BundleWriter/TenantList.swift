internal import TenantPolicy

/// The tenants of a bundle, in the order in which they are appended, in 24 bytes each and those of
/// the id.
package struct TenantList: Sendable {
  /// Numbers of a tenant, each an index into what `BundleContents` holds, and a line from 1.
  package struct Entry: Hashable, Sendable {
    fileprivate let idStart: Int
    package let classRow: UInt32
    package let source: UInt32
    package let line: UInt32
    package let shape: UInt32
  }

  private var ids: [UInt8] = []
  private var entries: [Entry] = []

  package init() {}

  package var count: Int { entries.count }

  package mutating func reserveCapacity(_ count: Int, idBytes: Int) {
    entries.reserveCapacity(count)
    ids.reserveCapacity(idBytes)
  }

  /// A tenant whose id is `id`, of the class in row `classRow` of the table `classes`, declared by a
  /// document that begins at `line` of `source`, with the provenance `shape`.
  package mutating func append(
    id: some Sequence<UInt8>, classRow: UInt32, source: UInt32, line: UInt32, shape: UInt32
  ) {
    entries.append(
      Entry(idStart: ids.count, classRow: classRow, source: source, line: line, shape: shape))
    ids.append(contentsOf: id)
  }

  package subscript(number: Int) -> Entry { entries[number] }

  package func id(of number: Int) -> ArraySlice<UInt8> {
    let end = number + 1 < entries.count ? entries[number + 1].idStart : ids.count
    return ids[entries[number].idStart..<end]
  }

  func idLength(of number: Int) -> Int { id(of: number).count }

  func hash(of number: Int, key: UInt64) -> UInt64 {
    let id = id(of: number)
    return TenantHash.hash(ids.span.extracting(id.startIndex..<id.endIndex), key: key)
  }
}

/// The numbers of the tenants in order of the bytes of their ids: the position in it is a tenant's
/// ordinal.
struct TenantOrder {
  private(set) var numbers: [UInt32]

  /// - Throws: If two ids are equal, or an id is one that a bundle cannot hold.
  init(_ tenants: TenantList) throws(BundleWriteError) {
    for number in 0..<tenants.count { try Self.check(tenants.id(of: number)) }
    numbers = Self.sorted(tenants)
    for ordinal in numbers.indices.dropFirst() {
      let id = tenants.id(of: Int(numbers[ordinal]))
      if id == tenants.id(of: Int(numbers[ordinal - 1])) {
        throw .duplicateTenant(String(decoding: id, as: UTF8.self))
      }
    }
  }

  private static func check(_ id: ArraySlice<UInt8>) throws(BundleWriteError) {
    let (lowest, highest) = (TableLayout.idBytes.lowerBound, TableLayout.idBytes.upperBound)
    guard 1...TableLayout.maximumIDLength ~= id.count,
      id.allSatisfy({ $0 >= lowest && $0 <= highest })
    else { throw .badTenantID(String(decoding: id, as: UTF8.self)) }
  }

  private static func sorted(_ tenants: TenantList) -> [UInt32] {
    let isSorted = (1..<max(1, tenants.count)).allSatisfy {
      tenants.id(of: $0 - 1).lexicographicallyPrecedes(tenants.id(of: $0))
    }
    if isSorted { return (0..<tenants.count).map(UInt32.init) }
    var keys = (0..<tenants.count).map { SortKey(number: UInt32($0), word: 0) }
    sort(&keys, keys.indices, tenants, from: 0)
    return keys.map(\.number)
  }

  /// Eight bytes of an id as a number that sorts as they do. No id holds a zero, so that an id that
  /// has ended comes first.
  private struct SortKey {
    let number: UInt32
    var word: UInt64
  }

  /// Sorts a range of tenants whose ids have the first `start` bytes in common.
  private static func sort(
    _ keys: inout [SortKey], _ range: Range<Int>, _ tenants: TenantList, from start: Int
  ) {
    guard range.count > 1, start < TableLayout.maximumIDLength else { return }
    for position in range {
      keys[position].word = word(of: tenants.id(of: Int(keys[position].number)), from: start)
    }
    keys[range].sort { $0.word < $1.word }
    var first = range.lowerBound
    for position in range where keys[position].word != keys[first].word {
      sort(&keys, first..<position, tenants, from: start + 8)
      first = position
    }
    sort(&keys, first..<range.upperBound, tenants, from: start + 8)
  }

  private static func word(of id: ArraySlice<UInt8>, from start: Int) -> UInt64 {
    var word: UInt64 = 0
    let first = id.startIndex + start
    for position in first..<(first + 8) {
      word = word << 8 | (position < id.endIndex ? UInt64(id[position]) : 0)
    }
    return word
  }
}
