/// The bundle at a path, as it is replaced over time.
///
/// Any number of threads read `current` without waiting, and see one bundle or another as a whole. Whoever
/// keeps what it read, keeps that bundle: a run that was admitted under one goes on under it. A new file
/// takes the place of the old one only if it meets the demands; if it does not, the last good one stays
/// and `status` says why. Where there is no good one, `current` is `nil`: nothing is permitted.
public final class FollowedBundle: Sendable {
  private let follower: Follower

  /// Looks at the file once. That it is bad or missing is no error: `status` says so, and nothing is
  /// permitted until a good one is found.
  ///
  /// - Parameters:
  ///   - signature: The file of the signature; where it is not stated, the path with `.minisig` behind it.
  ///   - activations: Where it is remembered which bundle was active; `nil` for nowhere, so that after a
  ///     start an older bundle is accepted that meets the demands.
  public init(
    path: String, signature: String? = nil, demanding demands: Demands,
    rememberingIn activations: ActivationFile? = nil
  ) {
    follower = Follower(
      FollowedFiles(path: path, signature: signature ?? signaturePath(of: path)), demands,
      activations, clock: systemTime)
    follower.refresh()
  }

  init(_ follower: Follower) { self.follower = follower }

  deinit { follower.stop() }

  /// The bundle that holds now; `nil` for none, which permits nothing. Never waits.
  public var current: PolicyBundle? { follower.published.fetch() }

  /// What became of the file so far.
  public var status: FollowStatus { follower.status }

  /// Looks at the file now, on this thread. One that is still the same is not read again.
  @discardableResult
  public func refresh() -> FollowStatus { follower.refresh() }

  /// Looks at the file every so often, on a thread of its own, until `stop` or the end of this object.
  /// Beginning again only changes how often.
  ///
  /// - Returns: whether there is such a thread.
  @discardableResult
  public func follow(everyMilliseconds interval: Int = 1_000) -> Bool {
    follower.follow(everyMilliseconds: max(interval, 1))
  }

  /// Looks no more, and returns when that is so. What holds then keeps holding.
  public func stop() { follower.stop() }
}
