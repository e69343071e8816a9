import CertificateChecker
import PolicyModel
import PolicyVerifier
import RandomWorlds
import ReferenceInterpreter
import TenantPolicy
import Testing
import VerificationFindings
import VerifierComparison

/// Certificates of random worlds, and attacks on them.
@Suite struct CertificateTests {
  /// With its digest made right again, what an attack makes of a certificate is refused, or it is true
  /// all the same: never that a state is missing, and never of another world.
  @Test func whatIsAcceptedIsTrue() {
    let trial = CertificateTrial(seeds: 0..<2, threads: 2)
    #expect(trial.failures.isEmpty, "\(trial.failures.prefix(10))")
    #expect(trial.worlds == 2)
    print("\(trial.worlds) certificates, \(trial.forged) forged")
    #expect(trial.forged > 50)
  }

  /// A branch that asks for a latency, and a route whose condition holds for none that there is.
  @Test func latenciesHaveTheirValues() {
    for seed in [UInt64(292), 748] {
      let trial = CertificateTrial(seeds: seed..<(seed + 1), threads: 1)
      #expect(trial.failures.isEmpty, "\(trial.failures.prefix(10))")
    }
  }

  /// Worlds in which little is forbidden.
  @Test func whatIsAcceptedOfMildWorldsIsTrue() {
    let first = RandomWorld.firstMild
    let trial = CertificateTrial(seeds: first..<(first + 2), threads: 2)
    #expect(trial.failures.isEmpty, "\(trial.failures.prefix(10))")
    #expect(trial.forged > 50)
  }

  /// A world that is proved.
  private static func sample() throws -> (certificate: [UInt8], bundle: PolicyBundle, RandomWorld) {
    for seed in 0..<UInt64(2_000) {
      let world = RandomWorld(seed: seed)
      let bundle = try world.bundle()
      guard
        let verified = VerifiedBundle(bundle, on: world.world.day, settings: ProofSettings()),
        let certificate = try? verified.certificate(),
        let audit = try? Audit(certificate, of: bundle, now: world.world.day.secondsSince1970),
        audit.proved > 0, audit.states > 2
      else { continue }
      return (certificate, bundle, world)
    }
    throw NoSample()
  }

  private struct NoSample: Error {}

  @Test func everyByteThatIsLostOrChangedIsNoticed() throws {
    let (certificate, bundle, world) = try Self.sample()
    let now = world.world.day.secondsSince1970
    for offset in certificate.indices {
      var lost = certificate
      lost.remove(at: offset)
      #expect(throws: Refusal.self) { try Audit(lost, of: bundle, now: now) }
      for bit in 0..<8 {
        var flipped = certificate
        flipped[offset] ^= 1 << UInt8(bit)
        #expect(throws: Refusal.self) { try Audit(flipped, of: bundle, now: now) }
      }
    }
    for length in certificate.indices {
      #expect(throws: Refusal.self) {
        try Audit(Array(certificate[..<length]), of: bundle, now: now)
      }
    }
  }

  @Test func aCertificateIsOfOneBundleAndOneTime() throws {
    let (certificate, bundle, world) = try Self.sample()
    let now = world.world.day.secondsSince1970
    if let until = try Audit(certificate, of: bundle, now: now).until {
      _ = try Audit(certificate, of: bundle, now: until - 1)
      #expect(throws: Refusal.self) { try Audit(certificate, of: bundle, now: until) }
    }
    let other = try RandomWorld(seed: world.seed + 1).bundle()
    #expect(throws: Refusal.self) { try Audit(certificate, of: other, now: now) }
    // The other bundle's digest in its place: then the states are not those of its plans.
    var swapped = Array(certificate.dropLast(32))
    swapped.replaceSubrange(8..<40, with: other.contentDigest)
    swapped += BundleDigest.of(swapped)
    #expect(throws: Refusal.self) { try Audit(swapped, of: other, now: now) }
  }
}
