import PolicyDiagnostics
import PolicyModel
import PolicyVerifier
import TestSupport
import Testing

/// Tenants that nobody has written yet.
@Suite struct AnyTenantTests {
  /// A plan with a review, of a tier whose tenants may be in either region or in one alone.
  private func text(limit: String, pool: String) -> String {
    Exercise(candidates: ["compliance-eu"]).text
      .replacing(
        "policy_tier: standard\n---\norg_id",
        with: "policy_tier: standard\nlimit: { \(limit) }\n---\norg_id"
      )
      .replacing(
        "budget_classes:",
        with:
          "reviewer_pools: { people: { region: \(pool), staff: 3, clearance: [pii] } }\nbudget_classes:"
      )
      .replacing(
        "then: strip }\n",
        with:
          "then: look }\n  look: { review: people, reads: [application], timeout: 1 h, then: strip }\n"
      )
  }

  @Test(arguments: [
    (limit: "data_residency: eu-west-1", pool: "eu-west-1", isProved: true),
    (limit: "data_residency: [eu]", pool: "eu-central-1", isProved: false),
    // Who may not process in eu-west-1 does not come to the review: the model is there too.
    (limit: "data_residency: [eu]", pool: "eu-west-1", isProved: true),
    (limit: "data_residency: eu-west-1", pool: "us-east-1", isProved: false),
  ])
  func reviewersMustBeWhereEveryTenantMayBe(
    limit: String, pool: String, isProved: Bool
  ) throws {
    var text = text(limit: limit, pool: pool)
    if limit.hasSuffix("eu-west-1") {
      text = text.replacing(
        "data_residency: { process: [eu], store: [eu] }", with: "data_residency: eu-west-1")
    }
    let sample = try VerifiedSample(text, isGated: true)
    let any = AnyTenantVerification(
      tier: 0, sample.platform.ceilings[0], of: sample.verification.platform)
    #expect(any.violated.isEmpty == isProved)
    #expect(any.undecided.isEmpty)
  }

  @Test func theFirstTenantThatCouldBeWrittenIsTold() throws {
    let text = text(limit: "data_residency: [eu]", pool: "eu-central-1")
    let sample = try VerifiedSample(text, isGated: true)
    let any = AnyTenantVerification(
      tier: 0, sample.platform.ceilings[0], of: sample.verification.platform)
    let found = try #require(any.violated.first)
    let region = try #require(sample.platform.catalogue.regions.index(of: "eu-central-1"))
    #expect(
      any.strictnesses[found.group].part == .without(region: region, .process, .general))
  }

  /// Who leaves a region out may use it on a ground all the same, but for who does not accept the ground.
  @Test(arguments: [("[eu, us], accepts: [adequacy]", false), ("[eu, us]", false), ("us", true)])
  func regionsAndGroundsAreOnePart(limit: String, isProved: Bool) throws {
    let text = Exercise(candidates: ["compliance-us"]).text
      .replacing(
        "policy_tier: standard\n---\norg_id",
        with: """
          policy_tier: standard
          limit: { data_residency: { process: \(limit), store: any, log: any } }
          ---
          org_id
          """
      )
      .replacing(
        "data_residency: { process: [eu], store: [eu] }",
        with: "data_residency: { process: us, store: [eu] }"
      )
      .replacing(
        "process: us-east-1, store: none, log: us-east-1",
        with: "process: us-east-1, store: none, log: none"
      )
      .replacing("writes: answer, then: strip }", with: "then: end }")
      .replacing("  strip: { tool: redact, reads: [application, answer], then: end }\n", with: "")
      .replacing("checkpoint: every step", with: "checkpoint: none")
    let sample = try VerifiedSample(text, isGated: false)
    let any = AnyTenantVerification(
      tier: 0, sample.platform.ceilings[0], of: sample.verification.platform)
    #expect(any.violated.isEmpty == isProved)
    guard limit.contains("accepts") else { return }
    let found = try #require(any.violated.first)
    #expect(any.strictnesses[found.group].accepts == AnyTenantVerification.Accepts.none)
  }

  /// Where one part of a tier's limits alone can make something forbidden.
  @Test(arguments: PartSample.all)
  func eachPartDecides(_ sample: PartSample) throws {
    let verified = try VerifiedSample(sample.text, isGated: sample.isGated)
    let any = AnyTenantVerification(
      tier: 0, verified.platform.ceilings[0], of: verified.verification.platform)
    let found = try #require(any.violated.first)
    #expect(sample.isExpected(any.strictnesses[found.group]), "\(any.strictnesses[found.group])")
  }
}

/// A tier whose tenants may process data in one region, with what makes a difference.
struct PartSample: CustomTestStringConvertible {
  let testDescription: String
  var isGated = false
  var model = "small"
  var endpoint = "process: eu-west-1, store: none, log: none, retains: 0 days"
  var residency = "process: eu-west-1, store: eu-west-1, log: eu-west-1"
  var more = ""
  var steps = "ask: { model: ask, reads: [application], then: end }"
  let isExpected: @Sendable (AnyTenantVerification.Strictness) -> Bool

  /// A review of the tenant's own reviewers, who sit where data without a class may not be, comes first.
  private static let reviewFirst =
    "look: { review: default, reads: [application], timeout: 1 h, then: ask }\n"
    + "  ask: { model: ask, reads: [], then: end }"
  private static let owned = "by_class: { pii: { process: any, store: any, log: any } }"

  static let all = [
    PartSample(
      testDescription: "the model tier", model: "large"
    ) { $0.part == .lowestModelTier },
    PartSample(
      testDescription: "the retention of data",
      endpoint: "process: eu-west-1, store: none, log: none, retains: 1 day"
    ) { $0.part == .noDataRetention },
    PartSample(
      testDescription: "the retention of audit logs",
      more: "logs: { serves: audit, store: none, log: none, retains: 2 years }"
    ) { $0.part == .longestAuditRetention },
    PartSample(
      testDescription: "regions of data without a class", isGated: true,
      endpoint: "process: eu-central-1, store: none, log: none, retains: 0 days",
      residency: "process: [eu-west-1, eu-central-1], store: any, log: any",
      steps: """
        ask: { model: ask, reads: [application], on_fail: end, then: look }
          look: { review: people-eu, reads: [], timeout: 1 h, then: end }
        """
    ) { $0.part.isOfUnclassified },
    PartSample(
      testDescription: "no region at all",
      endpoint: "process: none, store: us-east-1, log: none, retains: 0 days",
      residency: "process: eu-west-1, store: [eu], log: any, accepts: [adequacy], \(owned)",
      steps: reviewFirst
    ) { $0.part.isOfNoRegion },
    PartSample(
      testDescription: "some of the grounds",
      endpoint: "process: us-east-1, store: none, log: none, retains: 0 days",
      residency:
        "process: eu-west-1, store: any, log: any, accepts: [adequacy, contract], \(owned)",
      steps: reviewFirst
    ) { if case .only = $0.accepts { true } else { false } },
  ]

  var text: String {
    """
    platform: sample
    language: 1
    regions: { us-east-1: { in: [us] }, eu-west-1: { in: [eu] }, eu-central-1: { in: [eu] } }
    transfers:
      - { from: eu, to: us, basis: adequacy, until: 2027-07-10 }
      - { from: us, to: eu, basis: contract, until: 2027-07-10 }
    data_classes: [pii]
    model_tiers: [small, large]
    tools: {}
    models: { ask: { cost: 0.01 USD } }
    endpoints:
      answers: { serves: ask, model: \(model), \(endpoint) }
      \(more)
    reviewer_pools:
      people-us: { region: us-east-1, staff: 2, clearance: [pii] }
      people-eu: { region: eu-central-1, staff: 2, clearance: [pii] }
    \(sampleTenant(tools: "", modelTier: "large", limit: residency, residency: residency))
    ---
    route: ask
    try: [{ use: answers }]
    on_unavailable: fail
    ---
    plan: question
    input: { application: [pii] }
    steps:
      \(steps)
    checkpoint: none

    """
  }
}

extension AnyTenantVerification.Part {
  fileprivate var isOfUnclassified: Bool {
    if case .without(_, _, .unclassified) = self { true } else { false }
  }

  fileprivate var isOfNoRegion: Bool {
    if case .nowhere = self { true } else { false }
  }
}
