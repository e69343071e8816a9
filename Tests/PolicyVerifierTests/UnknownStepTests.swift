import PolicyModel
import PolicyVerifier
import Testing

/// A step of which is not known what it does is never taken for safe.
@Suite struct UnknownStepTests {
  private func verdict(_ steps: String, isGated: Bool = false) throws -> CaseVerdict {
    try VerifiedSample(world(steps), isGated: isGated).verdict(plan: "p", tenant: "bank")
  }

  @Test func `a plan with one on a way is not known`() throws {
    let safety = try verdict(
      """
        look: { tool: here, reads: [data], then: open }
        open: { unknown: decided at run time, reads: [data], writes: data, then: end }
      """
    ).safety
    #expect(safety == .unknown(.unknown(step: 1)))
  }

  @Test func `the gate does not make it known`() throws {
    let steps = """
        look: { tool: here, reads: [data], then: open }
        open: { unknown: decided at run time, reads: [data], then: end }
      """
    #expect(try verdict(steps, isGated: true).safety.isUnknown)
  }

  @Test(arguments: ["then: there, on_fail: end", "then: end, on_fail: there"])
  func `what is forbidden behind it is shown all the same`(_ ways: String) throws {
    let safety = try verdict(
      """
        open: { unknown: decided at run time, reads: [data], \(ways) }
        there: { tool: there, reads: [data], then: end }
      """
    ).safety
    #expect(safety == .violated)
  }

  @Test func `a plan of nothing else is not vacuous`() throws {
    let sample = try VerifiedSample(
      world("  open: { unknown: decided at run time, reads: [data], then: end }"), isGated: false)
    #expect(sample.verification.results[0].verdict == .unknown)
  }

  @Test func `what it may cost has no bound`() throws {
    let sample = try VerifiedSample(
      world(
        """
          look: { tool: here, reads: [data], then: open }
          open: { unknown: decided at run time, reads: [data], then: end }
        """), isGated: false)
    #expect(sample.verification.dearestRun(ofPlan: 0) == .infinite)
  }

  private func world(_ steps: String) -> String {
    """
    platform: small
    language: 1
    regions: { home: { in: [eu] }, abroad: { in: [us] } }
    data_classes: [pii]
    model_tiers: [small]
    tools: { here: { cost: 0.01 USD }, there: { cost: 0.01 USD } }
    endpoints:
      here: { serves: here, process: home, store: none, log: none, retains: 0 days }
      there: { serves: there, process: abroad, store: none, log: none, retains: 0 days }
    budget_classes: { normal: { per_workflow: 1 USD, per_month: 9 USD } }
    default:
      budget_class: normal
      allowed_tools: [here, there]
      denied_tools: []
      model_tier: small
      concurrency_cap: 1
      reviewer_pool: none
      audit_retention: 1 year
      data_retention: 1 day
    ---
    policy_tier: standard
    ---
    org_id: owner
    ---
    tenant_id: bank
    org_id: owner
    policy_tier: standard
    data_residency: home
    ---
    plan: p
    input: { data: any }
    steps:
    \(steps)
    checkpoint: none
    """
  }
}
