import Glibc
import RandomWorlds
import Testing

/// The verifier against an interpreter that shares nothing with it.
@Suite struct ComparisonTests {
  @Test func theVerifierAndTheInterpreterAgreeOnRandomWorlds() {
    for seed in 0..<UInt64(worldCount) {
      let found = Comparison(RandomWorld(seed: seed)).disagreements
      #expect(found.isEmpty, "world \(seed): \(found.prefix(4))\n\(RandomWorld(seed: seed))")
    }
  }
}

/// How many random worlds are looked at: `TENANTPOLICY_WORLDS`, else 500.
let worldCount: Int = {
  guard let text = unsafe getenv("TENANTPOLICY_WORLDS") else { return 500 }
  return unsafe Int(String(cString: text)) ?? 500
}()
