package import PolicyModel

/// Runs of one plan for one tenant, a happening at a time, as `docs/verification.md` tells them.
package struct Interpreter: Sendable {
  let world: World
  let plan: Plan
  let rights: Rights
  /// Whether candidates that the policy forbids are skipped.
  let isGated: Bool
  let samples: Samples
  /// Variables by step that are read from there on before they are written.
  let live: [Bitset]

  /// - Parameter more: Values of facts and latencies that must be among those that are tried.
  package init(
    _ world: World, plan: Int, rights: Rights, isGated: Bool,
    more: [Guard.Term: Set<Int64>] = [:]
  ) {
    self.world = world
    self.plan = world.plans[plan]
    self.rights = rights
    self.isGated = isGated
    samples = Samples(world, self.plan, more: more)
    live = self.plan.liveVariables
  }

  /// Where runs begin: once for all values of the facts that are known at the start; nowhere for a tenant
  /// that may not use the plan's tools.
  func beginnings() -> [RunState] {
    guard rights.admit(plan) else { return [] }
    return samples.beginnings().map(beginning)
  }

  /// - Parameter frozen: Values of the facts that are known at the start.
  func beginning(_ frozen: Values) -> RunState {
    RunState(
      moment: .coming(to: 0), labels: plan.variables.elements.map { $0.input ?? Bitset() },
      frozen: frozen, visits: [:])
  }

  /// Everything that can happen next.
  func happenings(at state: RunState) -> [Happening] {
    switch state.moment {
    case .coming(let step): [Happening(.course, to: arrival(at: step, state))]
    case .storing(let storage, let step, let label, let then):
      storing(storage, step, label, then, state)
    case .beginning(let step): begin(step, state)
    case .preparing(let step, let capability):
      [Happening(.course, to: prepared(for: capability, at: step, state))]
    case .deciding(let step, let capability, let retries):
      decide(step, capability, retries, state)
    case .trying(let step, let capability, let rest, let hasTried, let retries):
      attempt(step, capability, rest, hasTried, retries, state)
    case .unavailable(let step, let capability): fallBack(step, capability, state)
    case .reviewing(let step): review(step, state)
    case .leaving(let step, let exit): [Happening(.course, to: left(step, exit, state))]
    case .over, .stuck: []
    }
  }

  // MARK: Coming and going

  /// A run that would come to a step more than `at_most` times has failed; otherwise its state is
  /// stored, if an endpoint serves that.
  func arrival(at step: Int, _ state: RunState) -> RunState {
    var next = state
    if let most = plan.steps[step].atMost {
      let visits = state.visits[step, default: 0] + 1
      if visits > most { return state.at(.over(.failed)) }
      next.visits[step] = visits
    }
    return next.at(
      storing(.state, at: step, liveLabel(at: step, state), then: .beginning(step: step)))
  }

  /// A checkpoint is written when a step has ended whose exit leads to another.
  func left(_ step: Int, _ exit: Int, _ state: RunState) -> RunState {
    switch plan.steps[step].exits[exit].target {
    case .end: return state.at(.over(.end))
    case .failed: return state.at(.over(.failed))
    case .step(let target):
      let coming = Moment.coming(to: target)
      guard plan.isCheckpointed(after: step) else { return state.at(coming) }
      return state.at(
        .storing(.checkpoint, step: step, label: liveLabel(at: target, state), then: coming))
    }
  }

  /// What is stored before something else, where an endpoint serves that kind of storage.
  func storing(_ storage: Storage, at step: Int, _ label: Bitset, then: Moment) -> Moment {
    world.catalogue.endpoints(serving: .storage(storage)).isEmpty
      ? then : .storing(storage, step: step, label: label, then: then)
  }

  private func storing(
    _ storage: Storage, _ step: Int, _ label: Bitset, _ then: Moment, _ state: RunState
  ) -> [Happening] {
    snapshots(of: .storage(storage), state).flatMap { values in
      let candidates = open(.storage(storage), values, label) {
        Event(step: step, kind: .store(storage, endpoint: $0), label: label)
      }
      let stored = candidates.indices.map { position in
        Happening(
          .stored(values, skipped: Array(candidates[..<position])),
          Event(
            step: step, kind: .store(storage, endpoint: candidates[position]), label: label),
          to: state.at(then))
      }
      return stored + [Happening(.stored(values, skipped: candidates), to: state.at(.stuck))]
    }
  }

  // MARK: Steps

  private func begin(_ step: Int, _ state: RunState) -> [Happening] {
    switch plan.steps[step].action.value {
    case .tool(let tool):
      return [Happening(.chosen(.tool(tool)), to: state.at(.preparing(step: step, .tool(tool))))]
    case .model(let model):
      let capability = Capability.model(model)
      return [Happening(.chosen(capability), to: state.at(.preparing(step: step, capability)))]
    case .choose(let tools):
      return tools.members.map {
        Happening(.chosen(.tool($0)), to: state.at(.preparing(step: step, .tool($0))))
      }
    case .branch: return branch(step, state)
    case .unknown:
      return [succeeded(step, nil, state), failed(step, state)].map { Happening(.course, to: $0) }
    case .review:
      let label = label(of: step, state)
      return [
        Happening(
          .course, to: state.at(storing(.audit, at: step, label, then: .reviewing(step: step))))
      ]
    }
  }

  func branch(_ step: Int, _ state: RunState) -> [Happening] {
    let label = label(of: step, state)
    let exits = plan.steps[step].exits
    return samples.snapshots(for: plan.steps[step].arms, frozen: state.frozen).compactMap {
      values in
      let exit = exits.firstIndex { exit in
        switch exit.occasion {
        case .arm(let condition): condition.holds({ values[$0] ?? 0 }, label: label)
        case .otherwise: true
        case .success, .failure: false
        }
      }
      return exit.map { Happening(.sampled(values), to: state.at(.leaving(step: step, exit: $0))) }
    }
  }

  /// Audit and trace are written before the decision.
  func prepared(for capability: Capability, at step: Int, _ state: RunState) -> RunState {
    let label = label(of: step, state)
    let decision = Moment.deciding(
      step: step, capability, retries: plan.steps[step].retry)
    let written = plan.steps[step].writes == nil ? Bitset() : result(of: capability, label)
    let traced = storing(.trace, at: step, label.union(written), then: decision)
    return state.at(storing(.audit, at: step, label, then: traced))
  }

  private func decide(
    _ step: Int, _ capability: Capability, _ retries: Int64, _ state: RunState
  ) -> [Happening] {
    let label = label(of: step, state)
    return snapshots(of: capability, state).map { values in
      let candidates = open(capability, values, label) {
        Event(step: step, kind: .call(capability, endpoint: $0), label: label)
      }
      return Happening(
        .sampled(values),
        to: state.at(
          .trying(step: step, capability, rest: candidates, hasTried: false, retries: retries)))
    }
  }

  private func attempt(
    _ step: Int, _ capability: Capability, _ rest: [Int], _ hasTried: Bool, _ retries: Int64,
    _ state: RunState
  ) -> [Happening] {
    guard let candidate = rest.first else {
      if !hasTried {
        return [Happening(.unavailable, to: state.at(.unavailable(step: step, capability)))]
      }
      let next =
        retries > 0
        ? state.at(.deciding(step: step, capability, retries: retries - 1)) : failed(step, state)
      return [Happening(.course, to: next)]
    }
    let event = Event(
      step: step, kind: .call(capability, endpoint: candidate), label: label(of: step, state))
    func going(on hasTried: Bool) -> RunState {
      state.at(
        .trying(
          step: step, capability, rest: Array(rest.dropFirst()), hasTried: hasTried,
          retries: retries))
    }
    return [
      Happening(.down(candidate), to: going(on: hasTried)),
      Happening(.tried(candidate, succeeds: false), event, to: going(on: true)),
      Happening(.tried(candidate, succeeds: true), event, to: succeeded(step, capability, state)),
    ]
  }

  private func fallBack(_ step: Int, _ capability: Capability, _ state: RunState) -> [Happening] {
    let live = liveLabel(at: step, state)
    switch fallback(of: capability) {
    case .fail: return [Happening(.course, to: failed(step, state))]
    case .hold:
      let stored = holdStorage.map {
        storing($0, at: step, live, then: .preparing(step: step, capability))
      }
      return [Happening(.course, to: state.at(stored ?? .preparing(step: step, capability)))]
    case .queue:
      return [
        Happening(
          .course, to: state.at(storing(.queue, at: step, live, then: .coming(to: step))))
      ]
    case .review(let reviewers):
      guard let pool = pool(of: reviewers) else {
        return [Happening(.reviewed(succeeds: false), to: failed(step, state))]
      }
      return [
        Happening(
          .reviewed(succeeds: true), review(by: pool, at: step, state),
          to: state.at(.over(.handedOver)))
      ]
    }
  }

  private func review(_ step: Int, _ state: RunState) -> [Happening] {
    guard case .review(let reviewers) = plan.steps[step].action.value,
      let pool = pool(of: reviewers)
    else { return [Happening(.reviewed(succeeds: false), to: failed(step, state))] }
    let event = review(by: pool, at: step, state)
    return [
      Happening(.reviewed(succeeds: false), event, to: failed(step, state)),
      Happening(.reviewed(succeeds: true), event, to: succeeded(step, nil, state)),
    ]
  }
}
