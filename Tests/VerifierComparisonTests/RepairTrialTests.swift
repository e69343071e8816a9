import PolicyModel
import PolicyVerifier
import RandomWorlds
import Testing
import VerifierComparison

/// Repairs are the same wherever one is told to look first.
@Suite struct RepairTrialTests {
  @Test func whatIsRememberedChangesNoRepair() {
    var counts = (repairs: 0, remembered: 0, misled: 0)
    for seed in 0..<UInt64(60) {
      let verification = Verification(VerifiedPlatform(RandomWorld(seed: seed)))
      for cause in verification.report().causes {
        var trials = RepairTrials()
        let expected = verification.repairs(for: cause, &trials)
        #expect(verification.repairs(for: cause, &trials) == expected, "seed \(seed)")
        counts.repairs += expected.count
        counts.remembered += trials.refuters.count
        for lies in lies(of: verification, expected.map(\.change)) {
          var misled = lies
          #expect(verification.repairs(for: cause, &misled) == expected, "seed \(seed)")
          counts.misled += 1
        }
      }
    }
    #expect(counts.repairs > 20 && counts.misled > 20, "\(counts)")
  }

  /// That changes which are repairs fail, for each plan and tenant, and for some that there are not.
  private func lies(
    of verification: Verification, _ repairs: [Repair.Change]
  ) -> [RepairTrials] {
    let platform = verification.platform
    let plans = platform.plans.names + ["nobody's"]
    let tenants = platform.tenants.map(\.first) + ["nobody"]
    return plans.flatMap { plan in
      tenants.map { tenant in
        RepairTrials(
          Dictionary(
            repairs.map { ("\($0)", RepairTrials.Refuter(plan: plan, tenant: tenant)) },
            uniquingKeysWith: { first, _ in first }))
      }
    }
  }
}
