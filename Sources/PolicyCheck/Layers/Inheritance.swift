import PolicyDiagnostics
package import PolicyModel
package import PolicySyntax

/// The layers of one platform above its tenants.
package struct Layers: Sendable {
  package let platform: Layer
  package let tiers: NameTable<Layer>
  package let orgs: NameTable<Layer>
  package let budgetClasses: NameTable<Layer>

  package init(
    platform: Layer, tiers: NameTable<Layer>, orgs: NameTable<Layer>,
    budgetClasses: NameTable<Layer>
  ) {
    self.platform = platform
    self.tiers = tiers
    self.orgs = orgs
    self.budgetClasses = budgetClasses
  }
}

/// What a tenant says itself.
package struct TenantStatement: Sendable {
  package var org: Int
  package var tier: Int
  /// Its own values, then those of its `default:` and `limit:`, by position of the field.
  package var values: [LayerValue?]
  package var defaults: [LayerValue?]
  package var limits: [LayerValue?]

  package init(org: Int, tier: Int) {
    self.org = org
    self.tier = tier
    values = Array(repeating: nil, count: PolicyFields.all.count)
    defaults = values
    limits = values
  }
}

/// A value or limit, and the layer that states it.
package struct Stated: Sendable {
  package let layer: LayerKind
  /// "org `holding`"; empty for the tenant itself.
  package let title: String
  package let value: FieldValue
  /// `nil` for the language's own.
  package let node: Node?
  /// The key of the tenant's document below which the node is; `nil` for other layers.
  package let slot: UInt8?
}

/// What a tenant's policy comes to, and how.
package struct Inherited: Sendable {
  package let policy: EffectivePolicy
  /// Who states each value, and who bounds it, by position of the field.
  package let values: [Stated?]
  package let limits: [Stated?]
  package let problems: [PolicyProblem]
}

/// Puts the layers of a tenant together: for each field the lowest layer speaks, or all hold at once,
/// and what is said must lie within every limit above it.
package struct Inheritance: Sendable {
  private let layers: Layers
  private let catalogue: Catalogue
  private static let budgetClassField = PolicyFields.index(of: \.budgetClass)

  package init(_ layers: Layers, _ catalogue: Catalogue) {
    self.layers = layers
    self.catalogue = catalogue
  }

  /// - Returns: what was inherited; its policy is whole only where there is no problem.
  package func policy(of tenant: TenantStatement) -> Inherited {
    let chosen = lowest(Self.budgetClassField, above(tenant, nil), tenant)
    let budget = chosen.flatMap { $0.value.members.members.first }
      .flatMap { $0 < layers.budgetClasses.count ? layers.budgetClasses[$0] : nil }
    let above = above(tenant, budget)
    var values: [Stated?] = []
    var limits: [Stated?] = []
    var problems: [PolicyProblem] = []
    var missing: [String] = []
    for (index, field) in PolicyFields.all.enumerated() {
      let stated = statedLimits(index, above, tenant)
      let value = combined(index, field, above, tenant, stated)
      if value == nil { missing.append(field.name) }
      let said = lowest(index, above, tenant) ?? value
      problems += said.map { outsideLimits($0, stated, index, field) } ?? []
      values.append(value)
      limits.append(tightest(stated, field.type))
    }
    problems += deniedAllowances(above, tenant)
    if !missing.isEmpty { problems.append(.notStated(missing, budgetMissing: chosen == nil)) }
    let policy = EffectivePolicy(
      org: tenant.org, tier: tenant.tier,
      values: PolicyFields.all.indices.map { values[$0]?.value ?? .number(0) })
    return Inherited(policy: policy, values: values, limits: limits, problems: problems)
  }

  /// The layers above a tenant, the nearest first.
  private func above(_ tenant: TenantStatement, _ budget: Layer?) -> [Layer] {
    [budget, layers.orgs[tenant.org], layers.tiers[tenant.tier], layers.platform].compactMap { $0 }
  }

  private func combined(
    _ index: Int, _ field: AnyField, _ above: [Layer], _ tenant: TenantStatement,
    _ limits: [Stated]
  ) -> Stated? {
    let speaks = lowest(index, above, tenant) ?? otherwise(field)
    switch field.type.inheritance {
    case .lowestSpeaks: return speaks
    case .allHold:
      let all = statements(index, above, tenant) + limits
      guard let nearest = all.first else { return speaks }
      let meet = all.reduce(nearest.value) { field.type.meet($0, $1.value) }
      return Stated(
        layer: nearest.layer, title: nearest.title, value: meet, node: nearest.node,
        slot: nearest.slot)
    }
  }

  private func otherwise(_ field: AnyField) -> Stated? {
    field.otherwise.map { Stated(layer: .language, title: "", value: $0, node: nil, slot: nil) }
  }

  private func lowest(_ index: Int, _ above: [Layer], _ tenant: TenantStatement) -> Stated? {
    if let own = own(tenant.values[index], UInt8(index)) { return own }
    if let own = own(tenant.defaults[index], TenantSlot.standard) { return own }
    return above.lazy.compactMap { stated($0, $0.defaults[index]) }.first
  }

  /// Every value that a layer states, the nearest first.
  private func statements(_ index: Int, _ above: [Layer], _ tenant: TenantStatement) -> [Stated] {
    let own = [
      own(tenant.values[index], UInt8(index)), own(tenant.defaults[index], TenantSlot.standard),
    ]
    return own.compactMap { $0 } + above.compactMap { stated($0, $0.defaults[index]) }
  }

  private func statedLimits(_ index: Int, _ above: [Layer], _ tenant: TenantStatement) -> [Stated] {
    let own = [own(tenant.limits[index], TenantSlot.limit)].compactMap { $0 }
    return own + above.compactMap { stated($0, $0.limits[index]) }
  }

  private func own(_ value: LayerValue?, _ slot: UInt8) -> Stated? {
    value.map { Stated(layer: .tenant, title: "", value: $0.value, node: $0.node, slot: slot) }
  }

  private func stated(_ layer: Layer, _ value: LayerValue?) -> Stated? {
    value.map {
      Stated(layer: layer.kind, title: layer.title, value: $0.value, node: $0.node, slot: nil)
    }
  }

  // MARK: Limits

  private func outsideLimits(
    _ value: Stated, _ limits: [Stated], _ index: Int, _ field: AnyField
  ) -> [PolicyProblem] {
    limits.compactMap { limit in
      isWithin(value, limit, field) || isLayersOwnMatter(value, limit)
        ? nil : .outsideLimit(value, limit, index, field, catalogue)
    }
  }

  /// A default outside a limit of its own layer or of the platform is found with the layer, once.
  private func isLayersOwnMatter(_ value: Stated, _ limit: Stated) -> Bool {
    value.slot == nil && value.node != nil
      && (limit.layer == .platform || limit.layer == value.layer)
  }

  /// Where all layers hold at once, what is said may leave out what a limit has, but not exceed it.
  private func isWithin(_ value: Stated, _ limit: Stated, _ field: AnyField) -> Bool {
    switch field.type.inheritance {
    case .lowestSpeaks: field.type.isAtLeastAsStrict(value.value, as: limit.value)
    case .allHold: !value.value.rates.exceeds(limit.value.rates)
    }
  }

  /// Tools that a layer allows by name although it, or a layer above it, denies them.
  private func deniedAllowances(_ above: [Layer], _ tenant: TenantStatement) -> [PolicyProblem] {
    let allowed = PolicyFields.index(of: \.allowedTools)
    let denied = PolicyFields.index(of: \.deniedTools)
    guard let allowance = lowest(allowed, above, tenant) else { return [] }
    let denials = statements(denied, above, tenant) + statedLimits(denied, above, tenant)
    return AllowedAndDenied.problems(
      allowance, denials.filter { $0.layer.rawValue <= allowance.layer.rawValue }, allowed, denied,
      in: catalogue)
  }

  /// The limit that lies within all others; the nearest where there is no such one.
  private func tightest(_ limits: [Stated], _ type: FieldType) -> Stated? {
    let least = limits.first { limit in
      limits.allSatisfy { type.isAtLeastAsStrict(limit.value, as: $0.value) }
    }
    return least ?? limits.first
  }
}
