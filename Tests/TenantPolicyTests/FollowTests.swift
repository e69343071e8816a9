import PolicySigning
import Synchronization
import SwapStress
import TestSupport
import Testing

@testable import TenantPolicy

/// A bundle that is followed as its file is replaced.
@Suite struct FollowTests {
  private let samples = TrustSamples()
  private let folder: TemporaryFolder
  private let clock = TestClock()

  init() throws {
    folder = try TemporaryFolder()
  }

  private func follow(
    _ demands: Demands? = nil, remembering: Bool = false
  ) -> FollowedBundle {
    let path = folder.path(of: "x.bundle")
    let follower = Follower(
      FollowedFiles(path: path, signature: signaturePath(of: path)),
      demands ?? Demands(signature: .notDemanded),
      remembering ? ActivationFile(path: folder.path(of: "state")) : nil,
      clock: { [clock] in clock.now })
    follower.refresh()
    return FollowedBundle(follower)
  }

  private func publish(_ bytes: [UInt8], signature: [UInt8]? = nil) throws {
    try folder.write(bytes, to: "next")
    if let signature { try folder.write(signature, to: "x.bundle.minisig") }
    #expect(try run(["mv", folder.path(of: "next"), folder.path(of: "x.bundle")]).status == 0)
  }

  @Test func nothingIsPermittedWhereThereIsNoBundle() throws {
    let followed = follow()
    #expect(followed.current == nil && !followed.status.isSound)
    #expect(followed.status.description.hasPrefix("no bundle holds, everything is denied; "))
    try publish(try samples.bundle(epoch: 1))
    #expect(followed.refresh().isSound)
    #expect(followed.current?.release.epoch == 1)
  }

  @Test func theLastGoodOneStaysAndTheStatusSaysWhy() throws {
    let good = try samples.bundle(epoch: 1)
    try publish(good)
    let followed = follow()
    for damage in [Array(good.dropLast()), good + [0], good.map { $0 ^ 1 }, []] {
      try publish(damage)
      let status = followed.refresh()
      #expect(followed.current?.release.epoch == 1)
      #expect(status.refusal != nil && status.active != nil && !status.isSound)
      #expect(status.description.contains("of epoch 1 holds; the file is refused: "))
    }
    try folder.remove("x.bundle")
    #expect(followed.refresh().refusal?.reason == "file" && followed.current != nil)
    try publish(try samples.bundle(epoch: 2))
    #expect(followed.refresh().isSound && followed.status.activations == 2)
    #expect(followed.status.refusals >= 5)
  }

  /// What could not be read, perhaps for want of memory or descriptors, is tried again although it is the same.
  @Test func whatCouldNotBeReadIsTriedAgain() throws {
    try folder.makeFolder("x.bundle")
    let followed = follow()
    clock.pass(60)
    for _ in 0..<3 { #expect(followed.refresh().refusal?.reason == "file") }
    #expect(followed.status.refusals >= 4)
    try folder.remove("x.bundle")
    try publish(try samples.bundle(epoch: 1))
    #expect(followed.refresh().isSound)
  }

  @Test func aRunKeepsItsBundle() throws {
    try publish(try samples.bundle(epoch: 1, tenant: "a"))
    let followed = follow()
    let run = try #require(followed.current?.context(for: "a"))
    try publish(try samples.bundle(epoch: 2, tenant: "b"))
    followed.refresh()
    #expect(followed.current?.context(for: "a") == nil)
    #expect(run.integer(BundleSamples.cap) != nil)
  }

  @Test func aChangeOfTheSignatureAloneIsSeen() throws {
    let bytes = try samples.bundle(epoch: 1)
    try publish(bytes, signature: samples.signature(of: bytes, by: samples.other))
    let followed = follow(Demands(signature: .byOne(of: [samples.key.publicKey])))
    #expect(followed.status.refusal?.reason == "unknown-signer" && followed.current == nil)
    clock.pass(60)
    try folder.write(samples.signature(of: bytes), to: "x.bundle.minisig")
    #expect(followed.refresh().active?.signer == samples.key.publicKey)
  }

  @Test func whatEndsToHoldDeniesEverything() throws {
    let now = clock.now
    try publish(try samples.bundle(epoch: 1, from: now + 10, through: now + 20))
    let followed = follow(Demands(signature: .notDemanded, time: .now))
    #expect(followed.status.refusal?.reason == "early" && followed.current == nil)
    clock.pass(10)
    #expect(followed.refresh().isSound && followed.current != nil)
    clock.pass(10)
    #expect(followed.refresh().isSound)
    clock.pass(1)
    #expect(followed.refresh().refusal?.reason == "expired" && followed.current == nil)
    clock.pass(-1)
    #expect(followed.refresh().isSound && followed.current != nil, "a clock that went wrong")
  }

  @Test func itIsFollowedByAThreadOfItsOwn() throws {
    try publish(try samples.bundle(epoch: 1))
    let followed = FollowedBundle(
      path: folder.path(of: "x.bundle"), demanding: Demands(signature: .notDemanded))
    #expect(followed.follow(everyMilliseconds: 1) && followed.follow(everyMilliseconds: 2))
    try publish(try samples.bundle(epoch: 2))
    while followed.current?.release.epoch != 2 {}
    followed.stop()
    try publish(try samples.bundle(epoch: 3))
    #expect(followed.current?.release.epoch == 2)
    #expect(followed.refresh().active?.release.epoch == 3)
  }

  @Test(arguments: SwapStress.Way.allCases)
  func readersSeeWholeBundlesInTheirOrder(_ way: SwapStress.Way) throws {
    let stress = SwapStress(try samples.bundle(), tenant: "a", in: folder.path)
    let counts = stress.run(way, readers: 8, swaps: 300, lookUps: 100_000)
    print(
      "\(way.rawValue): \(counts.swaps) swaps, \(counts.refusals) refusals, \(counts.lookUps) look-ups, "
        + "\(counts.torn) torn, \(counts.backwards) backwards, \(counts.missing) missing")
    #expect(counts.isSound)
    #expect(counts.swaps >= 300 && counts.lookUps >= 100_000)
    // Between the two renames, and while it is being overwritten, the file is refused.
    #expect(counts.refusals > 100 || way == .renamed)
  }

  @Test func everyObjectThatWasPublishedIsLetGo() {
    let published = Published<Witness>(Witness())
    for _ in 0..<100 { published.replace(with: Witness()) }
    #expect(Witness.alive.load(ordering: .relaxed) == 1)
    let kept = published.fetch()
    published.replace(with: nil)
    #expect(Witness.alive.load(ordering: .relaxed) == 1 && published.fetch() == nil)
    withExtendedLifetime(kept) {}
  }
}

private final class Witness: Sendable {
  static let alive = Atomic(0)
  init() { Self.alive.add(1, ordering: .relaxed) }
  deinit { Self.alive.subtract(1, ordering: .relaxed) }
}

/// A clock that goes when it is told to, from the time of the system on.
private final class TestClock: Sendable {
  private let seconds = Atomic(systemTime())
  var now: Int64 { seconds.load(ordering: .relaxed) }
  func pass(_ count: Int64) { seconds.add(count, ordering: .relaxed) }
}
