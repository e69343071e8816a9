package import PolicyModel

/// What tests and waivers may name: the catalogue, and everything else that is declared on the same
/// platform.
package struct DeclaredNames: Sendable {
  package let catalogue: Catalogue
  package let tiers: [String]
  package let orgs: [String]
  package let plans: NameTable<Plan>
  package let routes: NameTable<Route>
  /// Whether there is a tenant of that id; there may be a million, so they are asked for.
  package let hasTenant: @Sendable (String) -> Bool
  /// Some ids, to offer the nearest of.
  package let someTenants: @Sendable () -> [String]

  package init(
    catalogue: Catalogue, tiers: [String], orgs: [String], plans: NameTable<Plan>,
    routes: NameTable<Route>, hasTenant: @escaping @Sendable (String) -> Bool,
    someTenants: @escaping @Sendable () -> [String]
  ) {
    self.catalogue = catalogue
    self.tiers = tiers
    self.orgs = orgs
    self.plans = plans
    self.routes = routes
    self.hasTenant = hasTenant
    self.someTenants = someTenants
  }

  func has(_ name: String, _ kind: NameKind) -> Bool {
    switch kind {
    case .tenant: hasTenant(name)
    case .plan: plans.index(of: name) != nil
    case .route: routes.index(of: name) != nil
    default: names(of: kind).contains(name)
    }
  }

  func names(of kind: NameKind) -> [String] {
    switch kind {
    case .tenant: someTenants()
    case .policyTier: tiers
    case .org: orgs
    case .plan: plans.names
    case .route: routes.names
    default: catalogue.names(of: kind)
    }
  }
}
