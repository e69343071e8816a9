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

/// The bars of the endpoints of one platform, for one policy after the other. What regions say of
/// endpoints is found out once for all policies that permit the same regions.
struct EndpointBars {
  private let catalogue: Catalogue
  private let endpoints: EndpointFacts
  private var known: [PermittedRegions: [Int64]] = [:]

  private struct PermittedRegions: Hashable {
    let use: RegionUse
    let accepts: Bitset
  }

  init(_ catalogue: Catalogue) {
    self.catalogue = catalogue
    endpoints = EndpointFacts(catalogue)
  }

  mutating func bars(of key: RightsKey) -> PolicyBars {
    // Storage has no grounds: data that is stored has left for good.
    PolicyBars(
      endpoints, key, called: regions(key.residency, accepts: key.residency.accepts),
      stored: regions(key.residency, accepts: Bitset()))
  }

  private mutating func regions(
    _ residency: Residency, accepts: Bitset
  ) -> [PolicyBars.Regions] {
    let own = residency.byClass.reduce(UInt64(0)) { $0 | 1 << UInt64($1.dataClass) }
    let others = endpoints.everyClass & ~own
    let general = PolicyBars.Regions(
      classes: others, unclassified: true, ends: ends(of: residency.general, accepts))
    return [general]
      + residency.byClass.map { own in
        PolicyBars.Regions(
          classes: 1 << UInt64(own.dataClass), unclassified: false, ends: ends(of: own.use, accepts)
        )
      }
  }

  private mutating func ends(of use: RegionUse, _ accepts: Bitset) -> [Int64] {
    let key = PermittedRegions(use: use, accepts: accepts)
    if let known = known[key] { return known }
    let all = catalogue.endpoints.elements.flatMap { ends(of: $0.regions, use, accepts) }
    known[key] = all
    return all
  }

  private func ends(
    of used: RegionUse, _ permitted: RegionUse, _ accepts: Bitset
  ) -> [Int64] {
    [
      end(of: used.process, permitted.process, accepts),
      end(of: used.store, permitted.store, accepts), end(of: used.log, permitted.log, accepts),
    ]
  }

  private func end(of used: Bitset, _ permitted: Bitset, _ accepts: Bitset) -> Int64 {
    if used.isSubset(of: permitted) { return .max }
    if accepts.isEmpty { return .min }
    return used.subtracting(permitted).members.reduce(Int64.max) {
      min($0, groundEnd(from: permitted, to: $1, accepts))
    }
  }

  private func groundEnd(from permitted: Bitset, to region: Int, _ accepts: Bitset) -> Int64 {
    guard !permitted.isEmpty else { return .min }
    return catalogue.transfers.filter { ground in
      accepts.contains(ground.basis) && catalogue.groups[ground.to].regions.contains(region)
        && permitted.isSubset(of: catalogue.groups[ground.from].regions)
    }.map(\.until.secondsSince1970).max() ?? .min
  }
}

/// What one policy puts before each endpoint.
struct PolicyBars {
  private let endpoints: EndpointFacts
  private let key: RightsKey
  private let called: [Regions]
  private let stored: [Regions]

  /// What the regions that are permitted to some data say of endpoints.
  struct Regions {
    let classes: UInt64
    let unclassified: Bool
    /// Three for each endpoint: until when it may process, store and log. `Int64.max` where its regions
    /// are permitted, `Int64.min` where one is not.
    let ends: [Int64]
  }

  fileprivate init(
    _ endpoints: EndpointFacts, _ key: RightsKey, called: [Regions], stored: [Regions]
  ) {
    (self.endpoints, self.key, self.called, self.stored) = (endpoints, key, called, stored)
  }

  /// Whether nothing ever gets past these bars.
  func areTotal(_ bars: [EndpointBar]) -> Bool {
    bars.contains { $0.from == .min && $0.classes == endpoints.everyClass && $0.unclassified }
  }

  func bars(of endpoint: Int, for capability: Capability) -> [EndpointBar] {
    var bars: [EndpointBar] = []
    let regions = if case .storage = capability { stored } else { called }
    for (use, reason) in [BarNumber.processing, .storing, .logging].enumerated() {
      addRegionBars(reason, regions, at: 3 * endpoint + use, to: &bars)
    }
    if case .model = capability, endpoints.modelTiers[endpoint] > key.modelTier {
      bars.append(total(.modelTier))
    }
    if let reason = retentionReason(of: endpoint, for: capability) { bars.append(total(reason)) }
    return bars
  }

  /// One bar for each time from which on some data is barred, in order of time.
  private func addRegionBars(
    _ reason: BarNumber, _ regions: [Regions], at position: Int, to bars: inout [EndpointBar]
  ) {
    let first = bars.count
    for one in regions {
      let end = one.ends[position]
      guard end != .max else { continue }
      var place = first
      while place < bars.count, bars[place].from < end { place += 1 }
      if place == bars.count || bars[place].from != end {
        bars.insert(
          EndpointBar(reason: reason, from: end, classes: 0, unclassified: false), at: place)
      }
      bars[place].classes |= one.classes
      bars[place].unclassified = bars[place].unclassified || one.unclassified
    }
  }

  private func retentionReason(of endpoint: Int, for capability: Capability) -> BarNumber? {
    let kept = endpoints.retains[endpoint]
    if capability == .storage(.audit) { return kept < key.auditRetention ? .auditRetention : nil }
    return kept > key.dataRetention ? .retention : nil
  }

  private func total(_ reason: BarNumber) -> EndpointBar {
    EndpointBar(reason: reason, from: .min, classes: endpoints.everyClass, unclassified: true)
  }
}

/// What policies ask of endpoints beside their regions.
private struct EndpointFacts {
  /// `Int.max` for one that runs no model.
  let modelTiers: [Int]
  /// Milliseconds: how long each keeps what it is shown. One that does not say keeps it for ever.
  let retains: [Int64]
  let everyClass: UInt64

  init(_ catalogue: Catalogue) {
    modelTiers = catalogue.endpoints.elements.map { $0.modelTier ?? .max }
    retains = catalogue.endpoints.elements.map { $0.retains?.milliseconds ?? .max }
    everyClass = Bitset(all: catalogue.dataClasses.count).word(0)
  }
}
