import PolicyDiagnostics
package import PolicyModel
package import PolicySyntax

extension Decoder {
  /// A policy test, or `nil` when any part of it is wrong.
  package mutating func test(_ root: Node, in names: DeclaredNames) -> PolicyTest? {
    decodeWhole { decoder in
      guard let keys = decoder.keys(of: root, as: Shapes.test),
        let title = keys["test"].flatMap({ decoder.text($0, "what the test shows") }),
        let given = keys["given"],
        let situation = decoder.keys(of: given, as: Shapes.given)
      else { return nil }
      let subject = decoder.subject(situation, at: given, in: names)
      let planName = situation["plan"].flatMap { decoder.name($0, of: .plan, in: names) }
      let plan = planName.flatMap { names.plans[$0.value] }
      let scope = TestScope(names: names, plan: plan, namesPlan: situation["plan"] != nil)
      let facts = situation["facts"].map { decoder.factValues($0, in: scope) } ?? [:]
      let down = situation["down"].map { decoder.failures($0, in: names.catalogue) } ?? []
      let now = situation["now"].flatMap { decoder.notation($0, as: CalendarDate.self) }
      let expected = keys["expect"].map { decoder.expectations($0, in: scope) }
      guard let subject, let expected else { return nil }
      return PolicyTest(
        title, subject: subject, plan: planName, facts: facts, down: down, now: now,
        expectations: expected)
    }
  }

  /// Text that says something: not blank.
  mutating func text(_ node: Node, _ what: String) -> Located<String>? {
    scalar(node, expected: what).map { Located($0, at: node.span, line: node.line) }
  }

  /// A name that some document of the platform declares.
  mutating func name(
    _ node: Node, of kind: NameKind, in names: DeclaredNames
  ) -> Located<String>? {
    guard let text = scalar(node, expected: "the name of a \(kind.title)") else { return nil }
    guard names.has(text, kind) else {
      findings.raise(.unknownName(node, kind, among: names.names(of: kind)))
      return nil
    }
    return Located(text, at: node.span, line: node.line)
  }

  // MARK: The situation

  private mutating func subject(
    _ keys: DecodedKeys, at node: Node, in names: DeclaredNames
  ) -> Located<PolicyTest.Subject>? {
    switch (keys["tenant"], keys["every"]) {
    case (let tenant?, nil):
      return name(tenant, of: .tenant, in: names)?.map { .tenant($0) }
    case (nil, let tier?):
      return name(tier, of: .policyTier, in: names)?.map { .tier($0) }
    case (_?, let tier?): findings.raise(.twoSubjects(tier))
    case (nil, nil): findings.raise(.noSubject(node))
    }
    return nil
  }

  private mutating func factValues(_ node: Node, in scope: TestScope) -> [Int: Int64] {
    guard scope.namesPlan else {
      findings.raise(.needsPlan(node, "facts are those of a plan"))
      return [:]
    }
    guard let entries = entries(of: node, expected: "a mapping from facts to values"),
      let plan = scope.plan
    else { return [:] }
    var values: [Int: Int64] = [:]
    for (key, value) in entries {
      guard let fact = localName(key, of: .fact, in: plan.facts)?.value else { continue }
      values[fact] = factValue(value, of: plan.facts[fact], in: scope.names.catalogue)
    }
    return values
  }

  private mutating func failures(
    _ node: Node, in catalogue: Catalogue
  ) -> [Located<PolicyTest.Failure>] {
    let expected = "a list of endpoints, regions and providers"
    guard let elements = elements(of: node, expected: expected) else { return [] }
    return elements.compactMap { element in
      failure(element, in: catalogue).map { Located($0, at: element.span, line: element.line) }
    }
  }

  private mutating func failure(_ node: Node, in catalogue: Catalogue) -> PolicyTest.Failure? {
    guard let text = scalar(node, expected: "an endpoint, region or provider") else { return nil }
    if let endpoint = catalogue.endpoints.index(of: text) { return .endpoint(endpoint) }
    if let region = catalogue.regions.index(of: text) { return .region(region) }
    let providers = catalogue.endpoints.elements.compactMap(\.provider)
    if providers.contains(text) { return .provider(text) }
    let names = catalogue.endpoints.names + catalogue.regions.names + providers
    findings.raise(.unknownName(node, .endpoint, among: names))
    return nil
  }

  // MARK: Expectations

  private mutating func expectations(
    _ node: Node, in scope: TestScope
  ) -> [Located<Expectation>] {
    guard let elements = elements(of: node, expected: "a list of expectations") else { return [] }
    if elements.isEmpty { findings.raise(.namesNothing(node, "expectation")) }
    return elements.compactMap { element in
      expectation(element, in: scope).map { Located($0, at: element.span, line: element.line) }
    }
  }

  private mutating func expectation(_ node: Node, in scope: TestScope) -> Expectation? {
    guard node.kind == .mapping else {
      findings.raise(.wrongForm(node, expected: "an expectation, a mapping of keys to values"))
      return nil
    }
    let kinds = node.entries.compactMap { Expectation.Kind(rawValue: $0.key.text) }
    guard let kind = kinds.first, kinds.count == 1 else {
      findings.raise(.expectationForm(node, kinds))
      return nil
    }
    guard let keys = keys(of: node, as: kind.shape), let value = keys[kind.rawValue] else {
      return nil
    }
    if kind.needsPlan, !scope.namesPlan {
      findings.raise(.needsPlan(node, "this is about runs of a plan"))
      return nil
    }
    return expectation(kind, value, step: keys["step"], in: scope)
  }

  private mutating func expectation(
    _ kind: Expectation.Kind, _ value: Node, step: Node?, in scope: TestScope
  ) -> Expectation? {
    let catalogue = scope.names.catalogue
    switch kind {
    case .allowed: return reference(value, to: .tool, in: catalogue).map { .allowed(tool: $0) }
    case .denied: return reference(value, to: .tool, in: catalogue).map { .denied(tool: $0) }
    case .never: return never(value, in: catalogue)
    case .costs: return amount(value, in: catalogue).map { .costsAtMost($0) }
    case .outcome:
      let outcomes = Expectation.Outcome.allCases
      let outcome = word(value, of: outcomes.map(\.rawValue))
      guard let step = self.step(step, in: scope), let outcome else { return nil }
      return .outcome(step: step, outcomes[outcome])
    case .routed:
      let endpoint = reference(value, to: .endpoint, in: catalogue)
      guard let step = self.step(step, in: scope), let endpoint else { return nil }
      return .routed(step: step, endpoint: endpoint)
    }
  }

  private mutating func step(_ node: Node?, in scope: TestScope) -> Int? {
    guard let node, let plan = scope.plan else { return nil }
    return localName(node, of: .step, in: plan.steps)?.value
  }

  private mutating func never(_ node: Node, in catalogue: Catalogue) -> Expectation? {
    let namesEndpoint = node.entries.contains { $0.key.text == "endpoint" }
    let shape = namesEndpoint ? Shapes.neverEndpoint : Shapes.neverRegion
    guard let keys = keys(of: node, as: shape) else { return nil }
    if let endpoint = keys["endpoint"] {
      return reference(endpoint, to: .endpoint, in: catalogue).map { .neverEndpoint($0) }
    }
    return keys["region"].flatMap { reference($0, to: .region, in: catalogue) }
      .map { .neverRegion($0) }
  }
}

/// What a test may name.
private struct TestScope {
  let names: DeclaredNames
  /// The plan that is run, where it is one that checked.
  let plan: Plan?
  let namesPlan: Bool
}

// MARK: - Messages

extension Finding {
  fileprivate static func noSubject(_ given: Node) -> Finding {
    let place = given.entries.first?.key.span ?? given.span
    return Finding(
      Rules.reviews.testSubject, "the test does not say whose run it is about", at: place,
      help: "add `tenant:`, or `every:` with a tier")
  }

  fileprivate static func twoSubjects(_ tier: Node) -> Finding {
    Finding(
      Rules.reviews.testSubject, "a test is about one tenant or about a tier's, not both",
      at: tier.span, help: "make two tests of it")
  }

  fileprivate static func needsPlan(_ node: Node, _ reason: String) -> Finding {
    Finding(
      Rules.reviews.needsPlan, "the test names no plan", at: node.span, label: reason,
      help: "add `plan:` under `given`")
  }

  fileprivate static func expectationForm(
    _ node: Node, _ kinds: [Expectation.Kind]
  ) -> Finding {
    let problem =
      kinds.isEmpty ? "this says nothing that can be tested" : "this expects several things at once"
    return Finding(
      Rules.reviews.expectationForm, problem, at: node.span,
      help: "give it one of \(list(of: Expectation.Kind.allCases.map(\.rawValue)))")
  }
}
