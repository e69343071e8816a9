/// A detached signature in the form of minisign, as the file `BUNDLE.minisig` holds it.
///
/// What it says is worth nothing until it was verified with a key that was trusted before.
package struct MinisignSignature: Sendable {
  /// What was signed with Ed25519.
  package enum Algorithm: Sendable {
    /// The bytes themselves: what minisign wrote before 0.10, and writes with `-l`.
    case legacy
    /// Their BLAKE2b-512 digest.
    case prehashed

    /// How a signature says so.
    package var mark: [UInt8] {
      switch self {
      case .legacy: Array("Ed".utf8)
      case .prehashed: Array("ED".utf8)
      }
    }
  }

  package let algorithm: Algorithm
  package let keyID: [UInt8]
  /// Of the bytes or their digest.
  package let signature: [UInt8]
  /// Signed too, without a line break.
  package let trustedComment: [UInt8]
  /// Of `signature`, followed by `trustedComment`.
  package let commentSignature: [UInt8]

  package static let signatureSize = 64

  // Limits: as many bytes as minisign reads.
  package static let largestUntrustedComment = 1_024
  package static let largestTrustedComment = 8_192
  package static let largestFile = 16_384

  package init(
    _ algorithm: Algorithm, keyID: [UInt8], signature: [UInt8], trustedComment: [UInt8],
    commentSignature: [UInt8]
  ) {
    self.algorithm = algorithm
    self.keyID = keyID
    self.signature = signature
    self.trustedComment = trustedComment
    self.commentSignature = commentSignature
  }
}

// The file.
extension MinisignSignature {
  private static let untrusted = Array("untrusted comment: ".utf8)
  private static let trusted = Array("trusted comment: ".utf8)

  /// Reads a file of four lines, and nothing behind them.
  package init(file: [UInt8]) throws(UnmetDemand) {
    guard file.count <= Self.largestFile else { throw UnmetDemand(.signatureForm) }
    var lines = file.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
      .map { $0.last == UInt8(ascii: "\r") ? $0.dropLast() : $0 }
    if lines.last == [] { lines.removeLast() }
    guard lines.count == 4, lines[0].starts(with: Self.untrusted),
      lines[0].count <= Self.largestUntrustedComment, lines[2].starts(with: Self.trusted),
      lines[2].count <= Self.largestTrustedComment, !file.contains(0),
      let signed = Base64.decoded(lines[1]),
      signed.count == 2 + PublicKey.idSize + Self.signatureSize,
      let commentSignature = Base64.decoded(lines[3]),
      commentSignature.count == Self.signatureSize
    else { throw UnmetDemand(.signatureForm) }
    let algorithms: [Algorithm] = [.legacy, .prehashed]
    guard let algorithm = algorithms.first(where: { signed.starts(with: $0.mark) }) else {
      throw UnmetDemand(.signatureAlgorithm)
    }
    self.init(
      algorithm, keyID: Array(signed[2..<10]), signature: Array(signed[10...]),
      trustedComment: Array(lines[2].dropFirst(Self.trusted.count)),
      commentSignature: commentSignature)
  }

  /// The file, as minisign writes it.
  ///
  /// - Parameter comment: What the first line says; nobody vouches for it.
  package func file(comment: String) -> [UInt8] {
    let signed = Base64.encoded(algorithm.mark + keyID + signature)
    let first = "untrusted comment: \(comment)\n\(signed)\ntrusted comment: "
    return Array(first.utf8) + trustedComment
      + Array("\n\(Base64.encoded(commentSignature))\n".utf8)
  }
}

extension MinisignSignature {
  /// Whether one of `keys` signed the bytes, and the trusted comment.
  ///
  /// - Returns: the key that did.
  func verify(
    of memory: BundleMemory, by keys: [PublicKey]
  ) throws(UnmetDemand) -> PublicKey {
    let named = keys.filter { $0.id == keyID }
    guard !named.isEmpty else {
      throw UnmetDemand(
        .unknownSigner, "it is signed with the key \(shownKeyID(keyID)), which is not trusted")
    }
    guard
      let key = named.first(where: { key in
        switch algorithm {
        case .legacy: memory.isSigned(signature, by: key.bytes)
        case .prehashed: Ed25519.verify(signature, of: memory.prehash, by: key.bytes)
        }
      })
    else { throw UnmetDemand(.signature) }
    guard Ed25519.verify(commentSignature, of: signature + trustedComment, by: key.bytes) else {
      throw UnmetDemand(.trustedComment)
    }
    return key
  }
}
