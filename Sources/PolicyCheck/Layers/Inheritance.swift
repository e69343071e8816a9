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

/// What a tenant says itself: its org and tier, and its values as the lowest of the layers.
package struct TenantStatement: Sendable {
  package let org: Int
  package let tier: Int
  package let layer: Layer

  package init(org: Int, tier: Int, layer: Layer) {
    self.org = org
    self.tier = tier
    self.layer = layer
  }
}

/// A value or limit, and the layer that states it.
package struct Stated: Sendable {
  /// `nil` for the language's own.
  package let owner: Layer?
  package let value: FieldValue
  package let node: Node?
  /// The key of the tenant's document below which the node is; `nil` for other layers.
  package let slot: UInt8?

  package var layer: LayerKind { owner?.kind ?? .language }
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

  package init(_ layers: Layers, _ catalogue: Catalogue) {
    self.layers = layers
    self.catalogue = catalogue
  }

  /// - Returns: what was inherited; its policy is whole only where there is no problem.
  package func policy(of tenant: TenantStatement) -> Inherited {
    let named = [
      tenant.layer, layers.orgs[tenant.org], layers.tiers[tenant.tier], layers.platform,
    ]
    let stack = inserting(budgetClass(of: named), into: named)
    var result = Draft()
    for (index, field) in PolicyFields.all.enumerated() {
      let limits = limits(index, stack)
      let said = lowest(index, stack) ?? otherwise(field)
      if let said { check(said, limits, index, field, into: &result) }
      let value = field.type.inheritance == .allHold ? all(index, field, stack, limits) : nil
      result.values.append(value ?? said)
      result.limits.append(tightest(limits, field.type))
    }
    result.problems += deniedAllowances(stack) + denialsNotStated(stack)
    result.problems += notStated(result.values)
    let values = result.values.map { $0?.value ?? .number(0) }
    return Inherited(
      policy: EffectivePolicy(org: tenant.org, tier: tenant.tier, values: values),
      values: result.values, limits: result.limits, problems: result.problems)
  }

  private struct Draft {
    var values: [Stated?] = []
    var limits: [Stated?] = []
    var problems: [PolicyProblem] = []
  }

  // MARK: Layers

  private func budgetClass(of stack: [Layer]) -> Layer? {
    guard let choice = lowest(policyFields.budgetClass.index, stack)?.value.members.first,
      choice < layers.budgetClasses.count
    else { return nil }
    return layers.budgetClasses[choice]
  }

  /// The layers of a tenant, the nearest first: its own, its budget class, its org, its tier, the
  /// platform.
  private func inserting(_ budget: Layer?, into stack: [Layer]) -> [Layer] {
    guard let budget else { return stack }
    var stack = stack
    stack.insert(budget, at: 1)
    return stack
  }

  private func lowest(_ index: Int, _ stack: [Layer]) -> Stated? {
    for layer in stack {
      if let value = layer.defaults[index] { return stated(value, layer) }
    }
    return nil
  }

  private func otherwise(_ field: AnyField) -> Stated? {
    field.otherwise.map { Stated(owner: nil, value: $0, node: nil, slot: nil) }
  }

  private func limits(_ index: Int, _ stack: [Layer]) -> [Stated] {
    var limits: [Stated] = []
    for layer in stack {
      if let limit = layer.limits[index] { limits.append(stated(limit, layer)) }
    }
    return limits
  }

  private func defaults(_ index: Int, _ stack: [Layer]) -> [Stated] {
    var defaults: [Stated] = []
    for layer in stack {
      if let value = layer.defaults[index] { defaults.append(stated(value, layer)) }
    }
    return defaults
  }

  private func stated(_ value: LayerValue, _ layer: Layer) -> Stated {
    Stated(owner: layer, value: value.value, node: value.node, slot: value.slot)
  }

  /// Everything that any layer says at once, as the nearest of them says it.
  private func all(
    _ index: Int, _ field: AnyField, _ stack: [Layer], _ limits: [Stated]
  ) -> Stated? {
    let all = defaults(index, stack) + limits
    guard let nearest = all.first, all.count > 1 else { return all.first }
    let meet = all.reduce(nearest.value) { field.type.meet($0, $1.value) }
    return Stated(owner: nearest.owner, value: meet, node: nearest.node, slot: nearest.slot)
  }

  private func notStated(_ values: [Stated?]) -> [PolicyProblem] {
    let missing = values.indices.filter { values[$0] == nil }
    guard !missing.isEmpty else { return [] }
    return [
      .notStated(
        missing.map { PolicyFields.all[$0].name },
        budgetMissing: values[policyFields.budgetClass.index] == nil)
    ]
  }

  // MARK: Limits

  private func check(
    _ value: Stated, _ limits: [Stated], _ index: Int, _ field: AnyField, into draft: inout Draft
  ) {
    for limit in limits
    where !isWithin(value, limit, field) && !isLayersOwnMatter(value, limit) {
      draft.problems.append(.outsideLimit(value, limit, index, field, catalogue))
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
  private func deniedAllowances(_ stack: [Layer]) -> [PolicyProblem] {
    let denied = policyFields.deniedTools.index
    guard let allowance = lowest(policyFields.allowedTools.index, stack) else { return [] }
    let denials = (defaults(denied, stack) + limits(denied, stack))
      .filter { $0.layer.rawValue <= allowance.layer.rawValue }
    return AllowedAndDenied.problems(allowance, denials, in: catalogue)
  }

  /// Layers that leave out what they deny, where tools are allowed that nobody named.
  private func denialsNotStated(_ stack: [Layer]) -> [PolicyProblem] {
    guard let allowance = lowest(policyFields.allowedTools.index, stack) else { return [] }
    let above = stack.filter {
      $0.kind != .budgetClass && $0.kind.rawValue <= allowance.layer.rawValue
    }
    return DenialsNotStated.problems(allowance, by: above)
  }

  /// The limit that lies within all others; the nearest where there is no such one.
  private func tightest(_ limits: [Stated], _ type: FieldType) -> Stated? {
    guard limits.count > 1 else { return limits.first }
    let least = limits.first { limit in
      limits.allSatisfy { type.isAtLeastAsStrict(limit.value, as: $0.value) }
    }
    return least ?? limits.first
  }
}
