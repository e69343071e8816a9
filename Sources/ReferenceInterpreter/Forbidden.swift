import PolicyModel

/// Why an event is forbidden, in the order in which reasons are looked for.
package enum Reason: String, CaseIterable, Sendable {
  case dedicated, processing, storing, logging, modelTier, retention, auditRetention
  case reviewersRegion, clearance
}

extension World {
  /// The first reason for which an event is forbidden to a tenant; `nil` where it is not.
  package func reason(against event: Event, of rights: Rights) -> Reason? {
    switch event.kind {
    case .call(let capability, let endpoint):
      reason(against: catalogue.endpoints[endpoint], capability, event.label, rights)
    case .store(let storage, let endpoint):
      reason(against: catalogue.endpoints[endpoint], .storage(storage), event.label, rights)
    case .review(let pool):
      reason(against: catalogue.reviewerPools[pool], event.label, rights)
    }
  }

  private func reason(
    against endpoint: Endpoint, _ capability: Capability, _ label: Bitset, _ rights: Rights
  ) -> Reason? {
    if let owner = endpoint.dedicatedTo, owner.value != rights.tenant { return .dedicated }
    let isStorage = if case .storage = capability { true } else { false }
    let uses: [(Reason, KeyPath<RegionUse, Bitset>)] = [
      (.processing, \.process), (.storing, \.store), (.logging, \.log),
    ]
    for (reason, use) in uses {
      for permitted in permittedRegions(use, of: label, rights) {
        for region in endpoint.regions[keyPath: use].members
        where !permitted.contains(region)
          && !(!isStorage && hasGround(for: region, from: permitted, rights))
        {
          return reason
        }
      }
    }
    if case .model = capability {
      guard let tier = endpoint.modelTier, tier <= rights.modelTier else { return .modelTier }
    }
    if capability == .storage(.audit) {
      guard let kept = endpoint.retains else { return nil }
      return kept.milliseconds < rights.auditRetention ? .auditRetention : nil
    }
    guard let kept = endpoint.retains else { return .retention }
    return kept.milliseconds > rights.dataRetention ? .retention : nil
  }

  private func reason(
    against pool: ReviewerPool, _ label: Bitset, _ rights: Rights
  ) -> Reason? {
    if let owner = pool.dedicatedTo, owner.value != rights.tenant { return .dedicated }
    for permitted in permittedRegions(\.process, of: label, rights)
    where !permitted.contains(pool.region) {
      return .reviewersRegion
    }
    return label.isSubset(of: pool.clearance) ? nil : .clearance
  }

  /// The regions permitted for a use: one set for each class of the label, the general one where the
  /// label has no class.
  private func permittedRegions(
    _ use: KeyPath<RegionUse, Bitset>, of label: Bitset, _ rights: Rights
  ) -> [Bitset] {
    if label.isEmpty { return [rights.residency.general[keyPath: use]] }
    return label.members.map { rights.residency.use(of: $0)[keyPath: use] }
  }

  private func hasGround(for region: Int, from permitted: Bitset, _ rights: Rights) -> Bool {
    catalogue.transfers.contains { transfer in
      rights.residency.accepts.contains(transfer.basis) && day < transfer.until
        && catalogue.groups[transfer.to].regions.contains(region)
        && !permitted.isEmpty
        && permitted.isSubset(of: catalogue.groups[transfer.from].regions)
    }
  }
}
