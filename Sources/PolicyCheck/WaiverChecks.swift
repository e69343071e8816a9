import PolicyDiagnostics
import PolicyModel

/// Applies the waivers of a platform to what was found in it, and says which do nothing.
enum WaiverChecks {
  /// - Parameter isWhole: Whether everything was checked, so that a waiver that covers nothing is known
  ///   to.
  static func applied(
    _ waivers: [Waiver], to findings: Findings, isWhole: Bool
  ) -> Findings {
    let evaluation = WaiverEvaluation(findings.all, waivers)
    var result = Findings()
    evaluation.findings.forEach { result.raise($0) }
    repeated(waivers).forEach { result.raise($0) }
    if isWhole {
      evaluation.unused { $0.isOfChecks }.forEach { result.raise(.unused($0)) }
    }
    return result
  }

  /// Those that have the id of an earlier one.
  static func repeated(_ waivers: [Waiver]) -> [Finding] {
    var first: [String: Waiver] = [:]
    return waivers.compactMap { waiver in
      if let known = first[waiver.id.value] { return .repeatedWaiver(waiver, first: known) }
      first[waiver.id.value] = waiver
      return nil
    }
  }
}

extension Rule {
  /// Whether a check of policies finds all there is of it: what tests, proofs and diffs find comes
  /// later.
  fileprivate var isOfChecks: Bool {
    !["TP072", "TP08", "TP09"].contains { code.hasPrefix($0) }
  }
}

extension Finding {
  fileprivate static func repeatedWaiver(_ waiver: Waiver, first: Waiver) -> Finding {
    Finding(
      Rules.changes.repeatedWaiver, "there are two waivers `\(waiver.id.value)`",
      at: waiver.id.span, others: [OtherPlace(first.id.span, "the first is here")],
      help: "give each an id of its own, so that it is known which one somebody means")
  }
}
