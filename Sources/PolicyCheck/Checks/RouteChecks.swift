package import PolicyDiagnostics
package import PolicyModel

/// Candidates that can never be used: whenever one is tried, its endpoint was tried before it.
package func checkCandidates(
  of route: Route, in catalogue: Catalogue, into findings: inout Findings
) {
  for (index, candidate) in route.candidates.enumerated() {
    let earlier = route.candidates[..<index].filter {
      $0.endpoint.value == candidate.endpoint.value
    }
    guard let first = earlier.first else { continue }
    let guards = earlier.map(\.condition.value)
    if implies(candidate.condition.value, guards) {
      findings.raise(.shadowed(candidate, by: first, in: catalogue))
    }
  }
}

/// Whether one of the other guards holds wherever the first does, so far as that can be decided.
private func implies(_ condition: Guard, _ others: [Guard]) -> Bool {
  let cases = GuardCases(of: [condition] + others) { _ in Guard.latencies }
  let isImplied = cases.allSatisfy { value, label in
    !condition.holds(value, label: label) || others.contains { $0.holds(value, label: label) }
  }
  return isImplied ?? others.contains { $0 == .always || $0 == condition }
}

/// What only all routes and plans together show: capabilities without a way to be served, and routes
/// that no plan needs.
package func checkUse(
  of routes: NameTable<Route>, by plans: NameTable<Plan>, in catalogue: Catalogue,
  into findings: inout Findings
) {
  let served = Set(catalogue.endpoints.elements.flatMap(\.serves))
  let routed = Set(routes.elements.map(\.capability))
  var used = Set<Capability>()
  for step in plans.elements.flatMap(\.steps.elements) {
    for capability in step.action.value.capabilities {
      used.insert(capability)
      if !served.contains(capability) {
        findings.raise(.unserved(capability, at: step.action.span, in: catalogue))
      } else if case .model = capability, !routed.contains(capability) {
        findings.raise(.unrouted(capability, at: step.action.span, in: catalogue))
      }
    }
  }
  for route in routes.elements where !route.isForStorage && !used.contains(route.capability) {
    findings.raise(.unusedRoute(route))
  }
}

extension Step.Action {
  /// What it may call.
  package var capabilities: [Capability] {
    switch self {
    case .tool(let tool): [.tool(tool)]
    case .model(let model): [.model(model)]
    case .choose(let tools): tools.members.map { .tool($0) }
    case .branch, .review, .unknown: []
    }
  }
}

extension Route {
  /// Storage is what the control plane itself needs, so no plan has to name it.
  fileprivate var isForStorage: Bool {
    if case .storage = capability { true } else { false }
  }
}

// MARK: - Messages

extension Finding {
  fileprivate static func shadowed(
    _ candidate: Route.Candidate, by first: Route.Candidate, in catalogue: Catalogue
  ) -> Finding {
    let name = catalogue.endpoints[candidate.endpoint.value].name
    return Finding(
      Rules.routes.shadowedCandidate, "candidate `\(name)` is never used",
      at: candidate.endpoint.span,
      others: [OtherPlace(first.endpoint.span, "wherever it fits, the endpoint was tried here")],
      help: "remove it, or move the narrower condition up")
  }

  fileprivate static func unserved(
    _ capability: Capability, at span: SourceSpan, in catalogue: Catalogue
  ) -> Finding {
    let name = catalogue.name(of: capability)
    return Finding(
      Rules.routes.noEndpoint, "no endpoint serves `\(name)`", at: span,
      help: "declare one with `serves: \(name)`")
  }

  fileprivate static func unrouted(
    _ capability: Capability, at span: SourceSpan, in catalogue: Catalogue
  ) -> Finding {
    let name = catalogue.name(of: capability)
    return Finding(
      Rules.routes.noRoute, "there is no route for model `\(name)`", at: span,
      help: "declare `route: \(name)` with the endpoints to try")
  }

  fileprivate static func unusedRoute(_ route: Route) -> Finding {
    Finding(Rules.routes.unusedRoute, "no plan uses route `\(route.name)`", at: route.span)
      .about(Subject(route: route.name))
  }
}
