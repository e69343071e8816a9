package import PolicyModel

/// Why an event is forbidden.
package enum Prohibition: Hashable, Sendable {
  /// The endpoint or pool serves another tenant alone.
  case dedicated
  /// A region in which it may process, store or log is not permitted for a class of the data (`nil`:
  /// for data in general).
  case region(Use, region: Int, dataClass: Int?)
  case modelTier
  /// It may keep data for longer than the policy permits.
  case retention
  /// It may keep audit logs for less than the policy demands.
  case auditRetention
  /// The reviewers sit where data of a class may not be.
  case reviewers(region: Int, dataClass: Int?)
  case clearance(dataClass: Int)

  package enum Use: String, CaseIterable, Sendable {
    case process, store, log
  }
}

/// The rules of what is forbidden, one by one: each looks at one part of a policy.
package struct Permissions: Sendable {
  private let catalogue: Catalogue
  private let grounds: [Transfer]

  package init(_ catalogue: Catalogue, on day: CalendarDate) {
    self.catalogue = catalogue
    grounds = catalogue.transfers.filter { day < $0.until }
  }

  /// The first reason for which a policy forbids an endpoint what the question asks.
  package func prohibition(
    of endpoint: Int, _ question: Question, _ policy: RoutingPolicy
  ) -> Prohibition? {
    dedication(of: endpoint, policy.owner) ?? regions(of: endpoint, question, policy.residency)
      ?? modelTier(of: endpoint, question, policy.modelTier)
      ?? retention(of: endpoint, question, policy.dataRetention, policy.auditRetention)
  }

  /// The first reason for which a policy forbids that a pool is shown data.
  package func prohibition(
    ofPool index: Int, label: UInt64, _ policy: RoutingPolicy
  ) -> Prohibition? {
    prohibition(ofPool: index, label: label, policy.residency, owner: policy.owner)
  }

  func prohibition(
    ofPool index: Int, label: UInt64, _ residency: Residency, owner: String?
  ) -> Prohibition? {
    let pool = catalogue.reviewerPools[index]
    if let dedicated = pool.dedicatedTo, dedicated.value != owner { return .dedicated }
    for (dataClass, use) in residency.uses(of: label)
    where !use.process.contains(pool.region) {
      return .reviewers(region: pool.region, dataClass: dataClass)
    }
    let unclear = Bitset(word: label).subtracting(pool.clearance)
    return unclear.first.map { .clearance(dataClass: $0) }
  }

  func dedication(of endpoint: Int, _ owner: String?) -> Prohibition? {
    guard let dedicated = catalogue.endpoints[endpoint].dedicatedTo else { return nil }
    return dedicated.value == owner ? nil : .dedicated
  }

  func modelTier(of endpoint: Int, _ question: Question, _ most: Int) -> Prohibition? {
    guard case .call(.model) = question.subject else { return nil }
    return catalogue.endpoints[endpoint].modelTier.map { $0 <= most } == true ? nil : .modelTier
  }

  func retention(
    of endpoint: Int, _ question: Question, _ mostForData: Int64, _ leastForAudit: Int64
  ) -> Prohibition? {
    let endpoint = catalogue.endpoints[endpoint]
    guard question.subject != .store(.audit) else {
      return endpoint.retains(atLeast: Duration(milliseconds: leastForAudit))
        ? nil : .auditRetention
    }
    return endpoint.retains(atMost: Duration(milliseconds: mostForData)) ? nil : .retention
  }

  // MARK: Regions

  func regions(
    of endpoint: Int, _ question: Question, _ residency: Residency
  ) -> Prohibition? {
    guard let stray = strays(of: endpoint, question, residency).first(where: { $0.end == nil })
    else { return nil }
    return .region(stray.use, region: stray.region, dataClass: stray.dataClass)
  }

  /// The day on which the last ground ends without which the endpoint would be forbidden; `nil` where
  /// it needs none, or is forbidden.
  package func groundEnd(
    of endpoint: Int, _ question: Question, _ residency: Residency
  ) -> CalendarDate? {
    let strays = strays(of: endpoint, question, residency)
    let ends = strays.compactMap(\.end)
    return ends.count == strays.count ? ends.min() : nil
  }

  var hasGrounds: Bool { !grounds.isEmpty }

  /// The same for data of one class, in seconds: `Int64.max` where the endpoint needs no ground,
  /// `Int64.min` where it is forbidden.
  func groundEnd(
    of endpoint: Int, in permitted: RegionUse, _ accepted: Bitset, isStorage: Bool
  ) -> Int64 {
    let regions = catalogue.endpoints[endpoint].regions
    guard
      !regions.process.isSubset(of: permitted.process)
        || !regions.store.isSubset(of: permitted.store)
        || !regions.log.isSubset(of: permitted.log)
    else { return .max }
    guard !isStorage, !accepted.isEmpty else { return .min }
    var first = Int64.max
    for use in Prohibition.Use.allCases {
      for region in regions[use].subtracting(permitted[use]).members {
        guard let end = groundEnd(from: permitted[use], to: region, accepted) else { return .min }
        first = min(first, end.secondsSince1970)
      }
    }
    return first
  }

  /// A region that is not permitted, and when the last ground ends on which it still may be used.
  private struct Stray {
    let use: Prohibition.Use
    let region: Int
    let dataClass: Int?
    let end: CalendarDate?
  }

  private func strays(
    of endpoint: Int, _ question: Question, _ residency: Residency
  ) -> [Stray] {
    let regions = catalogue.endpoints[endpoint].regions
    return Prohibition.Use.allCases.flatMap { use in
      residency.uses(of: question.label).flatMap { dataClass, permitted in
        regions[use].subtracting(permitted[use]).members.map { region in
          let end =
            question.isStorage
            ? nil : groundEnd(from: permitted[use], to: region, residency.accepts)
          return Stray(use: use, region: region, dataClass: dataClass, end: end)
        }
      }
    }
  }

  private func groundEnd(
    from permitted: Bitset, to region: Int, _ accepted: Bitset
  ) -> CalendarDate? {
    guard !permitted.isEmpty else { return nil }
    return grounds.filter { ground in
      accepted.contains(ground.basis) && catalogue.groups[ground.to].regions.contains(region)
        && permitted.isSubset(of: catalogue.groups[ground.from].regions)
    }.map(\.until).max()
  }
}

extension RegionUse {
  subscript(use: Prohibition.Use) -> Bitset {
    switch use {
    case .process: process
    case .store: store
    case .log: log
    }
  }
}

extension Residency {
  /// The regions for each class of a label that has its own, and the general ones where another class
  /// needs them, or there is none.
  func uses(of label: UInt64) -> [(dataClass: Int?, use: RegionUse)] {
    let own = byClass.filter { label >> UInt64($0.dataClass) & 1 == 1 }
    let rest = own.reduce(label) { $0 & ~(1 << UInt64($1.dataClass)) }
    let general: [(dataClass: Int?, use: RegionUse)] =
      own.isEmpty || rest != 0 ? [(nil, self.general)] : []
    return general + own.map { ($0.dataClass, $0.use) }
  }
}
