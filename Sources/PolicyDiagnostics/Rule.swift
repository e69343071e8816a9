/// How much a finding weighs: an error fails the check, a warning does not, and a note is only said.
package enum Severity: String, Hashable, Sendable {
  case error
  case warning
  case note
}

/// One rule of the checker, declared once; `explain`, the rule page, SARIF and the samples follow.
///
/// The samples are policy text with the answer on the line at fault (`# error[TP0203]`), and run as
/// tests: `bad` gives exactly the findings it is marked with, `good` gives none. A sample that
/// declares no `platform:` of its own is checked together with the small platform of
/// `Tests/Samples/base.yaml`; lines `# file: NAME` begin the files of a sample that needs several.
/// A sample that would be too long to show is empty, and its rule is tested with its limit.
package struct Rule: Sendable {
  /// Stable for ever: `TP` and four digits.
  package let code: String
  /// Lower-case words joined by hyphens, for people: `value-out-of-range`.
  package let name: String
  package let severity: Severity
  /// One sentence: what the rule finds.
  package let what: String
  /// Why it matters, in a sentence or more.
  package let why: String
  package let bad: String
  package let good: String

  package init(
    _ code: String, _ name: String, _ severity: Severity = .error,
    what: String, why: String, bad: String, good: String
  ) {
    self.code = code
    self.name = name
    self.severity = severity
    self.what = what
    self.why = why
    self.bad = bad
    self.good = good
  }
}

extension Rule: Hashable {
  package static func == (left: Rule, right: Rule) -> Bool { left.code == right.code }

  package func hash(into hasher: inout Hasher) { hasher.combine(code) }
}
