import PolicyModel
import PolicyVerifier
import RandomWorlds
import Testing
import VerifierComparison

@testable import VerificationFindings

/// Runs that show what is wrong, replayed in the interpreter.
@Suite struct ReplayTests {
  @Test func everyRunThatTheVerifierTellsCanHappen() {
    var counts = (forbidden: 0, obstructed: 0)
    for seed in 0..<UInt64(worldCount) {
      let verification = Verification(VerifiedPlatform(RandomWorld(seed: seed)))
      for witness in verification.report().causes.compactMap(\.witness) {
        #expect(
          ReplayedRun(witness, of: verification) != nil,
          "world \(seed): \(witness)\n\(RandomWorld(seed: seed))")
        if case .forbidden = witness.last { counts.forbidden += 1 } else { counts.obstructed += 1 }
      }
    }
    #expect(min(counts.forbidden, counts.obstructed) * 5 > worldCount, "\(counts)")
  }

  @Test func aRunThatIsToldWronglyIsNotConfirmed() {
    var refused: [Lie: Int] = [:]
    for seed in 0..<UInt64(worldCount) {
      let verification = Verification(VerifiedPlatform(RandomWorld(seed: seed)))
      for witness in verification.report().causes.compactMap(\.witness) {
        for lie in Lie.allCases {
          guard let told = lie.told(of: witness) else { continue }
          let isConfirmed = ReplayedRun(told, of: verification) != nil
          #expect(!isConfirmed, "world \(seed), \(lie): \(told)")
          refused[lie, default: 0] += 1
        }
      }
    }
    for lie in Lie.allCases { #expect(refused[lie, default: 0] > 5, "\(lie): \(refused)") }
  }
}

/// What can be wrong with how a run is told.
private enum Lie: CaseIterable {
  /// It says nothing of how the run came to its last step.
  case startsInTheMiddle
  /// A step succeeds by calling an endpoint that there is not.
  case callsNobody
  /// What happens at the end happens at a step that the run does not come to.
  case happensElsewhere

  func told(of witness: Witness) -> Witness? {
    var passages = witness.passages
    switch self {
    case .startsInTheMiddle:
      guard passages.first?.step == 0, lastStep(of: witness) != 0 else { return nil }
      guard passages.dropFirst().allSatisfy({ $0.step != 0 }) else { return nil }
      passages.removeFirst()
    case .callsNobody:
      guard
        let number = passages.firstIndex(where: {
          if case .called(_, _?, false) = $0.course { true } else { false }
        }), case .called(let capability, _, _) = passages[number].course
      else { return nil }
      passages[number] = Witness.Passage(
        step: passages[number].step,
        course: .called(capability, endpoint: 999, hasFailed: false),
        facts: passages[number].facts, down: passages[number].down)
    case .happensElsewhere:
      guard case .forbidden(let violation, let last) = witness.last else { return nil }
      let moved = Witness.Passage(
        step: last.step + 1, course: last.course, facts: last.facts, down: last.down)
      return Witness(
        plan: witness.plan, group: witness.group, facts: witness.facts, passages: passages,
        last: .forbidden(violation, moved))
    }
    return Witness(
      plan: witness.plan, group: witness.group, facts: witness.facts, passages: passages,
      last: witness.last)
  }

  private func lastStep(of witness: Witness) -> Int? {
    if case .forbidden(_, let passage) = witness.last { passage.step } else { nil }
  }
}
