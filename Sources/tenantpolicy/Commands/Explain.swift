import PolicyDiagnostics

extension Command {
  static let explain = Command(
    "explain",
    summary: "tell what a finding means, or why something is so for a tenant",
    details: """
      Two forms. `explain CODE`, where a code is `TP` and four digits or the name of a rule, tells what \
      the rule looks for, why that matters, and shows a policy that breaks it and one that does not. \
      `explain TENANT [PLAN] [WHAT] [PATH|BUNDLE]` tells why a tenant may or may not run a plan, or \
      why WHAT (a step of the plan, a tool, a model or an endpoint) is allowed, denied or routed as it \
      is: the chain of lines of policy, limits, routes and plan. A last word that names a file or \
      folder is where to look; a bundle is read where it lies, without checking its digest.
      """,
    operands: [.codeOrTenant, .explainedPlan, .explainedSubject, .explainedPlace],
    options: [.list, .anyFormat, .threads, .now],
    example: "explain institution-x-4921 loan-approval compliance policies/lending",
    exits: [.doesNotCheck, .bundleRefused]
  ) { invocation throws(CommandError) in
    let request = try ExplanationRequest(invocation)
    switch request.subject {
    case .rules(let code): try invocation.output.result(explanation(ofRules: code, invocation))
    case .tenant(let words):
      guard let text = try explanation(ofTenant: words, in: request.path, invocation) else {
        return .doesNotCheck
      }
      try invocation.output.result(text)
    }
    return .clean
  }
}

extension Operand {
  fileprivate static let codeOrTenant = Operand(
    "CODE|TENANT", .optional,
    summary: "the code of a finding, such as TP0217, or the name of its rule; or the id of a tenant"
  )
  fileprivate static let explainedPlan = Operand(
    "PLAN", .optional, summary: "a plan, of whose runs to tell")
  fileprivate static let explainedSubject = Operand(
    "WHAT", .optional, summary: "a step of the plan, a tool, a model or an endpoint")
  fileprivate static let explainedPlace = Operand(
    "PATH|BUNDLE", .optional,
    summary: "a folder or file of policies, `-` for standard input, or a bundle")
}

extension Option {
  fileprivate static let list = Option("list", "l", summary: "every rule, instead of one")
}

/// What the words behind `explain` ask for.
private struct ExplanationRequest {
  enum Subject {
    /// The rule of a code; empty for the list.
    case rules(String)
    case tenant([String])
  }

  let subject: Subject
  let path: String

  init(_ invocation: Invocation) throws(CommandError) {
    var words = [
      Operand.codeOrTenant, .explainedPlan, .explainedSubject, .explainedPlace,
    ].map { invocation.arguments.value(of: $0) }.filter { !$0.isEmpty }
    let first = words.first ?? ""
    guard !invocation.arguments.has(.list) else {
      guard words.isEmpty else {
        throw .usage("conflict", "`explain --list` lists every rule and takes no code")
      }
      (subject, path) = (.rules(""), "")
      return
    }
    guard !first.isEmpty else {
      throw .usage(
        "missing-argument", "`explain` needs CODE or TENANT",
        help: "`tenantpolicy explain --list` lists the codes")
    }
    if Self.isCode(first) || (words.count == 1 && !Self.exists("policies")) {
      guard words.count == 1 else {
        throw .usage("conflict", "`explain \(first)` is about a finding and takes nothing else")
      }
      (subject, path) = (.rules(first), "")
      return
    }
    let isLastPlace = words.count > 1 && Self.isPlace(words[words.count - 1])
    path = isLastPlace ? words.removeLast() : "policies"
    guard words.count <= 3 else {
      throw .usage(
        "no-such-path", "there is no file or folder `\(words[3])`",
        help: "name policies or a bundle behind tenant, plan and what to tell of")
    }
    subject = .tenant(words)
  }

  /// Whether a word is a code, or the name of a rule.
  private static func isCode(_ word: String) -> Bool {
    let folded = word.lowercased()
    let digits = folded.dropFirst(2)
    return (folded.hasPrefix("tp") && !digits.isEmpty && digits.allSatisfy(\.isNumber))
      || Rules.all.contains { $0.name == folded }
  }

  private static func isPlace(_ word: String) -> Bool {
    word == "-" || word.contains("/") || exists(word)
  }

  private static func exists(_ path: String) -> Bool {
    (try? FileInformation(path: path, followingLink: true)) != nil
  }
}

private func explanation(
  ofRules word: String, _ invocation: Invocation
) throws(CommandError) -> String {
  let isJSON = invocation.output.format == "json"
  guard !word.isEmpty else {
    return isJSON ? objectOfAll() : TextLayout(width: invocation.output.width).list(of: Rules.all)
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
    help: nearest.map { "the nearest is `\($0)`" }
      ?? "a code is `TP` and four digits; tenants are looked for in `policies`, or where a last word says"
  )
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
