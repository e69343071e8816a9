/// The files that are looked at.
struct FollowedFiles: Sendable {
  let path: String
  let signature: String

  /// What stands there now.
  func identities(withSignature: Bool) -> [FileIdentity?] {
    withSignature ? [FileIdentity(path), FileIdentity(signature)] : [FileIdentity(path)]
  }
}

/// What looks at the files, decides, and publishes. Refreshing happens on one thread at a time; what is
/// published and the status can be read at any time.
final class Follower: @unchecked Sendable {
  let published = Published<PolicyBundle>(nil)
  private let files: FollowedFiles
  private let demands: Demands
  private let activations: ActivationFile?
  private let clock: @Sendable () -> Int64

  /// Held while the files are looked at, which can take long.
  private let refreshing = Lock()
  /// What the files were when they were last read, and until when that may not show that they were written
  /// to since. Guarded by `refreshing`.
  private var seen: [FileIdentity?]?
  private var seenUnsettled = false
  private var isFirst = true
  private var last: Activation?

  /// Held for moments.
  private let guarding = Lock()
  private var guardedStatus: FollowStatus
  private var thread: Thread?
  private var interval = 0
  private var isStopping = false

  init(
    _ files: FollowedFiles, _ demands: Demands, _ activations: ActivationFile?,
    clock: @escaping @Sendable () -> Int64
  ) {
    self.files = files
    self.demands = demands
    self.activations = activations
    self.clock = clock
    guardedStatus = FollowStatus(memory: activations == nil ? .notKept : .kept)
  }

  var status: FollowStatus { guarding.withLock { guardedStatus } }

  @discardableResult
  func refresh() -> FollowStatus {
    refreshing.withLock {
      var status = status
      if isFirst { recall(into: &status) }
      let now = clock()
      deactivateWhatEnded(now, &status)
      if hasChanged(now) || status.refusal?.isWorthAnotherLook(now) == true { load(now, &status) }
      if case .notWritten = status.memory, let last { remember(last, &status) }
      guarding.withLock { guardedStatus = status }
      return status
    }
  }

  /// What was active before this process.
  private func recall(into status: inout FollowStatus) {
    isFirst = false
    switch activations?.read() {
    case nil: return
    case .known(let activation): last = activation
    case .missing: status.memory = .lost
    case .damaged(let reason): status.memory = .damaged(reason)
    }
  }

  /// What no longer holds at the time that is demanded denies everything, also where the file is the same.
  private func deactivateWhatEnded(_ now: Int64, _ status: inout FollowStatus) {
    guard let active = status.active, let unmet = demands.unmetTime(active.release, now: now) else {
      return
    }
    published.replace(with: nil)
    status.active = nil
    status.refusal = .unmet(unmet)
  }

  /// Whether the files are others than those that were read last. A file that was written to shortly before
  /// it was read can have been written to again without looking different, and counts as changed.
  private func hasChanged(_ now: Int64) -> Bool {
    let found = files.identities(withSignature: demands.signature != .notDemanded)
    defer {
      seen = found
      seenUnsettled = found.contains {
        $0.map { (now - 2...now + 2).contains(Int64($0.changed)) } ?? false
      }
    }
    return seenUnsettled || found != seen
  }

  private func load(_ now: Int64, _ status: inout FollowStatus) {
    do throws(BundleError) {
      let trusted = try trusted(now)
      activate(trusted, &status)
      status.refusal = nil
    } catch {
      status.refusals += 1
      status.refusal = error
    }
  }

  private func trusted(_ now: Int64) throws(BundleError) -> TrustedBundle {
    var signature: [UInt8]?
    if demands.signature != .notDemanded {
      signature = try SmallFile.read(files.signature, limit: MinisignSignature.largestFile)
    }
    return try TrustedBundle(
      try BundleMemory(path: files.path), signature: signature, demanding: demands, after: last,
      now: now)
  }

  private func activate(_ trusted: TrustedBundle, _ status: inout FollowStatus) {
    let bundle = trusted.bundle
    let activation = Activation(epoch: bundle.release.epoch, digest: bundle.digest)
    guard activation.digest != status.active?.digest else { return }
    published.replace(with: bundle)
    status.active = FollowStatus.Active(
      digest: bundle.digest, release: bundle.release, signer: trusted.signer)
    status.activations += 1
    if activations != nil { last = activation }
    remember(activation, &status)
  }

  /// After the activation: what is remembered must never be ahead of what was active.
  private func remember(_ activation: Activation, _ status: inout FollowStatus) {
    guard let activations else { return }
    do {
      try activations.write(activation)
      if case .notWritten = status.memory { status.memory = .kept }
    } catch {
      status.memory = .notWritten("\(error)")
    }
  }
}

// The thread that refreshes.
extension Follower {
  func follow(everyMilliseconds interval: Int) -> Bool {
    guarding.withLock {
      self.interval = interval
      guarding.wake()
      guard thread == nil else { return true }
      isStopping = false
      thread = Thread { self.run() }
      return thread != nil
    }
  }

  func stop() {
    let thread = guarding.withLock {
      isStopping = true
      guarding.wake()
      defer { self.thread = nil }
      return self.thread
    }
    thread?.join()
  }

  private func run() {
    while waitForNext() { refresh() }
  }

  /// Whether it is time for another look; `false` for never again.
  private func waitForNext() -> Bool {
    guarding.withLock {
      if !isStopping { guarding.sleep(milliseconds: interval) }
      return !isStopping
    }
  }
}

extension BundleError {
  /// Whether the same files can be taken now: they could not be read, or it was for the time alone that they
  /// were refused, and that is over.
  fileprivate func isWorthAnotherLook(_ now: Int64) -> Bool {
    switch self {
    case .file: true
    case .refused: false
    case .unmet(let unmet): unmet.holds?.contains(now) ?? false
    }
  }
}
