import PolicyDiagnostics

/// Values for options that do not stand behind the command: a variable of the environment, and
/// before that a line of the file `.tenantpolicy` in the current folder.
///
/// A flag wins over a variable, and a variable over the file.
enum Settings {
  /// The options that may be set, of whichever command.
  static let names = Set(Command.all.flatMap(\.options).filter(\.isSetting).map(\.name)).sorted()

  /// Fills in the options that `arguments` does not set.
  static func apply(to arguments: inout ParsedArguments, of command: Command) throws(CommandError) {
    let file = try SettingsFile.read()
    for option in command.options where option.isSetting && !arguments.isSet(option) {
      if let value = environmentVariable(option.variable) {
        try set(option, to: value, from: "`\(option.variable)`", in: &arguments)
      } else if let value = file.values[option.name] {
        try set(
          option, to: value, from: "`\(option.name)` in `\(SettingsFile.name)`", in: &arguments)
      }
    }
  }

  private static func set(
    _ option: Option, to value: String, from place: String, in arguments: inout ParsedArguments
  ) throws(CommandError) {
    switch option.value {
    case .none:
      guard value == "true" || value == "false" else {
        throw .usage("bad-value", "\(place) is `true` or `false`, not `\(value)`")
      }
    case .choice(_, of: let words, let known) where known.contains(value):
      guard words.contains(value) else { return }
    case .text, .number, .choice:
      try option.verify(value, from: place)
    }
    arguments.set(option, to: value)
  }
}
