import PolicyDiagnostics
import TestSupport
import Testing

/// Every rule's own samples: the bad one gives what it is marked with, the good one nothing.
@Suite struct RuleSampleTests {
  @Test(arguments: Rules.all) func badSample(rule: Rule) {
    let sample = PolicySample(rule.bad, about: rule.bad.isEmpty ? "" : rule.code)
    #expect(sample.found == sample.expected)
    #expect(
      rule.bad.isEmpty || sample.expected.contains { $0.code == rule.code },
      "no line shows the rule itself")
  }

  @Test(arguments: Rules.all) func goodSample(rule: Rule) {
    let sample = PolicySample(rule.good, about: rule.good.isEmpty ? "" : rule.code)
    #expect(sample.expected.isEmpty)
    #expect(sample.found.isEmpty)
  }

  @Test func basePlatformIsClean() {
    #expect(PolicySample("").found.isEmpty)
    #expect(!PolicySample.base.isEmpty)
  }

  @Test func codesAreUniqueAndWellFormed() {
    let codes = Rules.all.map(\.code)
    #expect(Set(codes).count == codes.count)
    for code in codes {
      #expect(code.utf8.count == 6 && code.hasPrefix("TP") && Int(code.dropFirst(2)) != nil)
    }
  }
}
