import PolicyModel
import ReferenceInterpreter

// Mistakes in routes and plans.
extension RandomWorld {
  mutating func changeRoute(_ fault: PolicyFault, _ dice: inout Dice) -> Bool {
    var routes = world.routes.elements
    guard !routes.isEmpty else { return false }
    let index = dice.from(0, routes.count - 1)
    if fault == .routeDropped {
      routes.remove(at: index)
    } else {
      guard let changed = routes[index].with(fault, world.catalogue, &dice) else { return false }
      routes[index] = changed
    }
    world = World(
      catalogue: world.catalogue, routes: NameTable(inOrder: routes), plans: world.plans,
      day: world.day)
    return true
  }

  mutating func changePlan(_ fault: PolicyFault, _ dice: inout Dice) -> Bool {
    var plans = world.plans.elements
    let index = dice.from(0, plans.count - 1)
    guard let changed = plans[index].with(fault, world.catalogue, &dice) else { return false }
    plans[index] = changed
    world = World(
      catalogue: world.catalogue, routes: world.routes, plans: NameTable(inOrder: plans),
      day: world.day)
    return true
  }
}

extension Route {
  fileprivate func with(
    _ fault: PolicyFault, _ catalogue: Catalogue, _ dice: inout Dice
  ) -> Route? {
    var candidates = candidates
    var fallback = onUnavailable.value
    let position = dice.from(0, candidates.count - 1)
    let condition = candidates[position].condition.value
    func guarded(_ condition: Guard) -> Candidate {
      Candidate(candidates[position].endpoint, when: unwritten(condition))
    }
    switch fault {
    case .candidatesSwapped:
      guard candidates.count > 1 else { return nil }
      candidates.swapAt(position, (position + 1) % candidates.count)
    case .candidateAdded:
      let others = catalogue.endpoints.elements.indices.filter { index in
        catalogue.endpoints[index].serves.contains(capability)
          && !candidates.contains { $0.endpoint.value == index }
      }
      guard !others.isEmpty else { return nil }
      candidates.append(Candidate(unwritten(dice.one(of: others)), when: unwritten(.always)))
    case .candidateRemoved:
      guard candidates.count > 1 else { return nil }
      candidates.remove(at: position)
    case .guardOffByOne: candidates[position] = guarded(condition.offByOne)
    case .guardDropped: candidates[position] = guarded(.always)
    case .guardNegated:
      guard condition != .always else { return nil }
      candidates[position] = guarded(.not(condition))
    default:
      fallback = dice.one(of: [.hold, .queue, .fail, .review(.tenantsOwn), .review(.pool(0))])
    }
    return Route(
      unwritten(name), capability: capability, candidates: candidates,
      onUnavailable: unwritten(fallback))
  }
}

extension Guard {
  /// The same where the last range of each set goes one further.
  fileprivate var offByOne: Guard {
    switch self {
    case .always, .labelHas, .inside(.opaque, _): self
    case .inside(let term, let set):
      .inside(
        term,
        IntervalSet(
          set.ranges.dropLast()
            + set.ranges.suffix(1).map { range in
              range.lowerBound...(range.upperBound == .max ? .max : range.upperBound + 1)
            }))
    case .not(let inner): .not(inner.offByOne)
    case .all(let parts): .all(parts.map(\.offByOne))
    case .any(let parts): .any(parts.map(\.offByOne))
    }
  }
}

extension Plan {
  fileprivate func with(
    _ fault: PolicyFault, _ catalogue: Catalogue, _ dice: inout Dice
  ) -> Plan? {
    var facts = facts.elements
    var variables = variables.elements
    var steps = steps.elements
    var checkpoint = checkpoint.value
    switch fault {
    case .inputClass:
      let index = dice.from(0, variables.count - 1)
      guard let input = variables[index].input else { return nil }
      let added = Bitset([dice.from(0, catalogue.dataClasses.count - 1)])
      variables[index] = Variable(unwritten(variables[index].name), input: input.union(added))
    case .checkpointMore:
      guard !catalogue.endpoints(serving: .storage(.checkpoint)).isEmpty else { return nil }
      checkpoint = .everyStep
    case .factSampled:
      guard let index = facts.firstIndex(where: { $0.known == .atStart }) else { return nil }
      facts[index] = Fact(
        facts[index].name, at: nowhere, type: facts[index].type, known: .atEachDecision)
    default:
      let index = dice.from(0, steps.count - 1)
      guard let step = steps[index].with(fault, self, index, &dice) else { return nil }
      steps[index] = step
    }
    return Plan(
      unwritten(name), facts: NameTable(inOrder: facts), variables: NameTable(inOrder: variables),
      steps: NameTable(inOrder: steps), checkpoint: unwritten(checkpoint))
  }
}

extension Step {
  fileprivate func with(
    _ fault: PolicyFault, _ plan: Plan, _ index: Int, _ dice: inout Dice
  ) -> Step? {
    var reads = reads
    var writes = writes
    var atMost = atMost
    var exits = exits
    switch fault {
    case .readAdded:
      let added = dice.from(0, plan.variables.count - 1)
      guard !reads.contains(where: { $0.value == added }) else { return nil }
      reads.append(unwritten(added))
    case .writeDropped:
      guard writes != nil else { return nil }
      writes = nil
    case .visitMore:
      guard let most = atMost else { return nil }
      atMost = most + 1
    case .armOffByOne: exits = exits.map(\.offByOne)
    case .armsSwapped:
      guard exits.count > 2 else { return nil }
      exits.swapAt(0, 1)
    default:
      // Forward only, so that no loop is without a bound.
      let position = dice.from(0, exits.count - 1)
      let ahead = (index + 1)..<plan.steps.count
      let targets = [Target.end, .failed] + ahead.map { .step($0) }
      exits[position] = Exit(exits[position].occasion, to: unwritten(dice.one(of: targets)))
    }
    return Step(
      unwritten(name), action: action, reads: reads, writes: writes, retry: retry,
      timeout: timeout, atMost: atMost, exits: exits)
  }
}

extension Step.Exit {
  fileprivate var offByOne: Step.Exit {
    guard case .arm(let condition) = occasion else { return self }
    return Step.Exit(.arm(condition.offByOne), to: unwritten(target))
  }
}
