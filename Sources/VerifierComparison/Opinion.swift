import PolicyModel
package import RandomWorlds
package import ReferenceInterpreter

/// What the interpreter says about what runs of a plan do for a tenant.
package struct RunOpinion: Sendable {
  package let isAdmitted: Bool
  package let ungated: Set<Event>
  package let gated: Set<Event>
  /// Why events are forbidden, of those that are.
  package let reasons: [Event: Reason]
  package let touchesAnything: Bool
  private let isGated: Bool

  package init(_ random: RandomWorld, plan: Int, group: Int) {
    let interpreters = Self.interpreters(random, plan, group)
    self.init(random, plan, group, interpreters, interpreters.map { Exploration($0) })
  }

  /// Without and with a gate.
  fileprivate static func interpreters(
    _ random: RandomWorld, _ plan: Int, _ group: Int
  ) -> [Interpreter] {
    [false, true].map {
      Interpreter(random.world, plan: plan, rights: random.rights[group], isGated: $0)
    }
  }

  fileprivate init(
    _ random: RandomWorld, _ plan: Int, _ group: Int, _ interpreters: [Interpreter],
    _ explorations: [Exploration]
  ) {
    isGated = random.isGated
    isAdmitted = random.rights[group].admit(random.world.plans[plan])
    (ungated, gated) = (explorations[0].events, explorations[1].events)
    reasons = interpreters[0].forbidden(among: ungated.union(gated))
    touchesAnything = explorations.contains { $0.touchesAnything }
  }

  package func forbidden(gated isGated: Bool) -> Set<Event> {
    (isGated ? gated : ungated).filter { reasons[$0] != nil }
  }

  /// Of runs as the runtime decides.
  package var forbidden: Set<Event> { forbidden(gated: isGated) }

  package var isSafe: Bool { forbidden.isEmpty }

  /// Whether the gate keeps a call or a write from happening.
  package var isGateNeeded: Bool {
    isGated && forbidden(gated: false).contains { !$0.isReview }
  }

  /// Whether the same happens and the same is forbidden.
  func isLike(_ other: RunOpinion) -> Bool {
    ungated == other.ungated && gated == other.gated
      && Set(reasons.keys) == Set(other.reasons.keys)
  }
}

/// What the interpreter says about a plan and a tenant.
package struct Opinion: Sendable {
  package let runs: RunOpinion
  package let occurrences: Set<Occurrence>
  /// Whether progress is made with everything up.
  package let goesOn: Bool
  /// Single domains with which it is not made; if there are none, pairs with which it is not.
  package let blocking: Set<Set<Domain>>
  package let cost: DearestRun.Amount
  package let calls: [Int: DearestRun.Amount]

  package init(_ random: RandomWorld, plan: Int, group: Int) {
    let interpreters = RunOpinion.interpreters(random, plan, group)
    let explorations = interpreters.map { Exploration($0) }
    runs = RunOpinion(random, plan, group, interpreters, explorations)
    let (interpreter, exploration) =
      random.isGated
      ? (interpreters[1], explorations[1]) : (interpreters[0], explorations[0])
    occurrences = exploration.occurrences(interpreter)
    func goesOn(_ down: [Domain]) -> Bool {
      var check = ProgressCheck(interpreter, down: down)
      return check.holds(after: exploration)
    }
    self.goesOn = goesOn([])
    blocking = self.goesOn ? Self.blocking(random.world.domains, goesOn) : []
    let dearest = DearestRun(interpreter, exploration)
    cost = dearest.cost
    calls = dearest.calls
  }

  private static func blocking(
    _ domains: [Domain], _ goesOn: ([Domain]) -> Bool
  ) -> Set<Set<Domain>> {
    let single = domains.filter { !goesOn([$0]) }
    guard single.isEmpty else { return Set(single.map { [$0] }) }
    var blocking: Set<Set<Domain>> = []
    for (index, first) in domains.enumerated() {
      for second in domains[(index + 1)...] where !goesOn([first, second]) {
        blocking.insert([first, second])
      }
    }
    return blocking
  }

  package var isAdmitted: Bool { runs.isAdmitted }
  package var isSafe: Bool { runs.isSafe }
  package var isGateNeeded: Bool { runs.isGateNeeded }
  package var touchesAnything: Bool { runs.touchesAnything }

  /// As many domains may be down, whichever they are; counted up to 2.
  package var resilience: Int? {
    goesOn ? (blocking.map(\.count).min() ?? 3) - 1 : nil
  }
}

extension Event {
  package var isReview: Bool { if case .review = kind { true } else { false } }
}

/// What the interpreter says about a world.
package struct Opinions: Sendable {
  /// By plan and group of tenants.
  package let ofPlan: [[Opinion]]

  package init(_ random: RandomWorld) {
    ofPlan = random.world.plans.elements.indices.map { plan in
      random.rights.indices.map { Opinion(random, plan: plan, group: $0) }
    }
  }

  /// What runs of some plan come to for somebody.
  package var occurrences: Set<Occurrence> {
    ofPlan.joined().reduce([]) { $0.union($1.occurrences) }
  }
}
