import PolicyVerifier
import Testing

/// What branches are told of facts.
@Suite struct FactTests {
  /// Two branches that ask for one fact, of which the second tells more apart.
  private func plan(_ first: String, _ second: String, known: String = "at start") -> String {
    Exercise(candidates: ["compliance-us"]).text.replacing(
      "steps:\n",
      with: """
        facts: { amount: { type: integer 0..100, known: \(known) } }
        steps:
          first: { branch: [{ when: \(first), then: second }], else: end }
          second: { branch: [{ when: \(second), then: end }], else: compliance }

        """)
  }

  @Test(arguments: [
    ("amount < 10", "amount < 5", "at start", false),
    ("amount < 10", "amount < 10", "at start", true),
    ("amount < 10", "amount < 20", "at start", true),
    ("amount >= 10", "amount >= 20", "at start", false),
    ("amount == 3", "amount > 2", "at start", true),
    ("amount < 10", "amount < 10", "at each decision", false),
  ])
  func aFactHasOneValueInARun(
    first: String, second: String, known: String, isSafe: Bool
  ) throws {
    let sample = try VerifiedSample(plan(first, second, known: known), isGated: false)
    let verdict = try sample.verdict(plan: "loan", tenant: "euro-bank")
    #expect((verdict.safety == .proved) == isSafe)
  }

  @Test func howTwoFactsCompareIsNotKnown() throws {
    let text = plan("amount < 10", "amount < limit").replacing(
      "facts: {", with: "facts: { limit: { type: integer 0..9, known: at start },")
    let verdict = try VerifiedSample(text, isGated: false).verdict(
      plan: "loan", tenant: "euro-bank")
    #expect(verdict.safety == .unknown(.opaque(step: 1)))
  }
}
