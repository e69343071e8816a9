import BundleWriter
import PolicySigning
import TestSupport

@testable import TenantPolicy

/// Bundles that are signed, and who signed them.
struct TrustSamples {
  let key = SecretKey()
  let other = SecretKey()

  /// A bundle with one tenant, whose id tells it from others.
  func bundle(
    epoch: UInt64 = 0, from first: Int64? = nil, through last: Int64? = nil, tenant: String = "a",
    verified: Bool = true, certificate: [UInt8]? = nil
  ) throws -> [UInt8] {
    var contents = BundleSamples.small.contents(ids: [Array(tenant.utf8)])
    contents.release = Release(epoch: epoch, notBefore: first, notAfter: last) ?? .unstated
    contents.isVerified = verified
    contents.certificateDigest = certificate
    return try encode(contents)
  }

  func signature(
    of bytes: [UInt8], by key: SecretKey? = nil,
    _ algorithm: MinisignSignature.Algorithm = .prehashed, comment: String = "a comment"
  ) -> [UInt8] {
    (key ?? self.key).sign(bytes, algorithm, trustedComment: comment).file(comment: "of a test")
  }

  /// The reason for which a bundle is not trusted; `nil` if it is.
  func refusal(
    of bytes: [UInt8], signature: [UInt8]?, _ demands: Demands? = nil,
    after last: Activation? = nil,
    now: Int64 = 1_000
  ) -> String? {
    let demands = demands ?? Demands(signature: .byOne(of: [key.publicKey]))
    do throws(BundleError) {
      _ = try TrustedBundle(
        try BundleMemory(copying: bytes), signature: signature, demanding: demands, after: last,
        now: now)
      return nil
    } catch {
      return error.reason
    }
  }
}
