package import PolicyDiagnostics

/// Policies that checked: what a bundle is written from. Nothing in it is optional that a policy
/// must have, and no name is unresolved.
package struct CheckedPolicies: Sendable {
  package let platforms: [CheckedPlatform]
  /// Every source that went in, by id.
  package let sources: [SourceRecord]

  package init(platforms: [CheckedPlatform], sources: [SourceRecord]) {
    self.platforms = platforms
    self.sources = sources
  }
}

/// A source by its name in bundles and the BLAKE2b-256 digest of its bytes.
package struct SourceRecord: Hashable, Sendable {
  package let name: String
  package let digest: [UInt8]

  package init(name: String, digest: [UInt8]) {
    self.name = name
    self.digest = digest
  }
}

/// One platform with everything that is governed by its catalogue.
package struct CheckedPlatform: Sendable {
  package let catalogue: Catalogue
  package let tiers: NameTable<PlainName>
  package let orgs: NameTable<PlainName>
  package let routes: NameTable<Route>
  package let plans: NameTable<Plan>
  package let tests: [PolicyTest]
  package let waivers: [Waiver]
  /// Distinct effective policies, in the order of the first tenant (by source and place) that has
  /// each.
  package let classes: [EffectivePolicy]
  /// Distinct ways in which the values of a policy came about.
  package let shapes: [[FieldOrigin]]
  package let tenants: CheckedTenants
  /// What each tier, by index, leaves to its tenants.
  package let ceilings: [TierCeiling]

  package init(
    catalogue: Catalogue, tiers: NameTable<PlainName>, orgs: NameTable<PlainName>,
    routes: NameTable<Route>, plans: NameTable<Plan>, tests: [PolicyTest], waivers: [Waiver],
    classes: [EffectivePolicy], shapes: [[FieldOrigin]], tenants: CheckedTenants,
    ceilings: [TierCeiling]
  ) {
    self.catalogue = catalogue
    self.tiers = tiers
    self.orgs = orgs
    self.routes = routes
    self.plans = plans
    self.tests = tests
    self.waivers = waivers
    self.classes = classes
    self.shapes = shapes
    self.tenants = tenants
    self.ceilings = ceilings
  }
}

/// The most that a tenant of a tier could have, of what decides where data may go.
package struct TierCeiling: Hashable, Sendable {
  package let permittedTools: Bitset
  package let residency: Residency
  package let modelTier: Int
  /// Milliseconds: at most for data, at least for audit logs.
  package let dataRetention: Int64
  package let auditRetention: Int64
  /// Pools that may be chosen.
  package let reviewerPools: Bitset

  package init(
    permittedTools: Bitset, residency: Residency, modelTier: Int, dataRetention: Int64,
    auditRetention: Int64, reviewerPools: Bitset
  ) {
    self.permittedTools = permittedTools
    self.residency = residency
    self.modelTier = modelTier
    self.dataRetention = dataRetention
    self.auditRetention = auditRetention
    self.reviewerPools = reviewerPools
  }
}

/// What holds for a tenant once all layers have spoken: one value a field, by the field's position.
package struct EffectivePolicy: Hashable, Sendable {
  /// Index of the org and of the policy tier.
  package let org: Int
  package let tier: Int
  package let values: [FieldValue]

  package init(org: Int, tier: Int, values: [FieldValue]) {
    self.org = org
    self.tier = tier
    self.values = values
  }

  package subscript<Value>(field: Field<Value>) -> FieldValue { values[field.index] }

  /// Tools that are allowed and not denied, by index.
  package var permittedTools: Bitset {
    self[policyFields.allowedTools].members.subtracting(self[policyFields.deniedTools].members)
  }
}

extension FieldValue {
  /// The number of a field whose values are numbers; 0 for another.
  package var number: Int64 {
    if case .number(let number) = self { number } else { 0 }
  }

  /// The set of a field whose values are sets; empty for another.
  package var members: Bitset {
    if case .set(let members) = self { members } else { Bitset() }
  }

  /// The residency of the field that has one; nothing permitted for another.
  package var residency: Residency {
    if case .residency(let residency) = self { residency } else { Residency(RegionUse(Bitset())) }
  }

  package var rates: RateLimits {
    if case .rates(let rates) = self { rates } else { RateLimits([]) }
  }

  package var burst: Burst {
    if case .burst(let burst) = self { burst } else { Burst.none }
  }
}

/// The layers of one policy, from the widest to the narrowest.
package enum LayerKind: UInt8, CaseIterable, Hashable, Sendable {
  /// The field's own declaration, where nobody states a value.
  case language
  case platform
  case tier
  case org
  case budgetClass
  case tenant

  package var title: String {
    switch self {
    case .language: "language"
    case .platform: "platform"
    case .tier: "policy tier"
    case .org: "org"
    case .budgetClass: "budget class"
    case .tenant: "tenant"
    }
  }
}

/// Where a value came from, and what bounds it.
package struct FieldOrigin: Hashable, Sendable {
  package let value: LayerPlace
  /// The tightest limit above the value; `nil` where no layer limits the field.
  package let limit: LayerPlace?

  package init(value: LayerPlace, limit: LayerPlace?) {
    self.value = value
    self.limit = limit
  }
}

/// A place in a layer. A tenant's own lines count from the first line of its document, so that
/// tenants which are written alike have equal origins.
package struct LayerPlace: Hashable, Sendable {
  package let layer: LayerKind
  /// Id of the source; 0 for the tenant's own and the language's.
  package let source: UInt32
  /// Line from 1, or lines below the tenant's first for its own; 0 for the language's.
  package let line: UInt32

  package init(_ layer: LayerKind, source: UInt32 = 0, line: UInt32 = 0) {
    self.layer = layer
    self.source = source
    self.line = line
  }
}

/// The tenants of a platform, in the order of their sources and places: flat, since there may be a
/// million of them.
package struct CheckedTenants: Sendable {
  package struct Tenant: Sendable {
    package let idStart: UInt32
    package let idLength: UInt32
    /// Index of the class; `CheckedTenants.noClass` for a tenant whose policy is not whole.
    package let policyClass: UInt32
    package let shape: UInt32
    package let source: UInt32
    /// Line of the document's first key, from 1.
    package let line: UInt32

    package init(
      idStart: UInt32, idLength: UInt32, policyClass: UInt32, shape: UInt32, source: UInt32,
      line: UInt32
    ) {
      self.idStart = idStart
      self.idLength = idLength
      self.policyClass = policyClass
      self.shape = shape
      self.source = source
      self.line = line
    }
  }

  package static let noClass = UInt32.max

  package private(set) var all: [Tenant] = []
  private var ids: [UInt8] = []

  package init() {}

  package mutating func append(
    id: ArraySlice<UInt8>, policyClass: Int, shape: Int, source: SourceID, line: UInt32
  ) {
    all.append(
      Tenant(
        idStart: UInt32(truncatingIfNeeded: ids.count), idLength: UInt32(id.count),
        policyClass: UInt32(truncatingIfNeeded: policyClass),
        shape: UInt32(truncatingIfNeeded: shape), source: source.index, line: line))
    ids.append(contentsOf: id)
  }

  package func id(of tenant: Tenant) -> ArraySlice<UInt8> {
    ids[Int(tenant.idStart)..<Int(tenant.idStart + tenant.idLength)]
  }
}
