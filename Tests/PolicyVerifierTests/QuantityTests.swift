import PolicyModel
import PolicyVerifier
import Testing

/// What runs cost and call at most.
@Suite struct QuantityTests {
  @Test func everyCandidateIsPaidForWithoutAGate() throws {
    let exercise = Exercise().text.replacing("writes: answer", with: "retry: 2, writes: answer")
    let free = try VerifiedSample(exercise, isGated: false)
    let gated = try VerifiedSample(exercise, isGated: true)
    // Two models, three attempts each, and the redactor; with the gate, one model.
    #expect(free.quantities.cost == .most(70_000))
    #expect(gated.quantities.cost == .most(40_000))
    #expect(free.quantities.calls == [0: .most(1)])
  }

  @Test(arguments: ["a-bank", "z-bank"])
  func theDearestPolicyCountsWhoeverComesFirst(narrow: String) throws {
    let exercise = Exercise(
      endpoints: """
          compliance-eu-2: { serves: compliance_check, model: gpt-4, process: eu-central-1, store: none, log: eu-central-1, retains: 0 days }
        """, candidates: ["compliance-us", "compliance-eu", "compliance-eu-2"])
    let text = exercise.text.replacing(
      "---\nroute:",
      with: """
        ---
        tenant_id: \(narrow)
        org_id: euro-holding
        policy_tier: standard
        data_residency: { process: [eu-central-1], store: [eu-central-1] }
        ---
        route:
        """)
    let verification = try VerifiedSample(text, isGated: true).verification
    // One verdict for both: the narrow bank has one model, the other two, and then the redactor.
    #expect(verification.results[0].cases.count == 1)
    #expect(verification.dearestRun(ofPlan: 0) == .most(30_000))
    let costs = [0, 1].map { verification.quantities(ofPlan: 0, forGroup: $0).cost }
    #expect(Set(costs).count == 2 && costs.max() == .most(30_000))
  }

  @Test func loopsAreGoneRoundAsOftenAsTheyMay() throws {
    let looping = Exercise(candidates: ["compliance-eu"]).text.replacing(
      "strip: { tool: redact, reads: [application, answer], then: end }",
      with:
        "strip: { tool: redact, at_most: 4, reads: [application, answer], on_fail: compliance, then: end }"
    )
    let sample = try VerifiedSample(looping, isGated: true)
    // The redactor comes four times; the model before each, and once more when it may not again.
    #expect(sample.quantities.calls == [0: .most(4)])
    #expect(sample.quantities.cost == .most(90_000))
  }

  @Test func whatHasNoCostIsNotFree() throws {
    let unstated = Exercise().text.replacing("redact: { cost: 0.01 USD, ", with: "redact: { ")
    let sample = try VerifiedSample(unstated, isGated: true)
    #expect(sample.quantities.cost == .notStated(.tool(0)))
  }
}

extension VerifiedSample {
  fileprivate var quantities: RunQuantities { verification.quantities(ofPlan: 0, forGroup: 0) }
}
