import PolicyCompiler
import PolicyDiagnostics
import TestSupport
import Testing

/// Inputs that once ended the program, found by slips, damage and fuzzing. Each is answered now.
@Suite struct FormerTrapTests {
  /// The promises to all tenants were added up by the policies of tenants that had none.
  @Test func noTenantHasAWholePolicy() {
    let platform = """
      platform: p
      language: 1
      regions: { here: { in: [home] } }
      model_tiers: [small]
      tools: { only: {} }
      endpoints:
        only-here: { serves: only, process: here, store: none, log: none, retains: 0 days }
      worker_pool: { slots: 3 }
      budget_classes:
        low: { per_workflow: 1 USD, per_month: 10 USD }

      """
    let tenant = """
      ---
      policy_tier: standard
      ---
      org_id: holding
      ---
      tenant_id: bank-a
      org_id: holding
      policy_tier: standard

      """
    let sources = SourceMap(texts: ["a.yaml": platform + tenant])
    let findings = compile(sources, threads: 1, now: PolicySample.now).findings
    #expect(findings.sorted().map(\.rule.code) == ["TP0403"])
  }
}
