import PolicyGenerator
import PolicyModel
import PolicyVerifier
import RandomWorlds
import Testing
import VerifierComparison

/// A verification that is kept and updated says what one from scratch says.
@Suite struct UpdateTests {
  /// Of worlds, as many with what is often forbidden as with what little is.
  private static let sequences: UInt64 = 150
  private static let edits = 6

  @Test func everySequenceOfEditsComesToWhatScratchComesTo() {
    var counts: [RandomEdit: Int] = [:]
    let mild = RandomWorld.firstMild..<(RandomWorld.firstMild + Self.sequences)
    for seed in Array(0..<Self.sequences) + Array(mild) {
      var world = RandomWorld(seed: seed)
      var dice = Dice(seed: seed &+ 1_000_000)
      var kept = Verification(VerifiedPlatform(world))
      for number in 0..<Self.edits {
        let edit = dice.one(of: RandomEdit.allCases)
        world.change(edit, &dice)
        counts[edit, default: 0] += 1
        let platform = VerifiedPlatform(world)
        kept.update(to: platform, threads: number % 2 + 1)
        let (said, expected) = (lines(of: kept), lines(of: Verification(platform)))
        let difference = zip(said, expected).first { $0 != $1 }
        #expect(
          said == expected,
          "seed \(seed), edit \(number) (\(edit)): \(difference.map { "\($0)" } ?? "lengths")")
        guard said == expected else { return }
      }
    }
    #expect(RandomEdit.allCases.allSatisfy { counts[$0, default: 0] > 20 }, "\(counts)")
  }

  /// So many policies that some edits move more groups than are followed one by one.
  @Test(arguments: GeneratedWorld.Edit.allCases)
  func everyEditOfACrowdComesToWhatScratchComesTo(_ edit: GeneratedWorld.Edit) {
    let world = GeneratedWorld(classes: 120, tenants: 240, plans: 4, steps: 8, endpoints: 120)
    let platform = world.platform
    var kept = Verification(platform)
    for number in 0..<8 {
      let edited =
        number.isMultiple(of: 2) ? world.edited(platform, by: edit, number: number) : platform
      kept.update(to: edited, threads: number % 2 + 1)
      #expect(lines(of: kept) == lines(of: Verification(edited)), "\(edit) \(number)")
    }
  }

  /// All that is found, with the questions themselves for their numbers.
  private func lines(of verification: Verification) -> [String] {
    var lines: [String] = []
    for result in verification.results {
      lines.append(
        "plan \(result.plan): \(result.obstacle.map { "\($0)" } ?? "-") for "
          + "\(result.admittedTenants) as \(result.admittedGroups) until "
          + "\(result.validUntil?.description ?? "-") in \(result.graph.nodes.indices.map(result.graph.state))"
      )
      for one in result.cases {
        let verdict = one.verdict
        lines.append(
          "  \(verdict.safety) \(verdict.isGateNeeded) \(words(verdict.progress, verification)) "
            + "\(verdict.resilience ?? -1) \(verification.weakest(of: one, inPlan: result.plan)) for \(one.tenants), \(one.example), "
            + "\(verification.groups(of: one, inPlan: result.plan))")
      }
    }
    for cause in verification.report().causes {
      lines.append(
        "\(cause.problem) \(cause.plans) \(cause.groups) \(cause.tenants) "
          + "\(cause.source.map { "\($0)" } ?? "-")")
      if let witness = cause.witness {
        lines.append(
          "  \(witness.plan) \(witness.group) \(witness.facts) \(witness.passages) \(witness.down)")
      }
    }
    var certificate = CertificateBytes()
    verification.write(to: &certificate, ownerNumbers: [:])
    return lines + ["\(certificate.bytes)"]
  }

  private func words(_ progress: ProgressVerdict, _ verification: Verification) -> String {
    guard case .violated(let obstruction) = progress else { return "goes on" }
    return "stops at \(obstruction.node) for \(verification.questions[obstruction.question]), "
      + "\(obstruction.hasFailed)"
  }
}
