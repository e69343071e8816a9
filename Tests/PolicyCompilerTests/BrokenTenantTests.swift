import PolicyCompiler
import PolicyDiagnostics
import PolicyModel
import TestSupport
import Testing

/// A tenant that does not check is still there: nothing that refers to it is a finding as well.
@Suite struct BrokenTenantTests {
  @Test(arguments: [
    (value: "concurrency_cap: 11", code: "TP0401"), (value: "concurrency_cap: ten", code: "TP0205"),
    (value: "allowed_tools: [onyl]", code: "TP0301"), (value: "allowed_tools: []", code: ""),
  ])
  func onlyTheValueItselfIsAFinding(value: String, code: String) {
    let sources = SourceMap(texts: ["p.yaml": platform + value + "\n"])
    let today = CalendarDate(secondsSince1970: 1_800_000_000)
    let compilation = compile(sources, threads: 1, now: today)
    #expect(compilation.findings.all.map(\.rule.code) == (code.isEmpty ? [] : [code]))
  }

  /// A platform whose pool, test and only tenant refer to each other; the tenant's last line is open.
  private let platform = """
    platform: p
    language: 1
    regions: { here: {} }
    model_tiers: [small]
    tools: { only: {} }
    endpoints:
      only-here: { serves: only, process: here, store: none, log: none, retains: 0 days }
    reviewer_pools: { own: { region: here, staff: 1, dedicated_to: bank-a } }
    worker_pool: { slots: 100 }
    budget_classes: { low: { per_workflow: 1 USD, per_month: 10 USD } }
    limit: { concurrency_cap: 10 }
    default:
      budget_class: low
      data_residency: here
      model_tier: small
      concurrency_cap: 2
      allowed_tools: [only]
      reviewer_pool: own
      audit_retention: 1 year
      guaranteed_slots: 2
    ---
    policy_tier: standard
    ---
    org_id: holding
    ---
    test: the bank may use the tool
    given: { tenant: bank-a }
    expect: [{ allowed: only }]
    ---
    tenant_id: bank-a
    org_id: holding
    policy_tier: standard

    """
}
