import BundleTables
import PolicyModel

/// What a platform declares, as names and texts: independent of indices, places and order, except
/// where the order is the meaning.
struct PlatformFacts: Sendable {
  /// By what is declared, its properties by name.
  private(set) var declared: [CatalogueEdit.Subject: [String: String]] = [:]
  /// By what is declared, the source and the line, where the bundle knows them.
  private(set) var places: [CatalogueEdit.Subject: WrittenLine] = [:]

  private let catalogue: Catalogue

  init(_ platform: LiftedPlatform) {
    catalogue = platform.catalogue
    addPlatform()
    addNames()
    for tool in catalogue.tools.elements { add(tool, .tool) }
    for model in catalogue.models.elements { add(model, .model) }
    for endpoint in catalogue.endpoints.elements { add(endpoint) }
    for pool in catalogue.reviewerPools.elements { add(pool) }
    for route in platform.routes.elements { add(route) }
    for plan in platform.plans.elements { add(plan) }
  }

  private mutating func addPlatform() {
    let pool = catalogue.workerPool?.value
    add(
      .platform, catalogue.name.value,
      [
        "gate": catalogue.gate.rawValue, "currency": catalogue.currency?.description,
        "worker_pool": pool.map { pool in
          "\(pool.slots) slots, reject above \(pool.rejectAbove.map { "\($0)" } ?? "-"), typical run "
            + (pool.typicalRun?.description ?? "-")
        }, "model_tiers": list(catalogue.modelTiers.names),
      ], at: WrittenLine(catalogue.name))
  }

  private mutating func addNames() {
    for region in catalogue.regions.elements {
      add(.region, region.name, ["in": names(region.groups, catalogue.groups.names)])
    }
    for group in catalogue.groups.elements {
      add(.regionGroup, group.name, ["regions": names(group.regions, catalogue.regions.names)])
    }
    for name in catalogue.dataClasses.names { add(.dataClass, name, [:]) }
    for (name, transfers) in transfersByName {
      add(
        .transfer, name,
        ["until": list(transfers.map { $0.until.description }.sorted())])
    }
  }

  /// Several grounds may lead from one group to another on one basis.
  private var transfersByName: [String: [Transfer]] {
    Dictionary(grouping: catalogue.transfers) { transfer in
      let groups = catalogue.groups.names
      return "\(groups[transfer.from]) to \(groups[transfer.to]) by "
        + catalogue.bases[transfer.basis].name
    }
  }

  private mutating func add(_ tool: Tool, _ kind: CatalogueEdit.Kind) {
    add(
      kind, tool.name,
      [
        "cost": tool.cost?.description, "adds": classes(tool.adds),
        "removes": classes(tool.removes), "quota": tool.quota?.value.description,
      ], at: WrittenLine(tool.span, line: tool.line))
  }

  private mutating func add(_ endpoint: Endpoint) {
    let regions = catalogue.regions.names
    add(
      .endpoint, endpoint.name,
      [
        "serves": list(endpoint.serves.map { catalogue.title(of: $0) }.sorted()),
        "model": endpoint.modelTier.map { catalogue.modelTiers[$0].name },
        "process": names(endpoint.regions.process, regions),
        "store": names(endpoint.regions.store, regions),
        "log": names(endpoint.regions.log, regions),
        "retains": endpoint.retains?.description, "dedicated_to": endpoint.dedicatedTo?.value,
        "provider": endpoint.provider,
      ], at: WrittenLine(endpoint.span, line: endpoint.line))
  }

  private mutating func add(_ pool: ReviewerPool) {
    add(
      .reviewerPool, pool.name,
      [
        "region": catalogue.regions[pool.region].name, "staff": "\(pool.staff)",
        "dedicated_to": pool.dedicatedTo?.value, "clearance": classes(pool.clearance),
      ], at: WrittenLine(pool.span, line: pool.line))
  }

  // MARK: Routes and plans

  private mutating func add(_ route: Route) {
    let words = GuardWords(catalogue, facts: [])
    let candidates = route.candidates.map { candidate in
      catalogue.endpoints[candidate.endpoint.value].name
        + words.condition(candidate.condition.value, " when ")
    }
    add(
      .route, route.name,
      ["try": list(candidates), "on_unavailable": text(of: route.onUnavailable.value)],
      at: WrittenLine(route.span, line: route.line))
  }

  private func text(of fallback: Route.Fallback) -> String {
    switch fallback {
    case .hold: "hold"
    case .queue: "queue"
    case .fail: "fail"
    case .review(let reviewers): "review: \(text(of: reviewers))"
    }
  }

  private func text(of reviewers: Reviewers) -> String {
    switch reviewers {
    case .tenantsOwn: "default"
    case .pool(let pool): catalogue.reviewerPools[pool].name
    }
  }

  private mutating func add(_ plan: Plan) {
    var properties: [String: String?] = [
      "checkpoint": text(of: plan.checkpoint.value, plan),
      "facts": list(plan.facts.elements.map { "\($0.name) \($0.type) \($0.known.rawValue)" }),
      "input": list(
        plan.variables.elements.compactMap { variable in
          variable.input.map { "\(variable.name) \(classes($0))" }
        }.sorted()),
      "first step": plan.steps[0].name,
    ]
    for step in plan.steps.elements { properties["step \(step.name)"] = text(of: step, plan) }
    add(.plan, plan.name, properties, at: WrittenLine(plan.span, line: plan.line))
  }

  private func text(of checkpoint: Plan.Checkpoint, _ plan: Plan) -> String {
    switch checkpoint {
    case .everyStep: "every step"
    case .never: "none"
    case .after(let steps): list(steps.members.map { plan.steps[$0].name }.sorted())
    }
  }

  private func text(of step: Step, _ plan: Plan) -> String {
    var parts = [text(of: step.action.value)]
    parts.append("reads \(list(step.reads.map { plan.variables[$0.value].name }.sorted()))")
    if let writes = step.writes { parts.append("writes \(plan.variables[writes.value].name)") }
    if step.retry > 0 { parts.append("retry \(step.retry)") }
    if let timeout = step.timeout { parts.append("timeout \(timeout)") }
    if let most = step.atMost { parts.append("at most \(most)") }
    let words = GuardWords(catalogue, facts: plan.facts.elements)
    parts += step.exits.map { exit in
      let target =
        switch exit.target {
        case .step(let next): plan.steps[next].name
        case .end: "end"
        case .failed: "failed"
        }
      return switch exit.occasion {
      case .success: "then \(target)"
      case .failure: "on failure \(target)"
      case .arm(let condition): "if \(words.text(of: condition)) then \(target)"
      case .otherwise: "else \(target)"
      }
    }
    return parts.joined(separator: ", ")
  }

  private func text(of action: Step.Action) -> String {
    switch action {
    case .tool(let tool): "tool \(catalogue.tools[tool].name)"
    case .model(let model): "model \(catalogue.models[model].name)"
    case .choose(let tools): "one of \(names(tools, catalogue.tools.names))"
    case .branch: "branch"
    case .review(let reviewers): "review \(text(of: reviewers))"
    case .unknown: "unknown"
    }
  }

  // MARK: Texts

  private mutating func add(
    _ kind: CatalogueEdit.Kind, _ name: String, _ properties: [String: String?],
    at place: WrittenLine? = nil
  ) {
    let subject = CatalogueEdit.Subject(kind, name)
    declared[subject] = properties.compactMapValues { $0 }
    places[subject] = place
  }

  private func classes(_ members: Bitset) -> String { names(members, catalogue.dataClasses.names) }

  /// Names of a set, in an order that does not depend on indices.
  private func names(_ members: Bitset, _ names: [String]) -> String {
    list(members.members.map { names[$0] }.sorted())
  }

  private func list(_ names: [String]) -> String { "[\(names.joined(separator: ", "))]" }
}

extension Catalogue {
  /// What policies call a capability.
  fileprivate func title(of capability: Capability) -> String {
    switch capability {
    case .tool(let tool): tools[tool].name
    case .model(let model): models[model].name
    case .storage(let storage): storage.rawValue
    }
  }
}

/// Conditions in words, with the names of what they ask for.
private struct GuardWords {
  private let catalogue: Catalogue
  private let facts: [Fact]

  init(_ catalogue: Catalogue, facts: [Fact]) {
    self.catalogue = catalogue
    self.facts = facts
  }

  /// With what leads to it; empty for one that always holds.
  func condition(_ condition: Guard, _ lead: String) -> String {
    condition == .always ? "" : lead + text(of: condition)
  }

  /// Conditions are not nested more deeply than can be written.
  func text(of condition: Guard) -> String {
    switch condition {
    case .always: "always"
    case .inside(let term, let values): "\(text(of: term)) in \(text(of: values))"
    case .labelHas(let dataClass): "label has \(catalogue.dataClasses[dataClass].name)"
    case .not(let inner): "not (\(text(of: inner)))"
    case .all(let parts): parts.map { "(\(text(of: $0)))" }.joined(separator: " and ")
    case .any(let parts): parts.map { "(\(text(of: $0)))" }.joined(separator: " or ")
    }
  }

  private func text(of term: Guard.Term) -> String {
    switch term {
    case .fact(let fact): name(ofFact: fact)
    case .latency(let endpoint): "latency(\(catalogue.endpoints[endpoint].name))"
    case .opaque(let facts):
      "\(name(ofFact: facts.left)) \(facts.comparison.rawValue) \(name(ofFact: facts.right))"
    }
  }

  private func text(of values: IntervalSet) -> String {
    values.ranges.map { "\($0.lowerBound)..\($0.upperBound)" }.joined(separator: ", ")
  }

  private func name(ofFact fact: Int) -> String {
    facts.indices.contains(fact) ? facts[fact].name : "?"
  }
}
