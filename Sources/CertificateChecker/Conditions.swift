import PolicyModel

/// What conditions tell apart: of each part of a term's values, the least.
struct Cases {
  private var parts: [Guard.Term: [Int64]] = [:]

  /// - Parameter fact: The values that a fact may have, by its index.
  init(of conditions: [Guard], fact: (Int) -> ClosedRange<Int64>) {
    for condition in conditions {
      condition.forEachTest { test in
        guard case .inside(let term, let values) = test else { return }
        let domain =
          switch term {
          case .fact(let index): fact(index)
          case .latency: Guard.latencies
          case .opaque: Guard.truthValues
          }
        let ends = values.ranges.flatMap { [$0.lowerBound, $0.upperBound &+ 1] }
        let known = self[term] + [domain.lowerBound] + ends.filter(domain.contains)
        parts[term] = Set(known).sorted()
      }
    }
  }

  subscript(term: Guard.Term) -> [Int64] { parts[term] ?? [] }

  /// Every combination of values of what the conditions ask for; `known` are those that are not free.
  func combinations(
    of conditions: [Guard], known: [Guard.Term: Int64] = [:]
  ) throws -> [[Guard.Term: Int64]] {
    var terms: Set<Guard.Term> = []
    for condition in conditions {
      condition.forEachTest { if case .inside(let term, _) = $0 { terms.insert(term) } }
    }
    var all: [[Guard.Term: Int64]] = [[:]]
    for term in terms {
      let values = known[term].map { [$0] } ?? self[term]
      guard all.count * values.count <= 4_096 else { throw Refusal("too many cases") }
      all = all.flatMap { one in values.map { one.merging([term: $0]) { $1 } } }
    }
    return all
  }
}

func holds(_ condition: Guard, _ values: [Guard.Term: Int64], _ label: UInt64) -> Bool {
  let classes = Bitset((0..<64).filter { label >> UInt64($0) & 1 == 1 })
  return condition.holds({ values[$0] ?? .min }, label: classes)
}
