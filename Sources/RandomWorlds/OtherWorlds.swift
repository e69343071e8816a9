package import PolicyModel
import ReferenceInterpreter

// The same world in other circumstances.
extension RandomWorld {
  package func on(_ day: CalendarDate) -> RandomWorld {
    var other = self
    other.world = World(
      catalogue: world.catalogue, routes: world.routes, plans: world.plans, day: day)
    return other
  }

  /// Whether some branch compares two facts.
  package var comparesFacts: Bool {
    world.plans.elements.contains { $0.steps.elements.contains(where: \.comparesFacts) }
  }

  /// Where all comparisons of two facts come out like that.
  package func comparingFacts(as isSo: Bool) -> RandomWorld {
    var other = self
    let plans = world.plans.elements.map { plan in
      Plan(
        unwritten(plan.name), facts: plan.facts, variables: plan.variables,
        steps: NameTable(inOrder: plan.steps.elements.map { $0.comparingFacts(as: isSo) }),
        checkpoint: plan.checkpoint)
    }
    other.world = World(
      catalogue: world.catalogue, routes: world.routes, plans: NameTable(inOrder: plans),
      day: world.day)
    return other
  }
}

extension RandomWorld {
  /// Where it is not known what one step of each plan does that now calls or asks for a review; `nil`
  /// where a plan has no such step.
  package var notKnowingAStep: (world: RandomWorld, steps: [Int])? {
    var dice = Dice(seed: ~seed)
    var steps: [Int] = []
    var plans: [Plan] = []
    for plan in world.plans.elements {
      let some = plan.steps.elements.indices.filter { plan.steps[$0].action.value != .branch }
      guard !some.isEmpty else { return nil }
      let step = dice.one(of: some)
      steps.append(step)
      plans.append(
        Plan(
          unwritten(plan.name), facts: plan.facts, variables: plan.variables,
          steps: NameTable(
            inOrder: plan.steps.elements.enumerated().map { $0 == step ? $1.unknown : $1 }),
          checkpoint: plan.checkpoint))
    }
    var other = self
    other.world = World(
      catalogue: world.catalogue, routes: world.routes, plans: NameTable(inOrder: plans),
      day: world.day)
    return (other, steps)
  }
}

extension Step {
  fileprivate var unknown: Step {
    Step(
      unwritten(name), action: unwritten(.unknown), reads: reads, writes: writes, retry: 0,
      timeout: nil, atMost: atMost, exits: exits)
  }

  fileprivate var comparesFacts: Bool {
    exits.contains { exit in
      guard case .arm(let condition) = exit.occasion else { return false }
      var found = false
      condition.forEachTest { if case .inside(.opaque, _) = $0 { found = true } }
      return found
    }
  }

  fileprivate func comparingFacts(as isSo: Bool) -> Step {
    let exits = exits.map { exit in
      guard case .arm(let condition) = exit.occasion else { return exit }
      return Exit(.arm(condition.comparingFacts(as: isSo)), to: unwritten(exit.target))
    }
    return Step(
      unwritten(name), action: action, reads: reads, writes: writes, retry: retry,
      timeout: timeout, atMost: atMost, exits: exits)
  }
}

extension Guard {
  fileprivate func comparingFacts(as isSo: Bool) -> Guard {
    switch self {
    case .inside(.opaque, _): isSo ? .always : .not(.always)
    case .always, .labelHas, .inside: self
    case .not(let inner): .not(inner.comparingFacts(as: isSo))
    case .all(let parts): .all(parts.map { $0.comparingFacts(as: isSo) })
    case .any(let parts): .any(parts.map { $0.comparingFacts(as: isSo) })
    }
  }
}
