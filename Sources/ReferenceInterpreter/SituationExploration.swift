package import PolicyModel

/// What runs of a plan come to in a situation, as `docs/testing.md` tells it.
package struct SituationExploration {
  /// What becomes of a step, and the endpoint that is tried first.
  package struct Outcome: Hashable, Sendable {
    package let step: Int
    package let outcome: Expectation.Outcome
    package let endpoint: Int?

    package init(step: Int, outcome: Expectation.Outcome, endpoint: Int?) {
      self.step = step
      self.outcome = outcome
      self.endpoint = endpoint
    }
  }

  package private(set) var outcomes: Set<Outcome> = []
  package private(set) var events: Set<Event> = []
  /// Steps that runs come to.
  package private(set) var steps: Set<Int> = []
  private let interpreter: Interpreter
  private let known: Values
  private let failing: Bitset
  private let down: [Domain]
  private let isNominal: Bool

  /// - Parameters:
  ///   - known: Facts and latencies with one value, which must be among those that the interpreter tries.
  ///   - failing: Steps whose calls and reviews come to nothing.
  ///   - isNominal: Whether nothing else is down or fails.
  package init(
    _ interpreter: Interpreter, known: Values, failing: Bitset, down: [Domain], isNominal: Bool
  ) {
    self.interpreter = interpreter
    self.known = known
    self.failing = failing
    self.down = down
    self.isNominal = isNominal
    var waiting = interpreter.beginnings().filter { agrees($0.frozen) }
    var seen = Set(waiting)
    while let state = waiting.popLast() {
      if case .beginning(let step) = state.moment { steps.insert(step) }
      if case .storing(.state, _, _, .beginning(let step)) = state.moment { steps.insert(step) }
      for happening in happenings(at: state) {
        if let event = happening.event { events.insert(event) }
        note(happening, at: state)
        if seen.insert(happening.next).inserted { waiting.append(happening.next) }
      }
    }
  }

  private func agrees(_ values: Values) -> Bool {
    known.allSatisfy { term, value in values[term].map { $0 == value } ?? true }
  }

  // MARK: What can happen

  private func happenings(at state: RunState) -> [Happening] {
    switch state.moment {
    case .reviewing(let step): reviewed(step, state)
    case .unavailable(let step, let capability):
      handedOver(step, capability, state) ?? interpreter.happenings(at: state)
    default: interpreter.happenings(at: state).filter { canHappen($0, at: state) }
    }
  }

  private func canHappen(_ happening: Happening, at state: RunState) -> Bool {
    switch happening.cause {
    case .course, .chosen, .unavailable, .reviewed: true
    case .sampled(let values): agrees(values)
    case .down(let candidate): !isNominal || isDown(candidate)
    case .tried(let candidate, let succeeds): tries(candidate, succeeds, state)
    case .stored(let values, let skipped):
      agrees(values) && (!isNominal || skipped.allSatisfy { isDown($0) })
        && isStoredSomewhereUp(happening)
    }
  }

  private func tries(_ candidate: Int, _ succeeds: Bool, _ state: RunState) -> Bool {
    guard case .trying(let step, _, _, _, _) = state.moment, !isDown(candidate) else {
      return false
    }
    if failing.contains(step) { return !succeeds }
    return succeeds || !isNominal
  }

  private func isStoredSomewhereUp(_ happening: Happening) -> Bool {
    guard let event = happening.event, case .store(_, let endpoint) = event.kind else {
      return true
    }
    return !isDown(endpoint)
  }

  /// A review by people who are there succeeds, unless it is said to fail; others see nothing.
  private func reviewed(_ step: Int, _ state: RunState) -> [Happening] {
    let all = interpreter.happenings(at: state)
    guard let pool = all.compactMap({ $0.event?.pool }).first else { return all }
    guard !isDown(pool: pool) else {
      return [Happening(.reviewed(succeeds: false), to: interpreter.failed(step, state))]
    }
    return all.filter { happening in
      guard case .reviewed(let succeeds) = happening.cause else { return false }
      if failing.contains(step) { return !succeeds }
      return succeeds || !isNominal
    }
  }

  /// A run that is handed to people who are not there waits for ever.
  private func handedOver(
    _ step: Int, _ capability: Capability, _ state: RunState
  ) -> [Happening]? {
    guard case .review(let reviewers) = interpreter.fallback(of: capability),
      let pool = interpreter.pool(of: reviewers), isDown(pool: pool)
    else { return nil }
    return [Happening(.unavailable, to: state.at(.stuck))]
  }

  private func isDown(_ endpoint: Int) -> Bool {
    let one = interpreter.world.catalogue.endpoints[endpoint]
    return down.contains { domain in
      switch domain {
      case .endpoint(let lost): lost == endpoint
      case .provider(let lost): one.provider == lost
      case .region(let lost):
        [one.regions.process, one.regions.store, one.regions.log].contains { $0.contains(lost) }
      }
    }
  }

  private func isDown(pool: Int) -> Bool {
    down.contains(.region(interpreter.world.catalogue.reviewerPools[pool].region))
  }

  // MARK: What becomes of steps

  private mutating func note(_ happening: Happening, at state: RunState) {
    switch state.moment {
    case .beginning(let step):
      if case .sampled = happening.cause { add(step, .done) }
    case .trying(let step, _, _, false, _):
      if case .tried(let candidate, let succeeds) = happening.cause {
        add(step, succeeds ? .done : .failed, candidate)
      }
    case .reviewing(let step):
      if case .reviewed(let succeeds) = happening.cause {
        add(step, succeeds ? .reviewed : .failed)
      }
    case .unavailable(let step, let capability): noteFallback(step, capability, happening)
    case .storing(let storage, let step, _, let then): noteStored(storage, step, then, happening)
    default: break
    }
  }

  private mutating func noteFallback(
    _ step: Int, _ capability: Capability, _ happening: Happening
  ) {
    // Where something is stored first, what becomes of the step is seen then.
    if case .storing = happening.next.moment { return }
    switch interpreter.fallback(of: capability) {
    case .fail: add(step, .failed)
    case .hold: add(step, .held)
    case .queue: add(step, .queued)
    case .review:
      switch happening.next.moment {
      case .over(.handedOver): add(step, .reviewed)
      case .stuck: add(step, .stuck)
      default: add(step, .failed)
      }
    }
  }

  private mutating func noteStored(
    _ storage: Storage, _ step: Int, _ then: Moment, _ happening: Happening
  ) {
    let isStuck = happening.event == nil
    switch (storage, then) {
    case (.checkpoint, .coming): return
    case (_, .preparing): add(step, isStuck ? .stuck : .held)
    case (.queue, .coming): add(step, isStuck ? .stuck : .queued)
    default: if isStuck { add(step, .stuck) }
    }
  }

  private mutating func add(
    _ step: Int, _ outcome: Expectation.Outcome, _ endpoint: Int? = nil
  ) {
    outcomes.insert(Outcome(step: step, outcome: outcome, endpoint: endpoint))
  }
}

extension Event {
  fileprivate var pool: Int? {
    if case .review(let pool) = kind { pool } else { nil }
  }
}
