import PolicyModel
import PolicyVerifier
import RandomWorlds
import ReferenceInterpreter
import Testing
import VerifierComparison

/// What policy tests run on, against an interpreter that shares nothing with it.
@Suite struct SituationComparisonTests {
  @Test func situationsComeToTheSameInBoth() {
    var compared = 0
    for seed in 0..<UInt64(worldCount) {
      let comparison = SituationComparison(RandomWorld(seed: seed))
      compared += comparison.compared
      #expect(
        comparison.disagreements.isEmpty,
        "world \(seed): \(comparison.disagreements.prefix(4))\n\(RandomWorld(seed: seed))")
    }
    #expect(compared > worldCount / 2, "too few tenants may run anything")
  }
}

/// Random situations in a random world: what becomes of steps where nothing else goes wrong, and what is
/// reached where anything may.
private struct SituationComparison {
  private(set) var disagreements: [String] = []
  private(set) var compared = 0
  private let random: RandomWorld
  private let platform: VerifiedPlatform

  init(_ random: RandomWorld) {
    self.random = random
    platform = VerifiedPlatform(random)
    var dice = Dice(seed: random.seed ^ 0x5_17A7)
    for plan in random.world.plans.elements.indices {
      let drawn = DrawnSituation(random, plan, &dice)
      let rehearsal = Rehearsal(platform, [drawn.situation])
      for group in random.rights.indices where random.rights[group].admit(random.world.plans[plan])
      {
        compare(rehearsal, drawn, plan, group)
      }
    }
  }

  private mutating func compare(
    _ rehearsal: Rehearsal, _ drawn: DrawnSituation, _ plan: Int, _ group: Int
  ) {
    guard let runs = try? rehearsal.runs(in: drawn.situation, forGroup: group) else { return }
    compared += 1
    let interpreter = Interpreter(
      random.world, plan: plan, rights: random.rights[group], isGated: random.isGated,
      more: drawn.known.mapValues { [$0] })
    func explored(isNominal: Bool) -> SituationExploration {
      SituationExploration(
        interpreter, known: drawn.known, failing: drawn.situation.failing, down: drawn.down,
        isNominal: isNominal)
    }
    let theirs = explored(isNominal: true).outcomes
    let ours = Set(
      runs.nominal.courses.map {
        SituationExploration.Outcome(
          step: $0.step, outcome: $0.outcome, endpoint: $0.decision?.endpoint)
      })
    let place = "plan \(plan), tenant \(group), \(drawn)"
    if ours != theirs {
      disagreements.append(
        "\(place): missing \(theirs.subtracting(ours)), invented \(ours.subtracting(theirs))")
    }
    compareReach(runs, explored(isNominal: false), place)
  }

  private mutating func compareReach(
    _ runs: SituationRuns, _ says: SituationExploration, _ place: String
  ) {
    let catalogue = random.world.catalogue
    for endpoint in catalogue.endpoints.elements.indices {
      let isReached = says.events.contains { $0.kind.endpoint == endpoint }
      expect(runs.reaches(.endpoint(endpoint)) == isReached, "\(place): endpoint \(endpoint)")
    }
    for pool in catalogue.reviewerPools.elements.indices {
      let isReached = says.events.contains { $0.kind == .review(pool: pool) }
      expect(runs.reaches(.reviewerPool(pool)) == isReached, "\(place): pool \(pool)")
    }
    for step in random.world.plans[runs.plan].steps.elements.indices {
      expect(
        runs.reaches(.step(step)) == says.steps.contains(step), "\(place): step \(step)")
    }
  }

  private mutating func expect(_ holds: Bool, _ message: String) {
    if !holds { disagreements.append(message) }
  }
}

/// What is the case, as both are told it.
private struct DrawnSituation: CustomStringConvertible {
  let situation: Situation
  let known: Values
  let down: [Domain]

  init(_ random: RandomWorld, _ number: Int, _ dice: inout Dice) {
    let plan = random.world.plans[number]
    var known: Values = [:]
    for fact in plan.facts.elements.indices where !plan.comparesFacts && dice.percent(40) {
      let domain = plan.facts[fact].type.domain
      let most = min(domain.upperBound, domain.lowerBound.addingReportingOverflow(60).partialValue)
      known[.fact(fact)] = Int64(
        dice.from(Int(domain.lowerBound), Int(max(most, domain.lowerBound))))
    }
    for endpoint in random.world.catalogue.endpoints.elements.indices where dice.percent(30) {
      known[.latency(endpoint)] = Int64(dice.from(0, 200))
    }
    let domains = random.world.domains
    let down = (0..<dice.from(0, 2)).compactMap { _ in domains.isEmpty ? nil : dice.one(of: domains)
    }
    let failing = plan.steps.elements.indices.filter { step in
      if case .branch = plan.steps[step].action.value { return false }
      return dice.percent(20)
    }
    self.known = known
    self.down = down
    situation = Situation(
      plan: number, known: known, failing: Bitset(failing), down: down.map { FailureDomain($0) },
      day: random.world.day)
  }

  var description: String {
    "known \(known), down \(down), failing \(situation.failing.members)"
  }
}

extension SituationRuns {
  fileprivate func reaches(_ place: PolicyModel.Expectation.Place) -> Bool {
    if case .never = reach(place) { false } else { true }
  }
}

extension Event.Kind {
  fileprivate var endpoint: Int? {
    switch self {
    case .call(_, let endpoint), .store(_, let endpoint): endpoint
    case .review: nil
    }
  }
}

extension Plan {
  /// Whether a branch asks how two facts compare.
  fileprivate var comparesFacts: Bool {
    var compares = false
    for step in steps.elements {
      for exit in step.exits {
        guard case .arm(let condition) = exit.occasion else { continue }
        condition.forEachTest { test in
          if case .inside(let term, _) = test, term.isOpaque { compares = true }
        }
      }
    }
    return compares
  }
}
