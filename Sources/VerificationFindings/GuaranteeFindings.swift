import PolicyDiagnostics
import PolicyModel
import PolicyVerifier

extension VerifiedBundle.VerifiedPart {
  /// Slots that are guaranteed and cannot be had: with everything up, and with a region lost.
  func guaranteeFindings(places: WrittenPlaces) -> [Finding] {
    guard let guarantees, let pool = catalogue.workerPool else { return [] }
    let place = Written(places.catalogue.workerPool ?? pool)
    if let shortage = guarantees.shortage() {
      return [
        places.finding(
          Rules.proofs.guaranteesElsewhere,
          "\(guaranteed(shortage)), where there are \(shortage.slots)", at: place,
          label: "the slots are here", others: [], notes: [],
          help: "lower `guaranteed_slots`, or move slots to where the tenants may be processed")
      ]
    }
    return guarantees.shortagesByLoss.map { lost, shortage in
      places.finding(
        Rules.proofs.guaranteesLost,
        "with region `\(catalogue.regions[lost].name)` lost, \(guaranteed(shortage)), where "
          + "\(shortage.slots) are left",
        at: place, label: "the slots are here", others: [],
        notes: ["tenants that may be processed in the lost region alone are not counted"],
        help: "lower `guaranteed_slots`, or have more slots elsewhere")
    }
  }

  private func guaranteed(_ shortage: Guarantees.Shortage) -> String {
    let names = shortage.regions.map { "`\(catalogue.regions[$0].name)`" }
    let whose =
      "\(counted(Int(shortage.guaranteed), "slot")) are guaranteed to "
      + counted(shortage.tenants, "tenant")
    return names.isEmpty
      ? whose + " that may be processed in no region with slots"
      : whose + " that may be processed in \(listed(names)) alone"
  }
}
