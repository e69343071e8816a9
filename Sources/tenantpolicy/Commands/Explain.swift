import PolicyDiagnostics

extension Command {
  static let explain = Command(
    "explain",
    summary: "tell what a finding means, with a bad and a good sample",
    details: """
      Tells what the rule behind a finding looks for, why that matters, and shows a policy that \
      breaks it and one that does not.
      """,
    operands: [.ruleCode],
    options: [.anyFormat],
    example: "explain TP0001"
  ) { invocation throws(CommandError) in
    let rule = try ruleNamed(invocation.arguments.value(of: .ruleCode))
    try invocation.output.result(
      invocation.output.format == "json" ? object(of: rule) : page(of: rule, invocation.output))
    return .clean
  }
}

extension Operand {
  fileprivate static let ruleCode = Operand(
    "CODE", .one, summary: "the code of a finding, such as TP0217, or the name of its rule")
}

private func ruleNamed(_ word: String) throws(CommandError) -> Rule {
  let folded = word.lowercased()
  if let rule = Rules.all.first(where: { $0.code.lowercased() == folded || $0.name == folded }) {
    return rule
  }
  let nearest = nearestName(to: word, among: Rules.all.flatMap { [$0.code, $0.name] })
  throw .usage(
    "unknown-code", "there is no finding `\(word)`",
    help: nearest.map { "the nearest is `\($0)`" } ?? "a code is `TP` and four digits")
}

private func page(of rule: Rule, _ output: Output) -> String {
  let layout = TextLayout(width: output.width)
  return """
    \(rule.severity.rawValue)[\(rule.code)]: \(rule.name)

    \(layout.filled(rule.what))
    \(layout.filled(rule.why))
    bad:

    \(indented(rule.bad))
    good:

    \(indented(rule.good))
    """
}

private func indented(_ sample: String) -> String {
  sample.split(separator: "\n", omittingEmptySubsequences: false)
    .map { $0.isEmpty ? "\n" : "    \(escaped(String($0)))\n" }.joined()
}

private func object(of rule: Rule) -> String {
  jsonObject { root in
    root.field("version", 1)
    root.field("code", rule.code)
    root.field("name", rule.name)
    root.field("severity", rule.severity.rawValue)
    root.field("what", rule.what)
    root.field("why", rule.why)
    root.field("bad", rule.bad)
    root.field("good", rule.good)
  } + "\n"
}
