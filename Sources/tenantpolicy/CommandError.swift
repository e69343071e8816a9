import PolicyDiagnostics

/// Why a command cannot do its work, apart from what the policies say: its arguments or its files.
struct CommandError: Error, Hashable, Sendable {
  enum Kind: String, Sendable {
    case usage
    case file
    case bundle
    case `internal`
  }

  let kind: Kind
  /// Lower-case words joined by hyphens, for programs: `unknown-command`.
  let code: String
  /// Lower case, no full stop, the user's words between backticks.
  let message: String
  let help: String?
  /// What else stands in the way, so that one run shows all of it.
  private(set) var others: [CommandError] = []

  init(_ kind: Kind, _ code: String, _ message: String, help: String? = nil) {
    self.kind = kind
    self.code = code
    self.message = message
    self.help = help
  }

  /// One error of several, in their order; `nil` of none.
  init?(allOf errors: [CommandError]) {
    guard var first = errors.first else { return nil }
    first.others = Array(errors.dropFirst())
    self = first
  }

  static func usage(_ code: String, _ message: String, help: String? = nil) -> CommandError {
    CommandError(.usage, code, message, help: help)
  }

  /// A file that cannot be used, with the reason that the operating system gives.
  static func file(_ code: String, _ path: String, _ reason: String, help: String? = nil)
    -> CommandError
  {
    CommandError(.file, code, "`\(path)`: \(reason)", help: help)
  }

  var status: ExitStatus {
    switch kind {
    case .usage: .usage
    case .bundle: .bundleRefused
    case .file, .internal: .failure
    }
  }
}
