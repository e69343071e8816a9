import PolicyDiagnostics

/// The page of the rules: what each finds, why it matters, a bad and a good sample.
package func rulePage() -> String {
  Markdown.head(
    "Rules",
    """
    Every finding has the code of a rule; `tenantpolicy explain CODE` shows the same for one of them. \
    Codes never change their meaning. In the samples, a comment stands on the line of each finding. A \
    sample that declares no `platform:` is checked together with `Tests/Samples/base.yaml`; a rule \
    without a sample is one whose sample would not fit on a page.
    """) + "\n" + overview() + Rules.all.map(section).joined()
}

private func overview() -> String {
  Markdown.table(
    ["code", "name", "severity", "finds"],
    Rules.all.map { rule in
      [
        "[\(rule.code)](#\(Markdown.anchor(title(of: rule))))", rule.name, rule.severity.rawValue,
        rule.what,
      ]
    })
}

private func title(of rule: Rule) -> String { "\(rule.code) \(rule.name)" }

private func section(_ rule: Rule) -> String {
  """

  ## \(title(of: rule))

  \(rule.severity.rawValue.capitalised). \(rule.what)

  \(rule.why)
  \(sample("Bad", rule.bad))\(sample("Good", rule.good))
  """
}

private func sample(_ title: String, _ text: String) -> String {
  text.isEmpty ? "" : "\n\(title):\n\n\(Markdown.block("yaml", escapedLines(text)))"
}

/// A sample is policy text, which may hold what cannot be seen: shown, as findings show it.
private func escapedLines(_ text: String) -> String {
  text.split(separator: "\n", omittingEmptySubsequences: false)
    .map { escaped(String($0)) }.joined(separator: "\n")
}
