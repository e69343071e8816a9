import PolicyModel
import PolicyVerifier
import RandomWorlds
import ReferenceInterpreter
import TenantPolicy
import Testing
import VerificationFindings

/// Entries of the cache that are damaged, cut short, forged or of another release.
@Suite struct ProofCacheTests {
  /// Keeps entries in memory.
  ///
  /// INVARIANT: used by one thread.
  private final class Entries: @unchecked Sendable {
    var bytes: [String: [UInt8]] = [:]

    func cache(version: String = "1") -> ProofCache {
      ProofCache(version: version) {
        self.bytes[$0]
      } store: {
        self.bytes[$0] = $1
      }
    }
  }

  /// A bundle of whose causes some change was found to fail.
  private static func sample() throws -> (VerifiedBundle, Entries) {
    for seed in 0..<UInt64(400) {
      let world = RandomWorld(seed: seed)
      let entries = Entries()
      let verified = try #require(
        VerifiedBundle(try world.bundle(), on: world.world.day, settings: ProofSettings()))
      _ = verified.findings(settings: ProofSettings(), cache: entries.cache())
      if entries.bytes.values.contains(where: { $0.count > 64 }) { return (verified, entries) }
    }
    throw NoSample()
  }

  private struct NoSample: Error {}

  @Test func whateverAnEntryHoldsChangesNothing() throws {
    let (verified, entries) = try Self.sample()
    let expected = verified.findings(settings: ProofSettings())
    func isUnmoved(by bytes: [UInt8], under key: String) -> Bool {
      let damaged = Entries()
      damaged.bytes = entries.bytes
      damaged.bytes[key] = bytes
      return verified.findings(settings: ProofSettings(), cache: damaged.cache()) == expected
    }
    let (key, entry) = try #require(
      entries.bytes.filter { $0.value.count > 64 }.min { $0.value.count < $1.value.count })
    for offset in entry.indices {
      var flipped = entry
      flipped[offset] ^= 0xFF
      #expect(isUnmoved(by: flipped, under: key), "byte \(offset)")
      guard offset >= 32, offset < entry.count - 32 else { continue }
      let forged = Array(flipped.dropLast(32))
      #expect(isUnmoved(by: forged + BundleDigest.of(forged), under: key), "forged byte \(offset)")
    }
    for length in stride(from: 0, to: entry.count, by: 7) {
      #expect(isUnmoved(by: Array(entry[..<length]), under: key), "\(length) bytes")
    }
    for other in entries.bytes.values { #expect(isUnmoved(by: other, under: key)) }
    #expect(isUnmoved(by: [UInt8](repeating: 0xA5, count: 100_000), under: key))
  }

  @Test func anotherReleaseHasEntriesOfItsOwn() throws {
    let (verified, entries) = try Self.sample()
    let before = Set(entries.bytes.keys)
    _ = verified.findings(settings: ProofSettings(), cache: entries.cache(version: "2"))
    #expect(!Set(entries.bytes.keys).isSubset(of: before))
  }
}
