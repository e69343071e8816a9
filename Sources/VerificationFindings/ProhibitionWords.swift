import PolicyDiagnostics
package import PolicyModel
package import PolicyVerifier

extension WrittenPlaces {
  /// Why something is forbidden, as the end of a sentence.
  package func reason(_ prohibition: Prohibition) -> String {
    func data(_ dataClass: Int?) -> String {
      dataClass.map { "`\(catalogue.dataClasses[$0].name)`" } ?? "its data"
    }
    switch prohibition {
    case .dedicated: return "which is dedicated to another tenant"
    case .region(let use, let region, let dataClass):
      return
        "which may \(use.rawValue) in `\(catalogue.regions[region].name)`, where the tenant's policy "
        + "does not have \(data(dataClass)) \(use.participle)"
    case .modelTier: return "whose model tier is above what the tenant's policy allows"
    case .retention: return "which may keep data for longer than the tenant's policy allows"
    case .auditRetention:
      return "which may drop audit logs sooner than the tenant's policy demands"
    case .reviewers(let region, let dataClass):
      return
        "who sit in `\(catalogue.regions[region].name)`, where the tenant's policy does not have "
        + "\(data(dataClass)) processed"
    case .clearance(let dataClass): return "who have no clearance for \(data(dataClass))"
    }
  }
}

extension Prohibition {
  var rule: Rule {
    switch self {
    case .dedicated: Rules.proofs.dedicated
    case .region: Rules.proofs.region
    case .modelTier: Rules.proofs.modelTier
    case .retention: Rules.proofs.retention
    case .auditRetention: Rules.proofs.auditRetention
    case .reviewers: Rules.proofs.reviewers
    case .clearance: Rules.proofs.clearance
    }
  }

  /// The field of a policy that forbids; `nil` where it is not the tenant's policy.
  package var field: AnyField? {
    switch self {
    case .dedicated, .clearance: nil
    case .region, .reviewers: policyFields.dataResidency.declaration
    case .modelTier: policyFields.modelTier.declaration
    case .retention: policyFields.dataRetention.declaration
    case .auditRetention: policyFields.auditRetention.declaration
    }
  }
}

extension Prohibition.Use {
  var participle: String {
    switch self {
    case .process: "processed"
    case .store: "stored"
    case .log: "logged"
    }
  }
}

extension Obstacle {
  /// Why something could not be decided, as the end of a sentence.
  package var reason: String {
    switch self {
    case .states(let most): "its runs can be in more than \(most) states"
    case .cases(_, let most): "its conditions tell more than \(most) cases apart"
    case .casesOfAll(let most): "its branches tell more than \(most) cases apart"
    case .questions(let most): "it calls and stores with more than \(most) sets of data classes"
    case .statesOfAll(let most):
      "with it, the platform's plans can be in more than \(most) states"
    case .questionsOfAll(let most):
      "with it, the platform's plans call and store with more than \(most) sets of data classes"
    case .opaque: "a condition compares two facts, and how they relate is not decided"
    case .unknown: "what a step of it does is not known, so that it may reach anything"
    }
  }

  var help: String {
    switch self {
    case .states, .statesOfAll:
      "lower `at_most`, or take facts and variables out that it need not carry"
    case .casesOfAll: "ask for fewer facts, or lower `at_most`"
    case .questions, .questionsOfAll: "let its variables carry fewer data classes"
    case .cases: "ask for fewer facts in one step"
    case .opaque: "compare each of them with a constant"
    case .unknown: "say what the step does"
    }
  }

  /// The step at which it shows; `nil` for the whole plan.
  var step: Int? {
    switch self {
    case .states, .casesOfAll, .questions, .statesOfAll, .questionsOfAll: nil
    case .cases(let step, _), .opaque(let step), .unknown(let step): step
    }
  }
}
