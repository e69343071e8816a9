package import PolicyModel

/// What decides where a policy lets data go, whoever has it: policies that agree in it share one row
/// of the table `rights`.
package struct RightsKey: Hashable, Sendable {
  let residency: Residency
  let modelTier: Int
  /// Milliseconds: at most for data, at least for audit logs.
  let dataRetention: Int64
  let auditRetention: Int64

  package init(_ policy: EffectivePolicy) {
    residency = policy[policyFields.dataResidency].residency
    modelTier = Int(policy[policyFields.modelTier].number)
    dataRetention = policy[policyFields.dataRetention].number
    auditRetention = policy[policyFields.auditRetention].number
  }
}

/// One reason for which an endpoint is forbidden, and to what data: as it stands in a candidate's cells.
struct EndpointBar {
  let reason: BarNumber
  /// From when on, in seconds since 1970: `Int64.min` where no ground for a transfer ever helps.
  let from: Int64
  /// Data whose label has one of these classes, and data without any.
  var classes: UInt64
  var unclassified: Bool
}

/// Which part of a policy forbids an endpoint. In the order in which reasons are looked for.
package enum BarNumber: Int64, CaseIterable, Sendable {
  case processing, storing, logging, modelTier, retention, auditRetention

  package static let numbers = wordList(allCases.map { ($0.rawValue, String(describing: $0)) })
}

/// The bars of the endpoints of one platform, for one policy after the other. What regions say of an
/// endpoint is found out once for all policies that permit the same regions.
struct EndpointBars {
  private let catalogue: Catalogue
  private let everyClass: UInt64
  /// For each endpoint until when it may process, store and log: `Int64.max` where its regions are
  /// permitted, `Int64.min` where one is not.
  private var known: [PermittedRegions: [[Int64]]] = [:]

  private struct PermittedRegions: Hashable {
    let use: RegionUse
    let accepts: Bitset
  }

  init(_ catalogue: Catalogue) {
    self.catalogue = catalogue
    everyClass = Bitset(all: catalogue.dataClasses.count).word(0)
  }

  /// Whether nothing ever gets past these bars.
  func areTotal(_ bars: [EndpointBar]) -> Bool {
    bars.contains { $0.from == .min && $0.classes == everyClass && $0.unclassified }
  }

  mutating func bars(
    of endpoint: Int, for capability: Capability, _ key: RightsKey
  ) -> [EndpointBar] {
    regionBars(of: endpoint, for: capability, key.residency)
      + tierBars(of: endpoint, for: capability, key) + retentionBars(of: endpoint, capability, key)
  }

  // MARK: Regions

  private mutating func regionBars(
    of endpoint: Int, for capability: Capability, _ residency: Residency
  ) -> [EndpointBar] {
    // Storage has no grounds: data that is stored has left for good.
    let accepts = if case .storage = capability { Bitset() } else { residency.accepts }
    let own = residency.byClass.reduce(UInt64(0)) { $0 | 1 << UInt64($1.dataClass) }
    let general = ends(of: residency.general, accepts, endpoint)
    let byClass = residency.byClass.map { own in
      (dataClass: UInt64(1) << UInt64(own.dataClass), ends: ends(of: own.use, accepts, endpoint))
    }
    return [BarNumber.processing, .storing, .logging].enumerated().flatMap { use, reason in
      var bars: [Int64: EndpointBar] = [:]
      func bar(_ end: Int64, _ classes: UInt64, unclassified: Bool) {
        guard end != .max else { return }
        var bar =
          bars[end]
          ?? EndpointBar(reason: reason, from: end, classes: 0, unclassified: false)
        bar.classes |= classes
        bar.unclassified = bar.unclassified || unclassified
        bars[end] = bar
      }
      bar(general[use], everyClass & ~own, unclassified: true)
      for one in byClass { bar(one.ends[use], one.dataClass, unclassified: false) }
      return bars.values.sorted { $0.from < $1.from }
    }
  }

  private mutating func ends(
    of use: RegionUse, _ accepts: Bitset, _ endpoint: Int
  ) -> [Int64] {
    let key = PermittedRegions(use: use, accepts: accepts)
    if let known = known[key] { return known[endpoint] }
    let all = catalogue.endpoints.elements.map { ends(of: $0.regions, use, accepts) }
    known[key] = all
    return all[endpoint]
  }

  private func ends(
    of used: RegionUse, _ permitted: RegionUse, _ accepts: Bitset
  ) -> [Int64] {
    let pairs = [
      (used.process, permitted.process), (used.store, permitted.store), (used.log, permitted.log),
    ]
    return pairs.map { used, permitted in
      used.subtracting(permitted).members.reduce(Int64.max) {
        min($0, groundEnd(from: permitted, to: $1, accepts))
      }
    }
  }

  private func groundEnd(from permitted: Bitset, to region: Int, _ accepts: Bitset) -> Int64 {
    guard !permitted.isEmpty else { return .min }
    return catalogue.transfers.filter { ground in
      accepts.contains(ground.basis) && catalogue.groups[ground.to].regions.contains(region)
        && permitted.isSubset(of: catalogue.groups[ground.from].regions)
    }.map(\.until.secondsSince1970).max() ?? .min
  }

  // MARK: Tiers and retention

  private func tierBars(
    of endpoint: Int, for capability: Capability, _ key: RightsKey
  ) -> [EndpointBar] {
    guard case .model = capability else { return [] }
    let isLow = catalogue.endpoints[endpoint].modelTier.map { $0 <= key.modelTier } ?? false
    return isLow ? [] : [total(.modelTier)]
  }

  private func retentionBars(
    of endpoint: Int, _ capability: Capability, _ key: RightsKey
  ) -> [EndpointBar] {
    let endpoint = catalogue.endpoints[endpoint]
    if capability == .storage(.audit) {
      let isLong = endpoint.retains(atLeast: Duration(milliseconds: key.auditRetention))
      return isLong ? [] : [total(.auditRetention)]
    }
    let isShort = endpoint.retains(atMost: Duration(milliseconds: key.dataRetention))
    return isShort ? [] : [total(.retention)]
  }

  private func total(_ reason: BarNumber) -> EndpointBar {
    EndpointBar(reason: reason, from: .min, classes: everyClass, unclassified: true)
  }
}
