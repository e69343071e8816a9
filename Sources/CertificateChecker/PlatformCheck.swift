import PolicyModel

/// What a platform does with plans, whatever the tenant; and what its tenants may.
struct PlatformCheck {
  typealias Decision = (candidates: [(endpoint: Int, condition: Guard)], fallback: Route.Fallback)

  let catalogue: Catalogue
  let permissions: Permissions
  private let served: Set<Capability>
  private let decisions: [Capability: Decision]

  init(_ catalogue: Catalogue, _ routes: NameTable<Route>, _ permissions: Permissions) {
    (self.catalogue, self.permissions) = (catalogue, permissions)
    var decisions: [Capability: Decision] = [:]
    for (index, endpoint) in catalogue.endpoints.elements.enumerated() {
      for capability in Set(endpoint.serves) {
        decisions[capability, default: ([], .fail)].candidates.append((index, .always))
      }
    }
    served = Set(decisions.keys)
    for route in routes.elements {
      let candidates = route.candidates.map { ($0.endpoint.value, $0.condition.value) }
      decisions[route.capability] = (candidates, route.onUnavailable.value)
    }
    self.decisions = decisions
  }

  func serves(_ storage: Storage) -> Bool { served.contains(.storage(storage)) }

  func decision(_ capability: Capability) -> Decision { decisions[capability] ?? ([], .fail) }

  func result(of capability: Capability, _ label: UInt64) -> UInt64 {
    let tool: Tool
    switch capability {
    case .tool(let index): tool = catalogue.tools[index]
    case .model(let index): tool = catalogue.models[index]
    case .storage: return label
    }
    return (label | tool.adds.word(0)) & ~tool.removes.word(0)
  }

  /// The endpoints that are tried in some snapshot.
  func tried(_ ask: Ask) throws -> [Int] {
    guard case .of(let capability) = ask.kind else { return [] }
    let candidates = decision(capability).candidates
    let conditions = candidates.map(\.condition)
    let cases = Cases(of: conditions) { _ in -.max ... .max }
    let combinations = try cases.combinations(of: conditions)
    return candidates.filter { candidate in
      combinations.contains { holds(candidate.condition, $0, ask.label) }
    }.map(\.endpoint)
  }

  /// Whether something is done, for tenants with these rights; `nil` if that is forbidden.
  ///
  /// - Parameter isGated: Whether endpoints that are forbidden are skipped.
  func outcome(
    _ ask: Ask, _ tried: [Int], _ rights: Rights, isGated: Bool
  ) -> Bool? {
    if case .review(let reviewers) = ask.kind {
      var pool = rights.pool
      if case .pool(let named) = reviewers { pool = named }
      guard let pool else { return false }
      return permissions.permits(pool: pool, ask.label, rights) ? true : nil
    }
    // The gate lets through what is permitted on a day, whether or not the ground lasts.
    guard !isGated else {
      return tried.contains { permissions.permits($0, ask, rights, on: .some) }
    }
    let isPermitted = tried.allSatisfy { permissions.permits($0, ask, rights, on: .all) }
    return isPermitted ? !tried.isEmpty : nil
  }
}
