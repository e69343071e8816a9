package import PolicyModel

/// How a platform decides for each capability, and what each policy forbids of it: what the tables
/// `decisions`, `rights` and `permissions` hold, in the catalogue's own indices.
package struct PlatformRights: Sendable {
  /// Every capability, whether or not an endpoint serves it: tools, models, kinds of storage.
  package let capabilities: [Capability]
  /// What policies differ in, each once, in the order of the classes.
  package private(set) var keys: [RightsKey] = []
  /// By class of policies, the position of what it permits in `keys`.
  package private(set) var keyOfClass: [Int] = []
  private let catalogue: Catalogue
  private let choices: [Choice]

  /// The candidates of a capability, in order.
  private struct Choice {
    let route: Int?
    let candidates: [(endpoint: Int, candidate: Int?)]
  }

  /// What one policy permits.
  package struct Row: Sendable {
    /// Endpoints and models that not everything is forbidden of.
    package let endpoints: Bitset
    package let models: Bitset
    /// For each reviewer pool, the cells that say what it must not be shown.
    package let reviewers: [Int64]
    /// For each capability, the candidates and what is forbidden of each.
    package let candidates: [[CandidateCells]]
  }

  /// A candidate of a capability with the bars that a policy puts before it.
  package struct CandidateCells: Sendable {
    package let endpoint: Int
    /// Its position among all candidates of the platform's routes; `nil` without a route.
    package let candidate: Int?
    package let bars: [Int64]
  }

  package init(
    _ catalogue: Catalogue, _ routes: NameTable<Route>, _ classes: [EffectivePolicy]
  ) {
    self.catalogue = catalogue
    capabilities =
      catalogue.tools.elements.indices.map { .tool($0) }
      + catalogue.models.elements.indices.map { .model($0) }
      + Storage.allCases.map { .storage($0) }
    choices = Self.choices(capabilities, catalogue, routes)
    var positions: [RightsKey: Int] = [:]
    for policy in classes {
      let key = RightsKey(policy)
      let position = positions[key] ?? keys.count
      if position == keys.count {
        keys.append(key)
        positions[key] = position
      }
      keyOfClass.append(position)
    }
  }

  /// The route of the capability at a position; `nil` where every endpoint that serves it is a candidate.
  package func route(ofCapability position: Int) -> Int? { choices[position].route }

  /// The rows of all policies.
  package func rows() -> [Row] {
    var bars = EndpointBars(catalogue)
    return keys.map { row(of: $0, bars.bars(of: $0)) }
  }

  /// The row of one policy.
  func row(of key: RightsKey, _ bars: PolicyBars) -> Row {
    var endpoints = Bitset()
    var models = Bitset()
    let candidates = zip(capabilities, choices).map { capability, choice in
      choice.candidates.map { endpoint, candidate in
        let found = bars.bars(of: endpoint, for: capability)
        if !bars.areTotal(found) {
          endpoints.insert(endpoint)
          if case .model(let model) = capability { models.insert(model) }
        }
        return CandidateCells(
          endpoint: endpoint, candidate: candidate, bars: found.flatMap(\.cells))
      }
    }
    return Row(
      endpoints: endpoints, models: models,
      reviewers: catalogue.reviewerPools.elements.flatMap { cells(of: $0, key.residency) },
      candidates: candidates)
  }

  /// Classes that must not be where the pool sits, whether data without a class must not, and classes
  /// that the pool may not see.
  private func cells(of pool: ReviewerPool, _ residency: Residency) -> [Int64] {
    let classes = catalogue.dataClasses.elements.indices
    let strange = classes.filter { !residency.use(of: $0).process.contains(pool.region) }
    let hidden = classes.filter { !pool.clearance.contains($0) }
    return [
      Int64(bitPattern: Bitset(strange).word(0)),
      residency.general.process.contains(pool.region) ? 0 : 1,
      Int64(bitPattern: Bitset(hidden).word(0)),
    ]
  }

  private static func choices(
    _ capabilities: [Capability], _ catalogue: Catalogue, _ routes: NameTable<Route>
  ) -> [Choice] {
    var firsts: [Int] = []
    var next = 0
    for route in routes.elements {
      firsts.append(next)
      next += route.candidates.count
    }
    let byCapability = Dictionary(
      routes.elements.enumerated().map { ($1.capability, $0) },
      uniquingKeysWith: { first, _ in first })
    var served: [Capability: [Int]] = [:]
    for (index, endpoint) in catalogue.endpoints.elements.enumerated() {
      for capability in Set(endpoint.serves) { served[capability, default: []].append(index) }
    }
    return capabilities.map { capability in
      guard let route = byCapability[capability] else {
        return Choice(route: nil, candidates: (served[capability] ?? []).map { ($0, nil) })
      }
      return Choice(
        route: route,
        candidates: routes[route].candidates.enumerated().map {
          ($1.endpoint.value, firsts[route] + $0)
        })
    }
  }
}

extension EndpointBar {
  /// The reason, with 256 for data without a class; from when on; the classes.
  var cells: [Int64] {
    [reason.rawValue | (unclassified ? 256 : 0), from, Int64(bitPattern: classes)]
  }
}
