package import PolicyDiagnostics
package import PolicyModel
import PolicyVerifier
import TenantPolicy
import Threads
import VerificationFindings

/// Policies broken one rule at a time, and which breaks no test notices.
package struct MutationRun: Sendable {
  /// Mutants that were tried, and how many of them some test noticed.
  package let tried: Int
  package let noticed: Int
  /// Mutants that there are; more than were tried where they are too many.
  package let all: Int
  /// Mutants under which nothing is different that a test could ask about.
  package let neutral: Int
  /// Those that no test noticed, as findings.
  package let survivors: [Finding]

  /// Hundredths of a percent, rounded down.
  package var score: Percentage {
    Percentage(basisPoints: tried == 0 ? 10_000 : Int64(noticed) * 10_000 / Int64(tried))
  }

  package var text: String {
    let left = all - neutral - tried
    return "mutants: \(score) noticed (\(noticed) of \(tried))"
      + (left > 0 ? ", \(left) not tried" : "") + (neutral > 0 ? ", \(neutral) neutral" : "") + "\n"
  }

  package func write(to root: inout JSONObject) {
    root.object("mutants") {
      $0.field("all", all)
      $0.field("neutral", neutral)
      $0.field("tried", tried)
      $0.field("noticed", noticed)
      $0.field("scoreBasisPoints", score.basisPoints)
    }
  }
}

extension TestedPolicies {
  /// Breaks the policies one rule at a time and runs the tests until one notices.
  ///
  /// - Parameter most: Mutants that are tried; where there are more, as many evenly spread ones. The
  ///   same policies give the same mutants in the same order.
  package func mutate(
    most: Int, threads: Int, where isWanted: @Sendable (String) -> Bool = { _ in true }
  ) -> MutationRun {
    var mutants: [(bed: Int, mutant: Mutant)] = []
    var all = 0
    for (number, bed) in beds.enumerated() {
      let found = bed.mutants(in: bundle, places(of: number))
      all += found.count
      mutants += found.filter { bed.isChanged(by: $0) }.map { (number, $0) }
    }
    let wanted = min(most, mutants.count)
    let chosen = (0..<wanted).map { mutants[$0 * mutants.count / wanted] }
    let cases = beds.map { $0.chosenCases(isWanted) }
    let isNoticed = parallelMap(count: chosen.count, threads: threads) { number in
      let (bed, mutant) = chosen[number]
      return mutant.applied(to: beds[bed]).anyFails(cases[bed])
    }
    let survivors = zip(chosen, isNoticed).filter { !$1 }.map { chosen, _ in
      survivor(chosen.mutant, chosen.bed)
    }
    return MutationRun(
      tried: wanted, noticed: isNoticed.count { $0 }, all: all, neutral: all - mutants.count,
      survivors: WaiverEvaluation(survivors, policies.platforms.flatMap(\.waivers)).findings)
  }

  private func survivor(_ mutant: Mutant, _ bed: Int) -> Finding {
    var finding = places(of: bed).finding(
      Rules.tests.survivor, "no test notices that \(mutant.name)", at: mutant.place,
      label: "broken here", others: [], notes: [], help: "expect what this line is there for")
    finding.subjects = mutant.subjects(in: beds[bed])
    return finding
  }
}

extension TestBed {
  fileprivate func mutants(
    in bundle: PolicyBundle, _ places: WrittenPlaces
  ) -> [Mutant] {
    Mutant.policies(stated(in: bundle), platform.catalogue) + Mutant.routes(of: places)
      + Mutant.plans(of: places) + Mutant.tools(of: places)
  }

  /// Whether a mutant changes anything that a test could ask about: a policy that permits what it
  /// permitted before, of what is asked in any run, is as it was.
  fileprivate func isChanged(by mutant: Mutant) -> Bool {
    guard case .policy(let field, let value, let classes) = mutant.change else { return true }
    switch PolicyFields.all[field].type {
    case .allowedTools, .deniedTools:
      let changed = policies(ofClasses: classes)
      guard !changed.isEmpty else { return true }
      return changed.contains { policy in
        let denied = policyFields.deniedTools.index
        let allowed = policyFields.allowedTools.index
        let after = (field == allowed ? value : policy.values[allowed]).members
          .subtracting((field == denied ? value : policy.values[denied]).members)
        return after != policy.permittedTools
      }
    case .integer, .duration, .money, .modelTier, .words, .choice, .residency, .rateLimits,
      .serviceLevel, .burst:
      return true
    }
  }

  private func policies(ofClasses rows: Set<Int>) -> [EffectivePolicy] {
    zip(platform.tenants, policies).filter { rows.contains($0.0.classRow) }.map(\.1)
  }
}
