package import PolicyModel

/// Values that facts and latencies have at one moment.
package typealias Values = [Guard.Term: Int64]

/// The values that are tried for each fact and latency: all of a small domain; of a large one the ends
/// of the ranges that conditions ask for, and the numbers next to them.
struct Samples {
  static let mostEnumerated: Int64 = 8

  private let world: World
  private let plan: Plan
  /// Values that are tried too, since a run that is replayed has them.
  private let more: [Guard.Term: Set<Int64>]

  init(_ world: World, _ plan: Plan, more: [Guard.Term: Set<Int64>]) {
    self.world = world
    self.plan = plan
    self.more = more
  }

  func isFrozen(_ term: Guard.Term) -> Bool {
    if case .fact(let fact) = term { plan.facts[fact].known == .atStart } else { false }
  }

  /// Every combination of values of the facts that are known at the start.
  func beginnings() -> [Values] {
    combinations(of: terms(in: everyCondition).filter(isFrozen))
  }

  /// The least value of each of them: one beginning, where all would be too many.
  func firstBeginning() -> Values {
    terms(in: everyCondition).filter(isFrozen).reduce(into: [:]) { $0[$1] = values(of: $1).first }
  }

  /// Every combination of values that what conditions ask for may have at a decision.
  func snapshots(for conditions: [Guard], frozen: Values) -> [Values] {
    combinations(of: terms(in: conditions).filter { !isFrozen($0) })
      .map { $0.merging(frozen) { sampled, _ in sampled } }
  }

  private var everyCondition: [Guard] {
    plan.steps.elements.flatMap(\.arms)
      + world.routes.elements.flatMap { $0.candidates.map(\.condition.value) }
  }

  private func terms(in conditions: [Guard]) -> [Guard.Term] {
    var terms: Set<Guard.Term> = []
    for condition in conditions {
      condition.forEachTest { if case .inside(let term, _) = $0 { terms.insert(term) } }
    }
    return terms.sorted { Self.order($0) < Self.order($1) }
  }

  private func combinations(of terms: [Guard.Term]) -> [Values] {
    var all: [Values] = [[:]]
    for term in terms {
      let values = self.values(of: term)
      all = all.flatMap { one in values.map { one.merging([term: $0]) { _, new in new } } }
    }
    return all
  }

  private func values(of term: Guard.Term) -> [Int64] {
    let domain =
      switch term {
      case .fact(let fact): plan.facts[fact].type.domain
      case .latency: Guard.latencies
      case .opaque: Guard.truthValues
      }
    let (width, overflow) = domain.upperBound.subtractingReportingOverflow(domain.lowerBound)
    if !overflow, width < Self.mostEnumerated { return Array(domain) }
    var values: Set<Int64> = [domain.lowerBound]
    values.formUnion(more[term] ?? [])
    for condition in everyCondition {
      condition.forEachTest { test in
        guard case .inside(term, let set) = test else { return }
        for range in set.clamped(to: domain).ranges {
          values.formUnion([range.lowerBound, range.upperBound])
          if range.lowerBound > domain.lowerBound { values.insert(range.lowerBound - 1) }
          if range.upperBound < domain.upperBound { values.insert(range.upperBound + 1) }
        }
      }
    }
    return values.filter(domain.contains).sorted()
  }

  private static func order(_ term: Guard.Term) -> Int {
    switch term {
    case .fact(let fact): fact
    case .latency(let endpoint): Plan.mostFacts + endpoint
    case .opaque(let comparison):
      Int.max / 2 + comparison.left * Plan.mostFacts + comparison.right
    }
  }
}

extension Step {
  /// The conditions of its arms.
  var arms: [Guard] {
    exits.compactMap { if case .arm(let condition) = $0.occasion { condition } else { nil } }
  }
}
