package import PolicyModel

extension Dice {
  /// A route for most capabilities; conditions ask for latencies and labels.
  package mutating func routes(of catalogue: Catalogue) -> [Route] {
    var capabilities: [(String, Capability)] = []
    for (index, name) in catalogue.tools.names.enumerated() {
      capabilities.append((name, .tool(index)))
    }
    for (index, name) in catalogue.models.names.enumerated() {
      capabilities.append((name, .model(index)))
    }
    for storage in Storage.allCases { capabilities.append((storage.rawValue, .storage(storage))) }
    return capabilities.compactMap { name, capability in
      let serving = catalogue.endpoints.elements.indices
        .filter { catalogue.endpoints[$0].serves.contains(capability) }
      guard !serving.isEmpty, percent(70) else { return nil }
      return route(name, capability, serving, catalogue)
    }
  }

  private mutating func route(
    _ name: String, _ capability: Capability, _ serving: [Int], _ catalogue: Catalogue
  ) -> Route {
    let terms = (0..<min(2, catalogue.endpoints.count)).map { Guard.Term.latency($0) }
    var order = serving.filter { _ in percent(90) }
    if percent(50) { order.reverse() }
    if order.isEmpty { order = serving }
    let candidates = order.map { endpoint in
      let condition =
        percent(40) ? condition(on: terms, { _ in Guard.latencies }, of: catalogue) : Guard.always
      return Route.Candidate(unwritten(endpoint), when: unwritten(condition))
    }
    let fallbacks: [Route.Fallback] = [
      .hold, .queue, .fail, isMild ? .hold : .fail, .review(.tenantsOwn),
      .review(.pool(from(0, catalogue.reviewerPools.count - 1))),
    ]
    return Route(
      unwritten(name), capability: capability, candidates: candidates,
      onUnavailable: unwritten(one(of: fallbacks)))
  }

  /// A Boolean combination of a few tests.
  package mutating func condition(
    on terms: [Guard.Term], _ domain: (Guard.Term) -> ClosedRange<Int64>, of catalogue: Catalogue,
    depth: Int = 2
  ) -> Guard {
    if depth > 0, percent(35) {
      let parts = (0..<2).map { _ in condition(on: terms, domain, of: catalogue, depth: depth - 1) }
      return [.all(parts), .any(parts), .not(parts[0])][from(0, 2)]
    }
    if terms.isEmpty || percent(35) {
      return .labelHas(from(0, catalogue.dataClasses.count - 1))
    }
    let term = one(of: terms)
    if case .opaque(let comparison) = term { return .compare(comparison) }
    return .inside(term, values(in: domain(term)))
  }

  /// Some values of a domain, of which the first few, a middle and the rest are told apart.
  private mutating func values(in domain: ClosedRange<Int64>) -> IntervalSet {
    let most = min(domain.upperBound, domain.lowerBound + Int64(from(0, 3)))
    switch from(0, 3) {
    case 0: return IntervalSet([domain.lowerBound...most])
    case 1: return IntervalSet([most...most])
    case 2: return IntervalSet([domain.lowerBound...most]).complement(in: domain)
    default: return IntervalSet([domain.lowerBound...domain.lowerBound, most...most])
    }
  }
}
