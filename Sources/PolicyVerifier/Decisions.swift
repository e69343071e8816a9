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
  ///
  /// - Parameter known: Latencies that are known.
  func cases(label: UInt64, known: [Guard.Term: Int64] = [:]) -> SnapshotCases? {
    var parts = TermParts(of: conditions) { _ in Guard.latencies }
    if !known.isEmpty { parts.restrict(to: known) }
    return SnapshotCases(of: conditions, label: label, parts: parts)
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
}

/// The snapshots of decisions, worked out once for labels that no condition tells apart.
struct SnapshotTable {
  private let decisions: DecisionTable
  private var known: [Key: Snapshots?] = [:]
  /// Cases that were looked at.
  private(set) var cases = 0

  private struct Key: Hashable {
    let capability: Capability
    let label: UInt64
  }

  init(_ decisions: DecisionTable) { self.decisions = decisions }

  /// `nil` where the conditions tell too many cases apart.
  mutating func snapshots(of capability: Capability, label: UInt64) -> Snapshots? {
    let decision = decisions[capability]
    let key = Key(capability: capability, label: label & decision.testedClasses)
    if let known = known[key] { return known }
    let snapshots = snapshots(of: decision, label: key.label)
    known[key] = .some(snapshots)
    return snapshots
  }

  private mutating func snapshots(of decision: Decision, label: UInt64) -> Snapshots? {
    guard decision.conditions.contains(where: { $0 != .always }) else {
      let all = Bitset(all: decision.endpoints.count)
      return Snapshots(sets: [all], possible: all, certain: all)
    }
    guard let cases = decision.cases(label: label),
      self.cases + cases.count <= PlanGraph.mostCasesOfRoutes
    else { return nil }
    self.cases += cases.count
    return cases.snapshots(of: decision.conditions)
  }
}

extension Decision {
  /// The data classes that its conditions ask for.
  fileprivate var testedClasses: UInt64 {
    var classes: UInt64 = 0
    for condition in conditions {
      condition.forEachTest { test in
        if case .labelHas(let dataClass) = test { classes |= 1 << UInt64(dataClass) }
      }
    }
    return classes
  }
}
