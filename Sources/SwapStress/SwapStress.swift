import Glibc
import PolicySigning
import Synchronization
import TenantPolicy
import Threads

/// Readers that look tenants up while another thread replaces the bundle without pause: whether any of them
/// ever sees a part of one bundle and a part of another, or an older one after a newer one.
///
/// Every bundle has the same contents, an epoch that is one more than that of the one before it, and times
/// that follow from the epoch: a bundle whose times are not those of its epoch is torn.
package struct SwapStress: Sendable {
  /// How a bundle is replaced.
  package enum Way: String, CaseIterable, Sendable {
    /// By renaming another file over it, signed, with the highest epoch remembered in a file.
    case renamed
    /// By writing over it where it lies, and by cutting it short: what is half written is refused.
    case overwritten
  }

  /// What came of it.
  package struct Counts: Sendable {
    package fileprivate(set) var lookUps = 0
    package fileprivate(set) var swaps = 0
    package fileprivate(set) var refusals = 0
    package fileprivate(set) var torn = 0
    package fileprivate(set) var backwards = 0
    /// Look-ups that found no bundle, after there was one.
    package fileprivate(set) var missing = 0
    fileprivate var lastEpoch: UInt64 = 0

    package var isSound: Bool { torn == 0 && backwards == 0 && missing == 0 && swaps > 0 }
  }

  private let template: [UInt8]
  private let tenant: [UInt8]
  private let folder: String
  private let key = SecretKey()

  /// - Parameters:
  ///   - template: A bundle.
  ///   - tenant: One of its tenants.
  ///   - folder: Where files are written.
  package init(_ template: [UInt8], tenant: String, in folder: String) {
    self.template = template
    self.tenant = Array(tenant.utf8)
    self.folder = folder
  }

  /// Swaps until both numbers are reached.
  package func run(
    _ way: Way, readers: Int, swaps: Int, lookUps: Int
  ) -> Counts {
    let path = "\(folder)/\(way.rawValue).bundle"
    publish(1, path, way)
    let signature: Demands.Signature =
      way == .renamed ? .byOne(of: [key.publicKey]) : .notDemanded
    let bundle = FollowedBundle(
      path: path, demanding: Demands(signature: signature, minimumEpoch: 1),
      rememberingIn: way == .renamed ? ActivationFile(path: path + ".state") : nil)
    // One more that looks at the file, also while it is being written to.
    bundle.follow(everyMilliseconds: 1)
    let isOver = Flag()
    let done = Tally()
    let parts = parallelWork(count: readers + 1, threads: readers + 1, from: Counts()) {
      counts, number in
      if number > 0 {
        read(bundle, until: isOver, done, &counts)
      } else {
        swap(bundle, path, way, swaps, until: { done.value >= lookUps }, &counts)
        isOver.raise()
      }
    }
    bundle.stop()
    return parts.reduce(into: Counts()) { sum, part in
      sum.lookUps += part.lookUps
      sum.torn += part.torn
      sum.backwards += part.backwards
      sum.missing += part.missing
      sum.swaps = max(sum.swaps, part.swaps)
      sum.refusals = max(sum.refusals, part.refusals)
    }
  }

  private func read(
    _ bundle: FollowedBundle, until isOver: Flag, _ done: Tally, _ counts: inout Counts
  ) {
    while !isOver.isRaised {
      for _ in 0..<64 { look(bundle, &counts) }
      done.add(64)
    }
  }

  private func look(_ bundle: FollowedBundle, _ counts: inout Counts) {
    counts.lookUps += 1
    guard let current = bundle.current else {
      counts.missing += 1
      return
    }
    let release = current.release
    let isWhole =
      release.notAfter == Int64(release.epoch) + 1_000_000
      && current.handle(for: tenant.span) != nil
    if !isWhole { counts.torn += 1 }
    if release.epoch < counts.lastEpoch { counts.backwards += 1 }
    counts.lastEpoch = release.epoch
  }

  private func swap(
    _ bundle: FollowedBundle, _ path: String, _ way: Way, _ swaps: Int, until isDone: () -> Bool,
    _ counts: inout Counts
  ) {
    var epoch: UInt64 = 1
    while Int(epoch) <= swaps || !isDone() {
      epoch += 1
      if way == .overwritten, epoch.isMultiple(of: 2) { publishHalf(epoch, path, bundle) }
      publish(epoch, path, way)
      bundle.refresh()
    }
    let status = bundle.status
    counts.swaps = status.activations
    counts.refusals = status.refusals
    if status.active?.release.epoch != epoch { counts.missing += 1 }
  }

  /// A file that is being written, as somebody sees it who looks then.
  private func publishHalf(_ epoch: UInt64, _ path: String, _ bundle: FollowedBundle) {
    let half = Array(bytes(epoch).prefix(template.count / 2))
    write(half, path, O_TRUNC)
    bundle.refresh()
  }

  private func publish(_ epoch: UInt64, _ path: String, _ way: Way) {
    let bytes = bytes(epoch)
    switch way {
    case .overwritten: write(bytes, path, 0)
    case .renamed:
      let signature = key.sign(bytes, .prehashed, trustedComment: "\(epoch)")
      write(signature.file(comment: "of a test"), path + ".minisig.next", O_TRUNC)
      write(bytes, path + ".next", O_TRUNC)
      _ = unsafe rename(path + ".minisig.next", path + ".minisig")
      _ = unsafe rename(path + ".next", path)
    }
  }

  private func write(_ bytes: [UInt8], _ path: String, _ flags: Int32) {
    let descriptor = unsafe open(path, O_WRONLY | O_CREAT | flags, 0o600 as mode_t)
    _ = unsafe Glibc.write(descriptor, bytes, bytes.count)
    close(descriptor)
  }

  private func bytes(_ epoch: UInt64) -> [UInt8] {
    var bytes = template
    func put(_ value: UInt64, _ entry: LayoutEntry) {
      for byte in 0..<8 {
        bytes[entry.offset + byte] = UInt8(truncatingIfNeeded: value >> UInt64(8 * byte))
      }
    }
    put(epoch, HeaderLayout.epoch)
    put(epoch + 1_000_000, HeaderLayout.notAfter)
    let end = bytes.count - TableLayout.digestSize
    bytes.replaceSubrange(end..., with: BundleDigest.of(first: end, of: bytes))
    return bytes
  }
}

private final class Flag: Sendable {
  private let raised = Atomic(false)
  var isRaised: Bool { raised.load(ordering: .acquiring) }
  func raise() { raised.store(true, ordering: .releasing) }
}

private final class Tally: Sendable {
  private let sum = Atomic(0)
  var value: Int { sum.load(ordering: .relaxed) }
  func add(_ count: Int) { sum.add(count, ordering: .relaxed) }
}
