import PolicyDiagnostics
import PolicyModel

/// A transfer ground that is accepted although no transfer on it starts in the tenant's regions.
enum AcceptedTransfers {
  static func problems(of policy: EffectivePolicy, in context: CheckContext) -> [PolicyProblem] {
    let catalogue = context.catalogue
    let residency = policy[policyFields.dataResidency].residency
    return residency.accepts.members.compactMap { basis in
      let applies = catalogue.transfers.contains { transfer in
        transfer.basis == basis
          && !catalogue.groups[transfer.from].regions
            .intersection(residency.general.process).isEmpty
      }
      return applies ? nil : .idleAcceptance(catalogue.bases[basis])
    }
  }
}

extension PolicyProblem {
  fileprivate static func idleAcceptance(_ basis: PlainName) -> PolicyProblem {
    PolicyProblem(
      Rules.places.idleAcceptance,
      "ground `\(basis.name)` is accepted, but no transfer on it starts in the tenant's regions",
      at: .value(policyFields.dataResidency.index, naming: basis.name),
      others: [Other(.place(basis.span), "its first transfer")],
      help: "remove it from `accepts`")
  }
}
