package import PolicyModel

/// The candidates for a capability, in the order in which they are tried, and what becomes of a step
/// for which there is none.
package struct Decision: Sendable {
  /// Index of the route; `nil` where every endpoint that serves the capability is a candidate.
  package let route: Int?
  /// Indices of endpoints.
  package let endpoints: [Int]
  package let conditions: [Guard]
  package let fallback: Route.Fallback
}

extension Decision {
  /// The cases that its conditions tell apart.
  func cases(label: UInt64) -> SnapshotCases? {
    SnapshotCases(
      of: conditions, label: label,
      parts: TermParts(of: conditions) { _ in Guard.latencies })
  }
}

/// Which candidates' conditions can hold together, for one label.
struct Snapshots: Sendable {
  /// Each set of candidates (by position) that hold in some snapshot, once.
  let sets: [Bitset]
  /// Those that hold in some snapshot, and those of which that is known whatever opaque conditions are.
  let possible: Bitset
  let certain: Bitset
}

/// The decisions of a platform.
struct DecisionTable: Sendable {
  private let decisions: [Capability: Decision]
  private static let none = Decision(route: nil, endpoints: [], conditions: [], fallback: .fail)

  init(_ catalogue: Catalogue, _ routes: NameTable<Route>) {
    var decisions: [Capability: Decision] = [:]
    for (index, endpoint) in catalogue.endpoints.elements.enumerated() {
      for capability in Set(endpoint.serves) {
        let known = decisions[capability] ?? Self.none
        decisions[capability] = Decision(
          route: nil, endpoints: known.endpoints + [index],
          conditions: known.conditions + [.always], fallback: .fail)
      }
    }
    for (index, route) in routes.elements.enumerated() {
      decisions[route.capability] = Decision(
        route: index, endpoints: route.candidates.map(\.endpoint.value),
        conditions: route.candidates.map(\.condition.value),
        fallback: route.onUnavailable.value)
    }
    self.decisions = decisions
  }

  subscript(capability: Capability) -> Decision { decisions[capability] ?? Self.none }

  /// `nil` where the conditions tell too many cases apart.
  func snapshots(of capability: Capability, label: UInt64) -> Snapshots? {
    let decision = self[capability]
    guard decision.conditions.contains(where: { $0 != .always }) else {
      let all = Bitset(all: decision.endpoints.count)
      return Snapshots(sets: [all], possible: all, certain: all)
    }
    return decision.cases(label: label)?.snapshots(of: decision.conditions)
  }
}
