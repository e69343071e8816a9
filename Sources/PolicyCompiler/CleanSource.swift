import PolicyCheck
import PolicyDiagnostics
import PolicyModel

/// A source of tenants with whom nothing was wrong when they were checked, and under which documents
/// that was.
struct CleanSource: Sendable {
  static let formatVersion = 1

  let reading: SourceReading
  let use: TenantUse
  /// The digest of all sources with documents other than tenants: under others, all is to be checked.
  let context: [UInt8]

  init(_ reading: SourceReading, _ use: TenantUse, context: [UInt8]) {
    self.reading = reading
    self.use = use
    self.context = context
  }
}

// As bytes: the key, the context, what the tenants use, the tenants, and a digest of all that. Numbers
// are little-endian; what is not exactly so is nothing.
extension CleanSource {
  func encoded(under key: [UInt8]) -> [UInt8] {
    var bytes = key + context
    for set in [use.orgs, use.tiers, use.budgetClasses] { put(set, to: &bytes) }
    put(UInt64(bitPattern: use.guaranteedSlots), to: &bytes)
    put(UInt64(use.guaranteedTenants), to: &bytes)
    put(UInt64(reading.tenants.records.count), to: &bytes)
    for record in reading.tenants.records {
      put(record.start, to: &bytes)
      put(record.line, to: &bytes)
      bytes.append(record.idLength)
      bytes += reading.tenants.id(of: record)
    }
    return bytes + digest(of: bytes)
  }

  init?(from bytes: [UInt8], under key: [UInt8], source: SourceID) {
    guard bytes.count > 96, digest(of: Array(bytes.dropLast(32))) == Array(bytes.suffix(32)),
      Array(bytes.prefix(32)) == key
    else { return nil }
    context = Array(bytes[32..<64])
    var cursor = ByteCursor(bytes[64..<(bytes.count - 32)])
    guard let orgs = cursor.set(), let tiers = cursor.set(), let budgets = cursor.set(),
      let slots = cursor.number(UInt64.self), let guaranteed = cursor.number(UInt64.self),
      let count = cursor.number(UInt64.self), let tenants = cursor.tenants(count),
      cursor.isAtEnd, slots <= count &* 1_000_000,
      guaranteed <= count
    else { return nil }
    use = TenantUse(
      tenantCount: tenants.records.count, orgs: orgs, tiers: tiers, budgetClasses: budgets,
      guaranteedSlots: Int64(slots), guaranteedTenants: Int(guaranteed))
    reading = SourceReading(of: tenants, using: use, source: source)
  }

  private func put(_ set: Bitset, to bytes: inout [UInt8]) {
    let members = set.members
    put(UInt32(truncatingIfNeeded: members.count), to: &bytes)
    for member in members { put(UInt32(truncatingIfNeeded: member), to: &bytes) }
  }

  private func put<Number: FixedWidthInteger>(_ number: Number, to bytes: inout [UInt8]) {
    for position in 0..<(Number.bitWidth / 8) {
      bytes.append(UInt8(truncatingIfNeeded: number >> (8 * position)))
    }
  }
}

/// Reads what `encoded` wrote, or finds that it is something else.
private struct ByteCursor {
  private let bytes: ArraySlice<UInt8>
  private var position: Int

  init(_ bytes: ArraySlice<UInt8>) {
    self.bytes = bytes
    position = bytes.startIndex
  }

  /// More orgs than any platform has; a set is as large as its largest member.
  private static let largestMember: UInt32 = 10_000_000

  var isAtEnd: Bool { position == bytes.endIndex }

  mutating func number<Number: FixedWidthInteger>(_ type: Number.Type) -> Number? {
    let size = Number.bitWidth / 8
    guard bytes.endIndex - position >= size else { return nil }
    var number: Number = 0
    for offset in (0..<size).reversed() { number = number << 8 | Number(bytes[position + offset]) }
    position += size
    return number
  }

  mutating func set() -> Bitset? {
    guard let count = number(UInt32.self) else { return nil }
    var set = Bitset()
    for _ in 0..<count {
      guard let member = number(UInt32.self), member <= Self.largestMember else { return nil }
      set.insert(Int(member))
    }
    return set
  }

  mutating func tenants(_ count: UInt64) -> TenantBatch? {
    var batch = TenantBatch()
    for _ in 0..<count {
      guard let start = number(UInt32.self), start <= UInt32(Int32.max),
        let line = number(UInt32.self), line <= UInt32(Int32.max),
        let length = number(UInt8.self), bytes.endIndex - position >= Int(length)
      else { return nil }
      let id = bytes[position..<(position + Int(length))]
      batch.append(id: id, start: start, line: line)
      position += Int(length)
    }
    return batch
  }
}
