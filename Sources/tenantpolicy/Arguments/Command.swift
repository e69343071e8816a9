/// A command, declared once: parsing, help, suggestions and the exit codes that it names follow.
struct Command: Sendable {
  let name: String
  /// One line, for the list of commands.
  let summary: String
  /// A few sentences for its own page; the lines are filled to the width of the terminal.
  let details: String
  let operands: [Operand]
  /// Without those that every command takes.
  let ownOptions: [Option]
  /// What to type, without the program's name.
  let example: String
  /// Beside 0, 1 and 2, which any command may end with.
  let exits: [ExitStatus]
  let run: @Sendable (Invocation) throws(CommandError) -> ExitStatus

  init(
    _ name: String, summary: String, details: String, operands: [Operand] = [],
    options: [Option], example: String, exits: [ExitStatus] = [],
    run: @escaping @Sendable (Invocation) throws(CommandError) -> ExitStatus
  ) {
    self.name = name
    self.summary = summary
    self.details = details
    self.operands = operands
    self.ownOptions = options
    self.example = example
    self.exits = exits
    self.run = run
  }

  var options: [Option] { ownOptions + [.color, .quiet, .help] }
}

/// What stands behind a command without a dash.
struct Operand: Sendable {
  enum Count: Sendable {
    case one
    case optional
    case optionalOrDefault(String)
    case oneOrMore
    case any
    case anyOrDefault(String)
  }

  let name: String
  let count: Count
  let summary: String

  init(_ name: String, _ count: Count, summary: String) {
    self.name = name
    self.count = count
    self.summary = summary
  }

  /// As a usage line shows it: `[PATH...]`.
  var usage: String {
    switch count {
    case .one: name
    case .optional, .optionalOrDefault: "[\(name)]"
    case .oneOrMore: "\(name)..."
    case .any, .anyOrDefault: "[\(name)...]"
    }
  }

  var isRequired: Bool {
    switch count {
    case .one, .oneOrMore: true
    case .optional, .optionalOrDefault, .any, .anyOrDefault: false
    }
  }

  var isRepeated: Bool {
    switch count {
    case .oneOrMore, .any, .anyOrDefault: true
    case .one, .optional, .optionalOrDefault: false
    }
  }

  var defaultValue: String? {
    switch count {
    case .optionalOrDefault(let value), .anyOrDefault(let value): value
    case .one, .optional, .oneOrMore, .any: nil
    }
  }
}

/// A command with what it was given, ready to run.
struct Invocation: Sendable {
  let command: Command
  let arguments: ParsedArguments
  let output: Output
}
