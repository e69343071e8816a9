import CertificateChecker
import PolicyModel
import PolicyVerifier
import RandomWorlds
import ReferenceInterpreter
import TenantPolicy
import Testing
import VerificationFindings

/// Certificates of random worlds, and attacks on them.
@Suite struct CertificateTests {
  @Test func whatIsProvedIsAcceptedAndNothingElse() throws {
    var counts = (proved: 0, forged: 0)
    for seed in 0..<UInt64(400) {
      let world = RandomWorld(seed: seed)
      let bundle = try world.bundle()
      let verified = try #require(
        VerifiedBundle(bundle, on: world.world.day, settings: ProofSettings()), "world \(seed)")
      let now = world.world.day.secondsSince1970
      let isSafe = verified.platforms[0].report.plans.allSatisfy {
        $0.verdict == .vacuous
          || $0.safe == $0.tenants && $0.undecided == 0 && $0.verdict != .unknown
      }
      let claimed = verified.certificateBytes
      let audit = Result { try Audit(claimed, of: bundle, now: now) }
      switch audit {
      case .success: #expect(isSafe, "world \(seed) is not safe\n\(world)")
      case .failure(let refusal): #expect(!isSafe, "world \(seed): \(refusal)\n\(world)")
      }
      if isSafe { counts.proved += 1 } else { counts.forged += 1 }
      #expect(((try? verified.certificate()) != nil) == verified.isProved)
    }
    #expect(counts.proved > 50 && counts.forged > 50, "\(counts)")
  }

  /// A world that relies on a ground.
  private static func sample() throws -> (certificate: [UInt8], bundle: PolicyBundle, RandomWorld) {
    for seed in 0..<UInt64(2_000) {
      let world = RandomWorld(seed: seed)
      let bundle = try world.bundle()
      guard
        let verified = VerifiedBundle(bundle, on: world.world.day, settings: ProofSettings()),
        let certificate = try? verified.certificate(),
        let audit = try? Audit(certificate, of: bundle, now: world.world.day.secondsSince1970),
        audit.until != nil, audit.proved > 0, audit.states > 4
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

  /// With its digest made right again a change is refused, or it says something that holds as well:
  /// never that a state is missing, and never of another world.
  @Test func whoeverMakesTheDigestRightGainsNothing() throws {
    let (certificate, bundle, world) = try Self.sample()
    let now = world.world.day.secondsSince1970
    var refused = 0
    var accepted = 0
    for offset in certificate.indices.dropLast(32) {
      for bit in 0..<8 {
        var changed = Array(certificate.dropLast(32))
        changed[offset] ^= 1 << UInt8(bit)
        changed += BundleDigest.of(changed)
        do {
          _ = try Audit(changed, of: bundle, now: now)
          accepted += 1
        } catch {
          refused += 1
        }
      }
    }
    // The bundle is safe, so that nothing false can be accepted of it; most changes break the proof.
    #expect(refused > 10 * accepted, "\(refused) refused, \(accepted) accepted")
  }

  @Test func aCertificateIsOfOneBundleAndOneTime() throws {
    let (certificate, bundle, world) = try Self.sample()
    let now = world.world.day.secondsSince1970
    let until = try #require(try Audit(certificate, of: bundle, now: now).until)
    _ = try Audit(certificate, of: bundle, now: until - 1)
    #expect(throws: Refusal.self) { try Audit(certificate, of: bundle, now: until) }
    let other = try RandomWorld(seed: world.seed + 1).bundle()
    #expect(throws: Refusal.self) { try Audit(certificate, of: other, now: now) }
    // The other bundle's digest in its place: then the states are not those of its plans.
    var swapped = Array(certificate.dropLast(32))
    swapped.replaceSubrange(8..<40, with: other.contentDigest)
    swapped += BundleDigest.of(swapped)
    #expect(throws: Refusal.self) { try Audit(swapped, of: other, now: now) }
  }
}
