package import PolicyModel

extension RunWords {
  /// A condition in words: `latency(compliance-us) is at most 79 ms`. A bundle knows what conditions
  /// mean and not how they were written.
  ///
  /// - Parameter plan: Whose facts it asks for; `nil` for a route, which asks for none.
  package func clause(of condition: Guard, inPlan plan: Plan? = nil) -> String {
    clause(condition, plan, depth: 0)
  }

  private static let mostDepth = 8

  private func clause(_ condition: Guard, _ plan: Plan?, depth: Int) -> String {
    guard depth < Self.mostDepth else { return "..." }
    switch condition {
    case .always: return "always"
    case .inside(let term, let values): return comparison(of: term, in: values, plan)
    case .labelHas(let dataClass):
      return "the data has `\(catalogue.dataClasses[dataClass].name)`"
    case .not(let inner): return "not (\(clause(inner, plan, depth: depth + 1)))"
    case .all(let parts): return joined(parts, " and ", plan, depth)
    case .any(let parts): return joined(parts, " or ", plan, depth)
    }
  }

  private func joined(
    _ parts: [Guard], _ joiner: String, _ plan: Plan?, _ depth: Int
  ) -> String {
    let texts = parts.map { clause($0, plan, depth: depth + 1) }
    let text = texts.joined(separator: joiner)
    return depth == 0 || texts.count < 2 ? text : "(\(text))"
  }

  private func comparison(of term: Guard.Term, in values: IntervalSet, _ plan: Plan?) -> String {
    switch term {
    case .latency(let endpoint):
      let name = "latency(\(catalogue.endpoints[endpoint].name))"
      return "\(name) is "
        + ranges(values, of: Guard.latencies) { Duration(milliseconds: $0).description }
    case .fact(let index):
      guard let plan else { return "a fact" }
      let fact = plan.facts[index]
      return "`\(fact.name)` is " + ranges(values, of: fact.type.domain) { text(of: $0, fact.type) }
    case .opaque(let compared):
      guard let plan else { return "two facts" }
      return "`\(plan.facts[compared.left].name)` \(compared.comparison.rawValue) "
        + "`\(plan.facts[compared.right].name)`"
    }
  }

  private func ranges(
    _ values: IntervalSet, of domain: ClosedRange<Int64>, _ text: (Int64) -> String
  ) -> String {
    let ranges = values.clamped(to: domain).ranges
    guard !ranges.isEmpty else { return "never so" }
    return ranges.map { range in
      if range == domain { return "anything" }
      if range.lowerBound == range.upperBound { return text(range.lowerBound) }
      if range.lowerBound == domain.lowerBound { return "at most \(text(range.upperBound))" }
      if range.upperBound == domain.upperBound { return "at least \(text(range.lowerBound))" }
      return "\(text(range.lowerBound)) to \(text(range.upperBound))"
    }.joined(separator: " or ")
  }
}
