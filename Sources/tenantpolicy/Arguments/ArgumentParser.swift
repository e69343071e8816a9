import PolicyDiagnostics

/// Reads what stands behind a command's name: each option stands once at most, and
/// anything that is not declared is refused with the nearest name that is.
struct ArgumentParser {
  private let command: Command
  private var rest: ArraySlice<String>
  private var parsed = ParsedArguments()
  private var operands: [String] = []

  static func parse(
    _ words: ArraySlice<String>, for command: Command
  ) throws(CommandError) -> ParsedArguments {
    var parser = ArgumentParser(command: command, rest: words)
    return try parser.parseAll()
  }

  private init(command: Command, rest: ArraySlice<String>) {
    self.command = command
    self.rest = rest
  }

  private mutating func parseAll() throws(CommandError) -> ParsedArguments {
    while let word = rest.popFirst() {
      if word == "--" {
        operands += rest
        rest = []
      } else if word.hasPrefix("--") {
        try parseLong(word.dropFirst(2))
      } else if word.hasPrefix("-") && word != "-" {
        try parseLetters(word.dropFirst(1))
      } else {
        operands.append(word)
      }
    }
    if !parsed.has(.help) { try assignOperands() }
    return parsed
  }

  // MARK: Options

  private mutating func parseLong(_ word: Substring) throws(CommandError) {
    let parts = word.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
    let name = String(parts.first ?? "")
    guard let option = command.options.first(where: { $0.name == name }) else {
      throw unknownOption(name)
    }
    let attached = parts.count == 2 ? String(parts[1]) : nil
    try take(option, written: "--\(name)", attached: attached)
  }

  private mutating func parseLetters(_ word: Substring) throws(CommandError) {
    var letters = word
    while let letter = letters.popFirst() {
      guard let option = command.options.first(where: { $0.letter == letter }) else {
        throw unknownLetter(letter, in: word)
      }
      var attached: String?
      if option.valueName != nil && !letters.isEmpty {
        attached = String(letters.first == "=" ? letters.dropFirst() : letters)
        letters = ""
      }
      try take(option, written: "-\(letter)", attached: attached)
    }
  }

  private mutating func take(
    _ option: Option, written: String, attached: String?
  ) throws(CommandError) {
    guard !parsed.isSet(option) else {
      throw .usage("repeated-option", "`\(written)` is given twice", help: "give it once")
    }
    guard let valueName = option.valueName else {
      guard attached == nil else {
        throw .usage("unexpected-value", "`\(written)` takes no value", help: "leave out `=`")
      }
      return parsed.set(option, to: "true")
    }
    guard let value = attached ?? nextValue(), !value.isEmpty else {
      throw .usage(
        "missing-value", "`\(written)` needs a value",
        help: "write `\(written) \(valueName)`\(option.choicesToName)")
    }
    try option.verify(value, from: "`\(written)`")
    parsed.set(option, to: value)
  }

  /// The next word, unless it looks like an option: a forgotten value must not swallow one.
  private mutating func nextValue() -> String? {
    guard let next = rest.first, next == "-" || !next.hasPrefix("-") else { return nil }
    return rest.popFirst()
  }

  // MARK: Operands

  private mutating func assignOperands() throws(CommandError) {
    var given = operands[...]
    for operand in command.operands {
      let count = operand.isRepeated ? given.count : min(given.count, 1)
      guard count > 0 || !operand.isRequired else {
        throw .usage(
          "missing-argument", "`\(command.name)` needs \(operand.name), \(operand.summary)",
          help: "for instance `tenantpolicy \(command.example)`")
      }
      for value in given.prefix(count) {
        guard !value.isEmpty else {
          throw .usage("empty-argument", "\(operand.name) is empty")
        }
        parsed.append(value, to: operand)
      }
      given = given.dropFirst(count)
    }
    if let extra = given.first {
      throw .usage(
        "unexpected-argument", "`\(command.name)` takes no further argument `\(extra)`",
        help: "the form is `\(command.usage)`")
    }
  }

  // MARK: Messages

  private func unknownOption(_ name: String) -> CommandError {
    let nearest = nearestName(to: name, among: command.options.map(\.name))
    return .usage(
      "unknown-option", "`\(command.name)` has no option `--\(name)`",
      help: nearest.map { "the nearest is `--\($0)`" } ?? command.whereOptionsAreListed)
  }

  private func unknownLetter(_ letter: Character, in word: Substring) -> CommandError {
    let meant = command.options.first { $0.name == word }
    return .usage(
      "unknown-option", "`\(command.name)` has no option `-\(letter)`",
      help: meant.map { "write `--\($0.name)` with two dashes" } ?? command.whereOptionsAreListed)
  }
}

extension Command {
  var usage: String {
    (["tenantpolicy", name, "[OPTIONS]"] + operands.map(\.usage)).joined(separator: " ")
  }

  fileprivate var whereOptionsAreListed: String { "`tenantpolicy help \(name)` lists them" }
}

extension Option {
  /// Refuses a value that the declaration does not allow; `place` is how the user wrote the option,
  /// between backticks.
  func verify(_ value: String, from place: String) throws(CommandError) {
    switch self.value {
    case .none, .text: return
    case .number(_, in: let range):
      guard let number = Int(value), range.contains(number) else {
        throw .usage(
          "bad-value",
          "\(place) takes a whole number from \(range.lowerBound) to \(range.upperBound), "
            + "not `\(value)`")
      }
    case .choice(_, of: let words, _):
      guard !words.contains(value) else { return }
      let nearest = nearestName(to: value, among: words).map { "the nearest is `\($0)`; " } ?? ""
      throw .usage(
        "bad-value", "\(place) cannot be `\(value)`",
        help: nearest + "it takes \(listed(words, joiner: "or"))")
    }
  }

  fileprivate var choicesToName: String {
    guard case .choice(_, of: let words, _) = value else { return "" }
    return " with \(listed(words, joiner: "or"))"
  }
}

/// `a`, `b` or `c`.
func listed(_ words: [String], joiner: String, quote: String = "`") -> String {
  let quoted = words.map { quote + $0 + quote }
  guard let last = quoted.last, quoted.count > 1 else { return quoted.joined() }
  return quoted.dropLast().joined(separator: ", ") + " \(joiner) \(last)"
}
