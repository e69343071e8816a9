package import PolicyDiagnostics

/// What exists on one platform: everything that policies, routes and plans refer to by name.
///
/// Tables are sorted by name, except model tiers, whose order is their meaning (lowest first).
package struct Catalogue: Sendable {
  package let name: Located<String>
  /// The language the platform's documents are written in.
  package let language: Int64
  package let regions: NameTable<Region>
  package let groups: NameTable<RegionGroup>
  package let bases: NameTable<PlainName>
  package let transfers: [Transfer]
  package let dataClasses: NameTable<PlainName>
  package let modelTiers: NameTable<PlainName>
  package let tools: NameTable<Tool>
  package let models: NameTable<Tool>
  package let endpoints: NameTable<Endpoint>
  package let reviewerPools: NameTable<ReviewerPool>
  package let workerPool: Located<WorkerPool>?
  package let budgetClasses: NameTable<BudgetClass>
  /// The one currency of the platform's amounts; `nil` where no amount is stated.
  package let currency: Currency?

  package init(
    name: Located<String>, language: Int64, regions: NameTable<Region>,
    groups: NameTable<RegionGroup>, bases: NameTable<PlainName>, transfers: [Transfer],
    dataClasses: NameTable<PlainName>, modelTiers: NameTable<PlainName>, tools: NameTable<Tool>,
    models: NameTable<Tool>, endpoints: NameTable<Endpoint>,
    reviewerPools: NameTable<ReviewerPool>, workerPool: Located<WorkerPool>?,
    budgetClasses: NameTable<BudgetClass>, currency: Currency?
  ) {
    self.name = name
    self.language = language
    self.regions = regions
    self.groups = groups
    self.bases = bases
    self.transfers = transfers
    self.dataClasses = dataClasses
    self.modelTiers = modelTiers
    self.tools = tools
    self.models = models
    self.endpoints = endpoints
    self.reviewerPools = reviewerPools
    self.workerPool = workerPool
    self.budgetClasses = budgetClasses
    self.currency = currency
  }

  /// All regions of the platform: what an endpoint that does not state its regions may use.
  package var everyRegion: Bitset { Bitset(all: regions.count) }

  /// The declared names of a kind that the catalogue holds; empty for kinds it does not.
  package func names(of kind: NameKind) -> [String] {
    switch kind {
    case .region: regions.names
    case .regionGroup: groups.names
    case .basis: bases.names
    case .dataClass: dataClasses.names
    case .modelTier: modelTiers.names
    case .tool: tools.names
    case .model: models.names
    case .endpoint: endpoints.names
    case .reviewerPool: reviewerPools.names
    case .budgetClass: budgetClasses.names
    case .policyTier, .org, .tenant, .route, .plan, .fact, .step, .variable, .rule: []
    }
  }

  package func index(of name: String, _ kind: NameKind) -> Int? {
    switch kind {
    case .region: regions.index(of: name)
    case .regionGroup: groups.index(of: name)
    case .basis: bases.index(of: name)
    case .dataClass: dataClasses.index(of: name)
    case .modelTier: modelTiers.index(of: name)
    case .tool: tools.index(of: name)
    case .model: models.index(of: name)
    case .endpoint: endpoints.index(of: name)
    case .reviewerPool: reviewerPools.index(of: name)
    case .budgetClass: budgetClasses.index(of: name)
    case .policyTier, .org, .tenant, .route, .plan, .fact, .step, .variable, .rule: nil
    }
  }
}

/// A place where data is processed or kept, such as a cloud region.
package struct Region: Declared {
  package let name: String
  package let span: SourceSpan
  /// Groups it is in, by index.
  package let groups: Bitset

  package init(_ name: String, at span: SourceSpan, groups: Bitset) {
    self.name = name
    self.span = span
    self.groups = groups
  }
}

/// A named set of regions, such as `eu`.
package struct RegionGroup: Declared {
  package let name: String
  package let span: SourceSpan
  /// Regions in it, by index.
  package let regions: Bitset

  package init(_ name: String, at span: SourceSpan, regions: Bitset) {
    self.name = name
    self.span = span
    self.regions = regions
  }
}

/// A ground on which data may leave the regions of one group for those of another, while it lasts.
package struct Transfer: Sendable {
  package let span: SourceSpan
  /// Index of the group that data leaves, and of the one it may go to.
  package let from: Int
  package let to: Int
  package let basis: Int
  /// The day on which the ground ends.
  package let until: CalendarDate

  package init(at span: SourceSpan, from: Int, to: Int, basis: Int, until: CalendarDate) {
    self.span = span
    self.from = from
    self.to = to
    self.basis = basis
    self.until = until
  }
}

/// Something a step calls: a tool, or a model capability.
package struct Tool: Declared {
  package let name: String
  package let span: SourceSpan
  /// Of one call; `nil` where the platform does not say, which is not the same as free.
  package let cost: Money?
  /// Data classes its result has beyond those of its input, and those it takes away.
  package let adds: Bitset
  package let removes: Bitset
  /// What the outside service grants the whole platform; tenants who may use the tool need a rate.
  package let quota: Located<Rate>?

  package init(
    _ name: String, at span: SourceSpan, cost: Money?, adds: Bitset, removes: Bitset,
    quota: Located<Rate>?
  ) {
    self.name = name
    self.span = span
    self.cost = cost
    self.adds = adds
    self.removes = removes
    self.quota = quota
  }
}

/// What an endpoint does for a plan.
package enum Capability: Hashable, Sendable {
  case tool(Int)
  case model(Int)
  case storage(Storage)
}

/// The storage a control plane itself needs.
package enum Storage: String, CaseIterable, Sendable {
  case checkpoint, state, audit, trace, queue
}

/// Where a capability really runs. All of a set of regions must be permitted, since the endpoint may
/// use any of them; a set that is not stated is every region.
package struct Endpoint: Declared {
  package let name: String
  package let span: SourceSpan
  package let serves: Capability
  /// Index of the model tier it runs, for a model.
  package let modelTier: Int?
  package let process: Bitset
  package let store: Bitset
  package let log: Bitset
  /// How long it keeps what it was shown; `nil` where it does not say, which means for ever.
  package let retains: Located<Duration>?
  /// The tenant it serves alone.
  package let dedicatedTo: Located<String>?
  /// Endpoints of one provider fail together.
  package let provider: String?

  package init(
    _ name: String, at span: SourceSpan, serves: Capability, modelTier: Int?, process: Bitset,
    store: Bitset, log: Bitset, retains: Located<Duration>?, dedicatedTo: Located<String>?,
    provider: String?
  ) {
    self.name = name
    self.span = span
    self.serves = serves
    self.modelTier = modelTier
    self.process = process
    self.store = store
    self.log = log
    self.retains = retains
    self.dedicatedTo = dedicatedTo
    self.provider = provider
  }
}

/// People who review what a workflow shows them.
package struct ReviewerPool: Declared {
  package let name: String
  package let span: SourceSpan
  package let region: Int
  package let staff: Int64
  package let dedicatedTo: Located<String>?
  /// Data classes they may see; `nil` where the platform does not say: none but what is unclassified.
  package let clearance: Bitset

  package init(
    _ name: String, at span: SourceSpan, region: Int, staff: Int64, dedicatedTo: Located<String>?,
    clearance: Bitset
  ) {
    self.name = name
    self.span = span
    self.region = region
    self.staff = staff
    self.dedicatedTo = dedicatedTo
    self.clearance = clearance
  }
}

/// The slots that all tenants share.
package struct WorkerPool: Sendable {
  /// Workflows that run at once.
  package let slots: Int64
  /// Queued workflows above which new ones are rejected.
  package let rejectAbove: Int64?

  package init(slots: Int64, rejectAbove: Int64?) {
    self.slots = slots
    self.rejectAbove = rejectAbove
  }
}

/// A bundle of rates and budgets that tenants take by name: a layer between org and tenant.
package struct BudgetClass: Declared {
  package let name: String
  package let span: SourceSpan
  /// What it states, by the index of the field.
  package let values: [Int: Located<FieldValue>]

  package init(_ name: String, at span: SourceSpan, values: [Int: Located<FieldValue>]) {
    self.name = name
    self.span = span
    self.values = values
  }
}
