import PolicySigning
import Testing

@testable import TenantPolicy

/// What is demanded beside a signature.
@Suite struct DemandTests {
  private let samples = TrustSamples()

  private func reason(
    _ bytes: [UInt8], after last: Activation? = nil, now: Int64 = 1_000,
    _ change: (inout Demands) -> Void
  ) -> String? {
    var demands = Demands(signature: .notDemanded)
    change(&demands)
    return samples.refusal(of: bytes, signature: nil, demands, after: last, now: now)
  }

  @Test func theProof() throws {
    let digest = [UInt8](repeating: 9, count: 32)
    let certified = try samples.bundle(certificate: digest)
    let plain = try samples.bundle()
    let unproved = try samples.bundle(verified: false, certificate: digest)
    let other = [UInt8](repeating: 8, count: 32)
    let table: [([UInt8], Demands.Proof, String?)] = [
      (certified, .verified, nil), (certified, .certified, nil),
      (certified, .certificate(digest), nil),
      (certified, .certificate(other), "other-certificate"),
      (certified, .certificate([]), "other-certificate"),
      (plain, .verified, nil), (plain, .certified, "uncertified"),
      (plain, .certificate(digest), "uncertified"),
      (unproved, .notDemanded, nil), (unproved, .verified, "unproved"),
      (unproved, .certified, "unproved"), (unproved, .certificate(digest), "unproved"),
    ]
    for (bytes, proof, expected) in table {
      #expect(reason(bytes) { $0.proof = proof } == expected, "\(proof)")
    }
  }

  @Test func theTime() throws {
    let both = try samples.bundle(from: 100, through: 200)
    let end = try samples.bundle(through: 200)
    let beginning = try samples.bundle(from: 100)
    let table: [([UInt8], Int64, String?)] = [
      (both, 99, "early"), (both, 100, nil), (both, 200, nil), (both, 201, "expired"),
      (end, 0, nil), (end, -5, "early"), (end, 200, nil), (end, 201, "expired"),
      (beginning, 150, "endless"), (try samples.bundle(), 150, "endless"),
    ]
    for (bytes, second, expected) in table {
      #expect(reason(bytes) { $0.time = .at(second) } == expected, "at \(second)")
      #expect(reason(bytes, now: second) { $0.time = .now } == expected, "now \(second)")
      #expect(reason(bytes, now: second) { $0.time = .notDemanded } == nil)
    }
  }

  @Test func theEpoch() throws {
    for epoch in [0, 1, 5] as [UInt64] {
      let bytes = try samples.bundle(epoch: epoch)
      #expect(reason(bytes) { $0.minimumEpoch = epoch } == nil)
      #expect(reason(bytes) { $0.minimumEpoch = epoch + 1 } == "epoch")
    }
  }

  @Test func thePlatforms() throws {
    let bytes = try samples.bundle()
    let names = try PolicyBundle(copying: bytes).platformNames
    #expect(names.count == 2)
    #expect(reason(bytes) { $0.platforms = names.reversed() } == nil)
    for other in [[], [names[0]], names + ["another"]] {
      #expect(reason(bytes) { $0.platforms = other } == "other-platforms", "\(other)")
    }
  }

  /// The first that is not met is told, and all of them where that is asked.
  @Test func allThatIsNotMetCanBeTold() throws {
    let bytes = try samples.bundle(epoch: 3, through: 10, verified: false)
    let demands = Demands(
      signature: .byOne(of: [samples.key.publicKey]), proof: .verified, minimumEpoch: 4, time: .now,
      platforms: [])
    let last = Activation(epoch: 5, digest: [UInt8](repeating: 1, count: 32))
    let signature = samples.signature(of: bytes)
    let unmet = demands.unmet(byBundle: bytes, signature: signature, after: last)
    #expect(
      unmet.map(\.reason.rawValue) == [
        "unproved", "epoch", "rollback", "expired", "other-platforms",
      ])
    let unsigned = demands.unmet(byBundle: bytes, signature: nil, after: last)
    #expect(unsigned.map(\.reason) == [.unsigned])
    for demand in unmet { #expect(!demand.description.isEmpty) }
  }

  @Test func whatIsNotSignedIsNotRead() throws {
    // The digest is right, and the tables are not: with a signature demanded, they are not looked at.
    var bytes = try samples.bundle()
    bytes[HeaderLayout.size + 8] = 0xFF
    let end = bytes.count - TableLayout.digestSize
    bytes.replaceSubrange(end..., with: BundleDigest.of(first: end, of: bytes))
    #expect(samples.refusal(of: bytes, signature: nil) == "unsigned")
    #expect(samples.refusal(of: bytes, signature: samples.signature(of: bytes)) == "table")
  }

  @Test func everyReasonIsDescribed() {
    let words = UnmetDemand.Reason.allCases.map(\.description)
    #expect(Set(words).count == words.count)
    let codes = UnmetDemand.Reason.allCases.map(\.rawValue) + Refusal.allCases.map(\.rawValue)
    #expect(Set(codes).count == codes.count, "one word has one meaning")
  }
}
