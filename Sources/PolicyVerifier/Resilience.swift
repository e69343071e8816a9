import PolicyModel

/// Which few failure domains leave a question without an answer.
struct Blockers: Hashable, Sendable {
  /// Domains each of which does it alone.
  let single: Set<FailureDomain>
  /// Pairs of domains, neither of which does it alone.
  let pairs: Set<Set<FailureDomain>>

  static let none = Blockers(single: [], pairs: [])
}

/// The failure domains of a platform.
struct FailureDomains: Sendable {
  /// By endpoint, the domains that it falls with.
  private let ofEndpoint: [[FailureDomain]]
  private let ofPool: [[FailureDomain]]

  init(_ catalogue: Catalogue) {
    ofEndpoint = catalogue.endpoints.elements.enumerated().map { index, endpoint in
      [.endpoint(index)] + endpoint.regions.all.members.map { .region($0) }
        + (endpoint.provider.map { [.provider($0)] } ?? [])
    }
    ofPool = catalogue.reviewerPools.elements.map { [.region($0.region)] }
  }

  /// What blocks a question that is always served with everything up.
  func blockers(of outcome: PolicyView.Outcome, _ asked: AskedQuestion) -> Blockers {
    if let pool = outcome.pool { return Blockers(single: Set(ofPool[pool]), pairs: []) }
    guard let decision = asked.decision, let snapshots = asked.snapshots else { return .none }
    var single: Set<FailureDomain> = []
    var pairs: Set<Set<FailureDomain>> = []
    for set in snapshots.sets {
      let endpoints = set.intersection(outcome.permitted).members.map { decision.endpoints[$0] }
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
          pairs.insert([domain, other])
        }
      }
    }
    return Blockers(single: single, pairs: pairs.filter { $0.isDisjoint(with: single) })
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
