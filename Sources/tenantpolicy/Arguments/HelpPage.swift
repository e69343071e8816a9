/// The pages of `--help` and `help`, laid out from the declarations.
struct HelpPage {
  private let layout: TextLayout

  init(width: Int) {
    layout = TextLayout(width: width)
  }

  /// The page of the program: what it is and which commands there are.
  func overview(of commands: [Command]) -> String {
    let rows = commands.map { (term: $0.name, text: $0.summary) }
    return """
      Compiles, checks and explains the policies of tenants.

      usage: tenantpolicy COMMAND [OPTIONS] [ARGUMENTS]

      commands:
      \(layout.table(rows))
      `tenantpolicy help COMMAND` tells more about one; `tenantpolicy --version` prints the version.

      example:
        tenantpolicy check policies

      """
  }

  /// The page of one command.
  func page(of command: Command) -> String {
    """
    \(layout.filled(command.details))
    usage: \(command.usage)
    \(operandSection(command))
    options:
    \(layout.table(command.options.map { ($0.term, $0.explanation) }))
    example:
      tenantpolicy \(command.example)

    exit codes:
    \(layout.table(command.allExits.map { (String($0.rawValue), $0.meaning) }))
    """
  }

  private func operandSection(_ command: Command) -> String {
    guard !command.operands.isEmpty else { return "" }
    return "\narguments:\n" + layout.table(command.operands.map { ($0.name, $0.explanation) })
  }
}

extension Command {
  fileprivate var allExits: [ExitStatus] {
    ExitStatus.allCases.filter { [.clean, .failure, .usage].contains($0) || exits.contains($0) }
  }
}

extension Operand {
  fileprivate var explanation: String {
    summary + (defaultValue.map { " [default: \($0)]" } ?? "")
  }
}

extension Option {
  fileprivate var term: String {
    (letter.map { "-\($0), " } ?? "    ") + "--\(name)" + (valueName.map { " \($0)" } ?? "")
  }

  fileprivate var explanation: String {
    summary + (defaultValue.map { " [default: \($0)]" } ?? "")
  }
}
