package import PolicyDiagnostics

/// What exists on one platform: everything that policies, routes and plans refer to by name.
///
/// Tables are sorted by name, except model tiers, whose order is their meaning (lowest first).
package struct Catalogue: Sendable {
  package let name: Located<String>
  /// The language the platform's documents are written in.
  package var language: Int64 = 1
  package var regions = NameTable<Region>(sorting: [])
  package var groups = NameTable<RegionGroup>(sorting: [])
  package var bases = NameTable<PlainName>(sorting: [])
  package var transfers: [Transfer] = []
  package var dataClasses = NameTable<PlainName>(sorting: [])
  package var modelTiers = NameTable<PlainName>(inOrder: [])
  package var tools = NameTable<Tool>(sorting: [])
  package var models = NameTable<Tool>(sorting: [])
  package var endpoints = NameTable<Endpoint>(sorting: []) {
    didSet { endpointsByCapability = Self.byCapability(endpoints.elements) }
  }
  package var reviewerPools = NameTable<ReviewerPool>(sorting: [])
  package var workerPool: Located<WorkerPool>?
  package var gate = Gate.none
  /// Endpoint classes by their names, from the catalogues that the platform uses: what an endpoint of
  /// such a class does not state itself.
  package var endpointClasses: [String: EndpointClass] = [:]
  package var budgetClasses = NameTable<BudgetClass>(sorting: [])
  private var endpointsByCapability: [Capability: [Endpoint]] = [:]
  /// The one currency of the platform's amounts; `nil` where no amount is stated.
  package var currency: Currency?

  package init(name: Located<String>) {
    self.name = name
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
    case .policyTier, .org, .tenant, .route, .plan, .fact, .step, .variable, .rule, .platform,
      .provider, .catalogue:
      []
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
    case .policyTier, .org, .tenant, .route, .plan, .fact, .step, .variable, .rule, .platform,
      .provider, .catalogue:
      nil
    }
  }
}

/// Where endpoints of a class process, store and log, wherever a platform has one.
package struct EndpointClass: Sendable {
  /// `nil` where the catalogue does not say: every region.
  package let regions: RegionUse?
  /// How long it keeps data whatever its customer wants; `nil` where the catalogue does not say.
  package let retains: Duration?
  /// Whether calls of it can only fail: it is not offered there.
  package let isOffered: Bool

  package init(regions: RegionUse?, retains: Duration?, isOffered: Bool) {
    self.regions = regions
    self.retains = retains
    self.isOffered = isOffered
  }
}

/// Whether the runtime asks the bundle before each call, and skips an endpoint that the tenant's policy
/// forbids.
package enum Gate: String, CaseIterable, Sendable {
  /// It does not, and calls what a route lists.
  case none
  case beforeEachCall = "before each call"
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
  /// The line of the name, from 1.
  package let line: Int
  /// Of one call; `nil` where the platform does not say, which is not the same as free.
  package let cost: Money?
  /// Data classes its result has beyond those of its input, and those it takes away.
  package let adds: Bitset
  package let removes: Bitset
  /// What the outside service grants the whole platform; tenants who may use the tool need a rate.
  package let quota: Located<Rate>?

  package init(
    _ name: Located<String>, cost: Money?, adds: Bitset, removes: Bitset, quota: Located<Rate>?
  ) {
    self.name = name.value
    span = name.span
    line = name.line
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

/// Where capabilities really run. All of a set of regions must be permitted, since the endpoint may
/// use any of them; a set that is not stated is every region.
package struct Endpoint: Declared {
  package let name: String
  package let span: SourceSpan
  /// The line of the name, from 1.
  package let line: Int
  package var serves: [Capability] = []
  /// Index of the model tier it runs, for a model.
  package var modelTier: Int?
  package var regions: RegionUse
  /// How long it keeps what it was shown; `nil` where it does not say, which means for ever.
  package var retains: Duration?
  /// The tenant it serves alone.
  package var dedicatedTo: Located<String>?
  /// Endpoints of one provider fail together.
  package var provider: String?

  package init(_ name: Located<String>, regions: RegionUse) {
    self.name = name.value
    span = name.span
    line = name.line
    self.regions = regions
  }

  /// Whether it serves storage and nothing else.
  package var isStorage: Bool {
    serves.allSatisfy { if case .storage = $0 { true } else { false } }
  }

  /// Whether it keeps what it is shown for no longer than that.
  package func retains(atMost duration: Duration) -> Bool {
    retains.map { $0 <= duration } ?? false
  }

  /// Whether it keeps what it is shown for at least that long.
  package func retains(atLeast duration: Duration) -> Bool {
    retains.map { $0 >= duration } ?? true
  }
}

/// People who review what a workflow shows them.
package struct ReviewerPool: Declared {
  package static let mostStaff: Int64 = 1_000_000

  package let name: String
  package let span: SourceSpan
  /// The line of the name, from 1.
  package let line: Int
  package let region: Int
  package let staff: Int64
  package let dedicatedTo: Located<String>?
  /// Data classes they may see; `nil` where the platform does not say: none but what is unclassified.
  package let clearance: Bitset

  package init(
    _ name: Located<String>, region: Int, staff: Int64, dedicatedTo: Located<String>?,
    clearance: Bitset
  ) {
    self.name = name.value
    span = name.span
    line = name.line
    self.region = region
    self.staff = staff
    self.dedicatedTo = dedicatedTo
    self.clearance = clearance
  }
}

/// The slots that all tenants share.
package struct WorkerPool: Sendable {
  package static let mostSlots: Int64 = 1_000_000
  package static let mostQueued: Int64 = 1_000_000_000

  /// Workflows that run at once.
  package let slots: Int64
  /// Queued workflows above which new ones are rejected.
  package let rejectAbove: Int64?
  /// How long a workflow holds its slot as a rule.
  package let typicalRun: Duration?
  /// Where the slots are, by region in the order of the platform's; none where that is not stated.
  ///
  /// INVARIANT: together they are `slots`.
  package let byRegion: [RegionSlots]

  package struct RegionSlots: Hashable, Sendable {
    package let region: Int
    package let slots: Int64

    package init(_ region: Int, _ slots: Int64) {
      self.region = region
      self.slots = slots
    }
  }

  /// Most regions that slots are in.
  package static let mostRegions = 16

  package init(
    slots: Int64, rejectAbove: Int64?, typicalRun: Duration?, byRegion: [RegionSlots] = []
  ) {
    self.slots = slots
    self.rejectAbove = rejectAbove
    self.typicalRun = typicalRun
    self.byRegion = byRegion
  }
}

/// Rates and budgets that tenants take by name: a layer between org and tenant.
package struct BudgetClass: Declared {
  package let name: String
  package let span: SourceSpan
  /// What it states, by the index of the field.
  package let values: [Int: FieldValue]

  package init(_ name: String, at span: SourceSpan, values: [Int: FieldValue]) {
    self.name = name
    self.span = span
    self.values = values
  }
}

extension Catalogue {
  /// The endpoints that offer a capability, by name.
  package func endpoints(serving capability: Capability) -> [Endpoint] {
    endpointsByCapability[capability] ?? []
  }

  /// Every effective policy is checked against the endpoints of many capabilities.
  private static func byCapability(_ endpoints: [Endpoint]) -> [Capability: [Endpoint]] {
    var result: [Capability: [Endpoint]] = [:]
    for endpoint in endpoints {
      for capability in Set(endpoint.serves) { result[capability, default: []].append(endpoint) }
    }
    return result
  }
}
