import PolicyModel
import PolicyVerifier
import TestSupport
import Testing

/// Ways that runs take where nothing is left of a step.
@Suite struct WaitingTests {
  /// A run that waits does not go on, so that what would come then is not reached.
  @Test(arguments: [("hold", true), ("fail", false)])
  func whatWaitsDoesNotFail(fallback: String, isSafe: Bool) throws {
    let sample = try VerifiedSample(
      text(
        """
          look: { tool: look, reads: [application], on_fail: tell, then: end }
          tell: { tool: tell, reads: [application], then: end }
        """, onUnavailable: fallback,
        more: "runs: { serves: state, store: eu-west-1, log: eu-west-1, retains: 30 days }"),
      isGated: false)
    let verdict = try sample.verdict(plan: "loan", tenant: "euro-bank")
    #expect((verdict.safety == .proved) == isSafe)
  }

  /// What keeps a run from going on is what it waits for, not what it would have to store later.
  @Test func whatWaitsIsKeptByWhatItWaitsFor() throws {
    let sample = try VerifiedSample(
      text(
        """
          look: { tool: look, reads: [application], on_fail: ask, then: ask }
          ask: { tool: ask, reads: [application], then: end }
        """, onUnavailable: "hold", checkpoint: "every step",
        more: "runs-us: { serves: checkpoint, store: us-east-1, log: us-east-1, retains: 30 days }"),
      isGated: true)
    let verdict = try sample.verdict(plan: "loan", tenant: "euro-bank")
    guard case .violated(let obstruction) = verdict.progress else {
      Issue.record("\(verdict.progress)")
      return
    }
    let look = try #require(sample.platform.catalogue.tools.index(of: "look"))
    #expect(sample.verification.questions[obstruction.question].subject == .call(.tool(look)))
  }

  /// What is down for one step is down for the next: nobody can be refused by a step that nothing is left of.
  @Test func whatIsDownWithAnotherStepDoesNotRefuse() throws {
    let sample = try VerifiedSample(
      text(
        """
          look: { tool: look, reads: [application], on_fail: ask, then: end }
          ask: { tool: ask, reads: [application], on_fail: end, then: fail }
        """), isGated: false)
    let verdict = try sample.verdict(plan: "loan", tenant: "euro-bank")
    #expect(verdict.progress == .proved)
    #expect(verdict.resilience == 2)
  }

  /// Reviewers who are down with the step before do not pass what then fails; where only that step is
  /// down, they do.
  @Test func whoIsGoneWithAnotherStepDoesNotRefuse() throws {
    let tool = "serves: tell, process: eu-west-1, store: none, log: eu-west-1, retains: 0 days"
    let sample = try VerifiedSample(
      text(
        """
          tell: { tool: tell, reads: [application], on_fail: check, then: end }
          check: { review: people, reads: [application], timeout: 1 h, on_fail: end, then: fail }
        """,
        more: """
          tell-one: { \(tool) }
            tell-two: { \(tool) }
          reviewer_pools: { people: { region: eu-west-1, staff: 3, clearance: [pii] } }
          """), isGated: true)
    let verdict = try sample.verdict(plan: "loan", tenant: "euro-bank")
    #expect(verdict.progress == .proved)
    #expect(verdict.resilience == 1)
  }

  /// A plan of these steps.
  ///
  /// - Parameters:
  ///   - fallback: What `on_unavailable` of a route to `look` says; `nil` for no route.
  ///   - endpoint: One more.
  private func text(
    _ steps: String, onUnavailable fallback: String? = nil, checkpoint: String = "none",
    more endpoint: String = ""
  ) -> String {
    let route = fallback.map {
      """
      ---
      route: look
      try: [{ use: both-here, when: label has secret }]
      on_unavailable: \($0)

      """
    }
    return """
      platform: sample
      language: 1
      regions: { us-east-1: { in: [us] }, eu-west-1: { in: [eu] }, eu-central-1: { in: [eu] } }
      data_classes: [pii, secret]
      model_tiers: [small]
      tools: { look: { cost: 0.01 USD }, ask: { cost: 0.01 USD }, tell: { cost: 0.01 USD } }
      models: {}
      endpoints:
        both-here: { serves: [look, ask], process: eu-west-1, store: none, log: eu-west-1, retains: 0 days }
        both-there: { serves: [look, ask], process: eu-central-1, store: none, log: eu-central-1, retains: 0 days }
        tell-us: { serves: tell, process: us-east-1, store: none, log: us-east-1, retains: 0 days }
        \(endpoint)
      \(sampleTenant(tools: "look, ask, tell", residency: "process: [eu], store: [eu]"))
      \(route ?? "")---
      plan: loan
      input: { application: [pii] }
      steps:
      \(steps)
      checkpoint: \(checkpoint)

      """
  }
}
