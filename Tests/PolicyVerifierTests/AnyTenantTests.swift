import PolicyDiagnostics
import PolicyModel
import PolicyVerifier
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
}
