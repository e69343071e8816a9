internal import TenantPolicy

/// Which tenant is in which slot of the index: a cuckoo table with two buckets for each id and two
/// slots in each bucket.
///
/// It depends on the set of ids alone: tenants are placed in order of their ids, and the first seed
/// that works is taken.
struct TenantArrangement {
  let seed: UInt64
  let bucketCount: Int
  /// The ordinal of the tenant in each slot, or `empty`.
  private(set) var slots: [UInt32]
  /// The hash of each tenant, by ordinal.
  private(set) var hashes: [UInt64]

  static let empty = UInt32.max

  /// Slots in use, in percent. At about 89 there is no arrangement any more, and one is found quickly
  /// up to about 85.
  private static let loadPercent = 84
  /// Tenants that are moved to make room for one, before the seed is given up.
  private static let maximumMoves = 2000
  private static let maximumSeeds = 64
  /// After this many seeds, the table is made larger.
  private static let seedsBeforeGrowth = 4

  init(_ tenants: TenantList, _ order: TenantOrder) throws(BundleWriteError) {
    guard tenants.count <= TableLayout.maximumTenants else { throw .tooMuch("tenants") }
    var bucketCount = max(1, (tenants.count * 100 / Self.loadPercent + 2) / 2)
    for seed in 0..<Self.maximumSeeds {
      let arrangement = TenantArrangement(tenants, order, UInt64(seed), bucketCount)
      if let arrangement {
        self = arrangement
        return
      }
      if seed % Self.seedsBeforeGrowth == Self.seedsBeforeGrowth - 1 {
        bucketCount += bucketCount / 16 + 1
      }
    }
    throw .noArrangement
  }

  /// `nil` if this seed does not work.
  private init?(_ tenants: TenantList, _ order: TenantOrder, _ seed: UInt64, _ bucketCount: Int) {
    self.seed = seed
    self.bucketCount = bucketCount
    let key = TenantHash.key(seed: seed)
    slots = [UInt32](repeating: Self.empty, count: 2 * bucketCount)
    hashes = order.numbers.map { tenants.hash(of: Int($0), key: key) }
    for ordinal in hashes.indices {
      guard place(UInt32(ordinal)) else { return nil }
    }
  }

  private mutating func place(_ ordinal: UInt32) -> Bool {
    let buckets = buckets(of: ordinal)
    if put(ordinal, in: buckets.0) || put(ordinal, in: buckets.1) { return true }
    var homeless = ordinal
    var bucket = buckets.0
    // Which of the two tenants of a full bucket moves is drawn; a fixed choice would go in circles.
    var draw = TenantHash.mix(hashes[Int(ordinal)])
    for _ in 0..<Self.maximumMoves {
      swap(&slots[2 * bucket + Int(draw & 1)], &homeless)
      draw = draw == 0 ? TenantHash.step : TenantHash.mix(draw)
      let buckets = self.buckets(of: homeless)
      bucket = buckets.0 == bucket ? buckets.1 : buckets.0
      if put(homeless, in: bucket) { return true }
    }
    return false
  }

  private func buckets(of ordinal: UInt32) -> (Int, Int) {
    TenantHash.buckets(of: hashes[Int(ordinal)], count: bucketCount)
  }

  private mutating func put(_ ordinal: UInt32, in bucket: Int) -> Bool {
    for slot in (2 * bucket)...(2 * bucket + 1) where slots[slot] == Self.empty {
      slots[slot] = ordinal
      return true
    }
    return false
  }
}
