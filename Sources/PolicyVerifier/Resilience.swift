import PolicyModel

/// Which few failure domains leave a question without an answer. Domains by number, ascending.
struct Blockers: Hashable, Sendable {
  /// Domains each of which does it alone.
  let single: [Int]
  /// Pairs of domains, neither of which does it alone.
  let pairs: [DomainPair]

  static let none = Blockers(single: [], pairs: [])
}

/// Two domains by number, the smaller one first.
struct DomainPair: Hashable, Comparable, Sendable {
  let first: Int
  let second: Int

  init(_ one: Int, _ other: Int) {
    first = min(one, other)
    second = max(one, other)
  }

  static func < (left: DomainPair, right: DomainPair) -> Bool {
    (left.first, left.second) < (right.first, right.second)
  }
}

/// The failure domains of a platform.
struct FailureDomains: Sendable {
  /// In the order in which they are looked at.
  let all: [FailureDomain]
  /// By endpoint, the numbers of the domains that it falls with.
  let ofEndpoint: [[Int]]
  private let ofPool: [[Int]]

  init(_ catalogue: Catalogue) {
    let endpoints = catalogue.endpoints.elements
    let providers = Set(endpoints.compactMap(\.provider)).sorted()
    let numberOfProvider = Dictionary(uniqueKeysWithValues: zip(providers, providers.indices))
    let regions = catalogue.regions.count
    all =
      endpoints.indices.map { .endpoint($0) } + (0..<regions).map { .region($0) }
      + providers.map { .provider($0) }
    ofEndpoint = endpoints.enumerated().map { index, endpoint in
      let provider = endpoint.provider.flatMap { numberOfProvider[$0] }
      return [index] + endpoint.regions.all.members.map { endpoints.count + $0 }
        + (provider.map { [endpoints.count + regions + $0] } ?? [])
    }
    ofPool = catalogue.reviewerPools.elements.map { [endpoints.count + $0.region] }
  }

  /// What blocks a question that is always served with everything up.
  func blockers(of answer: Answer, _ asked: AskedQuestion) -> Blockers {
    if let pool = answer.pool { return Blockers(single: ofPool[pool], pairs: []) }
    guard let decision = asked.decision, let snapshots = asked.snapshots else { return .none }
    var single: Set<Int> = []
    var pairs: Set<DomainPair> = []
    for set in snapshots.sets {
      let endpoints = set.intersection(answer.permitted).members.map { decision.endpoints[$0] }
      guard let first = endpoints.first else { continue }
      for domain in ofEndpoint[first] {
        guard let rest = endpoints.first(where: { !ofEndpoint[$0].contains(domain) }) else {
          single.insert(domain)
          continue
        }
        for other in ofEndpoint[rest]
        where endpoints.allSatisfy({
          ofEndpoint[$0].contains(domain) || ofEndpoint[$0].contains(other)
        }) {
          pairs.insert(DomainPair(domain, other))
        }
      }
    }
    return Blockers(
      single: single.sorted(),
      pairs: pairs.filter { !single.contains($0.first) && !single.contains($0.second) }.sorted())
  }
}

extension FailureDomain: Comparable {
  /// Endpoints first, then regions, then providers; so that reports name the smallest cause.
  package static func < (left: FailureDomain, right: FailureDomain) -> Bool {
    left.key < right.key
  }

  private var key: (Int, Int, String) {
    switch self {
    case .endpoint(let index): (0, index, "")
    case .region(let index): (1, index, "")
    case .provider(let name): (2, 0, name)
    }
  }
}
