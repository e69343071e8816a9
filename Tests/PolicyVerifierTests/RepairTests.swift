import PolicyModel
import PolicyVerifier
import Testing

/// Causes with the runs that show them, and what would rid the tenants of them.
@Suite struct RepairTests {
  @Test func aForbiddenEndpointIsGuardedRemovedSkippedOrAccepted() throws {
    let sample = try VerifiedSample(Exercise().text, isGated: false)
    let causes = sample.verification.report().causes
    #expect(causes.count == 1)
    let cause = try #require(causes.first)
    let us = try #require(sample.platform.catalogue.regions.index(of: "us-east-1"))
    let endpoint = try #require(sample.platform.catalogue.endpoints.index(of: "compliance-us"))
    #expect(
      cause.problem
        == .forbidden(
          .region(.process, region: us, dataClass: nil), .endpoint(endpoint, .call(.model(0)))))
    #expect(cause.source == .input(variable: 0))
    #expect(cause.tenants == 1)
    let repairs = sample.verification.repairs(for: cause)
    #expect(
      repairs.map(\.change) == [
        .guardCandidate(route: 0, candidate: 0, dataClass: 0),
        .removeCandidate(route: 0, candidate: 0), .gate, .accept(basis: 0),
      ])
    #expect(repairs.map { $0.validUntil?.description } == [nil, nil, nil, "2027-07-10"])
  }

  @Test func whatLeavesNothingWrongComesFirst() throws {
    let sample = try VerifiedSample(Exercise(candidates: ["compliance-us"]).text, isGated: false)
    let causes = sample.verification.report().causes
    #expect(causes.count == 2)
    let repairs = sample.verification.repairs(for: try #require(causes.first))
    #expect(
      repairs.map(\.change) == [
        .accept(basis: 0), .guardCandidate(route: 0, candidate: 0, dataClass: 0), .gate,
      ])
    #expect(repairs.map(\.isComplete) == [true, false, false])
  }

  @Test func whereRunsCannotGoOnAnEndpointIsAdded() throws {
    let sample = try VerifiedSample(Exercise(candidates: ["compliance-us"]).text, isGated: true)
    let cause = try #require(sample.verification.report().causes.first)
    #expect(cause.problem == .obstructed(.call(.model(0)), hasFailed: true))
    let eu = try #require(sample.platform.catalogue.endpoints.index(of: "compliance-eu"))
    #expect(
      sample.verification.repairs(for: cause).map(\.change) == [
        .addCandidate(route: 0, endpoint: eu), .accept(basis: 0),
      ])
  }

  @Test func theRunOfAWitnessIsTheShortestWithTheFewestDown() throws {
    let sample = try VerifiedSample(
      Exercise(candidates: ["compliance-eu", "compliance-us"]).text, isGated: false)
    let cause = try #require(sample.verification.report().causes.first)
    let witness = try #require(cause.witness)
    let eu = try #require(sample.platform.catalogue.endpoints.index(of: "compliance-eu"))
    #expect(witness.passages.isEmpty)
    #expect(witness.down == [eu])
  }
}
