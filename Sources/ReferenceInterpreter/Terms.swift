package import PolicyModel

/// What the words of the page mean: the label of a step, its live data, the candidates of a decision.
extension Interpreter {
  /// The union of the labels of what it reads.
  func label(of step: Int, _ state: RunState) -> Bitset {
    plan.steps[step].reads.reduce(Bitset()) { $0.union(state.labels[$1.value]) }
  }

  func liveLabel(at step: Int, _ state: RunState) -> Bitset {
    live[step].members.reduce(Bitset()) { $0.union(state.labels[$1]) }
  }

  /// The label of what a tool or model writes that was shown a label.
  func result(of capability: Capability, _ label: Bitset) -> Bitset {
    switch capability {
    case .tool(let tool):
      label.union(world.catalogue.tools[tool].adds)
        .subtracting(world.catalogue.tools[tool].removes)
    case .model(let model):
      label.union(world.catalogue.models[model].adds)
        .subtracting(world.catalogue.models[model].removes)
    case .storage: label
    }
  }

  /// The run after a step succeeded.
  ///
  /// - Parameter capability: The tool or model; `nil` for a review.
  func succeeded(_ step: Int, _ capability: Capability?, _ state: RunState) -> RunState {
    var next = state
    if let written = plan.steps[step].writes {
      let label = label(of: step, state)
      next.labels[written.value] = capability.map { result(of: $0, label) } ?? label
    }
    return next.at(leaving(step, .success))
  }

  /// The run after a step failed: data is as it was.
  func failed(_ step: Int, _ state: RunState) -> RunState {
    state.at(leaving(step, .failure))
  }

  private func leaving(_ step: Int, _ occasion: Step.Exit.Occasion) -> Moment {
    plan.steps[step].exits.firstIndex { $0.occasion == occasion }
      .map { .leaving(step: step, exit: $0) } ?? .over(.failed)
  }

  /// The candidates of a capability in their order, with their conditions.
  func candidates(of capability: Capability) -> [(endpoint: Int, condition: Guard)] {
    if let route = route(of: capability) {
      return route.candidates.map { ($0.endpoint.value, $0.condition.value) }
    }
    return world.catalogue.endpoints.elements.indices
      .filter { world.catalogue.endpoints[$0].serves.contains(capability) }
      .map { ($0, .always) }
  }

  func fallback(of capability: Capability) -> Route.Fallback {
    route(of: capability)?.onUnavailable.value ?? .fail
  }

  /// The snapshots of a decision for a capability.
  func snapshots(of capability: Capability, _ state: RunState) -> [Values] {
    samples.snapshots(for: candidates(of: capability).map(\.condition), frozen: state.frozen)
  }

  /// The candidates whose condition holds, without those that the gate skips.
  func open(
    _ capability: Capability, _ values: Values, _ label: Bitset, event: (Int) -> Event
  ) -> [Int] {
    candidates(of: capability)
      .filter { $0.condition.holds({ values[$0] ?? 0 }, label: label) }
      .map(\.endpoint)
      .filter { !isGated || world.reason(against: event($0), of: rights) == nil }
  }

  /// Where a run is stored that is held: `state` if an endpoint serves it, else `checkpoint` if one does.
  var holdStorage: Storage? {
    [.state, .checkpoint].first {
      !world.catalogue.endpoints(serving: .storage($0)).isEmpty
    }
  }

  func pool(of reviewers: Reviewers) -> Int? {
    switch reviewers {
    case .tenantsOwn: rights.reviewerPool
    case .pool(let pool): pool
    }
  }

  func review(by pool: Int, at step: Int, _ state: RunState) -> Event {
    Event(step: step, kind: .review(pool: pool), label: label(of: step, state))
  }

  private func route(of capability: Capability) -> Route? {
    world.routes.elements.first { $0.capability == capability }
  }
}

extension Plan {
  func isCheckpointed(after step: Int) -> Bool {
    switch checkpoint.value {
    case .everyStep: true
    case .never: false
    case .after(let steps): steps.contains(step)
    }
  }

  /// By step, the variables that some way on from there reads before a step that succeeds has written
  /// them.
  var liveVariables: [Bitset] {
    steps.elements.indices.map { step in
      Bitset(variables.elements.indices.filter { isRead($0, from: step) })
    }
  }

  private func isRead(_ variable: Int, from start: Int) -> Bool {
    var waiting = [start]
    var seen: Set<Int> = []
    while let step = waiting.popLast() {
      guard seen.insert(step).inserted else { continue }
      if steps[step].reads.contains(where: { $0.value == variable }) { return true }
      let isWritten = steps[step].writes?.value == variable
      for exit in steps[step].exits where !(isWritten && exit.occasion == .success) {
        if case .step(let next) = exit.target { waiting.append(next) }
      }
    }
    return false
  }
}

// One decision by itself, for whoever wants to compare it.
extension Interpreter {
  /// The endpoints that a decision tries, in order, where all are up: in one snapshot, for data of a
  /// label.
  package func tries(
    _ capability: Capability, label: Bitset, in values: Values
  ) -> [Int] {
    open(capability, values, label) { event(capability, endpoint: $0, label: label) }
  }

  /// Every snapshot that the conditions of a capability's candidates tell apart.
  package func snapshots(of capability: Capability) -> [Values] {
    samples.snapshots(for: candidates(of: capability).map(\.condition), frozen: [:])
  }

  /// Why the policy forbids that an endpoint is shown data; `nil` where it does not.
  package func reason(
    against endpoint: Int, for capability: Capability, label: Bitset
  ) -> Reason? {
    world.reason(against: event(capability, endpoint: endpoint, label: label), of: rights)
  }

  private func event(_ capability: Capability, endpoint: Int, label: Bitset) -> Event {
    let kind: Event.Kind =
      if case .storage(let storage) = capability {
        .store(storage, endpoint: endpoint)
      } else {
        .call(capability, endpoint: endpoint)
      }
    return Event(step: 0, kind: kind, label: label)
  }
}
