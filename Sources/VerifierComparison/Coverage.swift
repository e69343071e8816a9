import PolicyModel
package import RandomWorlds
import ReferenceInterpreter

/// How many random worlds have what is to be tested: a test of worlds in which nothing happens passes,
/// and says nothing.
package struct Coverage: Sendable {
  /// Of 1,000 worlds, so many must have each thing.
  package static let leastPerThousand = 5

  package private(set) var worldCount = 0
  private var counts: [String: Int] = [:]

  package init() {}

  package mutating func add(_ random: RandomWorld, _ opinions: Opinions) {
    worldCount += 1
    for thing in Self.things(in: random, opinions) { counts[thing, default: 0] += 1 }
  }

  package mutating func add(_ other: Coverage) {
    worldCount += other.worldCount
    counts.merge(other.counts, uniquingKeysWith: +)
  }

  /// Everything that is to occur, and in how many worlds it does.
  package var table: [(thing: String, worlds: Int)] {
    (Occurrence.allCases.map(\.rawValue) + Reason.allCases.map(Self.name)
      + Finding.allCases.map(\.rawValue)).map { ($0, counts[$0] ?? 0) }
  }

  /// What occurs too seldom.
  package var missing: [String] {
    let least = max(worldCount * Self.leastPerThousand / 1_000, 1)
    return table.filter { $0.worlds < least }.map { "\($0.thing): \($0.worlds), not \(least)" }
  }

  private static func name(of reason: Reason) -> String {
    "an event is forbidden: \(reason.rawValue)"
  }

  /// What is found of worlds.
  fileprivate enum Finding: String, CaseIterable {
    case gated = "the gate is asked"
    case gateNeeded = "the gate keeps something from happening"
    case byClass = "regions of a single data class make a difference"
    case ground = "an event is permitted on a transfer ground alone"
    case ownEndpoint = "a tenant uses an endpoint or pool of its own"
    case notAdmitted = "a tenant may not run a plan"
    case vacuous = "a plan has nothing to prove"
    case safe = "runs of a plan do nothing that is forbidden"
    case unsafe = "they do"
    case notGoingOn = "runs of a plan do not go on with everything up"
    case resilience0 = "they do not without some domain"
    case resilience1 = "they do not without some pair of domains"
    case resilience2 = "they go on without any two"
    case endpointAlone = "an endpoint is what they do not go on without"
    case regionAlone = "a region is, and none of its endpoints"
    case providerAlone = "a provider is, and none of its endpoints"
    case differentTenants = "one tenant is safe and another is not"
    case dear = "a run costs something"
    case costNotStated = "something that is called states no cost"
  }

  private static func things(in random: RandomWorld, _ opinions: Opinions) -> Set<String> {
    var things = Set(opinions.occurrences.map(\.rawValue))
    for says in opinions.ofPlan {
      things.formUnion(says.flatMap { $0.runs.reasons.values.map(name) })
      for (group, one) in says.enumerated() {
        things.formUnion(findings(one).map(\.rawValue))
        things.formUnion(findings(one, random, random.rights[group]).map(\.rawValue))
      }
      let admitted = says.filter(\.isAdmitted)
      if admitted.contains(where: \.isSafe), !admitted.allSatisfy(\.isSafe) {
        things.insert(Finding.differentTenants.rawValue)
      }
      if !says.contains(where: \.touchesAnything) { things.insert(Finding.vacuous.rawValue) }
    }
    if random.isGated { things.insert(Finding.gated.rawValue) }
    return things
  }

  private static func findings(_ one: Opinion) -> [Finding] {
    guard one.isAdmitted else { return [.notAdmitted] }
    var found: [Finding] = [one.isSafe ? .safe : .unsafe]
    if one.isGateNeeded { found.append(.gateNeeded) }
    switch one.resilience {
    case nil: found.append(.notGoingOn)
    case 0: found.append(.resilience0)
    case 1: found.append(.resilience1)
    default: found.append(.resilience2)
    }
    let alone = one.blocking.filter { $0.count == 1 }.joined()
    let kinds = Set(alone.map(\.kind))
    if kinds.contains(.endpointAlone) {
      found.append(.endpointAlone)
    } else {
      found += kinds
    }
    switch one.cost {
    case .most(let micros): if micros > 0 { found.append(.dear) }
    case .notStated: found.append(.costNotStated)
    case .infinite: break
    }
    return found
  }

  /// What the parts of a policy make a difference to.
  private static func findings(
    _ one: Opinion, _ random: RandomWorld, _ rights: Rights
  ) -> [Finding] {
    var found: [Finding] = []
    let events = one.runs.ungated.union(one.runs.gated)
    let without = random.world.with { $0.transfers = [] }
    let general = rights.with(residency: rights.residency.withoutClasses)
    for event in events {
      let reason = one.runs.reasons[event]
      if reason == nil, without.reason(against: event, of: rights) != nil { found.append(.ground) }
      if reason != random.world.reason(against: event, of: general) { found.append(.byClass) }
      if reason != .dedicated, random.world.catalogue.owner(of: event) == rights.tenant {
        found.append(.ownEndpoint)
      }
    }
    return found
  }
}

extension Domain {
  fileprivate var kind: Coverage.Finding {
    switch self {
    case .endpoint: .endpointAlone
    case .region: .regionAlone
    case .provider: .providerAlone
    }
  }
}

extension Catalogue {
  fileprivate func owner(of event: Event) -> String? {
    switch event.kind {
    case .call(_, let endpoint), .store(_, let endpoint): endpoints[endpoint].dedicatedTo?.value
    case .review(let pool): reviewerPools[pool].dedicatedTo?.value
    }
  }
}

extension Residency {
  fileprivate var withoutClasses: Residency { Residency(general, accepts: accepts) }
}
