package import PolicyModel

/// What a question is about: a platform with its plans, on one day.
///
/// This target is written from `docs/verification.md` alone and shares nothing with the verifier: it is
/// slow, follows the page sentence by sentence, and is there to be compared with.
package struct World: Sendable {
  package let catalogue: Catalogue
  package let routes: NameTable<Route>
  package let plans: NameTable<Plan>
  package let day: CalendarDate

  package init(
    catalogue: Catalogue, routes: NameTable<Route>, plans: NameTable<Plan>, day: CalendarDate
  ) {
    self.catalogue = catalogue
    self.routes = routes
    self.plans = plans
    self.day = day
  }

  /// The same where something else exists.
  package func with(_ change: (inout Catalogue) -> Void) -> World {
    var catalogue = catalogue
    change(&catalogue)
    return World(catalogue: catalogue, routes: routes, plans: plans, day: day)
  }
}

/// A tenant with what its policy says of where data may go.
package struct Rights: Sendable {
  /// The tenant's id.
  package let tenant: String
  /// Tools that are allowed and not denied.
  package let tools: Bitset
  package let residency: Residency
  package let modelTier: Int
  /// Milliseconds: at most for data, at least for audit logs.
  package let dataRetention: Int64
  package let auditRetention: Int64
  /// The tenant's own reviewers; `nil` for none.
  package let reviewerPool: Int?

  package init(
    tenant: String, tools: Bitset, residency: Residency, modelTier: Int, dataRetention: Int64,
    auditRetention: Int64, reviewerPool: Int?
  ) {
    self.tenant = tenant
    self.tools = tools
    self.residency = residency
    self.modelTier = modelTier
    self.dataRetention = dataRetention
    self.auditRetention = auditRetention
    self.reviewerPool = reviewerPool
  }

  package func with(residency: Residency) -> Rights {
    Rights(
      tenant: tenant, tools: tools, residency: residency, modelTier: modelTier,
      dataRetention: dataRetention, auditRetention: auditRetention, reviewerPool: reviewerPool)
  }

  /// Whether a run of the plan begins at all.
  package func admit(_ plan: Plan) -> Bool { plan.tools.isSubset(of: tools) }
}

/// A call, a write or a review, with the data classes of what is shown.
package struct Event: Hashable, Sendable {
  package enum Kind: Hashable, Sendable {
    case call(Capability, endpoint: Int)
    case store(Storage, endpoint: Int)
    case review(pool: Int)
  }

  /// The step that the run is at: for a checkpoint, the one that has ended.
  package let step: Int
  package let kind: Kind
  package let label: Bitset

  package init(step: Int, kind: Kind, label: Bitset) {
    self.step = step
    self.kind = kind
    self.label = label
  }
}
