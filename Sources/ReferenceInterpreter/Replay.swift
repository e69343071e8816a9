package import PolicyModel

/// A run as somebody tells it, to be followed happening by happening.
package struct ToldRun: Sendable {
  /// Values of facts that are known at the start, of those that the run asks for.
  package let frozen: Values
  package let passages: [Passage]
  package let end: End

  /// A step that the run comes through, or the one at which it ends.
  package struct Passage: Sendable {
    package let step: Int
    package let course: Course
    /// Facts and latencies as they were at the decision of the step.
    package let values: Values
    /// Endpoints that did not answer.
    package let down: Set<Int>

    package init(step: Int, course: Course, values: Values = [:], down: Set<Int> = []) {
      self.step = step
      self.course = course
      self.values = values
      self.down = down
    }
  }

  package enum Course: Hashable, Sendable {
    /// `endpoint`: the one that was tried; `nil` where none could be.
    case called(Capability, endpoint: Int?, hasFailed: Bool)
    case reviewed(hasFailed: Bool)
    case branched(exit: Int)
    /// The run ends here, at any moment of the step.
    case cutShort
  }

  /// What the run is told to show.
  package enum End: Hashable, Sendable {
    /// Something that is forbidden happens in the last passage.
    case forbidden(Event)
    /// At the beginning or the end of the step of the last passage the run does not go on while these
    /// domains are down.
    case obstructed(down: [Domain])
    /// Nothing: another bundle takes the run over.
    case takenOver
  }

  package init(frozen: Values, passages: [Passage], end: End) {
    self.frozen = frozen
    self.passages = passages
    self.end = end
  }

  /// Everything that must be among the values that are tried.
  package var values: [Guard.Term: Set<Int64>] {
    ([frozen] + passages.map(\.values)).reduce(into: [:]) { all, values in
      for (term, value) in values { all[term, default: []].insert(value) }
    }
  }
}

extension Interpreter {
  /// Most places in runs that are looked at before a told run is given up.
  private static let mostPlaces = 200_000

  /// Whether the run can happen, step by step as it is told, and shows what it is told to show.
  package func confirms(_ told: ToldRun) -> Bool {
    confirms(told, from: beginnings(told.frozen))
  }

  /// Whether a run that an earlier bundle's went on as can happen as it is told, before and after.
  ///
  /// - Parameter before: The run under the earlier bundle, up to the step at which it is taken over.
  package func confirms(
    _ told: ToldRun, goingOnFrom before: ToldRun, at step: Int, of earlier: Interpreter
  ) -> Bool {
    let taken = earlier.arrivals(at: step, by: before).compactMap {
      takenOver($0, at: step, from: earlier)
    }.joined()
    return confirms(
      told,
      from: taken.filter { state in
        told.frozen.allSatisfy { state.frozen[$0] == $1 }
      })
  }

  /// Whether a run comes to a step as it is told.
  package func comes(to step: Int, by told: ToldRun) -> Bool {
    !arrivals(at: step, by: told).isEmpty
  }

  private func arrivals(at step: Int, by told: ToldRun) -> [RunState] {
    follow(told, from: beginnings(told.frozen)).compactMap { arrived($0) }
      .filter { $0.step == step }.map(\.state)
  }

  /// The states in which a run may be that has come through all passages.
  private func follow(_ told: ToldRun, from beginnings: [RunState]) -> [RunState] {
    var ends: [RunState] = []
    search(told, from: beginnings) { place, _ in
      if place.passage == told.passages.count { ends.append(place.state) }
      return false
    }
    return ends
  }

  private func confirms(_ told: ToldRun, from beginnings: [RunState]) -> Bool {
    search(told, from: beginnings) { place, happening in
      guard place.passage == told.passages.count - 1 else { return false }
      return happening.map { isForbidden($0.event, as: told.end) }
        ?? isObstructed(place.state, as: told.end)
    }
  }

  /// Looks at all places in runs as they are told, and at what happens there, until something is found.
  @discardableResult
  private func search(
    _ told: ToldRun, from beginnings: [RunState], isFound: (Place, Happening?) -> Bool
  ) -> Bool {
    var waiting = beginnings.map { Place(state: $0, passage: 0) }
    var seen = Set(waiting)
    while let place = waiting.popLast(), seen.count <= Self.mostPlaces {
      let passage = place.passage < told.passages.count ? told.passages[place.passage] : nil
      if let passage, let step = place.state.moment.step, step != passage.step { continue }
      if isFound(place, nil) { return true }
      guard let passage else { continue }
      for happening in happenings(at: place.state) where passage.allows(happening, place.state) {
        if isFound(place, happening) { return true }
        let next = Place(state: happening.next, passage: place.passage + place.passed(happening))
        if seen.insert(next).inserted { waiting.append(next) }
      }
    }
    return false
  }

  private func isForbidden(_ event: Event?, as end: ToldRun.End) -> Bool {
    guard case .forbidden(let told) = end, event == told else { return false }
    if case .call(.tool(let tool), _) = told.kind, !rights.tools.contains(tool) { return true }
    return world.reason(against: told, of: rights) != nil
  }

  private func isObstructed(_ state: RunState, as end: ToldRun.End) -> Bool {
    guard case .obstructed(let down) = end else { return false }
    switch state.moment {
    case .coming, .leaving:
      var progress = ProgressCheck(self, down: down)
      return !progress.goesOn(from: state)
    default: return false
    }
  }

  /// The run at its beginning, with facts as they are told; what is not told is as little as can be.
  private func beginnings(_ frozen: Values) -> [RunState] {
    guard rights.admit(plan) else { return [] }
    return [beginning(samples.firstBeginning().merging(frozen) { _, told in told })]
  }

  private struct Place: Hashable {
    let state: RunState
    /// Passages that lie behind.
    let passage: Int

    /// 1 where the step has been left for another.
    func passed(_ happening: Happening) -> Int {
      if case .coming = happening.next.moment { isInStep ? 1 : 0 } else { 0 }
    }

    /// A run that comes back from a queue comes to the step once more, without having left it.
    private var isInStep: Bool {
      switch state.moment {
      case .leaving: true
      case .storing(.checkpoint, _, _, .coming): true
      default: false
      }
    }
  }
}

extension ToldRun.Passage {
  /// Whether what happens is part of the passage as it is told.
  fileprivate func allows(_ happening: Happening, _ state: RunState) -> Bool {
    switch (happening.cause, course) {
    case (.course, .branched(let exit)):
      if case .leaving(_, let taken) = state.moment { return taken == exit }
      return true
    case (.course, _), (.stored, _): return true
    case (.chosen(let capability), .called(let told, _, _)): return capability == told
    case (.sampled(let values), _): return self.values.allSatisfy { values[$0] == $1 }
    case (.down(let endpoint), .called(_, _, let hasFailed)):
      return hasFailed || down.contains(endpoint)
    case (.down(let endpoint), .cutShort): return down.contains(endpoint)
    case (.tried(let endpoint, let succeeds), .called(_, let told, let hasFailed)):
      return hasFailed ? !succeeds : succeeds && told == endpoint
    case (.unavailable, .called(_, let told, _)): return told == nil
    case (.reviewed(let succeeds), .reviewed(let hasFailed)): return succeeds != hasFailed
    case (.chosen, .cutShort), (.tried, .cutShort), (.unavailable, .cutShort),
      (.reviewed, .cutShort), (.reviewed, .called):
      return true
    case (.chosen, _), (.down, _), (.tried, _), (.unavailable, _), (.reviewed, _): return false
    }
  }
}

extension Moment {
  /// The step that the moment is part of; `nil` once the run is over.
  fileprivate var step: Int? {
    switch self {
    case .coming(let step), .storing(_, let step, _, _), .beginning(let step),
      .preparing(let step, _), .deciding(let step, _, _), .trying(let step, _, _, _, _),
      .unavailable(let step, _), .reviewing(let step), .leaving(let step, _):
      step
    case .over, .stuck: nil
    }
  }
}
