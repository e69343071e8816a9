import PolicyModel
import PolicyVerifier
import RandomWorlds
import ReferenceInterpreter
import TenantPolicy
import Testing

@testable import VerificationFindings

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

  /// The shortest entry that says something.
  private static func entry(of entries: Entries) throws -> (key: String, bytes: [UInt8]) {
    let (key, bytes) = try #require(
      entries.bytes.filter { $0.value.count > 64 }.min { $0.value.count < $1.value.count })
    return (key, bytes)
  }

  @Test func everyByteThatIsLostOrChangedIsNoticed() throws {
    let (_, entry) = try Self.entry(of: try Self.sample().1)
    let key = Array(entry.prefix(32))
    #expect(RepairTrials(from: entry, under: key) != nil)
    for offset in entry.indices {
      var flipped = entry
      flipped[offset] ^= 0xFF
      #expect(RepairTrials(from: flipped, under: key) == nil, "byte \(offset)")
      #expect(RepairTrials(from: Array(entry[..<offset]), under: key) == nil, "\(offset) bytes")
    }
  }

  /// Also where whoever changed it made its digest right again.
  @Test func whateverAnEntryHoldsChangesNothing() throws {
    let (verified, entries) = try Self.sample()
    let expected = verified.findings(settings: ProofSettings())
    func isUnmoved(by bytes: [UInt8], under key: String) -> Bool {
      let damaged = Entries()
      damaged.bytes = entries.bytes
      damaged.bytes[key] = bytes
      return verified.findings(settings: ProofSettings(), cache: damaged.cache()) == expected
    }
    let (key, entry) = try Self.entry(of: entries)
    let content = 32..<(entry.count - 32)
    for offset in stride(from: content.lowerBound, to: content.upperBound, by: 12) {
      var forged = Array(entry.dropLast(32))
      forged[offset] ^= 0x01
      #expect(isUnmoved(by: forged + BundleDigest.of(forged), under: key), "forged byte \(offset)")
    }
    for other in entries.bytes.values.prefix(4) { #expect(isUnmoved(by: other, under: key)) }
    #expect(isUnmoved(by: Array(entry.dropLast()), under: key))
    #expect(isUnmoved(by: [UInt8](repeating: 0xA5, count: 100_000), under: key))
  }

  @Test func anotherReleaseHasEntriesOfItsOwn() throws {
    let (verified, entries) = try Self.sample()
    let before = Set(entries.bytes.keys)
    _ = verified.findings(settings: ProofSettings(), cache: entries.cache(version: "2"))
    #expect(!Set(entries.bytes.keys).isSubset(of: before))
  }
}
