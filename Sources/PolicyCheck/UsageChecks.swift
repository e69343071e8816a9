import PolicyDiagnostics
import PolicyModel
import PolicySyntax

/// What only shows when all tenants of a platform are known: promises to all of them together, and
/// declarations that nobody uses.
struct UsageChecks {
  private let catalogue: Catalogue
  private let layers: Layers
  private let resolver: TenantResolver
  private let scope: PlatformScope
  /// Of all tenants.
  private let ids: ByteTable

  init(
    _ catalogue: Catalogue, _ layers: Layers, _ resolver: TenantResolver, _ scope: PlatformScope,
    _ ids: ByteTable
  ) {
    self.catalogue = catalogue
    self.layers = layers
    self.resolver = resolver
    self.scope = scope
    self.ids = ids
  }

  /// - Parameter isClean: whether nothing before was an error; what is unused is only known then.
  func findings(isClean: Bool) -> Findings {
    var findings = Findings()
    let unused = isClean ? unused() : []
    for finding in guarantees() + unused + withoutEndpoint() + similarGroups() + dedications() {
      findings.raise(finding)
    }
    return findings
  }

  private func guarantees() -> [Finding] {
    guard let pool = catalogue.workerPool else { return [] }
    let sum = resolver.use.guaranteedSlots
    guard sum > pool.value.slots else { return [] }
    return [.overcommitted(pool, sum, tenants: resolver.use.guaranteedTenants)]
  }

  // MARK: Declarations without use

  private func unused() -> [Finding] {
    // Without any tenant there is nothing yet to use anything: a platform under construction.
    let use = resolver.use
    guard use.tenantCount > 0 else { return [] }
    let tiers = layers.tiers.elements.indices.filter { !use.tiers.contains($0) }
    let orgs = layers.orgs.elements.indices.filter { !use.orgs.contains($0) }
    let budgets = layers.budgetClasses.elements.indices.filter { !use.budgetClasses.contains($0) }
    return tiers.map { .unused(Rules.unused.unusedTier, layers.tiers[$0]) }
      + orgs.map { .unused(Rules.unused.unusedOrg, layers.orgs[$0]) }
      + budgets.map { .unused(Rules.unused.unusedBudgetClass, layers.budgetClasses[$0]) }
  }

  private func withoutEndpoint() -> [Finding] {
    let served = Set(catalogue.endpoints.elements.flatMap(\.serves))
    let tools = catalogue.tools.elements.enumerated().filter { !served.contains(.tool($0.offset)) }
    let models = catalogue.models.elements.enumerated().filter {
      !served.contains(.model($0.offset))
    }
    return tools.map { .withoutEndpoint(.tool, $0.element) }
      + models.map { .withoutEndpoint(.model, $0.element) }
  }

  // MARK: Names

  /// Short names, such as `eu` and `us`, differ in one letter and mean two things.
  private static let shortestSimilar = 4

  private func similarGroups() -> [Finding] {
    guard !scope.platform.root.entries.contains(where: { $0.key.text == "region_groups" }) else {
      return []
    }
    let groups = catalogue.groups.elements.sorted { $0.span < $1.span }
    return groups.enumerated().compactMap { index, group in
      guard group.name.utf8.count >= Self.shortestSimilar,
        let name = nearestName(to: group.name, among: groups[..<index].map(\.name)),
        let earlier = catalogue.groups[name],
        abs(name.utf8.count - group.name.utf8.count) <= 1
      else { return nil }
      return .similarGroups(group, earlier)
    }
  }

  /// Tenants that something is dedicated to must exist: a typo would dedicate it to nobody.
  private func dedications() -> [Finding] {
    let pools = catalogue.reviewerPools.elements.compactMap(\.dedicatedTo)
    let endpoints = catalogue.endpoints.elements.compactMap(\.dedicatedTo)
    let named = pools + endpoints
    guard !named.isEmpty else { return [] }
    return named.filter { ids.index(of: Array($0.value.utf8)[...]) == nil }
      .map { .unknownTenant($0, among: (0..<min(ids.count, 10_000)).map { ids.string($0) }) }
  }
}

extension Finding {
  fileprivate static func overcommitted(
    _ pool: Located<WorkerPool>, _ sum: Int64, tenants: Int
  ) -> Finding {
    Finding(
      Rules.capacity.overcommitted,
      "\(Count(sum)) slots are guaranteed to \(Count(Int64(tenants))) tenants, of "
        + "\(Count(pool.value.slots)) that there are",
      at: pool.span, help: "lower `guaranteed_slots`, or add slots")
  }

  fileprivate static func unused(_ rule: Rule, _ layer: Layer) -> Finding {
    Finding(
      rule, "no tenant uses \(layer.title)", at: layer.span,
      help: "remove it, or correct the name where it was meant to be used"
    ).about(layer.subject)
  }

  fileprivate static func withoutEndpoint(_ kind: NameKind, _ tool: Tool) -> Finding {
    Finding(
      Rules.tools.toolWithoutEndpoint, "no endpoint serves \(kind.title) `\(tool.name)`",
      at: tool.span, help: "declare where it runs under `endpoints:`, or remove it")
  }

  fileprivate static func similarGroups(_ group: RegionGroup, _ earlier: RegionGroup) -> Finding {
    Finding(
      Rules.places.similarGroups,
      "region groups `\(group.name)` and `\(earlier.name)` are nearly the same name",
      at: group.span, others: [OtherPlace(earlier.span, "the other one")],
      help: "correct the name, or list both under `region_groups:`")
  }

  fileprivate static func unknownTenant(_ name: Located<String>, among ids: [String]) -> Finding {
    Finding(
      Rules.names.unknownName, "there is no tenant `\(name.value)`", at: name.span,
      help: nearestName(to: name.value, among: ids).map { "did you mean `\($0)`?" })
  }
}
