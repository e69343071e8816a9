import PolicyDiagnostics
package import PolicyModel
package import PolicySyntax

extension Decoder {
  /// A route, or `nil` when any part of it is wrong.
  package mutating func route(_ root: Node, in catalogue: Catalogue) -> Route? {
    decodeWhole { decoder in
      guard let keys = decoder.keys(of: root, as: Shapes.route) else { return nil }
      let name = keys["route"]
      let capability = name.flatMap { decoder.capability($0, in: catalogue) }
      let candidates = keys["try"].map { decoder.candidates($0, capability, in: catalogue) }
      let fallback = keys["on_unavailable"].flatMap { decoder.fallback($0, in: catalogue) }
      guard let name, let capability, let candidates, let fallback else { return nil }
      let route = Route(
        Located(name.text, at: name.span, line: name.line), capability: capability,
        candidates: candidates, onUnavailable: fallback)
      checkCandidates(of: route, in: catalogue, into: &decoder.findings)
      return route
    }
  }

  /// What `decode` gives, unless it raises an error on the way.
  mutating func decodeWhole<Value>(_ decode: (inout Decoder) -> Value?) -> Value? {
    var inner = Decoder()
    let value = decode(&inner)
    findings.append(inner.findings)
    return inner.findings.hasErrors ? nil : value
  }

  /// A pool of reviewers, or `default` for the tenant's own.
  mutating func reviewers(_ node: Node, in catalogue: Catalogue) -> Reviewers? {
    if node.kind == .scalar, node.text == "default" { return .tenantsOwn }
    return reference(node, to: .reviewerPool, in: catalogue).map { .pool($0) }
  }

  private mutating func capability(_ node: Node, in catalogue: Catalogue) -> Capability? {
    guard let text = scalar(node, expected: "a model, tool or kind of storage") else { return nil }
    if let model = catalogue.models.index(of: text) { return .model(model) }
    if let tool = catalogue.tools.index(of: text) { return .tool(tool) }
    if let storage = Storage(rawValue: text) { return .storage(storage) }
    let names = catalogue.models.names + catalogue.tools.names
    findings.raise(.unknownName(node, .model, among: names + Storage.allCases.map(\.rawValue)))
    return nil
  }

  private mutating func candidates(
    _ node: Node, _ capability: Capability?, in catalogue: Catalogue
  ) -> [Route.Candidate] {
    guard let elements = elements(of: node, expected: "a list of candidates") else { return [] }
    if elements.isEmpty { findings.raise(.namesNothing(node, "endpoint to try")) }
    return elements.compactMap { candidate($0, capability, in: catalogue) }
  }

  private mutating func candidate(
    _ node: Node, _ capability: Capability?, in catalogue: Catalogue
  ) -> Route.Candidate? {
    guard let keys = keys(of: node, as: Shapes.candidate), let use = keys["use"],
      let endpoint = reference(use, to: .endpoint, in: catalogue)
    else { return nil }
    if let capability, !catalogue.endpoints[endpoint].serves.contains(capability) {
      findings.raise(.servesOther(use, capability, in: catalogue))
    }
    let scope = GuardScope(facts: NameTable(sorting: []), catalogue: catalogue)
    let place = Located(endpoint, at: use.span, line: use.line)
    let substitute = keys["as"].flatMap { node in
      reference(node, to: .tool, in: catalogue).map { Located($0, at: use.span, line: use.line) }
    }
    guard let when = keys["when"] else {
      return Route.Candidate(place, when: place.map { _ in Guard.always }, as: substitute)
    }
    return condition(when, in: scope).map { Route.Candidate(place, when: $0, as: substitute) }
  }

  private mutating func fallback(
    _ node: Node, in catalogue: Catalogue
  ) -> Located<Route.Fallback>? {
    let fallback: Route.Fallback?
    if node.kind == .mapping {
      let pool = keys(of: node, as: Shapes.reviewFallback)?["review"]
      fallback = pool.flatMap { reviewers($0, in: catalogue) }.map { .review($0) }
    } else {
      fallback = word(node, of: Route.Fallback.words).flatMap { Route.Fallback(word: $0) }
    }
    return fallback.map { Located($0, at: node.span, line: node.line) }
  }
}

// MARK: - Messages

extension Finding {
  static func namesNothing(_ node: Node, _ what: String) -> Finding {
    Finding(Rules.routes.namesNothing, "the list names no \(what)", at: node.span)
  }

  private static func servers(of capability: Capability, in catalogue: Catalogue) -> [String] {
    catalogue.endpoints.elements.filter { $0.serves.contains(capability) }.map(\.name)
  }

  fileprivate static func servesOther(
    _ use: Node, _ capability: Capability, in catalogue: Catalogue
  ) -> Finding {
    let servers = servers(of: capability, in: catalogue)
    return Finding(
      Rules.routes.servesOther,
      "endpoint `\(use.text)` does not serve `\(catalogue.name(of: capability))`", at: use.span,
      help: servers.isEmpty ? nil : "endpoints that do are \(quoted(servers))")
  }
}

extension Catalogue {
  /// What policies call a capability.
  func name(of capability: Capability) -> String {
    switch capability {
    case .tool(let tool): tools[tool].name
    case .model(let model): models[model].name
    case .storage(let storage): storage.rawValue
    }
  }
}

/// Names as a message lists them, the first dozen.
func quoted(_ names: [String]) -> String {
  let shown = names.prefix(12).map { "`\($0)`" }.joined(separator: ", ")
  return names.count > 12 ? "\(shown) and \(names.count - 12) more" : shown
}
