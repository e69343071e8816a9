package import PolicyModel

/// What a tenant's policy permits in one platform and did not permit in another, by name: an edit of the
/// catalogue gives the same things other indices.
package struct Widening: Sendable {
  /// The fields whose statements permit it.
  package let fields: [AnyField]
  /// The names of what became permitted; empty for numbers.
  package let names: [String]
  /// Whether something that was bounded has no bound at all any more.
  package let isUnbounded: Bool

  init(_ fields: [AnyField], _ names: [String] = [], isUnbounded: Bool = false) {
    self.fields = fields
    self.names = names
    self.isUnbounded = isUnbounded
  }
}

/// The policies of a tenant before and after an edit.
package struct PolicyChange: Sendable {
  package let before: EffectivePolicy
  package let after: EffectivePolicy
  private let old: Catalogue
  private let new: Catalogue

  package init(
    from before: EffectivePolicy, in old: Catalogue, to after: EffectivePolicy, in new: Catalogue
  ) {
    self.before = before
    self.after = after
    self.old = old
    self.new = new
  }

  /// Whether the one permits exactly what the other does.
  package var isEqual: Bool { widenings.isEmpty && reversed.widenings.isEmpty }

  private var reversed: PolicyChange { PolicyChange(from: after, in: new, to: before, in: old) }

  /// Everything that became permitted.
  package var widenings: [Widening] {
    tools + numbers + sets + regions + transfers + rates
  }

  // MARK: Fields

  private var tools: [Widening] {
    let tools = { (policy: EffectivePolicy, catalogue: Catalogue) in
      Set(policy.permittedTools.members.map { catalogue.tools[$0].name })
    }
    return widening(
      tools(before, old), tools(after, new),
      [policyFields.allowedTools.declaration, policyFields.deniedTools.declaration])
  }

  /// Fields whose values mean the same in every catalogue, by the order of their type.
  private var numbers: [Widening] {
    PolicyFields.all.enumerated().compactMap { index, field in
      switch field.type {
      case .integer, .duration, .money, .words, .serviceLevel, .burst:
        field.type.isAtLeastAsStrict(after.values[index], as: before.values[index])
          ? nil : Widening([field])
      case .modelTier, .choice, .allowedTools, .deniedTools, .residency, .rateLimits: nil
      }
    }
  }

  /// The model tier as all tiers up to it, and the reviewer pool as the pool or nobody. (A budget class
  /// is only a way to state rates and budgets.)
  private var sets: [Widening] {
    let tiers = { (policy: EffectivePolicy, catalogue: Catalogue) in
      Set(catalogue.modelTiers.names.prefix(Int(policy[policyFields.modelTier].number) + 1))
    }
    let pools = { (policy: EffectivePolicy, catalogue: Catalogue) in
      let pools = catalogue.reviewerPools.elements.enumerated()
        .filter { policy[policyFields.reviewerPool].members.contains($0.offset) }
      return Set(pools.map(\.element.name))
    }
    return widening(tiers(before, old), tiers(after, new), [policyFields.modelTier.declaration])
      + widening(pools(before, old), pools(after, new), [policyFields.reviewerPool.declaration])
  }

  private func widening(
    _ before: Set<String>, _ after: Set<String>, _ fields: [AnyField]
  ) -> [Widening] {
    after.isSubset(of: before)
      ? [] : [Widening(fields, after.subtracting(before).sorted())]
  }

  // MARK: Regions

  private var regions: [Widening] {
    let regions = CommonNames(old.regions.names, new.regions.names)
    let classes = CommonNames(old.dataClasses.names, new.dataClasses.names)
    let bases = CommonNames(old.bases.names, new.bases.names)
    let field = policyFields.dataResidency.declaration
    let left = before[policyFields.dataResidency].residency
    let right = after[policyFields.dataResidency].residency
      .translated(regions.indices, classes.indices, bases.indices)
    guard !field.type.isAtLeastAsStrict(.residency(right), as: .residency(left)) else { return [] }
    let gained = right.gained(from: left).members.map { regions.names[$0] }
    let grounds = right.accepts.subtracting(left.accepts).members.map { bases.names[$0] }
    return [Widening([field], gained + grounds)]
  }

  /// For how long data may go from one region to another on a ground that the tenant accepts.
  private var transfers: [Widening] {
    let left = accepted(before, old)
    return accepted(after, new).compactMap { way, until in
      if let end = left[way], end >= until { return nil }
      return Widening([policyFields.dataResidency.declaration], [way.basis, way.from, way.to])
    }
  }

  private struct Way: Hashable {
    let basis: String
    let from: String
    let to: String
  }

  private func accepted(_ policy: EffectivePolicy, _ catalogue: Catalogue) -> [Way: CalendarDate] {
    var ways: [Way: CalendarDate] = [:]
    let accepts = policy[policyFields.dataResidency].residency.accepts
    for transfer in catalogue.transfers where accepts.contains(transfer.basis) {
      for from in catalogue.groups[transfer.from].regions.members {
        for to in catalogue.groups[transfer.to].regions.members {
          let way = Way(
            basis: catalogue.bases[transfer.basis].name, from: catalogue.regions[from].name,
            to: catalogue.regions[to].name)
          ways[way] = max(ways[way] ?? transfer.until, transfer.until)
        }
      }
    }
    return ways
  }

  // MARK: Rates

  /// Of tools that both permit: what became permitted at all is told as a tool.
  private var rates: [Widening] {
    let tools = CommonNames(old.tools.names, new.tools.names)
    let left = before[policyFields.rateLimits].rates
    let right = RateLimits(
      after[policyFields.rateLimits].rates.entries.map {
        RateLimits.Entry(tools.indices[$0.tool], $0.rate)
      })
    let permitted = Bitset(after.permittedTools.members.map { tools.indices[$0] })
      .intersection(before.permittedTools)
    return permitted.members.compactMap { tool in
      let bounds = RateLimits(left.rates(of: tool).map { RateLimits.Entry(tool, $0) })
      guard !right.isAtLeastAsStrict(as: bounds) else { return nil }
      return Widening(
        [policyFields.rateLimits.declaration], [tools.names[tool]],
        isUnbounded: right.rates(of: tool).isEmpty)
    }
  }
}

/// The names of two catalogues as one list: those of the first as they are, then what only the second
/// has.
private struct CommonNames {
  let names: [String]
  /// By index in the second catalogue.
  let indices: [Int]

  init(_ first: [String], _ second: [String]) {
    var names = first
    indices = second.map { name in
      if let index = names.firstIndex(of: name) { return index }
      names.append(name)
      return names.count - 1
    }
    self.names = names
  }
}

extension Residency {
  /// Regions in which something may be done with data of some class that the other does not permit.
  fileprivate func gained(from other: Residency) -> Bitset {
    let classes = (byClass + other.byClass).map(\.dataClass)
      .map { (use(of: $0), other.use(of: $0)) }
    return ([(general, other.general)] + classes).reduce(Bitset()) { gained, pair in
      gained.union(pair.0.process.subtracting(pair.1.process))
        .union(pair.0.store.subtracting(pair.1.store)).union(pair.0.log.subtracting(pair.1.log))
    }
  }

  fileprivate func translated(_ regions: [Int], _ classes: [Int], _ bases: [Int]) -> Residency {
    let use = { (use: RegionUse) in
      RegionUse(
        process: use.process.translated(regions), store: use.store.translated(regions),
        log: use.log.translated(regions))
    }
    return Residency(
      use(general), byClass: byClass.map { ClassUse(classes[$0.dataClass], use($0.use)) },
      accepts: accepts.translated(bases))
  }
}

extension Bitset {
  fileprivate func translated(_ indices: [Int]) -> Bitset { Bitset(members.map { indices[$0] }) }
}
