/// A bundle that meets the demands of a runtime.
public struct TrustedBundle: Sendable {
  /// All of it checked.
  public let bundle: PolicyBundle
  /// Whose signature it has; `nil` where none was demanded.
  public let signer: PublicKey?
  /// What the signer says beside it; `nil` where no signature was demanded. Any bytes but line breaks.
  public let comment: [UInt8]?
}

// Opening what somebody else wrote. What is demanded is looked at in this order, and nothing behind the
// header is read before: digest, signature, proof, epoch, times; then the structure, then the platforms.
extension TrustedBundle {
  /// Opens a private copy of a file, after checking all of it and what is demanded.
  ///
  /// - Parameters:
  ///   - signature: The file of its signature; where it is not stated, the path with `.minisig` behind it.
  ///   - last: What was active before: an older bundle is refused, and another one of the same epoch.
  public init(
    path: String, signature: String? = nil, demanding demands: Demands,
    after last: Activation? = nil
  ) throws(BundleError) {
    var signatureBytes: [UInt8]?
    if demands.signature != .notDemanded {
      // Read first: if both are replaced meanwhile, the pair does not fit, and is not taken for one.
      let path = signature ?? signaturePath(of: path)
      signatureBytes = try SmallFile.read(path, limit: MinisignSignature.largestFile)
    }
    try self.init(
      try BundleMemory(path: path), signature: signatureBytes, demanding: demands, after: last,
      now: systemTime())
  }

  /// Opens a private copy of `bytes`, after checking all of it and what is demanded.
  ///
  /// - Parameter signature: The contents of the signature's file; `nil` for none.
  public init(
    copying bytes: [UInt8], signature: [UInt8]?, demanding demands: Demands,
    after last: Activation? = nil
  ) throws(BundleError) {
    try self.init(
      try BundleMemory(copying: bytes), signature: signature, demanding: demands, after: last,
      now: systemTime())
  }

  init(
    _ memory: BundleMemory, signature: [UInt8]?, demanding demands: Demands,
    after last: Activation?, now: Int64
  ) throws(BundleError) {
    var signed: (key: PublicKey, comment: [UInt8])?
    bundle = try PolicyBundle(mapping: memory) { header throws(BundleError) in
      try memory.requireDigest()
      signed = try demands.verify(signature, of: memory)
      let facts = TrustFacts(header, memory)
      if let unmet = demands.unmet(facts, after: last, now: now).first { throw .unmet(unmet) }
    }
    try bundle.verifyContents()
    if let unmet = demands.unmetPlatforms(bundle) { throw .unmet(unmet) }
    signer = signed?.key
    comment = signed?.comment
  }
}

/// Where the signature of a bundle stands unless it is said otherwise.
package func signaturePath(of path: String) -> String { path + ".minisig" }

extension Demands {
  /// Who signed, and what they say beside it; `nil` where no signature is demanded.
  func verify(
    _ signature: [UInt8]?, of memory: BundleMemory
  ) throws(BundleError) -> (key: PublicKey, comment: [UInt8])? {
    guard case .byOne(let keys) = self.signature else { return nil }
    do throws(UnmetDemand) {
      guard let signature else { throw UnmetDemand(.unsigned) }
      let parsed = try MinisignSignature(file: signature)
      return (try parsed.verify(of: memory, by: keys), parsed.trustedComment)
    } catch {
      throw .unmet(error)
    }
  }
}
