/// How the command ends. Scripts rely on the numbers: they never change their meaning.
enum ExitStatus: Int32, CaseIterable, Sendable {
  case clean = 0
  /// A file cannot be read or written, or the command itself is at fault.
  case failure = 1
  case usage = 2
  /// The policies have errors.
  case doesNotCheck = 3
  /// A policy test failed, or tests cover less than they have to.
  case testFailed = 4
  /// A change met the gate, or the answer to the question is no.
  case gateMet = 5
  /// A run of a plan does what a policy forbids, or cannot go on.
  case violated = 6
  /// Whether a plan stays within policy is not known.
  case undecided = 7
  case bundleRefused = 8

  var meaning: String {
    switch self {
    case .clean: "clean"
    case .failure: "file or internal error"
    case .usage: "usage"
    case .doesNotCheck: "policy does not check"
    case .testFailed: "a test failed, or coverage is under its threshold"
    case .gateMet: "the change met the gate"
    case .violated: "a plan violates a policy"
    case .undecided: "a plan could not be decided"
    case .bundleRefused: "bundle refused"
    }
  }
}
