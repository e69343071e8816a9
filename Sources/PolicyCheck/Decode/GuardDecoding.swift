package import PolicyDiagnostics
package import PolicyModel
package import PolicySyntax

/// What a condition may name: the facts of its plan (none in a route) and the catalogue.
package struct GuardScope: Sendable {
  let facts: NameTable<Fact>
  let catalogue: Catalogue

  package init(facts: NameTable<Fact>, catalogue: Catalogue) {
    self.facts = facts
    self.catalogue = catalogue
  }

  /// The values that what a comparison is about can have.
  func domain(of term: Guard.Term) -> ClosedRange<Int64> {
    switch term {
    case .fact(let fact): facts[fact].type.domain
    case .latency: Guard.latencies
    case .opaque: Guard.truthValues
    }
  }
}

extension Decoder {
  /// A condition with its names resolved and its types checked. Warns where it always or never holds.
  package mutating func condition(_ node: Node, in scope: GuardScope) -> Located<Guard>? {
    guard scalar(node, expected: Condition.expectation) != nil,
      let written = writtenCondition(node)
    else { return nil }
    let before = findings.all.count
    guard let resolved = resolve(written, ConditionPlace(node: node, scope: scope)) else {
      return nil
    }
    if findings.all.count == before, let truth = truth(of: resolved, in: scope) {
      findings.raise(.constantCondition(at: node.span, "the whole of it is \(truth)"))
    }
    return Located(resolved, at: node.span, line: node.line)
  }

  /// A value for a fact, as `FactType` encodes it.
  package mutating func factValue(
    _ node: Node, of fact: Fact, in catalogue: Catalogue
  ) -> Int64? {
    guard let literal = notation(node, as: Literal.self),
      let value = value(literal, as: fact.type, at: node.span, in: catalogue)
    else { return nil }
    guard fact.type.domain.contains(value) else {
      findings.raise(.outOfRange(node, fact.type.domain))
      return nil
    }
    return value
  }

  private mutating func writtenCondition(_ node: Node) -> Condition? {
    do throws(NotationError) {
      var cursor = Cursor(node.bytes)
      let condition = try Condition(from: &cursor)
      try cursor.finish(expected: "`and`, `or` or the end of the condition")
      return condition
    } catch {
      findings.raise(.badCondition(node, error))
      return nil
    }
  }

  // MARK: Names and types

  private mutating func resolve(_ condition: Condition, _ place: ConditionPlace) -> Guard? {
    switch condition {
    case .any(let parts): return resolve(all: parts, place).map { .any($0) }
    case .all(let parts): return resolve(all: parts, place).map { .all($0) }
    case .not(let inner): return resolve(inner, place).map { .not($0) }
    case .holds(let name): return resolve(booleanFact: name, place)
    case .labelHas(let name):
      let index = place.scope.catalogue.dataClasses.index(of: name.text)
      if index == nil { findings.raise(.unknown(name, .dataClass, place)) }
      return index.map { .labelHas($0) }
    case .compare(let subject, let comparison, let constant):
      return resolve(subject, place).flatMap { compare($0, comparison, constant, place) }
    case .among(let subject, let spans):
      return resolve(subject, place).flatMap { among($0, spans, place) }
    }
  }

  /// Every part, so that each says what is wrong with it; `nil` unless all are right.
  private mutating func resolve(all parts: [Condition], _ place: ConditionPlace) -> [Guard]? {
    var resolved: [Guard] = []
    for part in parts {
      if let one = resolve(part, place) { resolved.append(one) }
    }
    return resolved.count == parts.count ? resolved : nil
  }

  private mutating func resolve(
    booleanFact name: Condition.Name, _ place: ConditionPlace
  ) -> Guard? {
    guard let subject = resolve(.fact(name), place) else { return nil }
    guard subject.type == .boolean else {
      findings.raise(.notBoolean(name, subject.type, place))
      return nil
    }
    return .inside(subject.term, IntervalSet([1...1]))
  }

  private mutating func resolve(
    _ subject: Condition.Subject, _ place: ConditionPlace
  ) -> TypedTerm? {
    switch subject {
    case .fact(let name):
      guard let index = place.scope.facts.index(of: name.text) else {
        findings.raise(.unknown(name, .fact, place))
        return nil
      }
      return TypedTerm(name: name, term: .fact(index), type: place.scope.facts[index].type)
    case .latency(let name):
      guard let index = place.scope.catalogue.endpoints.index(of: name.text) else {
        findings.raise(.unknown(name, .endpoint, place))
        return nil
      }
      return TypedTerm(name: name, term: .latency(index), type: .duration)
    }
  }

  // MARK: Comparisons

  private mutating func compare(
    _ subject: TypedTerm, _ comparison: Condition.Comparison, _ constant: Condition.Constant,
    _ place: ConditionPlace
  ) -> Guard? {
    let isEquality = comparison == .equal || comparison == .notEqual
    guard isEquality || subject.type.isOrdered else {
      findings.raise(.notOrdered(subject, comparison, place))
      return nil
    }
    if let other = fact(constant, like: subject, place.scope), case .fact(let fact) = subject.term {
      return .compare(Guard.FactComparison(fact, comparison, other))
    }
    guard let value = value(constant, for: subject, place) else { return nil }
    let set = comparison.values(comparedWith: value, in: subject.type.domain)
    if set.isEmpty || set == IntervalSet([subject.type.domain]) {
      let truth = set.isEmpty ? "never true" : "always true"
      findings.raise(.constantCondition(at: place.span(constant.range), truth, subject.type))
    }
    return .inside(subject.term, set)
  }

  /// The fact that a word names, if it can be compared with the subject: what is a word of the
  /// subject's own type is that word.
  private func fact(
    _ constant: Condition.Constant, like subject: TypedTerm, _ scope: GuardScope
  ) -> Int? {
    guard case .word(let name) = constant.value, let fact = scope.facts.index(of: name),
      scope.facts[fact].type.isComparable(with: subject.type)
    else { return nil }
    if case .words(let words) = subject.type, words.contains(name) { return nil }
    return fact
  }

  private mutating func among(
    _ subject: TypedTerm, _ spans: [Condition.Span], _ place: ConditionPlace
  ) -> Guard? {
    var ranges: [ClosedRange<Int64>] = []
    for span in spans {
      guard let range = range(span, for: subject, place) else { continue }
      if !range.overlaps(subject.type.domain) {
        let place = place.span(span.first.range)
        findings.raise(.constantCondition(at: place, "never among them", subject.type))
      }
      ranges.append(range)
    }
    guard ranges.count == spans.count else { return nil }
    return .inside(subject.term, IntervalSet(ranges).clamped(to: subject.type.domain))
  }

  private mutating func range(
    _ span: Condition.Span, for subject: TypedTerm, _ place: ConditionPlace
  ) -> ClosedRange<Int64>? {
    guard let first = value(span.first, for: subject, place) else { return nil }
    guard let end = span.last else { return first...first }
    guard let last = value(end, for: subject, place) else { return nil }
    guard subject.type.isOrdered, first <= last else {
      findings.raise(.badRange(end, place))
      return nil
    }
    return first...last
  }

  private mutating func value(
    _ constant: Condition.Constant, for subject: TypedTerm, _ place: ConditionPlace
  ) -> Int64? {
    value(
      constant.value, as: subject.type, at: place.span(constant.range), in: place.scope.catalogue)
  }

  /// The number that stands for a constant of a type.
  private mutating func value(
    _ literal: Literal, as type: FactType, at span: SourceSpan, in catalogue: Catalogue
  ) -> Int64? {
    switch (literal, type) {
    case (.integer(let value), .integer): return value
    case (.money(let money), .money):
      guard catalogue.currency.map({ $0 == money.currency }) ?? true else { break }
      return money.micros
    case (.duration(let duration), .duration): return duration.milliseconds
    case (.percentage(let percentage), .percentage): return percentage.basisPoints
    case (.word("false"), .boolean): return 0
    case (.word("true"), .boolean): return 1
    case (.word(let word), .words(let words)):
      if let index = words.firstIndex(of: word) { return Int64(index) }
    default: break
    }
    findings.raise(.otherType(literal, type, catalogue.currency, at: span))
    return nil
  }

  private func truth(of condition: Guard, in scope: GuardScope) -> String? {
    let cases = GuardCases(of: [condition], domain: scope.domain(of:))
    if cases.allSatisfy({ condition.holds($0, label: $1) }) == true { return "always true" }
    return cases.allSatisfy { !condition.holds($0, label: $1) } == true ? "never true" : nil
  }
}

/// Where a condition is written, and what it may name.
private struct ConditionPlace {
  let node: Node
  let scope: GuardScope

  func span(_ range: Range<Int>) -> SourceSpan { node.span(ofBytes: range) }
}

/// What a comparison is about, with its type.
private struct TypedTerm {
  let name: Condition.Name
  let term: Guard.Term
  let type: FactType
}

extension Condition.Comparison {
  /// The values of a domain that compare so with a constant.
  fileprivate func values(
    comparedWith value: Int64, in domain: ClosedRange<Int64>
  ) -> IntervalSet {
    let below = value == .min ? IntervalSet([]) : IntervalSet([.min...(value - 1)])
    let equal = IntervalSet([value...value])
    return switch self {
    case .less: below.clamped(to: domain)
    case .atMost: IntervalSet([.min...value]).clamped(to: domain)
    case .equal: equal.clamped(to: domain)
    case .notEqual: equal.complement(in: domain)
    case .atLeast: below.complement(in: domain)
    case .greater: IntervalSet([.min...value]).complement(in: domain)
    }
  }
}

extension Node {
  /// The source range of some bytes of a scalar's text; the whole scalar where it is written with
  /// escapes or over several lines, so that text and source do not run in step.
  package func span(ofBytes range: Range<Int>) -> SourceSpan {
    let (record, length) = (record, Int(record.textLength))
    let written = Int(record.end) - Int(record.start)
    let isQuoted = record.style == .singleQuoted || record.style == .doubleQuoted
    let lead = isQuoted ? 1 : 0
    guard isQuoted || record.style == .plain, written == length + 2 * lead,
      range.upperBound <= length
    else { return span }
    let start = record.start + UInt32(lead + range.lowerBound)
    return SourceSpan(tree.source, from: start, to: start + UInt32(range.count))
  }
}

// MARK: - Messages

extension Finding {
  fileprivate static func badCondition(_ node: Node, _ error: NotationError) -> Finding {
    let length = node.bytes.count
    let start = min(error.offset, length)
    return Finding(
      Rules.shape.badNotation, "this is no condition",
      at: node.span(ofBytes: start..<min(start + 1, length)), label: "expected \(error.expected)")
  }

  fileprivate static func unknown(
    _ name: Condition.Name, _ kind: NameKind, _ place: ConditionPlace
  ) -> Finding {
    let names =
      kind == .fact ? place.scope.facts.names : place.scope.catalogue.names(of: kind)
    let nearest = nearestName(to: name.text, among: names)
    let span = place.span(name.range)
    return Finding(
      Rules.names.unknownName, "there is no \(kind.title) `\(name.text)`", at: span,
      help: nearest.map { "did you mean `\($0)`?" } ?? unknownHelp(kind, names),
      fix: nearest.map { Fix(replacing: span, with: $0) })
  }

  private static func unknownHelp(_ kind: NameKind, _ names: [String]) -> String {
    guard names.isEmpty else { return "declared are \(quoted(names))" }
    return kind == .fact
      ? "declare it under the plan's `facts`; routes can ask for `latency` and `label` only"
      : "no \(kind.title) is declared"
  }

  fileprivate static func notBoolean(
    _ name: Condition.Name, _ type: FactType, _ place: ConditionPlace
  ) -> Finding {
    Finding(
      Rules.routes.otherType, "fact `\(name.text)` is \(type.title), which alone is no condition",
      at: place.span(name.range), help: "compare it with a constant")
  }

  fileprivate static func notOrdered(
    _ subject: TypedTerm, _ comparison: Condition.Comparison, _ place: ConditionPlace
  ) -> Finding {
    Finding(
      Rules.routes.otherType,
      "`\(comparison.rawValue)` asks for an order, which `\(subject.name.text)` has not",
      at: place.span(subject.name.range), label: "is \(subject.type.title)",
      help: "ask with `==`, `!=` or `in [...]`")
  }

  fileprivate static func otherType(
    _ literal: Literal, _ type: FactType, _ currency: Currency?, at span: SourceSpan
  ) -> Finding {
    let money = currency.map { "an amount in \($0)" } ?? type.title
    let nearest: String? =
      if case .words(let words) = type, case .word(let word) = literal {
        nearestName(to: word, among: words)
      } else {
        nil
      }
    return Finding(
      Rules.routes.otherType, "`\(literal)` is not \(type == .money ? money : type.title)",
      at: span,
      help: nearest.map { "did you mean `\($0)`?" })
  }

  fileprivate static func badRange(
    _ end: Condition.Constant, _ place: ConditionPlace
  ) -> Finding {
    Finding(
      Rules.routes.otherType, "`\(end.value)` ends a range that does not ascend to it",
      at: place.span(end.range), help: "write the smaller value first; words have no ranges")
  }

  fileprivate static func constantCondition(
    at span: SourceSpan, _ truth: String, _ type: FactType? = nil
  ) -> Finding {
    Finding(
      Rules.routes.constantCondition, "the condition cannot turn out both ways", at: span,
      label: truth, notes: type.map { ["values are \($0.rangeTitle)"] } ?? [])
  }
}

extension FactType {
  /// Whether values of both types are numbers of one kind, or words of one list.
  fileprivate func isComparable(with other: FactType) -> Bool {
    switch (self, other) {
    case (.integer, .integer): true
    default: self == other
    }
  }

  /// The values of the type, for messages.
  fileprivate var rangeTitle: String {
    switch self {
    case .money: "amounts from 0 on"
    case .integer(FactType.everyInteger): "all whole numbers"
    case .integer(let range): "\(range.lowerBound) to \(range.upperBound)"
    case .percentage: "0% to 100%"
    case .duration, .boolean, .words: title
    }
  }
}
