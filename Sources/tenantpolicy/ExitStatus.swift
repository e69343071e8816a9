/// How the command ends. Scripts rely on the numbers: they never change their meaning.
enum ExitStatus: Int32, CaseIterable, Sendable {
  case clean = 0
  /// A file cannot be read or written, or the command itself is at fault.
  case failure = 1
  case usage = 2
  /// The policies have errors.
  case doesNotCheck = 3
  case bundleRefused = 8

  var meaning: String {
    switch self {
    case .clean: "clean"
    case .failure: "file or internal error"
    case .usage: "usage"
    case .doesNotCheck: "policy does not check"
    case .bundleRefused: "bundle refused"
    }
  }
}
