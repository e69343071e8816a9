import BundleTables
package import PolicyModel
import TenantPolicy

/// The contents of the bundle of checked policies: the catalogues as tables, one row a class of
/// effective policies, and the tenants.
package func contents(of policies: CheckedPolicies) -> BundleContents {
  let rights = policies.platforms.map { PlatformRights($0.catalogue, $0.routes, $0.classes) }
  let rows = RowNumbers(policies.platforms, rights)
  var tenants = TenantList()
  var shapes: [[FieldOrigin]] = []
  for (index, platform) in policies.platforms.enumerated() {
    let firstClass = UInt32(truncatingIfNeeded: rows.first(of: .policyClass, on: index))
    let firstShape = UInt32(truncatingIfNeeded: shapes.count)
    for tenant in platform.tenants.all {
      tenants.append(
        id: platform.tenants.id(of: tenant), classRow: firstClass + tenant.policyClass,
        source: tenant.source, line: tenant.line, shape: firstShape + tenant.shape)
    }
    shapes += platform.shapes.map { $0.map(origin) }
  }
  return BundleContents(
    language: policies.platforms.map { UInt32(truncatingIfNeeded: $0.catalogue.language) }.max()
      ?? 1,
    sources: policies.sources.map { BundleContents.Source(name: $0.name, digest: $0.digest) },
    tables: catalogueTables(of: policies.platforms, rights, rows) + [
      classTable(of: policies.platforms, rights, rows)
    ],
    fieldNames: PolicyFields.all.map(\.name), shapes: shapes, tenants: tenants)
}

private func origin(_ origin: PolicyModel.FieldOrigin) -> FieldOrigin {
  let limit = origin.limit.flatMap { place in
    limitingLayer(place.layer).map { Provenance.Limit($0, at: line(place)) }
  }
  return switch origin.value.layer {
  case .language: .builtIn(limit: limit)
  case .tenant: .own(lineDelta: Int(origin.value.line), limit: limit)
  case .budgetClass: .inherited(.budgetClass, at: line(origin.value), limit: limit)
  case .org: .inherited(.org, at: line(origin.value), limit: limit)
  case .tier: .inherited(.tier, at: line(origin.value), limit: limit)
  case .platform: .inherited(.platform, at: line(origin.value), limit: limit)
  }
}

private func limitingLayer(_ layer: LayerKind) -> LimitingLayer? {
  switch layer {
  case .platform: .platform
  case .tier: .tier
  case .org: .org
  case .budgetClass: .budgetClass
  case .language, .tenant: nil
  }
}

private func line(_ place: LayerPlace) -> SourceLine {
  SourceLine(source: Int(place.source), line: Int(place.line))
}

/// The kinds of rows that several platforms bring to one table.
enum CatalogueRow: Int, CaseIterable {
  case platform, region, group, basis, dataClass, modelTier, tool, model, endpoint, reviewerPool
  case budgetClass, tier, org, route, candidate, plan, fact, variable, step, policyClass
  case decision, rights, permission
}

/// Where the rows of each platform begin in the tables of the bundle.
///
/// A table holds the rows of all platforms, one platform after the other, so that a row's number is
/// its index in the catalogue and the first number of its platform.
struct RowNumbers: Sendable {
  private let firsts: [[Int]]

  init(_ platforms: [CheckedPlatform], _ rights: [PlatformRights]) {
    var counts = [Int](repeating: 0, count: CatalogueRow.allCases.count)
    firsts = zip(platforms, rights).map { platform, rights in
      defer { counts = zip(counts, Self.counts(of: platform, rights)).map { $0 + $1 } }
      return counts
    }
  }

  func first(of kind: CatalogueRow, on platform: Int) -> Int { firsts[platform][kind.rawValue] }

  func row(_ index: Int, _ kind: CatalogueRow, on platform: Int) -> Int {
    first(of: kind, on: platform) + index
  }

  func rows(_ members: Bitset, _ kind: CatalogueRow, on platform: Int) -> Cell {
    .mask(members.members.map { row($0, kind, on: platform) })
  }

  private static func counts(of platform: CheckedPlatform, _ rights: PlatformRights) -> [Int] {
    let catalogue = platform.catalogue
    return CatalogueRow.allCases.map { kind in
      switch kind {
      case .platform: 1
      case .region: catalogue.regions.count
      case .group: catalogue.groups.count
      case .basis: catalogue.bases.count
      case .dataClass: catalogue.dataClasses.count
      case .modelTier: catalogue.modelTiers.count
      case .tool: catalogue.tools.count
      case .model: catalogue.models.count
      case .endpoint: catalogue.endpoints.count
      case .reviewerPool: catalogue.reviewerPools.count
      case .budgetClass: catalogue.budgetClasses.count
      case .tier: platform.tiers.count
      case .org: platform.orgs.count
      case .route: platform.routes.count
      case .candidate: platform.routes.elements.reduce(0) { $0 + $1.candidates.count }
      case .plan: platform.plans.count
      case .fact: platform.plans.elements.reduce(0) { $0 + $1.facts.count }
      case .variable: platform.plans.elements.reduce(0) { $0 + $1.variables.count }
      case .step: platform.plans.elements.reduce(0) { $0 + $1.steps.count }
      case .policyClass: platform.classes.count
      case .decision: rights.capabilities.count
      case .rights: rights.keys.count
      case .permission: rights.keys.count * rights.capabilities.count
      }
    }
  }
}
