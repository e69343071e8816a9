import PolicyModel
import PolicyVerifier
import RandomWorlds
import ReferenceInterpreter
import Testing
import VerifierComparison

/// What a change may do to verdicts, whatever the world.
@Suite struct LawTests {
  private static let worlds = (0..<UInt64(150)).map { RandomWorld(seed: $0) }

  // MARK: Safety

  @Test func whoIsDeniedAToolMoreDoesNothingThatIsForbiddenMore() {
    var law = Law("a deny adds no violation")
    for world in Self.worlds {
      for tool in world.world.catalogue.tools.elements.indices {
        let denied = world.changingRights(of: 0) { $0.without(tool: tool) }
        law.expect(violated(denied), within: violated(world))
      }
    }
    law.end()
  }

  @Test func aGateAddsNoViolation() {
    var law = Law("a gate adds no violation")
    for world in Self.worlds {
      law.expect(violated(world.gated(true)), within: violated(world.gated(false)))
    }
    law.end()
  }

  /// Reviewers are no candidates, so that no gate keeps them from what they are shown.
  @Test func withAGateANarrowerResidencyForbidsReviewsAlone() {
    var law = Law("with a gate, a narrower residency adds no violation but of reviews")
    for world in Self.worlds.map({ $0.gated(true) }) {
      for region in world.world.catalogue.regions.elements.indices {
        let narrowed = world.narrowed(without: region)
        law.expect(violated(narrowed, reviews: false), within: violated(world, reviews: false))
      }
    }
    law.end(mayChange: false)
  }

  /// A ground counts only where the group that it leads from has all regions that the policy permits: a
  /// tenant that accepts one may, with fewer regions, come to have it.
  @Test func withoutGatesAndGroundsANarrowerResidencyRemovesNoViolation() {
    var law = Law("without a gate and grounds, a narrower residency removes no violation")
    for world in Self.worlds.map({ $0.gated(false).changingCatalogue { $0.transfers = [] } }) {
      for region in world.world.catalogue.regions.elements.indices {
        law.expect(violated(world), within: violated(world.narrowed(without: region)))
      }
    }
    law.end()
  }

  @Test func aGroundThatEndsRemovesNoViolationWithoutAGate() {
    var law = Law("without a gate, the end of grounds removes no violation")
    for world in Self.worlds.map({ $0.gated(false) }) {
      law.expect(
        violated(world), within: violated(world.changingCatalogue { $0.transfers = [] }))
    }
    law.end(mayChange: false)
  }

  @Test func aClearanceMoreAddsNoViolation() {
    var law = Law("clearances add no violation")
    for world in Self.worlds {
      let cleared = world.changingCatalogue { catalogue in
        let all = Bitset(all: catalogue.dataClasses.count)
        catalogue.reviewerPools = NameTable(
          inOrder: catalogue.reviewerPools.elements.map { pool in
            ReviewerPool(
              unwritten(pool.name), region: pool.region, staff: pool.staff,
              dedicatedTo: pool.dedicatedTo, clearance: all)
          })
      }
      law.expect(violated(cleared), within: violated(world))
    }
    law.end()
  }

  @Test func aCandidateMoreRemovesNoViolationWithoutAGate() {
    var law = Law("without a gate, a candidate removes no violation")
    for world in Self.worlds.map({ $0.gated(false) }) {
      for (route, one) in world.world.routes.elements.enumerated() where one.candidates.count > 1 {
        let fewer = world.changingCandidates(of: route) { $0.removeLast() }
        law.expect(violated(fewer), within: violated(world))
      }
    }
    law.end()
  }

  @Test func factsThatChangeDuringARunRemoveNoViolation() {
    var law = Law("facts that change remove no violation")
    for world in Self.worlds {
      guard let sampled = world.with(.factSampled) else { continue }
      law.expect(violated(world), within: violated(sampled))
    }
    law.end(mayChange: false)
  }

  // MARK: Progress

  /// Where a step waits for want of a candidate. Where it fails instead, the way from there may be the
  /// better one: it does not lead to where the success of the step was stuck.
  @Test func aCandidateLessMakesNoProgressWhereRunsWait() {
    var law = Law("where runs wait or store, a candidate less makes no progress")
    for world in Self.worlds {
      for (route, one) in world.world.routes.elements.enumerated()
      where one.candidates.count > 1 && one.waitsOrStores {
        let fewer = world.changingCandidates(of: route) { $0.removeFirst() }
        law.expect(progressing(fewer), within: progressing(world))
      }
    }
    law.end()
  }

  // MARK: Order

  @Test func theOrderOfTenantsAndPlansIsNeutral() {
    for world in Self.worlds {
      var other = world
      other.rights.reverse()
      other.world = World(
        catalogue: world.world.catalogue, routes: world.world.routes,
        plans: NameTable(inOrder: world.world.plans.elements.reversed()), day: world.world.day)
      #expect(verdicts(world) == verdicts(other), "world \(world.seed)")
    }
  }
}

/// A statement that something becomes no more, looked at in many worlds.
private struct Law {
  private let title: String
  private var count = 0
  private var changed = 0

  init(_ title: String) {
    self.title = title
  }

  mutating func expect(_ less: Set<String>, within more: Set<String>) {
    count += 1
    if less != more { changed += 1 }
    #expect(less.isSubset(of: more), "\(title): \(less.subtracting(more))")
  }

  /// - Parameter mayChange: Whether the two sides differ anywhere.
  func end(mayChange: Bool = true) {
    print("\(title): \(count) changes, \(changed) of which made a difference")
    #expect(count > 50)
    if mayChange { #expect(changed > 0) }
  }
}

/// Plans and tenants for whom runs do what is forbidden.
private func violated(_ world: RandomWorld, reviews: Bool = true) -> Set<String> {
  let verification = Verification(VerifiedPlatform(world))
  var pairs: Set<String> = []
  for result in verification.results {
    for group in verification.decidedGroups(ofPlan: result.plan) {
      let violations = verification.violations(
        ofPlan: result.plan, forGroup: group, isGated: world.isGated, onlyCertain: false
      ).filter { reviews || verification.questions[$0.question].capability != nil }
      if !violations.isEmpty { pairs.insert("plan \(result.plan), tenant \(group)") }
    }
  }
  return pairs
}

private func progressing(_ world: RandomWorld) -> Set<String> {
  let verification = Verification(VerifiedPlatform(world))
  let pairs = verification.results.flatMap { result in
    result.cases.filter { $0.verdict.progress == .proved }
      .flatMap { verification.groups(of: $0, inPlan: result.plan) }
      .map { "plan \(result.plan), tenant \($0)" }
  }
  return Set(pairs)
}

/// Verdicts by names, of which neither numbers nor witnesses are part.
private func verdicts(_ world: RandomWorld) -> Set<String> {
  let verification = Verification(VerifiedPlatform(world))
  return Set(
    verification.results.flatMap { result in
      result.cases.flatMap { one in
        verification.groups(of: one, inPlan: result.plan).map { group in
          "\(world.world.plans[result.plan].name), \(world.rights[group].tenant): "
            + "\(one.verdict.safety == .proved) \(one.verdict.isGateNeeded) "
            + "\(one.verdict.progress == .proved) \(one.verdict.resilience ?? -1)"
        }
      }
    })
}

extension RandomWorld {
  /// Where the first tenant permits one region less.
  fileprivate func narrowed(without region: Int) -> RandomWorld {
    changingRights(of: 0) { $0.with(residency: $0.residency.without(region: region)) }
  }
}

extension Route {
  fileprivate var waitsOrStores: Bool {
    if case .storage = capability { return true }
    return onUnavailable.value == .hold || onUnavailable.value == .queue
  }
}
