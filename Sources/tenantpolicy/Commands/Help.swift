import PolicyDiagnostics

extension Command {
  static let help = Command(
    "help",
    summary: "list the commands, or tell more about one",
    details: "Lists the commands or, with the name of one, shows its page.",
    operands: [.commandName],
    options: [.anyFormat],
    example: "help check"
  ) { invocation throws(CommandError) in
    let name = invocation.arguments.values(of: .commandName).joined(separator: " ")
    let command = name.isEmpty ? nil : try named(name)
    try invocation.output.result(
      invocation.output.format == "json"
        ? object(of: command.map { [$0] } ?? all)
        : text(of: command, HelpPage(width: invocation.output.width)))
    return .clean
  }
}

extension Operand {
  fileprivate static let commandName = Operand(
    "COMMAND", .any, summary: "the name of one")
}

private func text(of command: Command?, _ page: HelpPage) -> String {
  guard let command else { return page.overview(of: Command.all) }
  return page.page(of: command)
}

private func object(of commands: [Command]) -> String {
  jsonObject { root in
    root.field("version", 1)
    root.array("commands") { array in
      for command in commands {
        array.object {
          $0.field("name", command.name)
          $0.field("summary", command.summary)
          $0.field("usage", command.usage)
          $0.array("options") { options in
            command.options.forEach { options.element("--" + $0.name) }
          }
        }
      }
    }
  } + "\n"
}
