import PolicyDiagnostics

extension Command {
  /// Every command, in the order in which help lists them.
  static let all: [Command] = [
    check, verify, test, diff, build, keygen, sign, trust, exportOCI, importOCI, audit, effective,
    importWorkflow, catalogueShow, catalogueImport, inspect, explain, schema, format, initialize,
    help, version,
  ]
}

extension Option {
  /// The forms in which any command can answer.
  static let anyFormat = format(["human", "json"])

  /// The forms in which findings are shown.
  static let findingsFormat = format(OutputFormat.allCases.map(\.rawValue))

  /// The forms in which a review is shown.
  static let reviewFormat = format([
    "human", "plain", "json", "markdown", "html", "sarif", "github",
  ])

  /// What a setting may hold: the words of every command.
  private static let everyFormat = OutputFormat.allCases.map(\.rawValue) + ["markdown", "html"]

  private static func format(_ words: [String]) -> Option {
    Option(
      "format", "f", .choice("FORMAT", of: words, known: everyFormat),
      summary: listed(words, joiner: "or", quote: ""), default: "human", isSetting: true)
  }
}
