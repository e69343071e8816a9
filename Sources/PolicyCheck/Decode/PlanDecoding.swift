import PolicyDiagnostics
package import PolicyModel
package import PolicySyntax

extension Decoder {
  /// A plan, or `nil` when any part of it is wrong. What steps refer to is decoded first, so that
  /// the order of keys has no meaning; that of steps has: a run begins with the first.
  package mutating func plan(_ root: Node, in catalogue: Catalogue) -> Plan? {
    decodeWhole { decoder in
      guard let keys = decoder.keys(of: root, as: Shapes.plan) else { return nil }
      decoder.require(["steps", "checkpoint"], of: root)
      let name = keys["plan"].flatMap { decoder.newName($0, of: .plan) }
      let facts = keys["facts"].map { decoder.facts($0) } ?? NameTable(sorting: [])
      let steps = keys["steps"].map { decoder.stepNames($0) } ?? []
      let scope = PlanScope(
        catalogue: catalogue, facts: facts,
        variables: decoder.variables(input: keys["input"], steps, in: catalogue),
        steps: NameTable(inOrder: steps.map { PlainName($0.name.value, at: $0.name.span) }))
      let decoded = steps.compactMap { decoder.step($0.name, $0.value, in: scope) }
      let checkpoint = keys["checkpoint"].flatMap { decoder.checkpoint($0, in: scope) }
      guard let name, let checkpoint, decoded.count == steps.count else { return nil }
      let plan = Plan(
        name, facts: facts, variables: scope.variables, steps: NameTable(inOrder: decoded),
        checkpoint: checkpoint)
      if !decoder.findings.hasErrors { checkFlow(of: plan, into: &decoder.findings) }
      return plan
    }
  }

  /// A plan that is not made from a workflow says everything itself.
  private mutating func require(_ names: [String], of root: Node) {
    let place = root.entries.first?.key.span ?? root.span
    for name in names where !root.entries.contains(where: { $0.key.text == name }) {
      guard let key = Shapes.plan.keys.first(where: { $0.name == name }) else { continue }
      findings.raise(.missingKey(key, of: Shapes.plan, at: place))
    }
  }

  // MARK: Facts

  private mutating func facts(_ node: Node) -> NameTable<Fact> {
    let declared = declarations(node, of: .fact)
    limit(declared.count, .fact, to: Plan.mostFacts, at: node.span)
    return NameTable(sorting: declared.compactMap { fact($0.name, $0.value) })
  }

  private mutating func fact(_ name: Located<String>, _ node: Node) -> Fact? {
    if Condition.keywords.contains(name.value) {
      findings.raise(.reservedWord(name, .fact))
    }
    guard let keys = keys(of: node, as: Shapes.fact) else { return nil }
    let type = keys["type"].flatMap { factType($0) }
    let stabilities = Fact.Stability.allCases
    let known = keys["known"].flatMap { word($0, of: stabilities.map(\.rawValue)) }
    guard let type, let known else { return nil }
    return Fact(name.value, at: name.span, type: type, known: stabilities[known])
  }

  /// A type in one scalar, or the list of the fact's words.
  private mutating func factType(_ node: Node) -> FactType? {
    guard node.kind == .sequence else { return notation(node, as: FactType.self) }
    if node.elements.count < 2 { findings.raise(.namesNothing(node, "two words or more")) }
    var words: [String] = []
    for element in node.elements {
      guard let word = newName(element, of: .fact)?.value else { return nil }
      if words.contains(word) { findings.raise(.repeatedName(element, .fact)) }
      words.append(word)
    }
    return .words(words)
  }

  // MARK: Variables

  /// The plan's input, then what its steps write, in the order of the steps.
  private mutating func variables(
    input: Node?, _ steps: [NamedNode], in catalogue: Catalogue
  ) -> NameTable<Plan.Variable> {
    var variables = input.map { inputs($0, in: catalogue) } ?? []
    var names = Set(variables.map(\.name))
    for step in steps {
      guard let node = step.value.entries.first(where: { $0.key.text == "writes" })?.value,
        !node.isNothing, let name = newName(node, of: .variable),
        names.insert(name.value).inserted
      else { continue }
      variables.append(Plan.Variable(name, input: nil))
    }
    if let first = variables.first {
      limit(variables.count, .variable, to: Plan.mostVariables, at: first.span)
    }
    return NameTable(inOrder: variables)
  }

  private mutating func inputs(_ node: Node, in catalogue: Catalogue) -> [Plan.Variable] {
    declarations(node, of: .variable).compactMap { name, value in
      inputClasses(value, in: catalogue).map { Plan.Variable(name, input: $0) }
    }
  }

  private mutating func inputClasses(_ node: Node, in catalogue: Catalogue) -> Bitset? {
    if node.kind == .scalar, node.text == "any" { return Bitset(all: catalogue.dataClasses.count) }
    return references(node, to: .dataClass, in: catalogue)
  }

  // MARK: Steps

  private mutating func stepNames(_ node: Node) -> [NamedNode] {
    let declared = declarations(node, of: .step)
    limit(declared.count, .step, to: Plan.mostSteps, at: node.span)
    if declared.isEmpty, node.kind == .mapping { findings.raise(.namesNothing(node, "step")) }
    for (name, _) in declared where [PlanScope.end, PlanScope.fail].contains(name.value) {
      findings.raise(.reservedWord(name, .step))
    }
    return declared
  }

  private mutating func limit(_ count: Int, _ kind: NameKind, to most: Int, at span: SourceSpan) {
    guard count > most else { return }
    findings.raise(.tooManyInPlan(kind, count, most: most, at: span))
  }

  private mutating func checkpoint(
    _ node: Node, in scope: PlanScope
  ) -> Located<Plan.Checkpoint>? {
    let checkpoint: Plan.Checkpoint?
    if node.kind == .mapping {
      let after = keys(of: node, as: Shapes.checkpoint)?["after"]
      checkpoint = after.flatMap { steps($0, in: scope) }.map { .after($0) }
    } else {
      let kinds: [Plan.Checkpoint] = [.everyStep, .never]
      checkpoint = word(node, of: Plan.Checkpoint.words).map { kinds[$0] }
    }
    return checkpoint.map { Located($0, at: node.span, line: node.line) }
  }

  private mutating func steps(_ node: Node, in scope: PlanScope) -> Bitset? {
    guard let elements = elements(of: node, expected: "a list of steps") else { return nil }
    if elements.isEmpty { findings.raise(.namesNothing(node, "step")) }
    let indices = elements.map { element in
      localName(element, of: .step, in: scope.steps).map(\.value)
    }
    return Bitset(indices.compactMap { $0 })
  }

  /// The index of a name that the plan itself declares.
  mutating func localName<Element>(
    _ node: Node, of kind: NameKind, in table: NameTable<Element>
  ) -> Located<Int>? {
    guard let text = scalar(node, expected: "the name of a \(kind.title)") else { return nil }
    guard let index = table.index(of: text) else {
      findings.raise(.unknownName(node, kind, among: table.names))
      return nil
    }
    return Located(index, at: node.span, line: node.line)
  }
}

/// A name and what is declared under it.
typealias NamedNode = (name: Located<String>, value: Node)

/// What the steps of a plan may name.
struct PlanScope {
  /// Where a step leads that is the last.
  static let end = "end"
  /// Where a step leads after which the run has failed.
  static let fail = "fail"

  let catalogue: Catalogue
  let facts: NameTable<Fact>
  let variables: NameTable<Plan.Variable>
  /// In the order they are written.
  let steps: NameTable<PlainName>
}

// MARK: - Messages

extension Finding {
  fileprivate static func reservedWord(_ name: Located<String>, _ kind: NameKind) -> Finding {
    Finding(
      Rules.shape.reservedName, "a \(kind.title) cannot be named `\(name.value)`", at: name.span,
      label: "this word has a meaning of its own", help: "choose another name")
  }

  fileprivate static func tooManyInPlan(
    _ kind: NameKind, _ count: Int, most: Int, at span: SourceSpan
  ) -> Finding {
    Finding(
      Rules.shape.tooMany, "\(count) names of a \(kind.title) are more than \(most)", at: span,
      help: "split the plan")
  }
}
