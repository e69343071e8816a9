/// A demand of a runtime that a bundle does not meet.
public struct UnmetDemand: Error, Hashable, Sendable, CustomStringConvertible {
  /// What is wrong.
  public let reason: Reason
  /// One line for people, with the values that do not fit where there are any.
  public let description: String

  /// When the demand would be met, where that is a question of time.
  let holds: ClosedRange<Int64>?

  /// - Parameter details: Replaces the words of the reason.
  init(_ reason: Reason, _ details: String? = nil, holds: ClosedRange<Int64>? = nil) {
    self.reason = reason
    description = details ?? reason.description
    self.holds = holds
  }

  /// The reasons. The raw value is stable, for scripts.
  public enum Reason: String, CaseIterable, Hashable, Sendable, CustomStringConvertible {
    /// There is no signature, which is as good as a bad one.
    case unsigned = "unsigned"
    /// What should be the signature is none.
    case signatureForm = "signature-form"
    /// The signature is of an algorithm that this reader does not know.
    case signatureAlgorithm = "signature-algorithm"
    /// The signature names a key that is not among the trusted ones.
    case unknownSigner = "unknown-signer"
    /// The signature is not one of these bytes by the key that it names.
    case signature = "signature"
    /// The trusted comment is not the one that was signed.
    case trustedComment = "trusted-comment"
    /// Plans were not proved.
    case unproved = "unproved"
    /// The bundle names no certificate.
    case uncertified = "uncertified"
    /// The bundle names another certificate.
    case otherCertificate = "other-certificate"
    /// The epoch is smaller than the smallest that is accepted.
    case epoch = "epoch"
    /// A bundle with a greater epoch was active before.
    case rollback = "rollback"
    /// Another bundle with the same epoch was active before.
    case epochReused = "epoch-reused"
    /// The bundle does not hold yet.
    case early = "early"
    /// The bundle no longer holds.
    case expired = "expired"
    /// The bundle does not say when it ends to hold.
    case endless = "endless"
    /// The bundle is of other platforms.
    case otherPlatforms = "other-platforms"

    /// What is wrong, in a few words.
    public var description: String {
      switch self {
      case .unsigned: "there is no signature"
      case .signatureForm: "the signature is not of the form of minisign"
      case .signatureAlgorithm: "the signature is of an unknown algorithm"
      case .unknownSigner: "the key that signed it is not trusted"
      case .signature: "the signature is not one of these bytes"
      case .trustedComment: "the trusted comment is not the one that was signed"
      case .unproved: "its plans were not proved"
      case .uncertified: "it names no certificate of its proofs"
      case .otherCertificate: "it names another certificate of its proofs"
      case .epoch: "its epoch is smaller than what is demanded"
      case .rollback: "a bundle with a greater epoch was active before"
      case .epochReused: "another bundle with the same epoch was active before"
      case .early: "it does not hold yet"
      case .expired: "it no longer holds"
      case .endless: "it does not say when it ends to hold"
      case .otherPlatforms: "it is of other platforms"
      }
    }
  }
}
