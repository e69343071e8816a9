import PolicyDiagnostics

extension Command {
  static let explain = Command(
    "explain",
    summary: "tell what a finding means, with a bad and a good sample",
    details: """
      Tells what the rule behind a finding looks for, why that matters, and shows a policy that \
      breaks it and one that does not. The comments in the samples stand where the findings do.
      """,
    operands: [.ruleCode],
    options: [.list, .anyFormat],
    example: "explain TP0001"
  ) { invocation throws(CommandError) in
    try invocation.output.result(try explanation(invocation))
    return .clean
  }
}

extension Operand {
  fileprivate static let ruleCode = Operand(
    "CODE", .optional, summary: "the code of a finding, such as TP0217, or the name of its rule")
}

extension Option {
  fileprivate static let list = Option("list", "l", summary: "every rule, instead of one")
}

private func explanation(_ invocation: Invocation) throws(CommandError) -> String {
  let isJSON = invocation.output.format == "json"
  let word = invocation.arguments.value(of: .ruleCode)
  if invocation.arguments.has(.list) {
    guard word.isEmpty else {
      throw .usage("conflict", "`explain --list` lists every rule and takes no code")
    }
    return isJSON ? objectOfAll() : TextLayout(width: invocation.output.width).list(of: Rules.all)
  }
  guard !word.isEmpty else {
    throw .usage(
      "missing-argument", "`explain` needs CODE", help: "`tenantpolicy explain --list` lists them")
  }
  let rule = try ruleNamed(word)
  return isJSON ? object(of: rule) : page(of: rule, invocation.output)
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
  let samples = [("bad", rule.bad), ("good", rule.good)].filter { !$1.isEmpty }
  return """
    \(rule.severity.rawValue)[\(rule.code)]: \(rule.name)

    \(layout.filled(rule.what))
    \(layout.filled(rule.why))
    """ + samples.map { "\n\($0):\n\n\(indented($1))" }.joined()
}

private func indented(_ sample: String) -> String {
  let lines = sample.split(separator: "\n", omittingEmptySubsequences: false)
  return (lines.last == "" ? lines.dropLast() : lines)
    .map { $0.isEmpty ? "\n" : "    \(escaped(String($0)))\n" }.joined()
}

extension TextLayout {
  fileprivate func list(of rules: [Rule]) -> String {
    table(rules.map { (term: $0.code, text: "\($0.name) (\($0.severity.rawValue)): \($0.what)") })
  }
}

private func object(of rule: Rule) -> String {
  jsonObject { root in
    root.field("version", 1)
    fill(&root, with: rule)
  } + "\n"
}

private func objectOfAll() -> String {
  jsonObject { root in
    root.field("version", 1)
    root.array("rules") { list in
      for rule in Rules.all { list.object { fill(&$0, with: rule) } }
    }
  } + "\n"
}

private func fill(_ object: inout JSONObject, with rule: Rule) {
  object.field("code", rule.code)
  object.field("name", rule.name)
  object.field("severity", rule.severity.rawValue)
  object.field("what", rule.what)
  object.field("why", rule.why)
  object.field("bad", rule.bad)
  object.field("good", rule.good)
}
