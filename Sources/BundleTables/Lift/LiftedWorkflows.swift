import PolicyModel
import TenantPolicy

/// The way back from rows to routes.
extension PlatformRows {
  func routes(_ catalogue: Catalogue) throws(NotLiftable) -> NameTable<Route> {
    try declared(.routes, most: Catalogue.most(of: .route)) { row throws(NotLiftable) in
      let name = try row.located(try row.text("name"))
      let capability = try capability(row)
      var candidates: [Route.Candidate] = []
      for candidate in try rows(of: .candidates, ownedBy: row.number) {
        candidates.append(try self.candidate(candidate, capability, catalogue))
      }
      guard name.value == catalogue.name(of: capability), !candidates.isEmpty else {
        throw NotLiftable()
      }
      return Route(
        name, capability: capability, candidates: candidates,
        onUnavailable: try row.located(try fallback(row), line: "on_unavailable_line"))
    }
  }

  private func capability(_ row: Row) throws(NotLiftable) -> Capability {
    let tool = try index(try row.cell("tool"), of: .tools)
    let model = try index(try row.cell("model"), of: .models)
    let number = try row.integer("storage")
    let storage = Storage.allCases.first { $0.number == number }
    switch (tool, model, storage) {
    case (let tool?, nil, nil) where number == 0: return .tool(tool)
    case (nil, let model?, nil) where number == 0: return .model(model)
    case (nil, nil, let storage?): return .storage(storage)
    default: throw NotLiftable()
    }
  }

  private func candidate(
    _ row: Row, _ capability: Capability, _ catalogue: Catalogue
  ) throws(NotLiftable) -> Route.Candidate {
    let endpoint = try requiredIndex(try row.cell("endpoint"), of: .endpoints)
    guard catalogue.endpoints[endpoint].serves.contains(capability) else { throw NotLiftable() }
    return Route.Candidate(
      try row.located(endpoint),
      when: try row.located(try condition(row, ofPlan: nil), line: "condition_line"))
  }

  private func fallback(_ row: Row) throws(NotLiftable) -> Route.Fallback {
    let pool = try index(try row.cell("pool"), of: .reviewerPools)
    let number = try row.choice("on_unavailable", of: FallbackNumber.self)
    guard pool == nil || number == .review else { throw NotLiftable() }
    return switch number {
    case .hold: .hold
    case .queue: .queue
    case .fail: .fail
    case .review: .review(pool.map { .pool($0) } ?? .tenantsOwn)
    }
  }

  /// - Parameter plan: The row of the plan whose facts it may ask for.
  func condition(_ row: Row, ofPlan plan: Int?) throws(NotLiftable) -> Guard {
    let cells = try row.list("condition", most: ConditionCode.mostCells)
    let condition = ConditionCode.condition(cells) { number, table in
      guard table == .facts else { return index(number, of: table) }
      return plan.flatMap { index(number, of: .facts, ownedBy: $0) }
    }
    guard let condition else { throw NotLiftable() }
    return condition
  }
}

extension Catalogue {
  /// What policies call a capability.
  fileprivate func name(of capability: Capability) -> String {
    switch capability {
    case .tool(let tool): tools[tool].name
    case .model(let model): models[model].name
    case .storage(let storage): storage.rawValue
    }
  }
}
