/// Whether the digest of a bundle is right: found out by another thread, where that is worth one.
///
/// INVARIANT: `result` is only touched by that thread, and when it has ended.
final class DigestCheck: @unchecked Sendable {
  private let memory: BundleMemory
  private var thread: Thread?
  private var result: Result<Void, BundleError>?

  /// Bytes from which on a thread costs a hundredth of what it saves.
  private static let worthAThread = 1 << 22

  /// `require` is to be called, so that the thread has ended when the bundle is handed out.
  init(_ memory: BundleMemory) {
    self.memory = memory
    guard memory.count >= Self.worthAThread else { return }
    thread = Thread { [self] in result = check() }
  }

  /// Waits until it is known. Once.
  func require() throws(BundleError) {
    thread?.join()
    try (result ?? check()).get()
  }

  private func check() -> Result<Void, BundleError> {
    Result { () throws(BundleError) in try memory.requireDigest() }
  }
}
