import PolicyModel

/// What fails together.
package enum Domain: Hashable, Sendable {
  case endpoint(Int)
  case region(Int)
  case provider(String)
}

extension World {
  /// Everything that can fail.
  package var domains: [Domain] {
    let endpoints = catalogue.endpoints.elements
    return endpoints.indices.map { .endpoint($0) }
      + catalogue.regions.elements.indices.map { .region($0) }
      + Set(endpoints.compactMap(\.provider)).sorted().map { .provider($0) }
  }
}

/// Whether runs go on while some domains are down.
package struct ProgressCheck {
  private let interpreter: Interpreter
  private let down: [Domain]
  /// What is known of states; `false` while a state is being looked at, so that a loop is no progress.
  private var known: [Point: Bool] = [:]

  private struct Point: Hashable {
    let state: RunState
    /// Whether a candidate was missing since the domains went down.
    let hasMissed: Bool
  }

  package init(_ interpreter: Interpreter, down: [Domain]) {
    self.interpreter = interpreter
    self.down = down
  }

  /// Whether progress is made from every point between steps to which a run can come.
  package mutating func holds(after exploration: Exploration) -> Bool {
    for state in exploration.states {
      switch state.moment {
      case .coming, .leaving:
        guard goesOn(Point(state: state, hasMissed: false)) else { return false }
      case .storing, .beginning, .preparing, .deciding, .trying, .unavailable, .reviewing, .over,
        .stuck:
        break
      }
    }
    return true
  }

  /// Whether progress is made from one state.
  mutating func goesOn(from state: RunState) -> Bool { goesOn(state, false) }

  private mutating func goesOn(_ point: Point) -> Bool {
    if let answer = known[point] { return answer }
    known[point] = false
    let answer = decide(point)
    known[point] = answer
    return answer
  }

  private mutating func decide(_ point: Point) -> Bool {
    let state = point.state
    switch state.moment {
    case .coming(let step): return goesOn(interpreter.arrival(at: step, state), point.hasMissed)
    case .leaving(let step, let exit):
      return goesOn(interpreter.left(step, exit, state), point.hasMissed)
    case .storing(let storage, let step, let label, let then):
      return canStore(storage, step, label, state) && goesOn(state.at(then), point.hasMissed)
    case .beginning:
      return interpreter.happenings(at: state).allSatisfy { goesOn($0.next, point.hasMissed) }
    case .preparing(let step, let capability):
      return goesOn(interpreter.prepared(for: capability, at: step, state), point.hasMissed)
    case .deciding(let step, let capability, _): return called(step, capability, point)
    case .reviewing(let step): return reviewed(step, point)
    case .over(.end), .over(.handedOver): return true
    case .over(.failed): return !point.hasMissed
    case .stuck, .trying, .unavailable: return false
    }
  }

  private mutating func goesOn(_ state: RunState, _ hasMissed: Bool) -> Bool {
    goesOn(Point(state: state, hasMissed: hasMissed))
  }

  private mutating func called(_ step: Int, _ capability: Capability, _ point: Point) -> Bool {
    let snapshots = interpreter.snapshots(of: capability, point.state)
    let goodBySnapshot = snapshots.map {
      permitted(capability, step, at: $0, interpreter.label(of: step, point.state))
    }
    let canSucceed = goodBySnapshot.contains { $0.contains(where: isUp) }
    let canLack = goodBySnapshot.contains { !$0.contains(where: isUp) }
    if canSucceed,
      !goesOn(interpreter.succeeded(step, capability, point.state), point.hasMissed)
    {
      return false
    }
    return !canLack || fallsBack(step, capability, goodBySnapshot.contains { !$0.isEmpty }, point)
  }

  /// - Parameter isThere: Whether a candidate is neither forbidden nor ruled out by its condition in
  ///   every snapshot.
  private mutating func fallsBack(
    _ step: Int, _ capability: Capability, _ isThere: Bool, _ point: Point
  ) -> Bool {
    let live = interpreter.liveLabel(at: step, point.state)
    switch interpreter.fallback(of: capability) {
    case .fail: return goesOn(interpreter.failed(step, point.state), true)
    case .hold:
      guard let storage = interpreter.holdStorage else { return false }
      return isThere && canStore(storage, step, live, point.state)
    case .queue:
      return isThere && canStore(.queue, step, live, point.state)
    case .review(let reviewers):
      guard let pool = interpreter.pool(of: reviewers) else {
        return goesOn(interpreter.failed(step, point.state), true)
      }
      return canReview(pool, step, point.state)
    }
  }

  private mutating func reviewed(_ step: Int, _ point: Point) -> Bool {
    if case .review(let reviewers) = interpreter.plan.steps[step].action.value,
      let pool = interpreter.pool(of: reviewers), canReview(pool, step, point.state)
    {
      return goesOn(interpreter.succeeded(step, nil, point.state), point.hasMissed)
    }
    return goesOn(interpreter.failed(step, point.state), true)
  }

  private func canReview(_ pool: Int, _ step: Int, _ state: RunState) -> Bool {
    let event = interpreter.review(by: pool, at: step, state)
    let region = interpreter.world.catalogue.reviewerPools[pool].region
    return interpreter.world.reason(against: event, of: interpreter.rights) == nil
      && !down.contains(.region(region))
  }

  /// Whether a store that is up and not forbidden is left in every snapshot.
  private func canStore(
    _ storage: Storage, _ step: Int, _ label: Bitset, _ state: RunState
  ) -> Bool {
    interpreter.snapshots(of: .storage(storage), state).allSatisfy { values in
      permitted(.storage(storage), step, at: values, label).contains(where: isUp)
    }
  }

  /// The candidates whose condition holds and that are not forbidden, with or without a gate.
  private func permitted(
    _ capability: Capability, _ step: Int, at values: Values, _ label: Bitset
  ) -> [Int] {
    interpreter.candidates(of: capability)
      .filter { $0.condition.holds({ values[$0] ?? 0 }, label: label) }
      .map(\.endpoint)
      .filter { endpoint in
        let kind: Event.Kind =
          if case .storage(let storage) = capability {
            .store(storage, endpoint: endpoint)
          } else {
            .call(capability, endpoint: endpoint)
          }
        let event = Event(step: step, kind: kind, label: label)
        return interpreter.world.reason(against: event, of: interpreter.rights) == nil
      }
  }

  private func isUp(_ endpoint: Int) -> Bool {
    let one = interpreter.world.catalogue.endpoints[endpoint]
    return !down.contains { domain in
      switch domain {
      case .endpoint(let lost): lost == endpoint
      case .region(let region):
        one.regions.process.contains(region) || one.regions.store.contains(region)
          || one.regions.log.contains(region)
      case .provider(let provider): one.provider == provider
      }
    }
  }
}

extension Interpreter {
  /// The most domains of which any that many may be down with progress still made, up to 2; `nil` where
  /// there is none with everything up.
  package func resilience(after exploration: Exploration) -> Int? {
    func holds(_ down: [Domain]) -> Bool {
      var check = ProgressCheck(self, down: down)
      return check.holds(after: exploration)
    }
    guard holds([]) else { return nil }
    let domains = world.domains
    guard domains.allSatisfy({ holds([$0]) }) else { return 0 }
    for first in domains.indices {
      for second in domains.indices where second > first {
        guard holds([domains[first], domains[second]]) else { return 1 }
      }
    }
    return 2
  }
}
