package import BundleTables
package import PolicyModel
package import TenantPolicy

/// Whether the slots that are guaranteed to tenants can be had in the regions where their data may be
/// processed: with everything up, and with one region of the worker pool lost.
///
/// Slots are had by all exactly if for no regions more are guaranteed to tenants that may be processed
/// nowhere else than there are (Hall, On Representatives of Subsets, 1935).
package struct Guarantees: Sendable {
  private let pool: [WorkerPool.RegionSlots]
  private let demands: [Demand]

  /// Slots that are guaranteed to tenants whose data may be processed in the same regions.
  package struct Demand: Hashable, Sendable {
    package let regions: Bitset
    package let slots: Int64
    package let tenants: Int

    package init(in regions: Bitset, slots: Int64, tenants: Int) {
      self.regions = regions
      self.slots = slots
      self.tenants = tenants
    }
  }

  /// Regions for which too much is guaranteed.
  package struct Shortage: Hashable, Sendable {
    /// None, where tenants may be processed in no region that has slots.
    package let regions: [Int]
    package let guaranteed: Int64
    package let slots: Int64
    /// Tenants that may be processed nowhere else.
    package let tenants: Int
  }

  package init(_ pool: [WorkerPool.RegionSlots], _ demands: [Demand]) {
    self.pool = pool
    self.demands = demands
  }

  /// - Parameter lost: A region whose slots are gone. Tenants that may be processed nowhere else have lost
  ///   theirs with it, and are left out.
  /// - Returns: The fewest regions that fall short; `nil` where everything that is guaranteed can be had.
  package func shortage(without lost: Int? = nil) -> Shortage? {
    let left = pool.filter { $0.region != lost }
    var demanded = [Int64](repeating: 0, count: 1 << left.count)
    var tenants = [Int](repeating: 0, count: demanded.count)
    for demand in demands where demand.slots > 0 {
      let mask = left.indices.reduce(0) {
        demand.regions.contains(left[$1].region) ? $0 | 1 << $1 : $0
      }
      if mask == 0, let lost, demand.regions.contains(lost) { continue }
      demanded[mask] += demand.slots
      tenants[mask] += demand.tenants
    }
    Self.addSubsets(to: &demanded, of: left.count)
    Self.addSubsets(to: &tenants, of: left.count)
    let short = demanded.indices.filter { demanded[$0] > slots(of: $0, left) }
    guard let fewest = short.min(by: { ($0.nonzeroBitCount, $0) < ($1.nonzeroBitCount, $1) })
    else { return nil }
    return Shortage(
      regions: left.indices.filter { fewest >> $0 & 1 == 1 }.map { left[$0].region },
      guaranteed: demanded[fewest], slots: slots(of: fewest, left), tenants: tenants[fewest])
  }

  /// The regions of the pool without which guarantees cannot be kept that could be kept elsewhere.
  package var shortagesByLoss: [(lost: Int, shortage: Shortage)] {
    pool.compactMap { place in shortage(without: place.region).map { (place.region, $0) } }
  }

  private func slots(of mask: Int, _ pool: [WorkerPool.RegionSlots]) -> Int64 {
    pool.indices.reduce(0) { mask >> $1 & 1 == 1 ? $0 + pool[$1].slots : $0 }
  }

  /// Makes of the number of each set the sum of those of its subsets.
  private static func addSubsets<Number: AdditiveArithmetic>(
    to numbers: inout [Number], of bits: Int
  ) {
    for bit in 0..<bits {
      for mask in numbers.indices where mask >> bit & 1 == 1 {
        numbers[mask] += numbers[mask ^ 1 << bit]
      }
    }
  }
}

extension Guarantees {
  /// The guarantees of a platform of a bundle, by class of policies; `nil` where it does not say in which
  /// regions its slots are, or a class cannot be read.
  package init?(_ lifted: LiftedPlatform, of bundle: PolicyBundle) {
    guard let pool = lifted.catalogue.workerPool?.value.byRegion, !pool.isEmpty,
      let rowCount = bundle.table(named: "classes")?.rowCount
    else { return nil }
    var tenants = [Int](repeating: 0, count: rowCount)
    let isWhole = bundle.forEachTenant { _, row in
      guard tenants.indices.contains(row) else { return false }
      tenants[row] += 1
      return true
    }
    guard isWhole else { return nil }
    var demands: [Bitset: Demand] = [:]
    for row in tenants.indices where tenants[row] > 0 {
      guard let policy = lifted.policy(ofClass: row) else { continue }
      let regions = policy[policyFields.dataResidency].residency.general.process
      let known = demands[regions]
      let (slots, overflow) = policy[policyFields.guaranteedSlots].number
        .multipliedReportingOverflow(by: Int64(tenants[row]))
      guard !overflow, slots > 0 else { continue }
      demands[regions] = Demand(
        in: regions, slots: (known?.slots ?? 0) &+ slots,
        tenants: (known?.tenants ?? 0) + tenants[row])
    }
    self.init(pool, Array(demands.values))
  }
}
