package import TenantPolicy

/// A secret key of Ed25519, with the id that its signatures name. Its bytes are kept where they are neither
/// swapped to the disk nor part of a core dump, and are erased with the last reference.
///
/// Nothing of it can be shown: it has no description but its id.
package final class SecretKey: Sendable, CustomStringConvertible {
  let id: [UInt8]
  /// The seed, followed by the public key.
  let bytes: SecretBytes
  package let publicKey: PublicKey

  /// A new key, by the random numbers of the system.
  package convenience init() {
    self.init(id: randomBytes(PublicKey.idSize), seed: SecretBytes(random: SecretBytes.seedSize))
  }

  init(id: [UInt8], seed: SecretBytes) {
    let pair = keyPair(ofSeed: seed)
    self.id = id
    bytes = pair.secret
    publicKey = pair.publicKey(id)
  }

  package var description: String { "secret key \(publicKey.shownID)" }
}

extension SecretKey {
  /// Signs as minisign does. The same key, bytes and comment give the same signature.
  ///
  /// - Parameter trustedComment: Signed too; without line breaks.
  package func sign(
    _ message: [UInt8], _ algorithm: MinisignSignature.Algorithm, trustedComment: String
  ) -> MinisignSignature {
    let signed =
      switch algorithm {
      case .legacy: signature(of: message)
      case .prehashed: signature(of: Ed25519.prehash(message))
      }
    let comment = Array(trustedComment.utf8)
    return MinisignSignature(
      algorithm, keyID: id, signature: signed, trustedComment: comment,
      commentSignature: signature(of: signed + comment))
  }

  private func signature(of message: [UInt8]) -> [UInt8] {
    ed25519Signature(of: message, bytes)
  }
}
