import PolicyDiagnostics
import Testing

/// Every rule on plans, tests and waivers answers its own samples.
@Suite struct PlanRuleTests {
  /// Those that come of running tests are answered where tests are run.
  static let rules = Rules.all.filter {
    ($0.code.hasPrefix("TP06") || $0.code.hasPrefix("TP07")) && !("TP0722"..."TP0729" ~= $0.code)
  }

  @Test func `the base platform is clean`() {
    #expect(PlanReading("policy_tier: other").answers == [])
  }

  @Test(arguments: rules.map(\.code))
  func `the bad sample gives what it is marked with`(_ code: String) throws {
    let rule = try #require(Rules.rule(code: code))
    let markers = planMarkers(in: rule.bad)
    #expect(markers.contains { $0.hasPrefix(rule.code) })
    #expect(PlanReading(rule.bad).answers == markers)
  }

  @Test(arguments: rules.map(\.code))
  func `the good sample gives nothing`(_ code: String) throws {
    let rule = try #require(Rules.rule(code: code))
    let reading = PlanReading(rule.good)
    #expect(reading.answers == [])
    #expect(
      reading.plans.count + reading.routes.count + reading.tests.count + reading.waivers.count > 0)
  }
}
