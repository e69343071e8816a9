import PolicyModel

/// Where a run is, with everything that decides what may happen next.
struct RunState: Hashable {
  var moment: Moment
  /// Data classes by variable.
  var labels: [Bitset]
  /// Facts that are known at the start.
  var frozen: Values
  /// How often the run came to a step, for steps with `at_most`.
  var visits: [Int: Int64]

  func at(_ moment: Moment) -> RunState {
    var next = self
    next.moment = moment
    return next
  }
}

/// What a run is about to do.
indirect enum Moment: Hashable {
  case coming(to: Int)
  /// It must store data of a label before it goes on.
  case storing(Storage, step: Int, label: Bitset, then: Moment)
  case beginning(step: Int)
  /// Before the decision for a capability: what is logged first.
  case preparing(step: Int, Capability)
  case deciding(step: Int, Capability, retries: Int64)
  /// In one snapshot, these candidates are left.
  case trying(step: Int, Capability, rest: [Int], hasTried: Bool, retries: Int64)
  /// No candidate could be tried.
  case unavailable(step: Int, Capability)
  case reviewing(step: Int)
  /// The step has ended and takes the exit of that position.
  case leaving(step: Int, exit: Int)
  case over(Ending)
  /// It cannot store what it must, and stays.
  case stuck

  enum Ending: Hashable {
    case end, failed, handedOver
  }
}

/// One thing that happens in a run.
struct Happening {
  enum Cause {
    /// What just follows.
    case course
    /// A tool of a `choose:` is chosen.
    case chosen(Capability)
    /// The snapshot of a decision, or of a branch, is taken.
    case sampled(Values)
    /// A candidate does not answer.
    case down(Int)
    /// A candidate is tried.
    case tried(Int, succeeds: Bool)
    case stored(Values, skipped: [Int])
    case unavailable
    case reviewed(succeeds: Bool)
  }

  let cause: Cause
  let event: Event?
  let next: RunState

  init(_ cause: Cause, _ event: Event? = nil, to next: RunState) {
    self.cause = cause
    self.event = event
    self.next = next
  }
}
