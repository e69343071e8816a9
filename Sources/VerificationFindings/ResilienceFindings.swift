import PolicyDiagnostics
import PolicyModel
import PolicyVerifier

extension VerifiedBundle.VerifiedPart {
  /// The plans of which fewer domains may be down at once than is asked for.
  func resilienceFindings(asked: Int, places: WrittenPlaces) -> [Finding] {
    guard asked > 0 else { return [] }
    let words = RunWords(verification)
    return report.plans.compactMap { plan in
      guard let resilience = plan.resilience, resilience < asked else { return nil }
      let written = places.plans[plan.plan]
      let weakest = listed(plan.weakest.map { words.name(of: $0) })
      return places.finding(
        Rules.proofs.resilience, "plan `\(written.name)` does not go on without \(weakest)",
        at: Written(written.span, line: written.line),
        label: "\(counted(asked, "domain")) may be down",
        others: [], notes: [],
        help: "add a candidate elsewhere, or hold runs at a store that does not fail with it")
    }
  }
}
