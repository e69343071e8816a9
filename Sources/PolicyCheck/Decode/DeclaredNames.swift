package import PolicyModel

/// What tests and waivers may name: the catalogue, and everything else that is declared on the same
/// platform.
package struct DeclaredNames: Sendable {
  package let catalogue: Catalogue
  package let tiers: [String]
  package let orgs: [String]
  /// The plans that checked.
  package let plans: NameTable<Plan>
  /// All plans and routes, also those that did not check.
  private let planNames: [String]
  private let routeNames: [String]
  /// Whether there is a tenant of that id; there may be a million, so they are asked for.
  package let hasTenant: @Sendable (String) -> Bool
  /// Some ids, to offer the nearest of.
  package let someTenants: @Sendable () -> [String]

  /// - Parameter planNames: All plans, so that one that did not check is not called unknown as well;
  ///   those that checked where it is `nil`. The same with routes.
  package init(
    catalogue: Catalogue, tiers: [String], orgs: [String], plans: NameTable<Plan>,
    routes: NameTable<Route>, planNames: [String]? = nil, routeNames: [String]? = nil,
    hasTenant: @escaping @Sendable (String) -> Bool,
    someTenants: @escaping @Sendable () -> [String]
  ) {
    self.catalogue = catalogue
    self.tiers = tiers
    self.orgs = orgs
    self.plans = plans
    self.planNames = planNames ?? plans.names
    self.routeNames = routeNames ?? routes.names
    self.hasTenant = hasTenant
    self.someTenants = someTenants
  }

  func has(_ name: String, _ kind: NameKind) -> Bool {
    switch kind {
    case .tenant: hasTenant(name)
    default: names(of: kind).contains(name)
    }
  }

  func names(of kind: NameKind) -> [String] {
    switch kind {
    case .tenant: someTenants()
    case .policyTier: tiers
    case .org: orgs
    case .plan: planNames
    case .route: routeNames
    default: catalogue.names(of: kind)
    }
  }
}
