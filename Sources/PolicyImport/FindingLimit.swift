import PolicyDiagnostics

extension Findings {
  /// Findings of one rule that are told of a file.
  private static let mostOfRule = 1_000

  /// The findings with no more of a rule than anybody reads; the last of those says how many there are
  /// beside them.
  var readable: Findings {
    var readable = Findings()
    var counts: [Rule: Int] = [:]
    var firstLeftOut: [Rule: Finding] = [:]
    for finding in all {
      counts[finding.rule, default: 0] += 1
      if counts[finding.rule, default: 0] <= Self.mostOfRule {
        readable.raise(finding)
      } else if firstLeftOut[finding.rule] == nil {
        firstLeftOut[finding.rule] = finding
      }
    }
    for finding in firstLeftOut.values.sorted(by: { $0.rule.code < $1.rule.code }) {
      let more = counts[finding.rule, default: 0] - Self.mostOfRule
      readable.raise(
        Finding(
          finding.rule, "\(more) more of these are not listed, from here on", at: finding.span,
          help: "see to those that are, and import again"))
    }
    return readable
  }
}
