import PolicyDiagnostics
import PolicyModel
import PolicyVerifier
import TestSupport
import Testing

/// The exercise of the reference: a tenant bound to the EU, a compliance model in us-east-1 and in
/// eu-west-1, and the one in the EU down; and what can be done about it.
@Suite struct ExerciseTests {
  @Test func withoutAGateTheModelInTheUSIsReached() throws {
    let verdict = try verdict(Exercise(), isGated: false)
    #expect(verdict.safety.isViolated)
  }

  @Test func withTheGateItIsNeverTheUSButNoProgressWithoutTheEU() throws {
    let verdict = try verdict(Exercise())
    #expect(verdict.safety == .proved)
    #expect(verdict.isGateNeeded)
    #expect(verdict.progress == .proved)
    #expect(verdict.resilience == 0)
  }

  @Test func theCheckpointIsInTheEUAlsoOfWhatTheUSMaySee() throws {
    let sample = try VerifiedSample(
      Exercise(candidates: ["compliance-us"], accepts: ", accepts: [adequacy]").text,
      isGated: true)
    let events = sample.verification.events(ofPlan: 0, forGroup: 0, isGated: true)
    let stores = events.compactMap { event in
      if case .store(_, let endpoint) = event.kind { endpoint } else { nil }
    }
    #expect(
      Set(stores.map { sample.platform.catalogue.endpoints[$0].name }) == ["runs-eu", "runs-eu-2"])
    #expect(events.contains { $0.kind == .call(endpoint: sample.endpoint("compliance-us")) })
  }

  @Test func aSecondRegionOfTheEUSurvivesEveryLoss() throws {
    let verdict = try verdict(
      Exercise(
        endpoints: """
            compliance-eu-2: { serves: compliance_check, model: gpt-4, process: eu-central-1, store: none, log: eu-central-1, retains: 0 days }
            redact-eu-2: { serves: redact, process: eu-west-1, store: none, log: eu-west-1, retains: 0 days }
          """, candidates: ["compliance-us", "compliance-eu", "compliance-eu-2"]))
    #expect(verdict.safety == .proved)
    #expect(verdict.progress == .proved)
    #expect(verdict.resilience == 1)
  }

  @Test(arguments: [
    (store: "eu-west-1", down: "compliance-eu", goesOn: true),
    (store: "eu-west-1", down: "eu-west-1", goesOn: false),
    (store: "eu-central-1", down: "eu-west-1", goesOn: true),
  ])
  func holdingSurvivesWhatItsStoreSurvives(store: String, down: String, goesOn: Bool) throws {
    let sample = try VerifiedSample(
      Exercise(
        endpoints: "  held: { serves: state, store: \(store), log: \(store), retains: 30 days }",
        onUnavailable: "hold"
      ).text, isGated: true)
    #expect(sample.goesOn(down: down) == goesOn)
  }

  @Test func theRedactorMustBeInTheEUAndOutsideOfTheLostRegion() throws {
    for (region, isSafe, goesOn) in [
      ("eu-central-1", true, true), ("eu-west-1", true, false), ("us-east-1", false, false),
    ] {
      let sample = try VerifiedSample(Exercise.redacting(in: region), isGated: false)
      let verdict = try sample.verdict(plan: "loan", tenant: "euro-bank")
      #expect((verdict.safety == .proved) == isSafe, "\(region)")
      if isSafe { #expect(sample.goesOn(down: "eu-west-1") == goesOn, "\(region)") }
    }
  }

  @Test func adequacyCountsWhereItIsAcceptedAndUntilItEnds() throws {
    let refused = try verdict(Exercise(), isGated: false)
    #expect(refused.safety.isViolated)
    let exercise = Exercise(accepts: ", accepts: [adequacy]")
    let sample = try VerifiedSample(exercise.text, isGated: false)
    #expect(try sample.verdict(plan: "loan", tenant: "euro-bank").safety == .proved)
    #expect(sample.verification.results[0].validUntil?.description == "2027-07-10")
    for (day, isSafe) in [("2027-07-09", true), ("2027-07-10", false)] {
      let later = try VerifiedSample(
        exercise.text, isGated: false, on: CalendarDate(parsing: Array(day.utf8)[...]))
      let verdict = try later.verdict(plan: "loan", tenant: "euro-bank")
      #expect((verdict.safety == .proved) == isSafe, "\(day)")
    }
  }

  @Test func aProofEndsWithTheFirstGroundThatItNeeds() throws {
    let exercise = Exercise(candidates: ["compliance-us"], accepts: ", accepts: [adequacy]")
    let elsewhere = exercise.text
      .replacing(
        "eu-central-1: { in: [eu] }",
        with: "eu-central-1: { in: [eu] }\n  uk-south: { in: [islands] }"
      )
      .replacing(
        "until: 2027-07-10 }]",
        with: "until: 2027-07-10 }, { from: eu, to: islands, basis: adequacy, until: 2027-03-01 }]"
      )
      .replacing("store: none, log: us-east-1", with: "store: none, log: uk-south")
    let sample = try VerifiedSample(elsewhere, isGated: false)
    #expect(sample.verification.results[0].validUntil?.description == "2027-03-01")
  }

  /// A candidate that no run tries needs no ground.
  @Test func aProofDoesNotEndWithAGroundThatNobodyNeeds() throws {
    let exercise = Exercise(
      candidates: ["compliance-eu", "compliance-us, when: not label has pii"],
      accepts: ", accepts: [adequacy]")
    let sample = try VerifiedSample(exercise.text, isGated: false)
    #expect(try sample.verdict(plan: "loan", tenant: "euro-bank").safety == .proved)
    #expect(sample.verification.results[0].validUntil == nil)
  }

  private func verdict(_ exercise: Exercise, isGated: Bool = true) throws -> CaseVerdict {
    try VerifiedSample(exercise.text, isGated: isGated).verdict(
      plan: "loan", tenant: "euro-bank")
  }
}

extension VerifiedSample {
  fileprivate func endpoint(_ name: String) -> Int {
    platform.catalogue.endpoints.index(of: name) ?? -1
  }

  /// Whether the loans of the bank go on with an endpoint or region down.
  fileprivate func goesOn(down name: String) -> Bool {
    let domain =
      platform.catalogue.regions.index(of: name).map { FailureDomain.region($0) }
      ?? .endpoint(endpoint(name))
    return verification.makesProgress(plan: 0, forGroup: 0, down: [domain])
  }
}

/// The policies of the exercise, with the parts that its repairs change.
struct Exercise {
  var endpoints = ""
  var candidates = ["compliance-us", "compliance-eu"]
  var onUnavailable = "fail"
  var accepts = ""

  var text: String {
    """
    platform: exercise
    language: 1
    regions:
      us-east-1: { in: [us] }
      eu-west-1: { in: [eu] }
      eu-central-1: { in: [eu] }
    transfers: [{ from: eu, to: us, basis: adequacy, until: 2027-07-10 }]
    data_classes: [pii]
    model_tiers: [gpt-4]
    tools: { redact: { cost: 0.01 USD, removes: [pii] } }
    models: { compliance_check: { cost: 0.01 USD } }
    endpoints:
      compliance-us: { serves: compliance_check, model: gpt-4, process: us-east-1, store: none, log: us-east-1, retains: 0 days }
      compliance-eu: { serves: compliance_check, model: gpt-4, process: eu-west-1, store: none, log: eu-west-1, retains: 0 days }
      redact-eu: { serves: redact, process: eu-central-1, store: none, log: eu-central-1, retains: 0 days }
      runs-eu: { serves: checkpoint, store: eu-central-1, log: eu-central-1, retains: 30 days }
      runs-eu-2: { serves: checkpoint, store: eu-west-1, log: eu-west-1, retains: 30 days }
    \(endpoints)
    \(sampleTenant(tools: "redact", modelTier: "gpt-4", residency: "process: [eu], store: [eu]\(accepts)"))
    ---
    route: compliance_check
    try:
    \(candidates.map { "  - { use: \($0) }" }.joined(separator: "\n"))
    on_unavailable: \(onUnavailable)
    ---
    plan: loan
    input: { application: [pii] }
    steps:
      compliance: { model: compliance_check, reads: [application], writes: answer, then: strip }
      strip: { tool: redact, reads: [application, answer], then: end }
    checkpoint: every step

    """
  }

  /// Asks the model in the EU, and where that does not answer, the one in the US about text that a
  /// redactor has taken personal data from. Public data may be anywhere.
  static func redacting(in region: String) -> String {
    var exercise = Exercise()
    exercise.candidates = [
      "compliance-eu", "compliance-us, when: not label has pii",
    ]
    exercise.accepts = ", by_class: { public: any }"
    return exercise.text
      .replacing("data_classes: [pii]", with: "data_classes: [pii, public]")
      .replacing(
        "process: eu-central-1, store: none, log: eu-central-1",
        with: "process: \(region), store: none, log: \(region)"
      )
      .replacing("input: { application: [pii] }", with: "input: { application: [pii, public] }")
      .replacing(
        "then: strip }\n", with: "on_fail: strip, then: end }\n"
      )
      .replacing(
        "strip: { tool: redact, reads: [application, answer], then: end }",
        with: """
          strip: { tool: redact, reads: [application], writes: stripped, then: again }
            again: { model: compliance_check, reads: [stripped], then: end }
          """)
  }
}
