package import PolicyModel

/// A plan in a situation: what is the case in the runs that are looked at.
package struct Situation: Hashable, Sendable {
  /// Index of the plan.
  package let plan: Int
  /// Values of facts and latencies; of what is not stated, anything may be so.
  package let known: [Guard.Term: Int64]
  /// Steps whose calls and reviews come to nothing, by index.
  package let failing: Bitset
  /// What does not answer, from the beginning of a run to its end.
  package let down: [FailureDomain]
  package let day: CalendarDate

  package init(
    plan: Int, known: [Guard.Term: Int64] = [:], failing: Bitset = Bitset(),
    down: [FailureDomain] = [], day: CalendarDate
  ) {
    self.plan = plan
    self.known = known
    self.failing = failing
    self.down = down
    self.day = day
  }
}

/// What of a situation decides which ways a plan has at all.
struct GraphConditions: Hashable, Sendable {
  let known: [Guard.Term: Int64]
  let failing: Bitset

  static let any = GraphConditions(known: [:], failing: Bitset())

  private init(known: [Guard.Term: Int64], failing: Bitset) {
    self.known = known
    self.failing = failing
  }

  /// Values are those of the parts that they lie in: situations that a plan cannot tell apart have one
  /// graph.
  ///
  /// - Parameter parts: Of the plan.
  init(_ situation: Situation, _ parts: TermParts) {
    var known: [Guard.Term: Int64] = [:]
    for (term, starts) in parts.parts {
      guard let value = situation.value(of: term) else { continue }
      known[term] = starts.last { $0 <= value }
    }
    self.init(known: known, failing: situation.failing)
  }
}

extension Situation {
  /// What is known of a fact, of a latency, or of how two facts compare.
  func value(of term: Guard.Term) -> Int64? {
    guard case .opaque(let compared) = term else { return known[term] }
    guard let left = known[.fact(compared.left)], let right = known[.fact(compared.right)] else {
      return nil
    }
    return compared.comparison.holds(left, right) ? 1 : 0
  }

  /// The latencies that are known.
  var latencies: [Guard.Term: Int64] {
    known.filter { if case .latency = $0.key { true } else { false } }
  }
}

extension Condition.Comparison {
  fileprivate func holds(_ left: Int64, _ right: Int64) -> Bool {
    switch self {
    case .atMost: left <= right
    case .atLeast: left >= right
    case .equal: left == right
    case .notEqual: left != right
    case .less: left < right
    case .greater: left > right
    }
  }
}
