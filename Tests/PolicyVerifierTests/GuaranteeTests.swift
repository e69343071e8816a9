import PolicyModel
import PolicyVerifier
import TestSupport
import Testing

/// Slots that are guaranteed, and where they are.
@Suite struct GuaranteeTests {
  private typealias Slots = WorkerPool.RegionSlots
  private typealias Demand = Guarantees.Demand

  @Test func guaranteesAreKeptWhereTenantsMayBeProcessed() {
    let pool = [Slots(0, 60), Slots(1, 40)]
    let fits = Guarantees(
      pool,
      [
        Demand(in: Bitset([0]), slots: 60, tenants: 3),
        Demand(in: Bitset([0, 1]), slots: 40, tenants: 9),
      ])
    #expect(fits.shortage() == nil)
    // One slot more in the first region: the others could not give way to it.
    let tight = Guarantees(pool, [Demand(in: Bitset([0]), slots: 61, tenants: 3)])
    #expect(tight.shortage()?.regions == [0])
    #expect(tight.shortage()?.guaranteed == 61)
    #expect(tight.shortage()?.slots == 60)
    let nowhere = Guarantees(pool, [Demand(in: Bitset([2]), slots: 1, tenants: 1)])
    #expect(nowhere.shortage()?.regions == [])
  }

  @Test func aLostRegionTakesItsSlotsWithIt() {
    let pool = [Slots(0, 60), Slots(1, 40)]
    let both = Guarantees(pool, [Demand(in: Bitset([0, 1]), slots: 50, tenants: 2)])
    #expect(both.shortage() == nil)
    #expect(both.shortagesByLoss.map(\.lost) == [0])
    // Who may be nowhere else has lost its slots either way.
    let alone = Guarantees(pool, [Demand(in: Bitset([0]), slots: 50, tenants: 2)])
    #expect(alone.shortagesByLoss.isEmpty)
  }

  /// Slots are given out one by one, each demand in turn taking another's place where that can move.
  @Test func agreesWithGivingSlotsOutOneByOne() {
    var generator = SeededGenerator(seed: 7)
    var short = 0
    for _ in 0..<2_000 {
      let regions = Int.random(in: 1...4, using: &generator)
      let pool = (0..<regions).map { Slots($0, Int64.random(in: 1...4, using: &generator)) }
      let demands = (0..<Int.random(in: 1...4, using: &generator)).map { _ in
        Demand(
          in: Bitset((0..<regions).filter { _ in Bool.random(using: &generator) }),
          slots: Int64.random(in: 1...4, using: &generator), tenants: 1)
      }
      let guarantees = Guarantees(pool, demands)
      for lost in [nil] + (0..<regions).map(Optional.init) {
        let isShort = guarantees.shortage(without: lost) != nil
        #expect(
          isShort == !Matching(pool, demands, lost).isWhole, "\(pool) \(demands) \(lost ?? -1)")
        short += isShort ? 1 : 0
      }
    }
    #expect(short > 500)
  }
}

/// A matching of guaranteed slots with those of the pool, found by augmenting ways.
private struct Matching {
  private let places: [Int]
  private var taker: [Int?]
  private(set) var isWhole = true

  init(
    _ pool: [WorkerPool.RegionSlots], _ demands: [Guarantees.Demand], _ lost: Int?
  ) {
    places = pool.filter { $0.region != lost }.flatMap {
      [Int](repeating: $0.region, count: Int($0.slots))
    }
    taker = Array(repeating: nil, count: places.count)
    var wanted: [Bitset] = []
    for demand in demands {
      let left = lost.map { demand.regions.subtracting(Bitset([$0])) } ?? demand.regions
      if left.isEmpty, lost.map({ demand.regions.contains($0) }) == true { continue }
      wanted += Array(repeating: left, count: Int(demand.slots))
    }
    for number in wanted.indices {
      var seen: Set<Int> = []
      isWhole = isWhole && place(number, wanted, &seen)
    }
  }

  private mutating func place(_ number: Int, _ wanted: [Bitset], _ seen: inout Set<Int>) -> Bool {
    for place in places.indices
    where wanted[number].contains(places[place]) && seen.insert(place).inserted {
      if let other = taker[place], !self.place(other, wanted, &seen) { continue }
      taker[place] = number
      return true
    }
    return false
  }
}
