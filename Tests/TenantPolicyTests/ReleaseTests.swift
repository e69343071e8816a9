import BundleWriter
import Testing

@testable import TenantPolicy

/// What a bundle states of its release.
@Suite struct ReleaseTests {
  private func bytes(_ release: Release) throws -> [UInt8] {
    var contents = BundleSamples.standard.contents(ids: [Array("a".utf8)])
    contents.release = release
    return try encode(contents)
  }

  @Test func whatIsStatedIsReadAndIsNoPartOfTheContents() throws {
    let release = try #require(Release(epoch: 7, notBefore: 1, notAfter: 253_402_300_799))
    let bundle = try PolicyBundle(copying: bytes(release))
    let plain = try PolicyBundle(copying: bytes(.unstated))
    #expect(bundle.release == release && plain.release == .unstated)
    #expect(bundle.digest != plain.digest && bundle.contentDigest == plain.contentDigest)
  }

  @Test func limitsAreThoseOfTheFormat() {
    #expect(Release(epoch: 1 << 53 - 1) != nil && Release(epoch: 1 << 53) == nil)
    #expect(Release(epoch: 0, notBefore: 5, notAfter: 5) != nil)
    #expect(Release(epoch: 0, notBefore: 6, notAfter: 5) == nil)
    #expect(Release(epoch: 0, notBefore: 0) == nil && Release(epoch: 0, notAfter: -1) == nil)
    #expect(Release(epoch: 0, notAfter: 253_402_300_800) == nil)
  }

  @Test(
    arguments: [
      (HeaderLayout.epoch, 1 << 53), (HeaderLayout.notBefore, 253_402_300_800),
      (HeaderLayout.notAfter, 1), (HeaderLayout.notAfter, .max), (HeaderLayout.end, 1),
    ] as [(LayoutEntry, UInt64)])
  func whatNoBundleStatesIsRefused(_ entry: LayoutEntry, _ value: UInt64) throws {
    var bytes = try bytes(try #require(Release(epoch: 1, notBefore: 2)))
    for byte in 0..<8 {
      bytes[entry.offset + byte] = UInt8(truncatingIfNeeded: value >> UInt64(8 * byte))
    }
    let end = bytes.count - TableLayout.digestSize
    bytes.replaceSubrange(end..., with: BundleDigest.of(first: end, of: bytes))
    let refusal: BundleError =
      entry == HeaderLayout.end
      ? .refused(.padding, offset: entry.offset)
      : .refused(.release, offset: HeaderLayout.epoch.offset)
    #expect(throws: refusal) { try PolicyBundle(copying: bytes) }
  }

  @Test(
    arguments: [
      (0, "1970-01-01T00:00:00Z"), (951_782_399, "2000-02-28T23:59:59Z"),
      (951_782_400, "2000-02-29T00:00:00Z"), (1_798_675_200, "2026-12-31T00:00:00Z"),
      (4_107_542_400, "2100-03-01T00:00:00Z"), (253_402_300_799, "9999-12-31T23:59:59Z"),
    ] as [(Int64, String)])
  func instantsAreShown(_ seconds: Int64, _ text: String) {
    #expect(instantText(seconds) == text)
  }
}
