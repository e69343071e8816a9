import PolicyModel
import PolicyVerifier
import RandomWorlds
import ReferenceInterpreter
import SafetyQuestions
import VerifierComparison

extension Trial {
  /// Writes questions about plans without loops for an SMT solver, each with what the verifier says:
  /// `Tests/Validation/compare_solver.py` reads what comes out of the solver.
  static let questions = Trial(
    name: "questions", usage: "[--count 500] [--first SEED]"
  ) { numbers in
    let first = UInt64(numbers["first", default: 0])
    var worlds = 0
    for seed in first..<(first + UInt64(numbers["count", default: 500])) {
      if ask(RandomWorld(seed: seed)) { worlds += 1 }
    }
    print("(echo \"worlds \(worlds)\")")
    return worlds > 0
  }

  /// - Returns: whether there was something to ask.
  private static func ask(_ random: RandomWorld) -> Bool {
    guard !random.comparesFacts else { return false }
    let verification = Verification(VerifiedPlatform(random))
    var isAsked = false
    for plan in random.world.plans.elements.indices {
      for group in random.rights.indices {
        guard
          let question = SafetyQuestion(
            random.world, plan: plan, rights: random.rights[group], isGated: random.isGated)
        else { continue }
        let verdict = verification.verdict(ofPlan: plan, forGroup: group)?.safety
        let says = verdict.map { $0 == .proved ? "unsat" : "sat" } ?? "unsat"
        print("(echo \"world \(random.seed) plan \(plan) tenant \(group) \(says)\")")
        print(question.text)
        isAsked = true
      }
    }
    return isAsked
  }
}
