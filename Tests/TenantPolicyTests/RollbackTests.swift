import PolicySigning
import TestSupport
import Testing

@testable import TenantPolicy

/// Which bundle takes the place of which, by what is remembered and what is demanded.
@Suite struct RollbackTests {
  private let samples = TrustSamples()
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
  }

  /// What is remembered when a bundle of epoch 5 comes.
  enum State: String, CaseIterable {
    case missing, damaged, cut, older, sameBundle, otherBundle, newer
  }

  private func content(_ state: State, _ digest: [UInt8]) -> [UInt8]? {
    let other = [UInt8](repeating: 7, count: 32)
    switch state {
    case .missing: return nil
    case .damaged: return Activation(epoch: 9, digest: other).file.map { $0 == 0x39 ? 0x34 : $0 }
    case .cut: return Array(Activation(epoch: 9, digest: other).file.dropLast())
    case .older: return Activation(epoch: 4, digest: other).file
    case .sameBundle: return Activation(epoch: 5, digest: digest).file
    case .otherBundle: return Activation(epoch: 5, digest: other).file
    case .newer: return Activation(epoch: 6, digest: other).file
    }
  }

  /// A row: what is remembered, the smallest epoch that is demanded, whether the signature is good; then
  /// the reason for a refusal, or `nil`.
  private static let table: [(State, UInt64, Bool, String?)] = [
    (.missing, 0, true, nil), (.missing, 5, true, nil), (.missing, 6, true, "epoch"),
    (.missing, 0, false, "unsigned"),
    (.damaged, 0, true, nil), (.damaged, 5, true, nil), (.damaged, 6, true, "epoch"),
    (.damaged, 0, false, "unsigned"),
    (.cut, 0, true, nil), (.cut, 5, true, nil), (.cut, 6, true, "epoch"),
    (.cut, 0, false, "unsigned"),
    (.older, 0, true, nil), (.older, 5, true, nil), (.older, 6, true, "epoch"),
    (.older, 0, false, "unsigned"),
    (.sameBundle, 0, true, nil), (.sameBundle, 5, true, nil), (.sameBundle, 6, true, "epoch"),
    (.sameBundle, 0, false, "unsigned"),
    (.otherBundle, 0, true, "epoch-reused"), (.otherBundle, 5, true, "epoch-reused"),
    (.otherBundle, 6, true, "epoch"), (.otherBundle, 0, false, "unsigned"),
    (.newer, 0, true, "rollback"), (.newer, 5, true, "rollback"), (.newer, 6, true, "epoch"),
    (.newer, 0, false, "unsigned"),
  ]

  @Test func everyStateHasItsAnswer() throws {
    #expect(Self.table.count == 28)
    let bytes = try samples.bundle(epoch: 5)
    for (state, minimum, isSigned, reason) in Self.table {
      let place = "\(state), at least \(minimum), signed: \(isSigned)"
      try folder.remove("state")
      let digest = Array(bytes.suffix(32))
      let before = content(state, digest)
      if let before { try folder.write(before, to: "state") }
      let status = try follow(bytes, minimum, isSigned)
      #expect(status.refusal?.reason == reason, "\(place)")
      #expect((status.active == nil) == (reason != nil), "\(place)")
      let isLost = [.missing, .damaged, .cut].contains(state)
      #expect((status.memory == .kept) == !isLost, "\(place): it is said aloud")
      // Remembered after it is active, and only then.
      let after = reason == nil ? Activation(epoch: 5, digest: digest).file : before
      #expect(folder.read("state") == after, "\(place)")
      #expect(try folder.names().filter { $0.hasPrefix("state.") }.isEmpty, "\(place)")
    }
  }

  private func follow(
    _ bytes: [UInt8], _ minimum: UInt64, _ isSigned: Bool
  ) throws -> FollowStatus {
    try folder.write(bytes, to: "x.bundle")
    try folder.remove("x.bundle.minisig")
    if isSigned { try folder.write(samples.signature(of: bytes), to: "x.bundle.minisig") }
    let followed = FollowedBundle(
      path: folder.path(of: "x.bundle"),
      demanding: Demands(signature: .byOne(of: [samples.key.publicKey]), minimumEpoch: minimum),
      rememberingIn: ActivationFile(path: folder.path(of: "state")))
    return followed.status
  }

  @Test func aRunningRuntimeDoesNotGoBackAlthoughItsStateIsLost() throws {
    let demands = Demands(signature: .notDemanded)
    try folder.write(try samples.bundle(epoch: 5), to: "x.bundle")
    let followed = FollowedBundle(
      path: folder.path(of: "x.bundle"), demanding: demands,
      rememberingIn: ActivationFile(path: folder.path(of: "state")))
    try folder.remove("state")
    for (epoch, reason) in [(4, "rollback"), (5, "epoch-reused"), (6, nil)] as [(UInt64, String?)] {
      try folder.write(try samples.bundle(epoch: epoch, tenant: "another"), to: "x.bundle")
      #expect(followed.refresh().refusal?.reason == reason)
    }
    #expect(followed.current?.release.epoch == 6)
  }

  @Test func thatItCannotBeRememberedIsSaidAndTriedAgain() throws {
    try folder.write(try samples.bundle(epoch: 5), to: "x.bundle")
    let followed = FollowedBundle(
      path: folder.path(of: "x.bundle"), demanding: Demands(signature: .notDemanded),
      rememberingIn: ActivationFile(path: folder.path(of: "later/state")))
    guard case .notWritten = followed.status.memory else {
      Issue.record("\(followed.status)")
      return
    }
    #expect(followed.current != nil && !followed.status.isSound)
    try folder.makeFolder("later")
    #expect(followed.refresh().isSound)
    #expect(folder.read("later/state") != nil)
  }

  @Test func anActivationOfSomebodyElseIsNotForgotten() throws {
    let file = ActivationFile(path: folder.path(of: "state"))
    let newer = Activation(epoch: 9, digest: [UInt8](repeating: 1, count: 32))
    try file.write(newer)
    try file.write(Activation(epoch: 8, digest: [UInt8](repeating: 2, count: 32)))
    #expect(file.read() == .known(newer))
  }

  @Test func everyBitFlippedAndEveryTruncationOfTheStateIsNoticed() throws {
    let bytes = Activation(epoch: 1_234_567, digest: Array(0..<32)).file
    #expect(Activation(file: bytes) == Activation(epoch: 1_234_567, digest: Array(0..<32)))
    for position in bytes.indices {
      for bit in 0..<8 {
        var changed = bytes
        changed[position] ^= 1 << UInt8(bit)
        #expect(Activation(file: changed) == nil, "byte \(position), bit \(bit)")
      }
      #expect(Activation(file: Array(bytes.prefix(position))) == nil)
    }
    #expect(Activation(file: bytes + [0x0A]) == nil)
  }
}
