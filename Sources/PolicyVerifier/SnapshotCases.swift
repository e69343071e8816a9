import PolicyModel

/// The values that the terms of some conditions can be told apart by: of each part of a term's domain,
/// one.
struct SnapshotCases {
  /// Most combinations that are looked at; where there are more, the verdict is UNKNOWN.
  static let most = PlanGraph.mostCasesOfStep

  private let terms: [Guard.Term]
  private let values: [[Int64]]
  private let label: Bitset
  /// How many there are.
  let count: Int

  /// - Parameters:
  ///   - known: The values of terms that are not free; others take any.
  ///   - parts: Of these conditions, and of all others that ask for a fact that has one value in a run:
  ///     what one of them is told of it holds for the others too.
  init?(
    of conditions: [Guard], label: UInt64, known: [Guard.Term: Int64] = [:], parts: TermParts
  ) {
    terms = Set(conditions.flatMap(\.terms)).sorted { $0.order < $1.order }
    values = terms.map { term in known[term].map { [$0] } ?? parts.parts[term] ?? [] }
    var count = 1
    for values in values {
      count *= max(values.count, 1)
      guard count <= Self.most else { return nil }
    }
    self.count = count
    self.label = Bitset(word: label)
  }

  /// Calls `visit` with every combination: a value for each term.
  func forEach(_ visit: ([Guard.Term: Int64]) -> Void) {
    var positions = [Int](repeating: 0, count: terms.count)
    while true {
      var assignment: [Guard.Term: Int64] = [:]
      for (term, position) in zip(terms.indices, positions) {
        assignment[terms[term]] = values[term][position]
      }
      visit(assignment)
      guard let next = positions.indices.first(where: { positions[$0] + 1 < values[$0].count })
      else { return }
      positions[next] += 1
      for lower in 0..<next { positions[lower] = 0 }
    }
  }

  /// The first combination of which that is so; `holds` says which conditions hold in it.
  func first(
    where isWanted: ([Guard.Term: Int64], _ holds: (Guard) -> Bool) -> Bool
  ) -> [Guard.Term: Int64]? {
    var found: [Guard.Term: Int64]?
    forEach { assignment in
      guard found == nil, isWanted(assignment, { holds($0, assignment) }) else { return }
      found = assignment
    }
    return found
  }

  func holds(_ condition: Guard, _ assignment: [Guard.Term: Int64]) -> Bool {
    condition.holds({ assignment[$0] ?? 0 }, label: label)
  }

  func snapshots(of conditions: [Guard]) -> Snapshots {
    var sets: Set<Bitset> = []
    var byOpaque: [[Int64]: Bitset] = [:]
    let opaque = terms.filter(\.isOpaque)
    forEach { assignment in
      let holding = Bitset(conditions.indices.filter { holds(conditions[$0], assignment) })
      sets.insert(holding)
      byOpaque[opaque.map { assignment[$0] ?? 0 }, default: Bitset()].formUnion(holding)
    }
    let possible = byOpaque.values.reduce(Bitset()) { $0.union($1) }
    return Snapshots(
      sets: sets.sorted { $0.members.lexicographicallyPrecedes($1.members) }, possible: possible,
      certain: byOpaque.values.reduce(possible) { $0.intersection($1) })
  }
}

/// For each term, the coarsest partition of its domain on which every condition is constant: of each
/// part, the least value.
struct TermParts {
  private(set) var parts: [Guard.Term: [Int64]] = [:]

  init(of conditions: [Guard], domain: (Guard.Term) -> ClosedRange<Int64>) {
    var bounds: [Guard.Term: Set<Int64>] = [:]
    for condition in conditions {
      condition.forEachTest { test in
        guard case .inside(let term, let set) = test else { return }
        let domain = domain(term)
        var known = bounds[term] ?? [domain.lowerBound]
        for range in set.clamped(to: domain).ranges {
          known.insert(range.lowerBound)
          if range.upperBound < domain.upperBound { known.insert(range.upperBound + 1) }
        }
        bounds[term] = known
      }
    }
    parts = bounds.mapValues { $0.sorted() }
  }

  /// The parts that the arms of a plan's branches tell apart.
  ///
  /// - Parameter known: Values that are known; of their terms one part is left.
  init(of plan: Plan, known: [Guard.Term: Int64]) {
    self.init(of: plan.steps.elements.flatMap(\.conditions)) { plan.domain(of: $0) }
    restrict(to: known)
  }

  /// Leaves of each term the part alone that a known value lies in.
  mutating func restrict(to known: [Guard.Term: Int64]) {
    for (term, values) in parts {
      guard let value = known[term], let part = values.last(where: { $0 <= value }) else {
        continue
      }
      parts[term] = [part]
    }
  }
}

extension Guard {
  /// What it asks for.
  fileprivate var terms: [Term] {
    var terms: [Term] = []
    forEachTest { test in
      if case .inside(let term, _) = test { terms.append(term) }
    }
    return terms
  }
}

extension Guard.Term {
  /// Where the term stands in lists.
  var order: Int {
    switch self {
    case .fact(let fact): fact
    case .latency(let endpoint): 1_000 + endpoint
    case .opaque(let comparison): 100_000 + 1_000 * comparison.left + comparison.right
    }
  }
}

extension Bitset {
  mutating func formUnion(_ other: Bitset) { self = union(other) }
}
