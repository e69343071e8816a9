import PolicyModel

extension VerifiedPlatform {
  /// The platform after a change, with some of its plans.
  ///
  /// - Parameter groups: Whose policies are changed, where the change is one of policies.
  func changed(by change: Repair.Change?, _ kept: [Int], _ groups: Set<Int>) -> VerifiedPlatform {
    var routes = routes.elements
    var plans = kept.map { self.plans[$0] }
    var tenants = tenants
    var isGated = isGated
    switch change {
    case nil: break
    case .guardCandidate(let route, let candidate, let dataClass):
      routes[route] = routes[route].changing { candidates in
        candidates[candidate] = candidates[candidate].guarded(against: dataClass)
      }
    case .removeCandidate(let route, let candidate):
      routes[route] = routes[route].changing { $0.remove(at: candidate) }
    case .addCandidate(let route, let endpoint):
      routes[route] = routes[route].changing { candidates in
        candidates.append(.always(endpoint, like: self.routes[route]))
      }
    case .hold(let route):
      routes[route] = routes[route].with(.hold)
    case .addRoute(let capability, let endpoints):
      routes.append(.of(capability, endpoints, in: catalogue))
    case .askPool(let plan, let step, let pool):
      for (position, number) in kept.enumerated() where number == plan {
        plans[position] = plans[position].asking(pool: pool, atStep: step)
      }
    case .gate: isGated = true
    case .accept(let basis):
      for group in groups { tenants[group] = tenants[group].accepting(basis) }
    }
    return VerifiedPlatform(
      catalogue: catalogue, routes: NameTable(inOrder: routes), plans: NameTable(inOrder: plans),
      tenants: tenants, isGated: isGated, day: day)
  }
}

extension Route {
  fileprivate func changing(_ change: (inout [Candidate]) -> Void) -> Route {
    var candidates = candidates
    change(&candidates)
    return Route(
      Located(name, at: span, line: line), capability: capability, candidates: candidates,
      onUnavailable: onUnavailable)
  }

  fileprivate func with(_ fallback: Fallback) -> Route {
    Route(
      Located(name, at: span, line: line), capability: capability, candidates: candidates,
      onUnavailable: onUnavailable.map { _ in fallback })
  }

  /// A route at the place of the platform's name, since it stands nowhere yet.
  fileprivate static func of(
    _ capability: Capability, _ endpoints: [Int], in catalogue: Catalogue
  ) -> Route {
    let place = catalogue.name
    return Route(
      place.map { _ in "" }, capability: capability,
      candidates: endpoints.map { endpoint in
        Candidate(place.map { _ in endpoint }, when: place.map { _ in .always })
      }, onUnavailable: place.map { _ in .fail })
  }
}

extension Route.Candidate {
  fileprivate static func always(_ endpoint: Int, like route: Route) -> Route.Candidate {
    Route.Candidate(
      route.onUnavailable.map { _ in endpoint }, when: route.onUnavailable.map { _ in .always })
  }

  fileprivate func guarded(against dataClass: Int) -> Route.Candidate {
    Route.Candidate(
      endpoint, when: condition.map { .all([$0, .not(.labelHas(dataClass))]) })
  }
}

extension Plan {
  fileprivate func asking(pool: Int, atStep changed: Int) -> Plan {
    let steps = steps.elements.enumerated().map { index, step in
      index == changed ? step.asking(pool) : step
    }
    return Plan(
      Located(name, at: span, line: line), facts: facts, variables: variables,
      steps: NameTable(inOrder: steps), checkpoint: checkpoint)
  }
}

extension Step {
  fileprivate func asking(_ pool: Int) -> Step {
    Step(
      Located(name, at: span, line: line), action: action.map { _ in .review(.pool(pool)) },
      reads: reads, writes: writes, retry: retry, timeout: timeout, atMost: atMost, exits: exits)
  }
}

extension TenantGroup {
  fileprivate func accepting(_ basis: Int) -> TenantGroup {
    let own = policy.residency
    let residency = Residency(
      own.general, byClass: own.byClass, accepts: own.accepts.union(Bitset([basis])))
    return TenantGroup(
      policy.with(residency: residency), count: count, first: first, classRow: classRow)
  }
}
