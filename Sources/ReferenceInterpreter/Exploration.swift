/// Everything that runs of a plan can come to.
package struct Exploration {
  package private(set) var events: Set<Event> = []
  /// Whether some run comes to a step that calls, stores or shows something.
  package private(set) var touchesAnything = false
  /// Whether runs that were to be taken over have no way on.
  package internal(set) var leavesRunsBehind = false
  private(set) var states: Set<RunState> = []

  /// Whether some run begins with what it does at a step.
  package func begins(_ step: Int) -> Bool {
    states.contains { $0.moment == .beginning(step: step) }
  }

  package init(_ interpreter: Interpreter) {
    self.init(interpreter, from: interpreter.beginnings())
  }

  init(_ interpreter: Interpreter, from beginnings: [RunState]) {
    var waiting = Array(Set(beginnings))
    states.formUnion(waiting)
    while let state = waiting.popLast() {
      touchesAnything = touchesAnything || state.moment.touches
      for happening in interpreter.happenings(at: state) {
        if let event = happening.event { events.insert(event) }
        if states.insert(happening.next).inserted { waiting.append(happening.next) }
      }
    }
  }
}

extension Moment {
  fileprivate var touches: Bool {
    switch self {
    case .storing, .preparing, .reviewing: true
    case .coming, .beginning, .deciding, .trying, .unavailable, .leaving, .over, .stuck: false
    }
  }
}

extension Interpreter {
  /// Events of runs, with the reasons against those that are forbidden.
  package func forbidden(among events: Set<Event>) -> [Event: Reason] {
    var found: [Event: Reason] = [:]
    for event in events { found[event] = world.reason(against: event, of: rights) }
    return found
  }
}
