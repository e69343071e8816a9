package import PolicyModel
package import PolicyVerifier
package import RandomWorlds
package import ReferenceInterpreter

// The words of the interpreter as those of the verifier.

extension RunEvent {
  package init(_ event: Event, _ isForbidden: Bool) {
    let kind: Kind =
      switch event.kind {
      case .call(_, let endpoint): .call(endpoint: endpoint)
      case .store(let storage, let endpoint): .store(storage, endpoint: endpoint)
      case .review(let pool): .review(pool: pool)
      }
    self.init(step: event.step, kind: kind, label: event.label.word(0), isForbidden: isForbidden)
  }
}

extension FailureDomain {
  package init(_ domain: Domain) {
    switch domain {
    case .endpoint(let endpoint): self = .endpoint(endpoint)
    case .region(let region): self = .region(region)
    case .provider(let provider): self = .provider(provider)
    }
  }
}

extension DearestRun.Amount {
  init(_ bound: RunQuantities.Bound) {
    switch bound {
    case .most(let number): self = .most(number)
    case .infinite: self = .infinite
    case .notStated: self = .notStated
    }
  }
}

extension RandomWorld {
  /// How many tenants have the policy of a group.
  static func tenants(ofGroup group: Int) -> Int { group % 3 + 1 }
}

extension VerifiedPlatform {
  package init(_ random: RandomWorld) {
    self.init(
      catalogue: random.world.catalogue, routes: random.world.routes, plans: random.world.plans,
      tenants: random.rights.enumerated().map { row, rights in
        TenantGroup(
          RoutingPolicy(rights, random.world.catalogue), count: RandomWorld.tenants(ofGroup: row),
          first: rights.tenant, classRow: row)
      }, isGated: random.isGated, day: random.world.day)
  }
}

extension RoutingPolicy {
  package init(_ rights: Rights, _ catalogue: Catalogue) {
    let owners =
      catalogue.endpoints.elements.compactMap(\.dedicatedTo?.value)
      + catalogue.reviewerPools.elements.compactMap(\.dedicatedTo?.value)
    self.init(
      permittedTools: rights.tools, residency: rights.residency, modelTier: rights.modelTier,
      dataRetention: rights.dataRetention, auditRetention: rights.auditRetention,
      reviewerPool: rights.reviewerPool,
      owner: owners.contains(rights.tenant) ? rights.tenant : nil)
  }
}
