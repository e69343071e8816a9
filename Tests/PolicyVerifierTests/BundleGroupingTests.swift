import BundleTables
import PolicyCompiler
import PolicyDiagnostics
import PolicyModel
import PolicyVerifier
import TenantPolicy
import TestSupport
import Testing

/// Tenants of a bundle whose policies route alike are verified once.
@Suite struct BundleGroupingTests {
  @Test func tenantsWithOnePolicyAreOneGroupWhateverTheyMaySpend() throws {
    let groups = try groups(
      tenant("bank-c", ["home"]) + tenant("bank-b", ["home", "abroad"]) + tenant("bank-a", ["home"])
        + tenant("bank-d", ["home"], "concurrency_cap: 7"))
    #expect(groups == ["bank-a and 2 more", "bank-b"])
  }

  @Test func whoHasAnEndpointToItselfIsAGroupOfItsOwn() throws {
    for owner in ["bank-a", "bank-b", "bank-c"] {
      let others = ["bank-a", "bank-b", "bank-c"].filter { $0 != owner }
      let groups = try groups(
        ["bank-c", "bank-b", "bank-a"].map { tenant($0, ["home"]) }.joined(),
        more: ", dedicated_to: \(owner)")
      #expect(groups == ["\(others[0]) and 1 more", "\(owner) as owner"].sorted(), "\(owner)")
    }
  }

  @Test func tenantsOfAnotherPlatformAreNotAmongThem() throws {
    let bundle = try bundle(
      platform("first") + tenant("bank-a", ["home"]) + tenant("bank-b", ["home"]),
      platform("second") + tenant("bank-c", ["home"]) + tenant("bank-d", ["abroad"]))
    #expect(try groups(of: bundle, platform: 0) == ["bank-a and 1 more"])
    #expect(try groups(of: bundle, platform: 1) == ["bank-c", "bank-d"])
  }

  @Test func thousandsOfTenantsAreCountedOnce() throws {
    let tenants = (0..<3_000).map { number in
      tenant(
        "a-bank-with-a-name-as-long-as-\(10_000 + number)",
        number % 3 == 0 ? ["home"] : ["abroad"])
    }
    #expect(
      try groups(tenants.joined()) == [
        "a-bank-with-a-name-as-long-as-10000 and 999 more",
        "a-bank-with-a-name-as-long-as-10001 and 1999 more",
      ])
  }

  // MARK: Policies

  private func platform(_ name: String, more: String = "") -> String {
    """
    platform: \(name)
    language: 1
    regions: { home: { in: [eu] }, abroad: { in: [us] } }
    data_classes: [pii]
    model_tiers: [small]
    tools: {}
    models: { triage: { cost: 0.01 USD } }
    endpoints:
      triage-here: { serves: triage, model: small, process: home, store: none, log: none, retains: 0 days\(more) }
    budget_classes: { normal: { per_workflow: 1 USD, per_month: 9 USD } }
    default:
      budget_class: normal
      allowed_tools: []
      model_tier: small
      concurrency_cap: 1
      reviewer_pool: none
      audit_retention: 1 year
      data_retention: 1 day
    ---
    policy_tier: standard
    ---
    org_id: owner

    """
  }

  private func tenant(_ id: String, _ regions: [String], _ more: String = "") -> String {
    let list = regions.joined(separator: ", ")
    return """
      ---
      tenant_id: \(id)
      org_id: owner
      policy_tier: standard
      data_residency: { process: [\(list)], store: [\(list)], log: [\(list)] }
      \(more)

      """
  }

  // MARK: Groups

  private func groups(_ tenants: String, more: String = "") throws -> [String] {
    try groups(of: try bundle(platform("only", more: more) + tenants), platform: 0)
  }

  private func bundle(_ platforms: String...) throws -> PolicyBundle {
    let texts = platforms.enumerated().map { ("\($0.offset)/p.yaml", $0.element) }
    let compilation = compile(
      SourceMap(texts: Dictionary(uniqueKeysWithValues: texts)), threads: 1, now: PolicySample.now)
    let found = compilation.findings.all.map { "\($0.rule.code) \($0.message)" }
    let policies = try #require(compilation.policies, "\(found)")
    return try PolicyBundle(copying: PolicyCompiler.bundle(of: policies, threads: 1))
  }

  private func groups(of bundle: PolicyBundle, platform number: Int) throws -> [String] {
    let rows = try #require(BundleRows(bundle))
    let lifted = try #require(LiftedPlatform(number, of: rows))
    let platform = try #require(
      VerifiedPlatform(lifted, number: number, of: bundle, on: PolicySample.now))
    return platform.tenants.map { group in
      group.first + (group.count > 1 ? " and \(group.count - 1) more" : "")
        + (group.policy.owner == nil ? "" : " as owner")
    }
  }
}
