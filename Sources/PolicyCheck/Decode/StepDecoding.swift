import PolicyDiagnostics
import PolicyModel
import PolicySyntax

extension Decoder {
  /// A step of whichever kind its keys say; `nil` after a finding.
  mutating func step(_ name: Located<String>, _ node: Node, in scope: PlanScope) -> Step? {
    guard let kind = stepKind(name, node), let keys = keys(of: node, as: kind.shape) else {
      return nil
    }
    guard let actionNode = keys[kind.rawValue],
      let action = action(kind, actionNode, in: scope)
    else {
      _ = exits(name, kind, keys, in: scope)
      return nil
    }
    return Step(
      name, action: Located(action, at: actionNode.span, line: actionNode.line),
      reads: keys["reads"].map { reads($0, in: scope) } ?? [],
      writes: keys["writes"].flatMap { written($0, in: scope) },
      retry: keys["retry"].flatMap { count($0, in: Plan.retries) } ?? 0,
      timeout: timeout(name, kind, keys),
      atMost: keys["at_most"].flatMap { count($0, in: Plan.visits) },
      exits: exits(name, kind, keys, in: scope))
  }

  private mutating func stepKind(_ name: Located<String>, _ node: Node) -> Plan.Kind? {
    guard node.kind == .mapping else {
      findings.raise(.wrongForm(node, expected: "a step, a mapping of keys to values"))
      return nil
    }
    let kinds = node.entries.compactMap { entry in
      Plan.Kind(rawValue: entry.key.text).map { (kind: $0, key: entry.key) }
    }
    guard let first = kinds.first else {
      findings.raise(.stepOfNoKind(name))
      return nil
    }
    if kinds.count > 1 {
      findings.raise(.stepOfTwoKinds(kinds[1].key, first: first.key))
      return nil
    }
    return first.kind
  }

  private mutating func action(
    _ kind: Plan.Kind, _ node: Node, in scope: PlanScope
  ) -> Step.Action? {
    switch kind {
    case .tool: reference(node, to: .tool, in: scope.catalogue).map { .tool($0) }
    case .model: reference(node, to: .model, in: scope.catalogue).map { .model($0) }
    case .choose: choices(node, in: scope.catalogue).map { .choose($0) }
    case .branch: .branch
    case .review: reviewers(node, in: scope.catalogue).map { .review($0) }
    case .unknown: scalar(node, expected: "why it is not known").map { _ in .unknown }
    }
  }

  private mutating func choices(_ node: Node, in catalogue: Catalogue) -> Bitset? {
    if node.kind == .scalar, node.text == "any" { return Bitset(all: catalogue.tools.count) }
    if node.kind == .sequence, node.elements.isEmpty {
      findings.raise(.namesNothing(node, "tool to choose"))
    }
    return references(node, to: .tool, in: catalogue)
  }

  // MARK: Data and time

  private mutating func reads(_ node: Node, in scope: PlanScope) -> [Located<Int>] {
    guard let elements = elements(of: node, expected: "a list of variables") else { return [] }
    var read: [Located<Int>] = []
    for element in elements {
      guard let one = localName(element, of: .variable, in: scope.variables) else {
        continue
      }
      if read.contains(where: { $0.value == one.value }) {
        findings.raise(.repeatedName(element, .variable))
      }
      read.append(one)
    }
    return read
  }

  /// Every name that is written is among the variables, unless it was refused as a name.
  private func written(_ node: Node, in scope: PlanScope) -> Located<Int>? {
    scope.variables.index(of: node.text).map { Located($0, at: node.span, line: node.line) }
  }

  private mutating func timeout(
    _ name: Located<String>, _ kind: Plan.Kind, _ keys: DecodedKeys
  ) -> Duration? {
    guard let node = keys["timeout"] else {
      if kind == .review { findings.raise(.endlessReview(name)) }
      return nil
    }
    return notation(node, as: Duration.self)
  }

  // MARK: Ways on

  private mutating func exits(
    _ name: Located<String>, _ kind: Plan.Kind, _ keys: DecodedKeys, in scope: PlanScope
  ) -> [Step.Exit] {
    guard kind != .branch else { return arms(keys, in: scope) }
    let success = keys["then"].flatMap { target($0, in: scope) }
    let failure =
      keys["on_fail"].map { target($0, in: scope) } ?? name.map { _ in Step.Target.failed }
    return [
      success.map { Step.Exit(.success, to: $0) }, failure.map { Step.Exit(.failure, to: $0) },
    ].compactMap { $0 }
  }

  private mutating func arms(_ keys: DecodedKeys, in scope: PlanScope) -> [Step.Exit] {
    var exits: [Step.Exit] = []
    if let node = keys["branch"], let arms = elements(of: node, expected: "a list of ways on") {
      if arms.isEmpty { findings.raise(.namesNothing(node, "way on")) }
      exits = arms.compactMap { arm($0, in: scope) }
    }
    let otherwise = keys["else"].flatMap { target($0, in: scope) }
    return exits + [otherwise.map { Step.Exit(.otherwise, to: $0) }].compactMap { $0 }
  }

  private mutating func arm(_ node: Node, in scope: PlanScope) -> Step.Exit? {
    guard let keys = keys(of: node, as: Shapes.arm) else { return nil }
    let guardScope = GuardScope(facts: scope.facts, catalogue: scope.catalogue)
    let when = keys["when"].flatMap { condition($0, in: guardScope) }
    let then = keys["then"].flatMap { target($0, in: scope) }
    guard let when, let then else { return nil }
    return Step.Exit(.arm(when.value), to: then)
  }

  private mutating func target(_ node: Node, in scope: PlanScope) -> Located<Step.Target>? {
    if node.kind == .scalar, node.text == PlanScope.end {
      return Located(.end, at: node.span, line: node.line)
    }
    if node.kind == .scalar, node.text == PlanScope.fail {
      return Located(.failed, at: node.span, line: node.line)
    }
    return localName(node, of: .step, in: scope.steps)?.map { .step($0) }
  }
}

// MARK: - Messages

extension Finding {
  fileprivate static func stepOfNoKind(_ name: Located<String>) -> Finding {
    Finding(
      Rules.plans.stepKind, "step `\(name.value)` does not say what it does", at: name.span,
      help: "give it one of \(list(of: Plan.Kind.allCases.map(\.rawValue)))")
  }

  fileprivate static func stepOfTwoKinds(_ key: Node, first: Node) -> Finding {
    Finding(
      Rules.plans.stepKind, "a step with `\(first.text)` cannot have `\(key.text)` too",
      at: key.span, others: [OtherPlace(first.span, "its kind is said here")],
      help: "make two steps of it")
  }

  fileprivate static func endlessReview(_ name: Located<String>) -> Finding {
    Finding(
      Rules.plans.reviewWithoutTimeout, "review `\(name.value)` may wait for ever", at: name.span,
      help: "add `timeout:`, and `on_fail:` for what to do when nobody answers")
  }
}
