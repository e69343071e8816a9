import PolicyDiagnostics
import Testing

/// Every rule of this phase answers its own sample.
@Suite struct RuleSampleTests {
  static let rules = Rules.all.filter { $0.code < "TP0150" }

  @Test(arguments: rules)
  func `the bad sample gives what it is marked with`(_ rule: Rule) {
    #expect(Reading(rule.bad).answers == markers(in: rule.bad))
  }

  @Test(arguments: rules)
  func `the good sample gives nothing`(_ rule: Rule) {
    #expect(Reading(rule.good).answers == [])
  }

  /// The rules whose case is no text, or too large for a page.
  static let withoutSample: Set = [
    "TP0100", "TP0101", "TP0109", "TP0125", "TP0140", "TP0141", "TP0142",
  ]

  @Test(arguments: rules)
  func `a rule has a sample unless it cannot`(_ rule: Rule) {
    #expect(rule.bad.isEmpty == RuleSampleTests.withoutSample.contains(rule.code))
  }
}
