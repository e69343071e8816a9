package import PolicyModel
package import ReferenceInterpreter

// Worlds that differ in one thing, for laws about what that may change.
extension RandomWorld {
  /// - Parameter tenant: Index of the tenant.
  package func changingRights(of tenant: Int, _ change: (Rights) -> Rights) -> RandomWorld {
    var other = self
    other.rights[tenant] = change(rights[tenant])
    return other
  }

  /// - Parameter route: Index of the route.
  package func changingCandidates(
    of route: Int, _ change: (inout [Route.Candidate]) -> Void
  ) -> RandomWorld {
    var routes = world.routes.elements
    let old = routes[route]
    var candidates = old.candidates
    change(&candidates)
    routes[route] = Route(
      unwritten(old.name), capability: old.capability, candidates: candidates,
      onUnavailable: old.onUnavailable)
    var other = self
    other.world = World(
      catalogue: world.catalogue, routes: NameTable(inOrder: routes), plans: world.plans,
      day: world.day)
    return other
  }

  package func changingCatalogue(_ change: (inout Catalogue) -> Void) -> RandomWorld {
    var other = self
    other.world = world.with(change)
    return other
  }

  /// The same with or without a gate.
  package func gated(_ isGated: Bool) -> RandomWorld {
    var other = self
    other.isGated = isGated
    return other
  }
}

extension Rights {
  package func without(tool: Int) -> Rights {
    Rights(
      tenant: tenant, tools: tools.subtracting(Bitset([tool])), residency: residency,
      modelTier: modelTier, dataRetention: dataRetention, auditRetention: auditRetention,
      reviewerPool: reviewerPool)
  }
}

extension Residency {
  /// Without a region, for whatever is done and for every class.
  package func without(region: Int) -> Residency {
    let gone = Bitset([region])
    func narrowed(_ use: RegionUse) -> RegionUse {
      RegionUse(
        process: use.process.subtracting(gone), store: use.store.subtracting(gone),
        log: use.log.subtracting(gone))
    }
    return Residency(
      narrowed(general), byClass: byClass.map { ClassUse($0.dataClass, narrowed($0.use)) },
      accepts: accepts)
  }
}
