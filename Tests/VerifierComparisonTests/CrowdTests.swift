import PolicyGenerator
import PolicyModel
import PolicyVerifier
import ReferenceInterpreter
import Testing

/// More policies than are looked at together: what is said of all at once is what is said of each.
@Suite struct CrowdTests {
  @Test func hundredsOfPoliciesAtOnceHaveTheVerdictsOfEach() {
    let world = GeneratedWorld(classes: 1_300, tenants: 2_600, plans: 2, steps: 7, endpoints: 150)
    let platform = world.platform
    let verification = Verification(platform, threads: 2)
    // Rows are looked at in blocks of 512.
    #expect(verification.rowCount > 512)
    var pairs = 0
    for result in verification.results {
      for one in result.cases {
        for group in verification.groups(of: one, inPlan: result.plan) {
          compare(one.verdict, verification, result.plan, group)
          pairs += 1
        }
      }
    }
    let admitted = platform.plans.elements.reduce(0) { count, plan in
      count + platform.tenants.count { plan.tools.isSubset(of: $0.policy.permittedTools) }
    }
    #expect(pairs == admitted && pairs > 1_000)
  }

  private func compare(
    _ verdict: CaseVerdict, _ verification: Verification, _ plan: Int, _ group: Int
  ) {
    let violations = verification.violations(
      ofPlan: plan, forGroup: group, isGated: verification.platform.isGated, onlyCertain: false)
    #expect((verdict.safety == .proved) == violations.isEmpty, "plan \(plan), group \(group)")
    let goesOn = verification.makesProgress(plan: plan, forGroup: group, down: [])
    #expect((verdict.progress == .proved) == goesOn, "plan \(plan), group \(group)")
  }
}
