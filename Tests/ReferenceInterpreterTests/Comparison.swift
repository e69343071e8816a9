import PolicyModel
import PolicyVerifier
import RandomWorlds
import ReferenceInterpreter

/// What the verifier and the interpreter say differently about a world.
struct Comparison {
  private(set) var disagreements: [String] = []
  private let random: RandomWorld
  private let verification: Verification

  /// - Parameter seen: The world as the verifier is shown it, where a fault is to be found.
  init(_ random: RandomWorld, seenByVerifierAs seen: RandomWorld? = nil) {
    self.random = random
    verification = Verification(VerifiedPlatform(seen ?? random))
    for plan in random.world.plans.elements.indices { compare(plan) }
  }

  private mutating func compare(_ plan: Int) {
    var isTouched = false
    for group in random.rights.indices {
      let says = Opinion(random, plan: plan, group: group)
      isTouched = isTouched || says.touchesAnything
      compare(says, plan, group)
    }
    let isVacuous = verification.results[plan].isVacuous
    expect(isVacuous == !isTouched, "plan \(plan): vacuous: \(isVacuous)")
  }

  private mutating func compare(_ says: Opinion, _ plan: Int, _ group: Int) {
    let place = "plan \(plan), tenant \(group)"
    for isGated in [false, true] {
      let ours = Set(
        (isGated ? says.gated : says.ungated).map { RunEvent($0, says.reasons[$0] != nil) })
      let theirs =
        says.isAdmitted
        ? verification.events(ofPlan: plan, forGroup: group, isGated: isGated) : []
      for event in ours.subtracting(theirs) {
        disagreements.append("\(place), gated \(isGated): the verifier misses \(event)")
      }
      for event in theirs.subtracting(ours) {
        disagreements.append("\(place), gated \(isGated): the verifier invents \(event)")
      }
    }
    guard says.isAdmitted else { return }
    compareProgress(says, plan, group, place)
    compareVerdict(says, plan, group, place)
  }

  private mutating func compareProgress(
    _ says: Opinion, _ plan: Int, _ group: Int, _ place: String
  ) {
    for (down, holds) in says.progress {
      let found = verification.makesProgress(
        plan: plan, forGroup: group, down: down.map { FailureDomain($0) })
      expect(found == holds, "\(place): progress with \(down) down: \(found)")
    }
  }

  private mutating func compareVerdict(
    _ says: Opinion, _ plan: Int, _ group: Int, _ place: String
  ) {
    let alone = Verification(verification.platform, only: group)
    guard let verdict = alone.results[plan].cases.first?.verdict else {
      expect(alone.results[plan].isVacuous, "\(place): no verdict")
      return
    }
    let isSafe = verdict.safety == .proved
    expect(isSafe == says.isSafe, "\(place): safe: \(isSafe)")
    let isNeeded = verdict.isGateNeeded
    expect(
      isNeeded == (random.isGated && says.forbidden(gated: false).contains { !$0.isReview }),
      "\(place): the gate is needed: \(isNeeded)")
    let goesOn = verdict.progress == .proved
    expect(goesOn == (says.resilience != nil), "\(place): progress: \(goesOn)")
    expect(
      verdict.resilience == says.resilience,
      "\(place): resilience \(verdict.resilience ?? -1), not \(says.resilience ?? -1)")
  }

  private mutating func expect(_ agrees: Bool, _ disagreement: @autoclosure () -> String) {
    if !agrees { disagreements.append(disagreement()) }
  }
}

/// What the interpreter says about a plan and a tenant.
struct Opinion {
  let isAdmitted: Bool
  let ungated: Set<Event>
  let gated: Set<Event>
  let reasons: [Event: Reason]
  let touchesAnything: Bool
  let progress: [[Domain]: Bool]
  let resilience: Int?
  private let isGated: Bool

  init(_ random: RandomWorld, plan: Int, group: Int) {
    let interpreters = [false, true].map {
      Interpreter(random.world, plan: plan, rights: random.rights[group], isGated: $0)
    }
    let explorations = interpreters.map { Exploration($0) }
    isGated = random.isGated
    let own = isGated ? 1 : 0
    isAdmitted = random.rights[group].admit(random.world.plans[plan])
    (ungated, gated) = (explorations[0].events, explorations[1].events)
    reasons = interpreters[0].forbidden(among: ungated.union(gated))
    touchesAnything = explorations.contains { $0.touchesAnything }
    var progress: [[Domain]: Bool] = [:]
    for down in [[]] + random.world.domains.map({ [$0] }) {
      var check = ProgressCheck(interpreters[own], down: down)
      progress[down] = check.holds(after: explorations[own])
    }
    self.progress = progress
    resilience = interpreters[own].resilience(after: explorations[own])
  }

  func forbidden(gated isGated: Bool) -> Set<Event> {
    (isGated ? gated : ungated).filter { reasons[$0] != nil }
  }

  var isSafe: Bool { forbidden(gated: isGated).isEmpty }
}

extension Event {
  var isReview: Bool { if case .review = kind { true } else { false } }
}

extension RunEvent {
  init(_ event: Event, _ isForbidden: Bool) {
    let kind: Kind =
      switch event.kind {
      case .call(_, let endpoint): .call(endpoint: endpoint)
      case .store(let storage, let endpoint): .store(storage, endpoint: endpoint)
      case .review(let pool): .review(pool: pool)
      }
    self.init(step: event.step, kind: kind, label: event.label.word(0), isForbidden: isForbidden)
  }
}

extension FailureDomain {
  init(_ domain: Domain) {
    switch domain {
    case .endpoint(let endpoint): self = .endpoint(endpoint)
    case .region(let region): self = .region(region)
    case .provider(let provider): self = .provider(provider)
    }
  }
}

extension VerifiedPlatform {
  init(_ random: RandomWorld) {
    self.init(
      catalogue: random.world.catalogue, routes: random.world.routes, plans: random.world.plans,
      tenants: random.rights.enumerated().map { row, rights in
        TenantGroup(
          RoutingPolicy(rights, random.world.catalogue), count: 1, first: rights.tenant,
          classRow: row)
      }, isGated: random.isGated, day: random.world.day)
  }
}

extension Verification {
  /// The same platform with one group of tenants.
  init(_ platform: VerifiedPlatform, only group: Int) {
    self.init(
      VerifiedPlatform(
        catalogue: platform.catalogue, routes: platform.routes, plans: platform.plans,
        tenants: [platform.tenants[group]], isGated: platform.isGated, day: platform.day))
  }
}

extension RoutingPolicy {
  init(_ rights: Rights, _ catalogue: Catalogue) {
    let owners =
      catalogue.endpoints.elements.compactMap(\.dedicatedTo?.value)
      + catalogue.reviewerPools.elements.compactMap(\.dedicatedTo?.value)
    self.init(
      permittedTools: rights.tools, residency: rights.residency, modelTier: rights.modelTier,
      dataRetention: rights.dataRetention, auditRetention: rights.auditRetention,
      reviewerPool: rights.reviewerPool,
      owner: owners.contains(rights.tenant) ? rights.tenant : nil)
  }
}
