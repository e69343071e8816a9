/// What a runtime demands of a bundle before it trusts it.
///
/// It is the runtime's own configuration: nothing that a bundle or a signature says adds to it, takes from
/// it, or chooses a key or an algorithm.
public struct Demands: Hashable, Sendable {
  /// Who must have signed.
  public enum Signature: Hashable, Sendable {
    /// Nobody: whoever can write the file decides what holds.
    case notDemanded
    /// One of these keys. Where there is none, nothing meets the demand.
    case byOne(of: [PublicKey])
  }

  /// What must have been proved of the plans.
  public enum Proof: Hashable, Sendable {
    case notDemanded
    /// Whoever built the bundle proved its plans. One without plans has nothing to prove.
    case verified
    /// The same, with a certificate that the bundle names.
    case certified
    /// The same, with the certificate that has this BLAKE2b-256 digest.
    case certificate([UInt8])
  }

  /// When the bundle must hold. One that states no end does not meet such a demand.
  public enum Time: Hashable, Sendable {
    case notDemanded
    /// Whenever it is looked at, by the clock of the system.
    case now
    /// At this second, since 1970-01-01T00:00:00Z.
    case at(Int64)
  }

  /// Who must have signed.
  public var signature: Signature
  /// What must have been proved.
  public var proof: Proof
  /// The smallest epoch that is accepted; a bundle that states none has the epoch 0. It is what still keeps
  /// older bundles out where nothing is known of what was active before.
  public var minimumEpoch: UInt64
  /// When it must hold.
  public var time: Time
  /// The names of the platforms that the bundle is of, all of them and no other, in any order; `nil` where
  /// it may be of any. Keeps a bundle that was signed for one place out of another.
  public var platforms: [String]?

  /// Demands nothing but what is stated; that no signature is demanded must be.
  public init(
    signature: Signature, proof: Proof = .notDemanded, minimumEpoch: UInt64 = 0,
    time: Time = .notDemanded, platforms: [String]? = nil
  ) {
    self.signature = signature
    self.proof = proof
    self.minimumEpoch = minimumEpoch
    self.time = time
    self.platforms = platforms
  }
}

/// A bundle that was active: the one with the greatest epoch of those that were.
public struct Activation: Hashable, Sendable {
  /// The epoch of the bundle.
  public let epoch: UInt64
  /// The digest of the bundle.
  public let digest: [UInt8]

  /// A bundle with this epoch and this digest was active.
  public init(epoch: UInt64, digest: [UInt8]) {
    self.epoch = epoch
    self.digest = digest
  }
}

/// What a bundle says of itself that demands are about.
package struct TrustFacts: Sendable {
  package let release: Release
  package let isVerified: Bool
  package let certificateDigest: [UInt8]?
  package let digest: [UInt8]

  init(_ header: BundleHeader, _ memory: BundleMemory) {
    release = header.release
    isVerified = header.isVerified
    certificateDigest = memory.certificateDigest
    digest = memory.statedDigest
  }

  package init(_ bundle: PolicyBundle) {
    self.init(bundle.header, bundle.memory)
  }
}

extension Demands {
  /// All demands that a bundle does not meet; only that of the signature where it does not hold, since what
  /// the bundle says is then not worth looking at. Empty for bytes that are refused for other reasons.
  package func unmet(
    byBundle bytes: [UInt8], signature: [UInt8]?, after last: Activation?
  ) -> [UnmetDemand] {
    guard let memory = try? BundleMemory(copying: bytes) else { return [] }
    do {
      _ = try verify(signature, of: memory)
    } catch {
      if case .unmet(let unmet) = error { return [unmet] }
      return []
    }
    guard let bundle = try? PolicyBundle(copying: bytes) else { return [] }
    return unmet(TrustFacts(bundle), after: last, now: systemTime())
      + [unmetPlatforms(bundle)].compactMap { $0 }
  }
}

// What is not met, in the order in which it is looked at.
extension Demands {
  /// - Parameters:
  ///   - last: What was active before; `nil` for nothing that is known of.
  ///   - now: The time of the system's clock.
  package func unmet(
    _ facts: TrustFacts, after last: Activation?, now: Int64
  ) -> [UnmetDemand] {
    [
      unmetProof(facts), unmetEpoch(facts), facts.rollback(after: last),
      unmetTime(facts.release, now: now),
    ].compactMap { $0 }
  }

  private func unmetProof(_ facts: TrustFacts) -> UnmetDemand? {
    if proof == .notDemanded { return nil }
    guard facts.isVerified else { return UnmetDemand(.unproved) }
    switch (proof, facts.certificateDigest) {
    case (.notDemanded, _), (.verified, _), (.certified, _?): return nil
    case (.certified, nil), (.certificate, nil): return UnmetDemand(.uncertified)
    case (.certificate(let demanded), let named?):
      return demanded == named ? nil : UnmetDemand(.otherCertificate)
    }
  }

  private func unmetEpoch(_ facts: TrustFacts) -> UnmetDemand? {
    let epoch = facts.release.epoch
    guard epoch < minimumEpoch else { return nil }
    return UnmetDemand(.epoch, "its epoch is \(epoch), at least \(minimumEpoch) is demanded")
  }

  /// What keeps a bundle from holding at the time that is demanded.
  func unmetTime(_ release: Release, now: Int64) -> UnmetDemand? {
    let second: Int64
    switch time {
    case .notDemanded: return nil
    case .now: second = now
    case .at(let demanded): second = demanded
    }
    guard let last = release.notAfter else { return UnmetDemand(.endless) }
    let first = release.notBefore ?? 0
    if second < first {
      return UnmetDemand(
        .early, "it does not hold before \(instantText(first))", holds: first...last)
    }
    guard second > last else { return nil }
    return UnmetDemand(.expired, "it held until \(instantText(last))", holds: first...last)
  }

  package func unmetPlatforms(_ bundle: PolicyBundle) -> UnmetDemand? {
    guard let platforms else { return nil }
    let names = bundle.platformNames
    let isSame = Set(names.map { Array($0.utf8) }) == Set(platforms.map { Array($0.utf8) })
    return isSame ? nil : UnmetDemand(.otherPlatforms)
  }
}

extension TrustFacts {
  fileprivate func rollback(after last: Activation?) -> UnmetDemand? {
    guard let last else { return nil }
    if release.epoch < last.epoch {
      return UnmetDemand(
        .rollback,
        "its epoch is \(release.epoch), and one of the epoch \(last.epoch) was active before")
    }
    guard release.epoch == last.epoch, digest != last.digest else { return nil }
    return UnmetDemand(
      .epochReused, "another bundle with the same epoch, \(last.epoch), was active before")
  }
}
