import PolicyModel

/// What a run asks for: that data of a label be given to an endpoint or to people.
struct Ask: Hashable {
  enum Kind: Hashable { case of(Capability), review(Reviewers) }
  let kind: Kind
  let label: UInt64

  var isReview: Bool { if case .review = kind { true } else { false } }
}

/// What of a policy decides where data may go.
struct Rights: Hashable {
  let tools: Bitset
  let residency: Residency
  let modelTier, dataRetention, auditRetention: Int64
  let pool: Int?
  /// The tenant, where something is dedicated to it; else empty.
  let owner: String

  init(_ policy: EffectivePolicy, owner: String, _ catalogue: Catalogue) {
    tools = policy.permittedTools
    residency = policy[policyFields.dataResidency].residency
    modelTier = policy[policyFields.modelTier].number
    dataRetention = policy[policyFields.dataRetention].number
    auditRetention = policy[policyFields.auditRetention].number
    let pool = policy[policyFields.reviewerPool].members.first ?? .max
    self.pool = pool < catalogue.reviewerPools.count ? pool : nil
    self.owner = owner
  }
}

/// What policies permit on a platform, from the day of the audit to the end of the window.
struct Permissions {
  enum Days { case all, some }

  let catalogue: Catalogue
  let now: Int64
  let until: Int64?

  func permits(_ index: Int, _ ask: Ask, _ rights: Rights, on days: Days) -> Bool {
    let endpoint = catalogue.endpoints[index]
    let retains = endpoint.retains?.milliseconds ?? .max
    let isKept =
      ask.kind == .of(.storage(.audit))
      ? retains >= rights.auditRetention : retains <= rights.dataRetention
    if case .of(.model) = ask.kind {
      guard let tier = endpoint.modelTier, tier <= rights.modelTier else { return false }
    }
    return isKept && [nil, rights.owner].contains(endpoint.dedicatedTo?.value)
      && permits(endpoint.regions, ask, rights.residency, on: days)
  }

  private func permits(
    _ regions: RegionUse, _ ask: Ask, _ residency: Residency, on days: Days
  ) -> Bool {
    var hasGrounds = true
    if case .of(.storage) = ask.kind { hasGrounds = false }
    return uses(of: ask.label, residency).allSatisfy { permitted in
      [
        (regions.process, permitted.process), (regions.store, permitted.store),
        (regions.log, permitted.log),
      ].allSatisfy { used, permitted in
        used.subtracting(permitted).members.allSatisfy { region in
          hasGrounds && hasGround(from: permitted, to: region, residency.accepts, on: days)
        }
      }
    }
  }

  private func hasGround(
    from permitted: Bitset, to region: Int, _ accepted: Bitset, on days: Days
  ) -> Bool {
    guard let until = days == .some ? now + 1 : until, !permitted.isEmpty else { return false }
    return catalogue.transfers.contains { ground in
      accepted.contains(ground.basis) && ground.until.secondsSince1970 >= until
        && catalogue.groups[ground.to].regions.contains(region)
        && permitted.isSubset(of: catalogue.groups[ground.from].regions)
    }
  }

  func permits(pool index: Int, _ label: UInt64, _ rights: Rights) -> Bool {
    let pool = catalogue.reviewerPools[index]
    return [nil, rights.owner].contains(pool.dedicatedTo?.value)
      && label & ~pool.clearance.word(0) == 0
      && uses(of: label, rights.residency).allSatisfy { $0.process.contains(pool.region) }
  }

  /// The regions of each class of a label that has its own, and the general ones where another class
  /// needs them or there is none.
  private func uses(of label: UInt64, _ residency: Residency) -> [RegionUse] {
    let own = residency.byClass.filter { label >> UInt64($0.dataClass) & 1 == 1 }
    let rest = own.reduce(label) { $0 & ~(1 << UInt64($1.dataClass)) }
    return own.map(\.use) + (rest != 0 || own.isEmpty ? [residency.general] : [])
  }
}
