/// A condition whose names are resolved and whose types are checked: Boolean combinations of
/// membership and label tests, so that what it means can be decided exactly.
package indirect enum Guard: Hashable, Sendable {
  case always
  /// Every comparison is one: `amount > 50_000 USD` is the set of amounts above.
  case inside(Term, IntervalSet)
  /// The data that the step reads has the data class of that index.
  case labelHas(Int)
  case not(Guard)
  case all([Guard])
  case any([Guard])

  /// What a comparison is about.
  package enum Term: Hashable, Sendable {
    /// A fact of the plan, by index.
    case fact(Int)
    /// Milliseconds that an endpoint took of late, by its index; sampled at each decision.
    case latency(Int)
    /// Whether two facts compare so, 1 or 0. It is only ever asked for 1.
    ///
    /// How two facts relate is nothing that is decided: whoever asks whether conditions can hold takes
    /// it for either, anew at each decision.
    case opaque(FactComparison)

    /// Whether nothing is known of when it holds.
    package var isOpaque: Bool {
      if case .opaque = self { true } else { false }
    }
  }

  /// A comparison of two facts of one ordered type, by index.
  package struct FactComparison: Hashable, Sendable {
    package let left: Int
    package let comparison: Condition.Comparison
    package let right: Int

    package init(_ left: Int, _ comparison: Condition.Comparison, _ right: Int) {
      self.left = left
      self.comparison = comparison
      self.right = right
    }
  }

  /// The condition that two facts compare so.
  package static func compare(_ comparison: FactComparison) -> Guard {
    .inside(.opaque(comparison), IntervalSet([1...1]))
  }

  package static let truthValues: ClosedRange<Int64> = 0...1

  package static let latencies = 0...Duration.longest.milliseconds

  /// Whether it holds for these values and this set of data classes.
  package func holds(_ value: (Term) -> Int64, label: Bitset) -> Bool {
    switch self {
    case .always: true
    case .inside(let term, let values): values.contains(value(term))
    case .labelHas(let dataClass): label.contains(dataClass)
    case .not(let inner): !inner.holds(value, label: label)
    case .all(let parts): parts.allSatisfy { $0.holds(value, label: label) }
    case .any(let parts): parts.contains { $0.holds(value, label: label) }
    }
  }

  /// Calls `visit` with every test in it, in the order they are written.
  package func forEachTest(_ visit: (Guard) -> Void) {
    switch self {
    case .always: break
    case .inside, .labelHas: visit(self)
    case .not(let inner): inner.forEachTest(visit)
    case .all(let parts), .any(let parts): for part in parts { part.forEachTest(visit) }
    }
  }

  /// The facts it asks about, by index.
  package var facts: Bitset {
    var facts = Bitset()
    forEachTest { test in
      switch test {
      case .inside(.fact(let fact), _): facts.insert(fact)
      case .inside(.opaque(let comparison), _):
        facts = facts.union(Bitset([comparison.left, comparison.right]))
      case .always, .inside(.latency, _), .labelHas, .not, .all, .any: break
      }
    }
    return facts
  }
}

/// The cases that a few guards can tell apart: of each term one value between any two bounds that the
/// guards name, of each data class that it is there or not.
package struct GuardCases: Sendable {
  /// Most cases that are looked at; beyond it, questions are answered with `nil`.
  package static let most = 128

  private var values: [Guard.Term: Set<Int64>] = [:]
  private var classes = Bitset()

  /// - Parameter domain: The values that a term can have.
  package init(of guards: [Guard], domain: (Guard.Term) -> ClosedRange<Int64>) {
    for one in guards { one.forEachTest { add($0, domain) } }
  }

  /// Whether the condition holds in all cases; `nil` where they are too many to look at.
  package func allSatisfy(_ condition: ((Guard.Term) -> Int64, Bitset) -> Bool) -> Bool? {
    guard let count, count <= Self.most else { return nil }
    let terms = values.map { (term: $0.key, values: $0.value.sorted()) }
    return (0..<count).allSatisfy { number in
      var rest = number
      var chosen: [Guard.Term: Int64] = [:]
      for (term, values) in terms {
        chosen[term] = values[rest % values.count]
        rest /= values.count
      }
      let members = classes.members
      let label = Bitset(members.indices.filter { rest >> $0 & 1 == 1 }.map { members[$0] })
      return condition({ chosen[$0] ?? 0 }, label)
    }
  }

  private var count: Int? {
    guard classes.count <= 12 else { return nil }
    var count = 1 << classes.count
    for values in values.values {
      count *= values.count
      guard count <= Self.most else { return nil }
    }
    return count
  }

  /// A set is told apart from its surroundings at its ranges' ends and the numbers next to them.
  private mutating func add(_ test: Guard, _ domain: (Guard.Term) -> ClosedRange<Int64>) {
    switch test {
    case .inside(let term, let set):
      let domain = domain(term)
      var cases = values[term] ?? [domain.lowerBound]
      for range in set.clamped(to: domain).ranges {
        cases.insert(range.lowerBound)
        if range.upperBound < domain.upperBound { cases.insert(range.upperBound + 1) }
      }
      values[term] = cases
    case .labelHas(let dataClass): classes.insert(dataClass)
    case .always, .not, .all, .any: break
    }
  }
}
