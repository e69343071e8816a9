import PolicyDiagnostics

/// The program: finds the command that is asked for, runs it, and says what stood in its way.
enum Program {
  /// Runs with the arguments behind the program's own name.
  static func run(_ arguments: [[UInt8]]) -> ExitStatus {
    prepareStreams()
    do {
      return try dispatch(words(of: arguments))
    } catch {
      return report(error, inFormat: formatAskedFor(arguments))
    }
  }

  private static func dispatch(_ words: [String]) throws(CommandError) -> ExitStatus {
    switch words.first {
    case "--version", "-V":
      return try printed("tenantpolicy \(programVersion)\n")
    case "--help", "-h":
      return try printed(HelpPage(width: displayWidth()).overview(of: Command.all))
    case nil:
      throw .usage(
        "no-command", "there is no command", help: "`tenantpolicy help` lists the commands")
    case let name?:
      if words.count > 1,
        let command = Command.all.first(where: { $0.name == "\(name) \(words[1])" })
      {
        return try run(command, words.dropFirst(2))
      }
      return try run(Command.named(name), words.dropFirst())
    }
  }

  private static func run(
    _ command: Command, _ words: ArraySlice<String>
  ) throws(CommandError) -> ExitStatus {
    var arguments = try ArgumentParser.parse(words, for: command)
    guard !arguments.has(.help) else {
      return try printed(HelpPage(width: displayWidth()).page(of: command))
    }
    try Settings.apply(to: &arguments, of: command)
    return try command.run(
      Invocation(command: command, arguments: arguments, output: Output(arguments)))
  }

  private static func printed(_ text: String) throws(CommandError) -> ExitStatus {
    try writeResult(text)
    return .clean
  }

  /// Arguments as text; one that is not UTF-8 is refused by its place, shown with its bytes escaped.
  private static func words(of arguments: [[UInt8]]) throws(CommandError) -> [String] {
    var words: [String] = []
    for argument in arguments {
      guard let word = String(validating: argument, as: UTF8.self) else {
        throw .usage("not-utf-8", "the argument `\(escaped(argument[...]))` is not UTF-8")
      }
      words.append(word)
    }
    return words
  }
}

extension Command {
  /// The command of a name, or the error that names the nearest one.
  static func named(_ name: String) throws(CommandError) -> Command {
    if let command = all.first(where: { $0.name == name }) { return command }
    guard !name.hasPrefix("-") else {
      throw .usage(
        "unknown-option", "`tenantpolicy` has no option `\(name)`",
        help: "the command comes first, as in `tenantpolicy check`")
    }
    let longer = all.map(\.name).filter { $0.hasPrefix(name + " ") }
    guard longer.isEmpty else {
      throw .usage(
        "unknown-command", "`\(name)` is half of a command",
        help: "there are \(listed(longer, joiner: "and"))")
    }
    let nearest = nearestName(to: name, among: all.map(\.name))
    throw .usage(
      "unknown-command", "there is no command `\(name)`",
      help: nearest.map { "the nearest is `\($0)`" } ?? "`tenantpolicy help` lists the commands")
  }
}
