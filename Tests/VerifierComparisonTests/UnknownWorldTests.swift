import CertificateChecker
import PolicyModel
import PolicyVerifier
import RandomWorlds
import ReferenceInterpreter
import TenantPolicy
import Testing
import VerifierComparison

/// Random worlds in which it is not known what a step does: the verifier and the interpreter agree on
/// everything else, and nothing is proved of whose runs come there.
@Suite struct UnknownWorldTests {
  private static let worlds = (0..<UInt64(60)).compactMap { RandomWorld(seed: $0).notKnowingAStep }
    .filter { !$0.world.comparesFacts }

  @Test func `events, progress and verdicts are those of the interpreter`() {
    var verdicts: [String: Int] = [:]
    for (random, steps) in Self.worlds {
      let verification = Verification(VerifiedPlatform(random))
      for plan in random.world.plans.elements.indices {
        for group in random.rights.indices {
          let says = RunOpinion(random, plan: plan, group: group)
          guard says.isAdmitted else { continue }
          let place = "world \(random.seed), plan \(plan), tenant \(group)"
          for isGated in [false, true] {
            let ours = Set(
              (isGated ? says.gated : says.ungated).map { RunEvent($0, says.reasons[$0] != nil) })
            #expect(
              verification.events(ofPlan: plan, forGroup: group, isGated: isGated) == ours,
              "\(place)")
          }
          let interpreter = Interpreter(
            random.world, plan: plan, rights: random.rights[group], isGated: random.isGated)
          let exploration = Exploration(interpreter)
          let comesThere = exploration.begins(steps[plan])
          let result = verification.results[plan]
          guard let verdict = verification.verdict(ofPlan: result.plan, forGroup: group)
          else {
            // All that is asked is what the step would ask, which is not known.
            #expect(!says.touchesAnything && comesThere == (result.verdict == .unknown), "\(place)")
            continue
          }
          var check = ProgressCheck(interpreter, down: [])
          #expect((verdict.progress == .proved) == check.holds(after: exploration), "\(place)")
          let expected: Safety =
            !says.isSafe ? .violated : comesThere ? .unknown(.unknown(step: steps[plan])) : .proved
          #expect(verdict.safety == expected, "\(place)")
          verdicts["\(expected)".prefix { $0 != "(" }.description, default: 0] += 1
        }
      }
    }
    #expect(verdicts.values.allSatisfy { $0 > 3 } && verdicts.count == 3, "\(verdicts)")
  }

  @Test func `no certificate is accepted of a plan whose runs may come there`() throws {
    var refused = 0
    for (random, _) in Self.worlds {
      let comesThere = Verification(VerifiedPlatform(random)).results.contains {
        $0.admittedTenants > 0 && $0.graph.nodes.contains(where: \.isUnknown)
      }
      let bundle = try random.bundle()
      guard comesThere, let written = CertificateTrial.certificate(of: bundle, random) else {
        continue
      }
      #expect(throws: Refusal.self, "world \(random.seed)") {
        try Audit(written, of: bundle, now: random.world.day.secondsSince1970)
      }
      refused += 1
    }
    #expect(refused > 10)
  }
}
