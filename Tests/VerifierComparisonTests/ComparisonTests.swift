import Glibc
import RandomWorlds
import Testing
import VerifierComparison

/// The verifier against an interpreter that shares nothing with it, in few worlds: `make test-integration`
/// looks at many, with the same program built for speed.
@Suite struct ComparisonTests {
  @Test func theVerifierAndTheInterpreterAgreeOnRandomWorlds() {
    let trial = WorldTrial(seeds: 0..<worldCount, threads: 2)
    for (seed, found) in trial.disagreements.prefix(5) {
      Issue.record("world \(seed): \(found.prefix(4))\n\(RandomWorld(seed: seed))")
    }
    // What is rare may be missing among so few; among 10,000 it may not.
    #expect(trial.coverage.table.count { $0.worlds == 0 } < 8)
    #expect(trial.coverage.worldCount == Int(worldCount))
    print("\(trial.coverage.worldCount) random worlds compared")
  }

  @Test func tenantsThatCouldBeWrittenAreThoseThatTheInterpreterFinds() {
    var violated = 0
    var safe = 0
    for seed in 0..<UInt64(20) {
      let comparison = TenantComparison(RandomWorld(seed: seed))
      #expect(comparison.disagreements.isEmpty, "world \(seed)\n\(RandomWorld(seed: seed))")
      violated += comparison.violated
      safe += comparison.safe
    }
    #expect(violated > 5 && safe > 5)
  }

  @Test func mistakesInPoliciesAreFoundWhereTheyMakeSomethingUnsafe() {
    let trial = PolicyFaultTrial(seeds: 2..<8, threads: 2)
    #expect(trial.disagreements.isEmpty, "\(trial.disagreements.prefix(10))")
    let total = trial.total
    print("\(total.worlds) faults in policies, \(total.broken) plans of tenants made unsafe")
    #expect(total.broken > 5 && total.safe > 100, "\(total)")
  }
}

/// How many random worlds are looked at: `TENANTPOLICY_WORLDS`, else 100.
let worldCount: UInt64 = {
  guard let text = unsafe getenv("TENANTPOLICY_WORLDS") else { return 100 }
  return unsafe UInt64(String(cString: text)) ?? 100
}()
