import HostileBundles
import PolicyModel
import RandomWorlds
import ReferenceInterpreter
import Testing

@testable import TenantPolicy

/// Damaged bundles with routes and plans, and damaged contexts. What traps, ends the tests.
@Suite struct HostileAdmissionTests {
  private let bundle: PolicyBundle
  private let bytes: [UInt8]

  init() throws {
    bundle = try Self.bundleWithRuns()
    bytes = bundle.memory.bytes(in: 0..<bundle.memory.count)
  }

  /// The first random world in which a tenant may run a plan.
  private static func bundleWithRuns() throws -> PolicyBundle {
    for seed in 0..<UInt64(50) {
      let world = RandomWorld(seed: seed)
      let bundle = try world.bundle()
      let names = world.world.plans.names
      if world.rights.contains(where: { rights in
        names.contains { (try? bundle.admit(tenant: rights.tenant, plan: $0)) != nil }
      }) {
        return bundle
      }
    }
    throw NoRun()
  }

  /// Rows, lists and names gone wild, with the digest made again: refused, or answered throughout.
  @Test func everyFewWordsReplacedNeverTrap() throws {
    let length = UInt32(bytes.count)
    let wild: [UInt32] = [0, 1, 63, 0x7FFF_FFFF, 0x8000_0000, .max, length, length / 2]
    var opened = 0
    let sections: [Section] = [.rows, .cells, .names]
    for section in sections {
      for position in stride(
        from: bundle.header[section].lowerBound, to: bundle.header[section].upperBound, by: 28)
      {
        var changed = bytes
        let value = wild[position / 28 % wild.count]
        for byte in 0..<4 {
          changed[position + byte] = UInt8(truncatingIfNeeded: value >> (8 * UInt32(byte)))
        }
        let sealed = resealed(changed)
        let answer = askEverything(sealed)
        #expect(answer.faults.isEmpty, "byte \(position)")
        if let loose = try? PolicyBundle(mapping: BundleMemory(copying: sealed)) {
          opened += 1
          _ = askEverything(of: loose)
        }
      }
    }
    #expect(opened > 100)
  }

  @Test func everyBitOfAContextCounts() throws {
    let (encoded, run) = try context()
    #expect(try bundle.admission(from: encoded).handle == run.handle)
    for position in encoded.indices {
      for bit in 0..<8 {
        var changed = encoded
        changed[position] ^= 1 << UInt8(bit)
        #expect(code(changed) == .damagedContext, "byte \(position), bit \(bit)")
      }
    }
    for length in encoded.indices {
      #expect(code(Array(encoded.prefix(length))) == .damagedContext, "\(length) bytes")
    }
    #expect(code(encoded + [0]) == .damagedContext)
    #expect(code([UInt8](repeating: 0x54, count: 100_000)) == .damagedContext)
  }

  /// Whole contexts that name something else, with the checksum made again.
  @Test func aContextOfAnotherBundleIsRefused() throws {
    let (encoded, _) = try context()
    let end = encoded.count - ContextLayout.checksumSize
    func sealed(_ bytes: some Sequence<UInt8>) -> [UInt8] { bytes + BundleDigest.of(Array(bytes)) }
    var other = Array(encoded.prefix(end))
    other[ContextLayout.bundle.offset] ^= 1
    #expect(code(sealed(other)) == .otherBundle)
    var stranger = Array(encoded.prefix(end))
    stranger[ContextLayout.size] ^= 1
    #expect(code(sealed(stranger)) == .unknownTenant)
    var plan = Array(encoded.prefix(end))
    plan[end - 1] = UInt8(ascii: "x")
    #expect(code(sealed(plan)) == .unknownPlan)
  }

  private func context() throws -> ([UInt8], Admission) {
    for ordinal in 0..<bundle.tenantCount {
      let id = try #require(bundle.tenant(at: ordinal)).id
      for plan in ["plan0", "plan1"] {
        if let run = try? bundle.admit(tenant: id, plan: plan) { return (run.encoded, run) }
      }
    }
    throw NoRun()
  }

  private struct NoRun: Error {}

  private func code(_ bytes: [UInt8]) -> DecisionCode? {
    do throws(Decision) {
      _ = try bundle.admission(from: bytes)
      return nil
    } catch {
      return error.code
    }
  }
}
