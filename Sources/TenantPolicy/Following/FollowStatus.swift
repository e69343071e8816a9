/// What became of a file that is followed.
public struct FollowStatus: Hashable, Sendable, CustomStringConvertible {
  /// What holds now.
  public struct Active: Hashable, Sendable {
    /// The digest of the bundle.
    public let digest: [UInt8]
    /// Its epoch, and when it holds.
    public let release: Release
    /// Whose signature it has; `nil` where none was demanded.
    public let signer: PublicKey?
  }

  /// What is remembered of earlier activations.
  public enum Memory: Hashable, Sendable {
    /// Nothing is to be remembered.
    case notKept
    /// What is remembered is on the disk.
    case kept
    /// There was no file: the first start, or it was lost. The demands' smallest epoch is what is left.
    case lost
    /// The file was not what had been written. The demands' smallest epoch is what is left.
    case damaged(String)
    /// The activation could not be written: after a start, an older bundle could be accepted.
    case notWritten(String)
  }

  /// `nil` for nothing: all is denied.
  public internal(set) var active: Active?
  /// Why the file is not what holds, or no longer; `nil` where it is.
  public internal(set) var refusal: BundleError?
  /// What is remembered of earlier activations, after this one started.
  public internal(set) var memory: Memory
  /// How often another bundle took the place of the one before it, the first included.
  public internal(set) var activations = 0
  /// How often a file was looked at that was refused; the same one counts once for each time it was read.
  public internal(set) var refusals = 0

  /// Whether what the file holds is what holds, and nothing is to be looked into.
  public var isSound: Bool {
    active != nil && refusal == nil && (memory == .kept || memory == .notKept)
  }

  /// One line for people.
  public var description: String {
    let parts = [activeWords, refusal.map { "the file is refused: \($0)" }, memory.words]
    return parts.compactMap { $0 }.joined(separator: "; ")
  }

  private var activeWords: String {
    guard let active else { return "no bundle holds, everything is denied" }
    return
      "bundle \(hexadecimal(Array(active.digest.prefix(8)))) of epoch \(active.release.epoch) holds"
  }
}

extension FollowStatus.Memory {
  fileprivate var words: String? {
    switch self {
    case .notKept, .kept: nil
    case .lost: "nothing is remembered of earlier bundles, only the smallest epoch keeps them out"
    case .damaged(let reason):
      "what was remembered of earlier bundles is lost (\(reason)), only the smallest epoch keeps them out"
    case .notWritten(let reason): "the bundle could not be remembered (\(reason))"
    }
  }
}
