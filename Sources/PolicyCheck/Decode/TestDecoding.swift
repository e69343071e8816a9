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
      let whole = WrittenCase(given: situation, expect: keys["expect"], at: given)
      let cases: [PolicyTest.Case]
      if let table = keys["cases"] {
        cases = decoder.table(table, of: whole, in: names)
      } else {
        cases = decoder.testCase(whole, at: title, in: names).map { [$0] } ?? []
      }
      return PolicyTest(title, cases: cases)
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

  // MARK: Cases

  private mutating func table(
    _ node: Node, of whole: WrittenCase, in names: DeclaredNames
  ) -> [PolicyTest.Case] {
    guard let rows = elements(of: node, expected: "a list of cases") else { return [] }
    if rows.isEmpty { findings.raise(.namesNothing(node, "case")) }
    return rows.compactMap { row in
      guard let keys = keys(of: row, as: Shapes.testCase) else { return nil }
      let name = keys["case"].flatMap { text($0, "what the case is called") }
      return testCase(
        WrittenCase(row: keys, of: whole, at: row),
        at: name ?? Located("", at: row.span, line: row.line), name: name?.value, in: names)
    }
  }

  private mutating func testCase(
    _ written: WrittenCase, at place: Located<String>, name: String? = nil,
    in names: DeclaredNames
  ) -> PolicyTest.Case? {
    let subject = subject(written, in: names)
    let planNode = written["plan"]
    let planName = planNode.flatMap { self.name($0, of: .plan, in: names) }
    let scope = TestScope(
      names: names, plan: planName.flatMap { names.plans[$0.value] }, namesPlan: planNode != nil)
    let conditions = conditions(written, in: scope)
    let now = written["now"].flatMap { notation($0, as: CalendarDate.self) }
    if written.expectations.isEmpty { findings.raise(.expectsNothing(place.span)) }
    let expectations = written.expectations.flatMap { self.expectations($0, in: scope) }
    guard let subject else { return nil }
    return PolicyTest.Case(
      name, at: place.span, line: place.line, subject: subject, plan: planName,
      conditions: conditions, now: now, expectations: expectations)
  }

  private mutating func subject(
    _ written: WrittenCase, in names: DeclaredNames
  ) -> Located<PolicyTest.Subject>? {
    switch written.subject {
    case (let tenant?, nil):
      return name(tenant, of: .tenant, in: names)?.map { .tenant($0) }
    case (nil, let tier?):
      return name(tier, of: .policyTier, in: names)?.map { .tier($0) }
    case (_?, let tier?): findings.raise(.twoSubjects(tier))
    case (nil, nil): findings.raise(.noSubject(written.node))
    }
    return nil
  }

  // MARK: Conditions

  private mutating func conditions(
    _ written: WrittenCase, in scope: TestScope
  ) -> PolicyTest.Conditions {
    var conditions = PolicyTest.Conditions()
    let catalogue = scope.names.catalogue
    conditions.facts = written["facts"].map { factValues($0, in: scope) } ?? [:]
    conditions.latencies = written["latency"].map { latencies($0, in: catalogue) } ?? [:]
    conditions.down = written["down"].map { failures($0, in: catalogue) } ?? []
    conditions.fails = written["fails"].map { failingSteps($0, in: scope) } ?? Bitset()
    return conditions
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

  private mutating func latencies(_ node: Node, in catalogue: Catalogue) -> [Int: Int64] {
    guard let entries = entries(of: node, expected: "a mapping from endpoints to durations")
    else { return [:] }
    var values: [Int: Int64] = [:]
    for (key, value) in entries {
      let endpoint = reference(key, to: .endpoint, in: catalogue)
      let latency = notation(value, as: Duration.self)
      if let endpoint, let latency { values[endpoint] = latency.milliseconds }
    }
    return values
  }

  private mutating func failures(
    _ node: Node, in catalogue: Catalogue
  ) -> [PolicyTest.Failure] {
    let expected = "a list of endpoints, regions and providers"
    guard let elements = elements(of: node, expected: expected) else { return [] }
    return elements.compactMap { failure($0, in: catalogue) }
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

  private mutating func failingSteps(_ node: Node, in scope: TestScope) -> Bitset {
    guard scope.namesPlan else {
      findings.raise(.needsPlan(node, "steps are those of a plan"))
      return Bitset()
    }
    guard let elements = elements(of: node, expected: "a list of steps"), let plan = scope.plan
    else { return Bitset() }
    let steps = elements.compactMap { element -> Int? in
      guard let step = localName(element, of: .step, in: plan.steps)?.value else { return nil }
      if case .branch = plan.steps[step].action.value {
        findings.raise(.branchCannotFail(element))
      }
      return step
    }
    return Bitset(steps)
  }
}

/// What a test may name.
struct TestScope {
  let names: DeclaredNames
  /// The plan that is run, where it is one that checked.
  let plan: Plan?
  let namesPlan: Bool
}

/// A row of a table with what it takes from `given`.
private struct WrittenCase {
  let node: Node
  private let given: DecodedKeys
  private let row: DecodedKeys?
  private let expect: Node?

  init(given: DecodedKeys, expect: Node?, at node: Node) {
    self.node = node
    self.given = given
    self.expect = expect
    row = nil
  }

  init(row: DecodedKeys, of whole: WrittenCase, at node: Node) {
    self.node = node
    self.row = row
    given = whole.given
    expect = whole.expect
  }

  subscript(key: String) -> Node? { row?[key] ?? given[key] }

  /// Whoever the row is about, or else `given`.
  var subject: (tenant: Node?, tier: Node?) {
    if let row, row["tenant"] != nil || row["every"] != nil { return (row["tenant"], row["every"]) }
    return (given["tenant"], given["every"])
  }

  var expectations: [Node] { [expect, row?["expect"]].compactMap { $0 } }
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

  static func needsPlan(_ node: Node, _ reason: String) -> Finding {
    Finding(
      Rules.reviews.needsPlan, "the test names no plan", at: node.span, label: reason,
      help: "add `plan:` under `given`")
  }

  fileprivate static func expectsNothing(_ span: SourceSpan) -> Finding {
    Finding(
      Rules.tests.expectsNothing, "nothing is expected of this", at: span,
      help: "add `expect:` with what must be so")
  }

  fileprivate static func branchCannotFail(_ node: Node) -> Finding {
    Finding(
      Rules.tests.branchFails,
      "step `\(node.text)` is a branch, which calls nothing that could fail",
      at: node.span, help: "state the facts that it asks for instead")
  }
}
