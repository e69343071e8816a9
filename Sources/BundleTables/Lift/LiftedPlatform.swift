import PolicyDiagnostics
package import PolicyModel
package import TenantPolicy

/// A platform as a bundle holds it: the way back from rows to names and values, for whoever verifies,
/// shows or compares what a bundle says.
///
/// Values are those that were checked, but for their places, of which a bundle knows the source and the
/// line; what budget classes state has gone into the classes of policies.
package struct LiftedPlatform: Sendable {
  package let catalogue: Catalogue
  package let routes: NameTable<Route>
  /// Those that were asked for, and the names of all.
  package let plans: NameTable<Plan>
  package let planNames: [String]
  package let tiers: [String]
  package let orgs: [String]
  let rows: PlatformRows

  /// `nil` if the bundle has no such platform, or one that no writer of this release made.
  package init?(_ platform: Int, of bundle: PolicyBundle) {
    guard let rows = BundleRows(bundle) else { return nil }
    self.init(platform, of: rows)
  }

  /// The same, for whoever wants several platforms of one bundle, or few plans of many.
  ///
  /// - Parameter isWanted: Whether the plan of a name is to be lifted.
  package init?(
    _ platform: Int, of rows: BundleRows, plans isWanted: (String) -> Bool = { _ in true }
  ) {
    guard 0..<rows.platformCount ~= platform else { return nil }
    self.rows = PlatformRows(all: rows, platform: platform)
    do {
      catalogue = try self.rows.catalogue()
      routes = try self.rows.routes(catalogue)
      planNames = try self.rows.planNames()
      plans = try self.rows.plans(where: isWanted)
      tiers = try self.rows.names(.tiers, .policyTier)
      orgs = try self.rows.names(.orgs, .org)
    } catch {
      return nil
    }
  }

  /// The effective policy of a row of the table `classes`; `nil` for a row of another platform, or one
  /// that is not whole.
  package func policy(ofClass row: Int) -> EffectivePolicy? {
    try? LiftedClass(row, rows, catalogue).policy()
  }

  /// The value of a field in a row of the table `classes`; `nil` if the row is not of the platform, or
  /// holds no such value.
  package func value(of field: AnyField, inClass row: Int) -> FieldValue? {
    try? LiftedClass(row, rows, catalogue).value(of: field)
  }

  /// By step of a plan, what the bundle says that runs can ask there; `nil` if it does not say that.
  package func asks(ofPlan plan: Int) -> [[Int64]]? {
    let plans = rows.all.rows(of: .plans, ownedBy: rows.platform)
    guard plans.indices.contains(plans.lowerBound + plan) else { return nil }
    return try? rows.rows(of: .steps, ownedBy: plans.lowerBound + plan).map {
      row throws(NotLiftable) in
      try row.list("asks", most: 2 * Self.mostAsks)
    }
  }

  /// More than a plan within its limits has at a step.
  private static let mostAsks = 1_000_000

  /// The names of the org and the policy tier of a class.
  package func org(ofClass row: Int) -> String? {
    (try? LiftedClass(row, rows, catalogue).org()).map { orgs[$0] }
  }

  package func tier(ofClass row: Int) -> String? {
    (try? LiftedClass(row, rows, catalogue).tier()).map { tiers[$0] }
  }
}

extension PlatformRows {
  fileprivate func names(
    _ table: CatalogueTable, _ kind: NameKind
  ) throws(NotLiftable) -> [String] {
    try declared(table, most: Catalogue.most(of: kind)) { row throws(NotLiftable) in
      PlainName(try row.identifier("name"), at: .nowhere)
    }.names
  }
}

extension SourceSpan {
  /// What was written somewhere that the bundle does not name.
  static let nowhere = SourceSpan(SourceID(0), from: 0, to: 0)
}
