import BundleWriter
import Testing

@testable import TenantPolicy

/// Bundles that are damaged, and bundles that are made up. What traps, ends the tests.
@Suite struct HostileBytesTests {
  private let ids: [[UInt8]]
  private let bytes: [UInt8]

  init() throws {
    // The last one is longer than a slot.
    let known = ["a", "institution-x-4921", "b7", String(repeating: "long-", count: 20)]
    let unknown = ["", "c", "institution-x-4922", String(repeating: "x", count: 200)]
    ids = (known + unknown).map { Array($0.utf8) }
    let contents = BundleSamples.small.contents(ids: Array(ids.prefix(known.count)))
    bytes = try encode(contents)
  }

  @Test func everyBitFlipIsRefused() {
    for position in bytes.indices {
      for bit in 0..<8 {
        var changed = bytes
        changed[position] ^= 1 << UInt8(bit)
        #expect(refusal(changed) != nil, "byte \(position), bit \(bit)")
      }
    }
  }

  @Test func everyTruncationAndExtensionIsRefused() {
    for length in bytes.indices {
      #expect(refusal(Array(bytes.prefix(length))) != nil, "\(length) bytes")
    }
    for tail in [[0], [UInt8](repeating: 0, count: 64), bytes] as [[UInt8]] {
      #expect(refusal(bytes + tail) == .trailing)
    }
  }

  /// With the digest made again, each byte set to telling values: refused, or readable throughout.
  @Test func everyByteReplacedNeverTraps() throws {
    for position in bytes.indices.dropLast(TableLayout.digestSize) {
      let byte = bytes[position]
      for value in Set([0, 1, 0x7F, 0x80, 0xFF, byte &+ 1, byte &- 1]).subtracting([byte]) {
        var changed = bytes
        changed[position] = value
        open(resealed(changed))
      }
    }
  }

  /// The same for each aligned word of 4 bytes: lengths, offsets and numbers gone wild.
  @Test func everyWordReplacedNeverTraps() throws {
    let length = UInt32(bytes.count)
    let wild: [UInt32] = [
      0, 1, 2, 64, 0x7FFF_FFFF, 0x8000_0000, 0xFFFF_FFFE, .max, length, length - 1, length - 32,
    ]
    for position in stride(from: 0, to: bytes.count - TableLayout.digestSize, by: 4) {
      for value in wild { open(resealed(replacing(position, value))) }
    }
  }

  /// Each 8-byte number of the header set to the ends of the range of integers.
  @Test func everyLongReplacedNeverTraps() throws {
    let wild: [UInt64] = [.max, 1 << 63, 1 << 63 - 1, 1 << 40, 1 << 32, .max - 63, .max - 32]
    for position in stride(from: 0, to: HeaderLayout.size, by: 8) {
      for value in wild { open(resealed(replacing(position, value))) }
    }
  }

  @Test func severalBytesReplacedNeverTrap() throws {
    let seed: UInt64 = 20_260_101
    var generator = SeededGenerator(seed: seed)
    for _ in 0..<4_000 {
      var changed = bytes
      for _ in 0..<Int.random(in: 2...6, using: &generator) {
        let position = Int.random(in: 0..<changed.count, using: &generator)
        changed[position] = UInt8.random(in: 0...255, using: &generator)
      }
      open(resealed(changed))
    }
  }

  /// Opens bytes both ways. A bundle that was checked must also list what it finds by look-up.
  private func open(_ bytes: [UInt8]) {
    if let memory = try? BundleMemory(copying: bytes),
      let bundle = try? PolicyBundle(mapping: memory)
    {
      _ = Answers(of: bundle, ids: ids)
    }
    guard let bundle = try? PolicyBundle(copying: bytes) else { return }
    _ = Answers(of: bundle, ids: ids)
    for ordinal in 0..<bundle.tenantCount {
      let id = bundle.tenant(at: ordinal)?.id ?? ""
      #expect(bundle.context(for: id)?.ordinal == ordinal)
    }
  }

  private func refusal(_ bytes: [UInt8]) -> Refusal? {
    do {
      _ = try PolicyBundle(copying: bytes)
      return nil
    } catch BundleError.refused(let refusal, _) {
      return refusal
    } catch {
      return nil
    }
  }

  private func replacing<Value: FixedWidthInteger>(_ position: Int, _ value: Value) -> [UInt8] {
    var changed = bytes
    for byte in 0..<(Value.bitWidth / 8) {
      changed[position + byte] = UInt8(truncatingIfNeeded: value >> Value(8 * byte))
    }
    return changed
  }

  private func resealed(_ bytes: [UInt8]) -> [UInt8] {
    let end = bytes.count - TableLayout.digestSize
    return bytes.prefix(end) + BundleDigest.of(first: end, of: bytes)
  }
}
