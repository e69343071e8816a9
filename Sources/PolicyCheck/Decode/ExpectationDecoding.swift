import PolicyDiagnostics
import PolicyModel
import PolicySyntax

extension Decoder {
  /// What a test expects: at least one thing.
  mutating func expectations(_ node: Node, in scope: TestScope) -> [Located<Expectation>] {
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
    case .within: return within(value, in: catalogue)
    case .admission:
      return word(value, ofCase: Expectation.Admission.self).map { .admission($0) }
    case .never: return place(value, in: scope).map { .never($0) }
    case .reaches: return place(value, in: scope).map { .reaches($0) }
    case .costs: return amount(value, in: catalogue).map { .costsAtMost($0) }
    case .runEnds: return word(value, ofCase: Expectation.Outcome.self).map { .runEnds($0) }
    case .outcome:
      let outcome = word(value, ofCase: Expectation.Outcome.self)
      guard let step = self.step(step, in: scope), let outcome else { return nil }
      return .outcome(step: step, outcome)
    case .routed:
      let endpoint = reference(value, to: .endpoint, in: catalogue)
      guard let step = self.step(step, in: scope), let endpoint else { return nil }
      return .routed(step: step, endpoint: endpoint)
    }
  }

  private mutating func word<Word: CaseIterable & RawRepresentable<String>>(
    _ node: Node, ofCase type: Word.Type
  ) -> Word? {
    let all = Array(type.allCases)
    return word(node, of: all.map(\.rawValue)).map { all[$0] }
  }

  private mutating func within(_ node: Node, in catalogue: Catalogue) -> Expectation? {
    let values = values(node, Shapes.limits, in: catalogue, true)
    var limits: [Int: FieldValue] = [:]
    for (index, value) in values.enumerated() { limits[index] = value?.value }
    guard limits.isEmpty else { return .within(limits) }
    if node.kind == .mapping, node.entries.isEmpty { findings.raise(.namesNothing(node, "field")) }
    return nil
  }

  private mutating func step(_ node: Node?, in scope: TestScope) -> Int? {
    guard let node, let plan = scope.plan else { return nil }
    return localName(node, of: .step, in: plan.steps)?.value
  }

  private mutating func place(_ node: Node, in scope: TestScope) -> Expectation.Place? {
    guard let keys = keys(of: node, as: Shapes.place) else { return nil }
    let kinds = Expectation.Place.Kind.allCases.filter { keys[$0.rawValue] != nil }
    guard let kind = kinds.first, kinds.count == 1, let value = keys[kind.rawValue] else {
      findings.raise(.placeForm(node, kinds))
      return nil
    }
    let catalogue = scope.names.catalogue
    switch kind {
    case .region: return reference(value, to: .region, in: catalogue).map { .region($0) }
    case .endpoint: return reference(value, to: .endpoint, in: catalogue).map { .endpoint($0) }
    case .tool: return reference(value, to: .tool, in: catalogue).map { .tool($0) }
    case .model: return reference(value, to: .model, in: catalogue).map { .model($0) }
    case .reviewerPool:
      return reference(value, to: .reviewerPool, in: catalogue).map { .reviewerPool($0) }
    case .step: return step(value, in: scope).map { .step($0) }
    }
  }
}

// MARK: - Messages

extension Finding {
  fileprivate static func expectationForm(
    _ node: Node, _ kinds: [Expectation.Kind]
  ) -> Finding {
    let problem =
      kinds.isEmpty ? "this says nothing that can be tested" : "this expects several things at once"
    return Finding(
      Rules.reviews.expectationForm, problem, at: node.span,
      help: "give it one of \(list(of: Expectation.Kind.allCases.map(\.rawValue)))")
  }

  fileprivate static func placeForm(
    _ node: Node, _ kinds: [Expectation.Place.Kind]
  ) -> Finding {
    Finding(
      Rules.reviews.expectationForm,
      kinds.isEmpty ? "this names no place" : "this names several places at once", at: node.span,
      help: "give it one of \(list(of: Expectation.Place.Kind.allCases.map(\.rawValue)))")
  }
}
