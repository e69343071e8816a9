import CertificateChecker
import PolicyCompiler
import PolicyDiagnostics
import PolicyModel
import TenantPolicy
import TestSupport
import Testing
import VerificationFindings

/// What later steps read is needed at steps that may fail before they write it: the certificate of a plan
/// that ends there is not one of a plan that goes on.
@Suite struct NeededVariableTests {
  @Test func aStepThatFailedHasWrittenNothing() throws {
    let ending = try bundle(onFail: "end")
    let certificate = try certificate(of: ending)
    #expect(try Audit(certificate, of: ending, now: now).proved == 1)

    let goingOn = try bundle(onFail: "send")
    var forged = Array(certificate.dropLast(32))
    forged.replaceSubrange(8..<40, with: goingOn.contentDigest)
    forged += BundleDigest.of(forged)
    let refusal = #expect(throws: Refusal.self) { try Audit(forged, of: goingOn, now: now) }
    #expect(refusal?.description == "a run of `letter` leaves the states that are listed")
  }

  private let now = PolicySample.now.secondsSince1970

  private func certificate(of bundle: PolicyBundle) throws -> [UInt8] {
    try #require(VerifiedBundle(bundle, on: PolicySample.now, settings: ProofSettings()))
      .certificate()
  }

  /// Where `redact` fails, the draft has its personal data still, and `send` asks a model in the US.
  private func bundle(onFail: String) throws -> PolicyBundle {
    let compilation = compile(
      SourceMap(texts: ["p.yaml": text(onFail: onFail)]), threads: 1, now: PolicySample.now)
    let found = compilation.findings.all.map { "\($0.rule.code) \($0.message)" }
    let policies = try #require(compilation.policies, "\(found)")
    return try PolicyBundle(copying: PolicyCompiler.bundle(of: policies, threads: 1))
  }

  private func text(onFail: String) -> String {
    """
    platform: sample
    language: 1
    regions: { us-east-1: { in: [us] }, eu-west-1: { in: [eu] } }
    data_classes: [pii]
    model_tiers: [small]
    tools: { fetch: { cost: 0.01 USD }, redact: { cost: 0.01 USD, removes: [pii] } }
    models: { ask: { cost: 0.01 USD } }
    endpoints:
      ask-us: { serves: ask, model: small, process: us-east-1, store: none, log: us-east-1, retains: 0 days }
      fetch-eu: { serves: fetch, process: eu-west-1, store: none, log: eu-west-1, retains: 0 days }
      redact-eu: { serves: redact, process: eu-west-1, store: none, log: eu-west-1, retains: 0 days }
    budget_classes: { normal: { per_workflow: 2 USD, per_month: 100 USD } }
    default:
      budget_class: normal
      allowed_tools: [fetch, redact]
      model_tier: small
      concurrency_cap: 5
      reviewer_pool: none
      audit_retention: 1 year
      data_retention: 30 days
    ---
    policy_tier: standard
    ---
    org_id: euro-holding
    ---
    tenant_id: euro-bank
    org_id: euro-holding
    policy_tier: standard
    data_residency: { process: any, store: any, by_class: { pii: [eu] } }
    ---
    route: ask
    try: [{ use: ask-us }]
    on_unavailable: fail
    ---
    plan: letter
    input: { application: [pii] }
    facts: { amount: { type: integer 0..100, known: at each decision } }
    steps:
      begin: { tool: redact, reads: [application], writes: draft, then: small }
      small: { branch: [{ when: amount < 10, then: send }], else: fetch }
      fetch: { tool: fetch, reads: [application], writes: draft, then: redact }
      redact: { tool: redact, reads: [application], writes: draft, on_fail: \(onFail), then: send }
      send: { model: ask, reads: [draft], then: end }
    checkpoint: none

    """
  }
}
