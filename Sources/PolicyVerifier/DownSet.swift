import PolicyModel

/// Failure domains that are down, and what of each question's candidates is.
struct DownSet: Sendable {
  private let endpoints: Bitset
  private let regions: Bitset

  init(_ domains: [FailureDomain], _ catalogue: Catalogue) {
    var endpoints = Bitset()
    var regions = Bitset()
    for domain in domains {
      switch domain {
      case .endpoint(let index): endpoints.insert(index)
      case .region(let index):
        regions.insert(index)
        for (number, endpoint) in catalogue.endpoints.elements.enumerated()
        where endpoint.regions.all.contains(index) {
          endpoints.insert(number)
        }
      case .provider(let name):
        for (number, endpoint) in catalogue.endpoints.elements.enumerated()
        where endpoint.provider == name {
          endpoints.insert(number)
        }
      }
    }
    self.endpoints = endpoints
    self.regions = regions
    poolRegions = catalogue.reviewerPools.elements.map(\.region)
  }

  private let poolRegions: [Int]

  /// Whether every snapshot of the question has a candidate that is permitted and up; for a review,
  /// whether its pool is.
  func isServed(_ question: Int, _ view: PolicyView) -> Bool {
    let outcome = view[question]
    if endpoints.isEmpty && regions.isEmpty { return outcome.isAlwaysServed }
    guard outcome.isAlwaysServed else { return false }
    if let pool = outcome.pool { return !hasPool(pool) }
    guard let up = up(of: question, view) else { return true }
    return view.table.questions[question].snapshots?.sets.allSatisfy {
      !$0.intersection(up).isEmpty
    } ?? false
  }

  func isEverServed(_ question: Int, _ view: PolicyView) -> Bool {
    guard let snapshots = view.table.questions[question].snapshots else { return false }
    let up = up(of: question, view) ?? view[question].permitted
    return !snapshots.possible.intersection(up).isEmpty
  }

  /// Of endpoints, the positions of those that are down.
  func fallen(_ candidates: [Int]) -> Bitset {
    Bitset(candidates.indices.filter { endpoints.contains(candidates[$0]) })
  }

  func hasPool(_ pool: Int) -> Bool { regions.contains(poolRegions[pool]) }

  /// The permitted candidates that are up; `nil` where none is down.
  private func up(of question: Int, _ view: PolicyView) -> Bitset? {
    guard let candidates = view.table.questions[question].decision?.endpoints else { return nil }
    let fallen = fallen(candidates)
    return fallen.isEmpty ? nil : view[question].permitted.subtracting(fallen)
  }
}

extension RegionUse {
  /// All regions that something may be in, for whatever use.
  var all: Bitset { process.union(store).union(log) }
}
