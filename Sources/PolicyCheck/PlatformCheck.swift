package import PolicyDiagnostics
package import PolicyModel
import PolicySyntax

/// Checks one platform with everything that it governs.
package struct PlatformCheck: Sendable {
  package private(set) var findings = Findings()
  /// The sources with whose tenants nothing is wrong, and what these use.
  package private(set) var cleanSources: [SourceID: TenantUse] = [:]
  private let scope: PlatformScope
  private var decoder = Decoder()

  private let written: WrittenTenants
  private let now: CalendarDate?

  /// - Parameters:
  ///   - written: what the tenants of all platforms write.
  ///   - now: the day of the check, which waivers end by; `nil` where that does not matter.
  package init(_ scope: PlatformScope, _ written: WrittenTenants, now: CalendarDate?) {
    self.scope = scope
    self.written = written
    self.now = now
  }

  /// - Returns: the platform, as far as it could be decoded; it is whole only where no finding is an
  ///   error.
  package mutating func run() -> CheckedPlatform? {
    guard var catalogue = decoder.catalogue(scope.platform.root, using: scope.catalogues)
    else {
      findings.append(decoder.findings)
      return nil
    }
    let budgetClasses = decoder.budgetClasses(scope.platform.root, in: catalogue)
    catalogue.budgetClasses = NameTable(inOrder: budgetClasses.elements.map(\.asBudgetClass))
    let layers = Layers(
      platform: decoder.platformLayer(scope.platform, in: catalogue),
      tiers: layers(.tier, catalogue), orgs: layers(.org, catalogue),
      budgetClasses: budgetClasses)
    reportMalformedTenants()
    checkLimits(of: layers)
    var workflows = PlatformWorkflows(of: scope, in: catalogue)
    var resolver = TenantResolver(
      layers,
      CheckContext(
        catalogue, plans: workflows.plans.elements.map { PlanCost(of: $0, in: catalogue) },
        routes: workflows.routes),
      written)
    for reading in scope.readings { resolver.take(reading) }
    cleanSources = resolver.cleanSources
    let ids = scope.tenantIDs()
    let names = names(catalogue, layers, workflows, ids)
    workflows.decodeReviews(of: scope, naming: names, now: now)
    findings.append(decoder.findings)
    findings.append(resolver.finish())
    findings.append(workflows.findings)
    let usage = UsageChecks(catalogue, layers, resolver, scope, ids)
    findings.append(usage.findings(isClean: !findings.hasErrors))
    findings = WaiverChecks.applied(
      workflows.waivers, to: findings, isWhole: !findings.hasErrors)
    return CheckedPlatform(
      catalogue: catalogue, tiers: layers.tiers.plainNames, orgs: layers.orgs.plainNames,
      routes: workflows.routes, plans: workflows.plans, tests: workflows.tests,
      waivers: workflows.waivers, classes: resolver.classes, shapes: resolver.shapes,
      tenants: resolver.tenants, ceilings: layers.ceilings(in: catalogue))
  }

  /// What tests and waivers may refer to.
  private func names(
    _ catalogue: Catalogue, _ layers: Layers, _ workflows: PlatformWorkflows, _ ids: ByteTable
  ) -> DeclaredNames {
    return DeclaredNames(
      catalogue: catalogue, tiers: layers.tiers.names, orgs: layers.orgs.names,
      plans: workflows.plans, routes: workflows.routes,
      planNames: firstValues(of: .plan), routeNames: firstValues(of: .route),
      hasTenant: { ids.index(of: Array($0.utf8)[...]) != nil },
      someTenants: { (0..<min(ids.count, Self.mostOffered)).map { ids.string($0) } })
  }

  /// The names of all documents of a kind, those among them that did not check.
  private func firstValues(of kind: DocumentKind) -> [String] {
    scope.documents.filter { $0.kind == kind }.compactMap { $0.root.entries.first?.value.text }
  }

  /// Most tenants among which the nearest name is looked for.
  private static let mostOffered = 10_000

  /// The tiers or the orgs, each declared once.
  private mutating func layers(_ kind: LayerKind, _ catalogue: Catalogue) -> NameTable<Layer> {
    let documentKind: DocumentKind = kind == .tier ? .tier : .org
    let nameKind: NameKind = kind == .tier ? .policyTier : .org
    var layers: [Layer] = []
    var first: [String: SourceSpan] = [:]
    for document in scope.documents where document.kind == documentKind {
      guard let layer = decoder.layer(document, kind, in: catalogue) else { continue }
      if let first = first[layer.name] {
        findings.raise(.declaredTwice(nameKind, layer.name, at: layer.span, first: first))
      } else {
        first[layer.name] = layer.span
        layers.append(layer)
      }
    }
    return NameTable(sorting: layers)
  }

  /// A tenant whose keys or id are not in order was kept as a document: say what is wrong with it.
  private mutating func reportMalformedTenants() {
    for document in scope.documents where document.kind == .tenant {
      let keys = decoder.keys(of: document.root, as: Shapes.tenant)
      if let id = keys?["tenant_id"] { _ = decoder.newName(id, of: .tenant) }
    }
  }

  /// A tier or an org cannot limit less than the platform does, and no layer's default may exceed
  /// what the layer itself or the platform allows.
  private mutating func checkLimits(of layers: Layers) {
    let named = layers.tiers.elements + layers.orgs.elements + layers.budgetClasses.elements
    for layer in [layers.platform] + named {
      for (index, field) in PolicyFields.all.enumerated() {
        let above = layer.kind == .platform ? nil : layers.platform.limits[index]
        if layer.kind != .budgetClass, let limit = layer.limits[index], let above,
          !field.isWithin(limit, above)
        {
          findings.raise(.limitWidens(field, limit, above, layers.platform).about(layer.subject))
        }
        guard let value = layer.defaults[index] else { continue }
        for (bound, owner) in [(layer.limits[index], layer), (above, layers.platform)] {
          guard let bound, !field.isWithin(value, bound) else { continue }
          findings.raise(.defaultOutside(field, value, bound, owner).about(layer.subject))
        }
      }
    }
  }
}

extension AnyField {
  fileprivate func isWithin(_ value: LayerValue, _ limit: LayerValue) -> Bool {
    switch type.inheritance {
    case .lowestSpeaks: type.isAtLeastAsStrict(value.value, as: limit.value)
    case .allHold: !value.value.rates.exceeds(limit.value.rates)
    }
  }
}

extension Layer {
  fileprivate var asBudgetClass: BudgetClass {
    let stated = defaults.enumerated().compactMap { index, value in value.map { (index, $0.value) }
    }
    return BudgetClass(name, at: span, values: Dictionary(uniqueKeysWithValues: stated))
  }
}

extension NameTable where Element == Layer {
  fileprivate var plainNames: NameTable<PlainName> {
    NameTable<PlainName>(inOrder: elements.map { PlainName($0.name, at: $0.span) })
  }
}

extension Finding {
  fileprivate static func limitWidens(
    _ field: AnyField, _ limit: LayerValue, _ above: LayerValue, _ platform: Layer
  ) -> Finding {
    Finding(
      Rules.layers.limitWidens,
      "this limit on `\(field.name)` is wider than that of \(platform.title)",
      at: limit.node.span, others: [OtherPlace(above.node.span, "limited here")],
      help: "narrow it, or leave it out: the limit above holds in any case")
  }

  fileprivate static func defaultOutside(
    _ field: AnyField, _ value: LayerValue, _ limit: LayerValue, _ owner: Layer
  ) -> Finding {
    Finding(
      Rules.layers.outsideLimit,
      "the default of `\(field.name)` lies outside the limit of \(owner.title)",
      at: value.node.span, others: [OtherPlace(limit.node.span, "limited here")],
      help: "a default holds where nobody below speaks, and must itself be allowed")
  }
}
