import CertificateChecker
import PolicyCompiler
import PolicyDiagnostics
import PolicyModel
import PolicyVerifier
import TenantPolicy
import TestSupport
import Testing
import VerificationFindings

/// Certificates of a plan, said of another plan or another policy of which runs go further.
@Suite struct BorrowedCertificateTests {
  /// Where `redact` fails, the draft has its personal data still, and `send` asks a model in the US.
  @Test func aStepThatFailedHasWrittenNothing() throws {
    let certified = try bundle(letter(onFail: "end"))
    #expect(try Audit(try certificate(of: certified), of: certified, now: now).proved == 1)
    try expectRefusal(
      certified, saidOf: letter(onFail: "send"),
      "a run of `letter` leaves the states that are listed")
  }

  /// With personal data, a run may not be stored in the US and ends; without, it goes on to reviewers there.
  @Test func whatNeedsMoreMayBeRefusedAStore() throws {
    let certified = try bundle(review(reads: "[application]"))
    #expect(try Audit(try certificate(of: certified), of: certified, now: now).proved == 1)
    try expectRefusal(
      certified, saidOf: review(reads: "[]"), "the state in which runs begin is not the first")
  }

  /// Without the ground the gate skips the model, and runs end; with it, they go on to reviewers in the US.
  @Test func aGateLetsThroughWhatIsPermittedToday() throws {
    let certified = try bundle(consultation(accepts: "[]"))
    #expect(try Audit(try certificate(of: certified), of: certified, now: now).proved == 1)
    try expectRefusal(
      certified, saidOf: consultation(accepts: "[adequacy]"),
      "a run of `consultation` leaves the states of its exception")
  }

  /// A run that is queued, what a step has written, and data that may be processed nowhere.
  @Test(arguments: [
    ("on_unavailable: fail", "on_unavailable: queue", "queued"),
    ("checkpoint: none", "checkpoint: every step", "written"),
    ("pii: { process: [eu],", "pii: { process: none,", "nowhere"),
  ])
  func whatTheOtherStoresOrAsksIsLookedAt(text: String, other: String, name: String) throws {
    let certified = storing.replacing("PLAN", with: name)
    let bundle = try bundle(certified)
    #expect(try Audit(try certificate(of: bundle), of: bundle, now: now).proved == 1)
    try expectRefusal(
      bundle, saidOf: certified.replacing(text, with: other),
      "a run of `\(name)` may do what is forbidden")
  }

  private let now = PolicySample.now.secondsSince1970

  private func expectRefusal(
    _ certified: PolicyBundle, saidOf plan: String, _ reason: String
  ) throws {
    let other = try bundle(plan)
    let verified = try verified(other)
    #expect(verified.platforms[0].report.plans.map(\.verdict) == [.violated])
    var forged = Array(try certificate(of: certified).dropLast(32))
    forged.replaceSubrange(8..<40, with: other.contentDigest)
    forged += BundleDigest.of(forged)
    let refusal = #expect(throws: Refusal.self) { try Audit(forged, of: other, now: now) }
    #expect(refusal?.description == reason)
  }

  private func verified(_ bundle: PolicyBundle) throws -> VerifiedBundle {
    try #require(VerifiedBundle(bundle, on: PolicySample.now, settings: ProofSettings()))
  }

  private func certificate(of bundle: PolicyBundle) throws -> [UInt8] {
    try verified(bundle).certificateBytes
  }

  private func bundle(_ text: String) throws -> PolicyBundle {
    let compilation = compile(
      SourceMap(texts: ["p.yaml": text]), threads: 1, now: PolicySample.now)
    let found = compilation.findings.all.map { "\($0.rule.code) \($0.message)" }
    let policies = try #require(compilation.policies, "\(found)")
    return try PolicyBundle(copying: PolicyCompiler.bundle(of: policies, threads: 1))
  }

  // MARK: Policies

  private func letter(onFail: String) -> String {
    policies(
      residency: "process: any, store: any, by_class: { pii: [eu] }",
      """
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
      """)
  }

  private func review(reads: String) -> String {
    policies(
      residency: "process: [eu], store: any, by_class: { pii: { process: [eu], store: [eu] } }",
      gate: "before each call", store: "serves: state",
      """
      route: ask
      try: [{ use: ask-us }]
      on_unavailable: { review: people-us }
      ---
      plan: question
      input: { application: [pii] }
      steps: { ask: { model: ask, reads: \(reads), then: end } }
      checkpoint: none
      """)
  }

  private func consultation(accepts: String) -> String {
    policies(
      residency: "process: [eu], store: [eu], log: any, accepts: \(accepts)",
      gate: "before each call",
      """
      route: ask
      try: [{ use: ask-us }]
      on_unavailable: hold
      ---
      plan: consultation
      input: { application: [pii] }
      steps:
        ask: { model: ask, reads: [application], on_fail: look, then: look }
        look: { review: people-us, reads: [application], timeout: 1 h, then: end }
      checkpoint: none
      """)
  }

  /// Personal data may be stored in the EU only, where nothing is: a queue and checkpoints are in the US.
  private var storing: String {
    policies(
      residency: """
        process: any, store: any, log: any, accepts: [adequacy], \
        by_class: { pii: { process: [eu], store: [eu], log: any } }
        """, store: "serves: [queue, checkpoint]",
      """
      route: ask
      try: [{ use: ask-us }]
      on_unavailable: fail
      ---
      plan: PLAN
      input: { application: [pii] }
      steps:
        first: { model: ask, reads: [application], writes: draft, then: ask }
        ask: { model: ask, reads: [draft], then: end }
      checkpoint: none
      """
    )
  }

  private func policies(
    residency: String, gate: String = "none", store: String = "", _ plan: String
  ) -> String {
    """
    platform: sample
    language: 1
    gate: \(gate)
    regions: { us-east-1: { in: [us] }, eu-west-1: { in: [eu] } }
    transfers: [{ from: eu, to: us, basis: adequacy, until: 2027-07-10 }]
    data_classes: [pii]
    model_tiers: [small]
    tools: { fetch: { cost: 0.01 USD }, redact: { cost: 0.01 USD, removes: [pii] } }
    models: { ask: { cost: 0.01 USD } }
    endpoints:
      ask-us: { serves: ask, model: small, process: us-east-1, store: none, log: us-east-1, retains: 0 days }
      fetch-eu: { serves: fetch, process: eu-west-1, store: none, log: eu-west-1, retains: 0 days }
      redact-eu: { serves: redact, process: eu-west-1, store: none, log: eu-west-1, retains: 0 days }
      \(store.isEmpty ? "" : "runs-us: { \(store), store: us-east-1, log: us-east-1, retains: 30 days }")
    reviewer_pools: { people-us: { region: us-east-1, staff: 2, clearance: [pii] } }
    \(sampleTenant(tools: "fetch, redact", residency: residency))
    ---
    \(plan)

    """
  }
}
