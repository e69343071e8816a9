import PolicyModel
import PolicyVerifier
package import RandomWorlds
import ReferenceInterpreter

/// Whether the tenants that could be written under a tier's limits are those that the interpreter finds.
///
/// The limits are the rights of the world's tenants, one tier each. The interpreter tries every tenant
/// that differs from the limits in a few parts, and some that differ in many.
package struct TenantComparison {
  package private(set) var disagreements: [String] = []
  /// Plans of tiers for which some tenant could be written that is violated, and others.
  package private(set) var violated = 0
  package private(set) var safe = 0
  private let random: RandomWorld

  package init(_ random: RandomWorld) {
    self.random = random
    guard !random.comparesFacts else { return }
    for (tier, limit) in random.rights.enumerated() where limit.residency.isSomewhere {
      compare(limit, tier)
    }
  }

  private mutating func compare(_ rights: Rights, _ tier: Int) {
    let catalogue = random.world.catalogue
    let ceiling = TierCeiling(
      permittedTools: rights.tools, residency: rights.residency, modelTier: rights.modelTier,
      dataRetention: rights.dataRetention, auditRetention: rights.auditRetention,
      reviewerPools: Bitset(all: catalogue.reviewerPools.count))
    let any = AnyTenantVerification(tier: tier, ceiling, of: VerifiedPlatform(random))
    let found = Dictionary(
      any.violated.map { ($0.plan, $0.group) }, uniquingKeysWith: { first, _ in first })
    let possible = tenants(under: rights, tier)
    for plan in random.world.plans.elements.indices {
      let place = "tier \(tier), plan \(plan)"
      if let group = found[plan] {
        violated += 1
        expectWritten(any, group, plan, under: rights, place)
      } else {
        safe += 1
        let missed = possible.first { !isSafe($0, plan) }
        if let missed { disagreements.append("\(place): nobody, but \(missed)") }
      }
    }
  }

  /// The tenant that is named could be written, and is violated.
  private mutating func expectWritten(
    _ any: AnyTenantVerification, _ group: Int, _ plan: Int, under rights: Rights, _ place: String
  ) {
    guard let policy = any.verification?.platform.tenants[group].policy else {
      return disagreements.append("\(place): no tenant \(group)")
    }
    let named = Rights(
      tenant: policy.owner ?? "somebody", tools: policy.permittedTools,
      residency: policy.residency, modelTier: policy.modelTier,
      dataRetention: policy.dataRetention, auditRetention: policy.auditRetention,
      reviewerPool: policy.reviewerPool)
    if !couldBeWritten(named, under: rights) || isSafe(named, plan) {
      disagreements.append("\(place): \(named) is none that is violated")
    }
  }

  private func isSafe(_ rights: Rights, _ plan: Int) -> Bool {
    let interpreter = Interpreter(
      random.world, plan: plan, rights: rights, isGated: random.isGated)
    return interpreter.forbidden(among: Exploration(interpreter).events).isEmpty
  }

  // MARK: Tenants

  private func couldBeWritten(_ own: Rights, under limit: Rights) -> Bool {
    let regionsOfPool = own.reviewerPool.map {
      own.residency.general.process.contains(random.world.catalogue.reviewerPools[$0].region)
    }
    return own.residency.isSomewhere && own.tools.isSubset(of: limit.tools)
      && own.residency.isAtLeastAsStrict(as: limit.residency) && own.modelTier <= limit.modelTier
      && own.dataRetention <= limit.dataRetention && own.auditRetention >= limit.auditRetention
      && (regionsOfPool != false || !own.residency.accepts.isEmpty)
  }

  /// Tenants within the limits: single parts stricter, each with every pool, and some at random.
  private func tenants(under limit: Rights, _ tier: Int) -> [Rights] {
    let catalogue = random.world.catalogue
    var dice = Dice(seed: random.seed &* 31 &+ UInt64(tier))
    let pools = [nil] + catalogue.reviewerPools.elements.indices.map { Optional($0) }
    let single = parts(of: limit).flatMap { part in pools.map { part.with(pool: $0, catalogue) } }
    let many = (0..<24).map { _ in
      limit.narrowed(&dice, catalogue).with(pool: dice.one(of: pools), catalogue)
    }
    return (single + many).filter { couldBeWritten($0, under: limit) }
  }

  private func parts(of limit: Rights) -> [Rights] {
    let longest = Duration.longest.milliseconds
    var parts = [
      limit, limit.stricter(modelTier: 0), limit.stricter(dataRetention: 0),
      limit.stricter(auditRetention: longest),
      limit.with(residency: Residency(limit.residency.general, byClass: limit.residency.byClass)),
    ]
    for region in random.world.catalogue.regions.elements.indices {
      for use in [\RegionUse.process, \.store, \.log] {
        parts.append(limit.with(residency: limit.residency.without(region, use)))
        for dataClass in random.world.catalogue.dataClasses.elements.indices {
          parts.append(
            limit.with(residency: limit.residency.without(region, use, for: dataClass)))
        }
      }
    }
    return parts
  }
}

extension Residency {
  /// Who may process data nowhere has no runs, and is left out.
  fileprivate var isSomewhere: Bool {
    ([general] + byClass.map(\.use)).allSatisfy { !$0.process.isEmpty }
  }

  fileprivate func without(_ region: Int, _ use: WritableKeyPath<RegionUse, Bitset>) -> Residency {
    var narrowed = general
    narrowed[keyPath: use] = narrowed[keyPath: use].subtracting(Bitset([region]))
    return Residency(narrowed, byClass: byClass, accepts: accepts)
  }

  fileprivate func without(
    _ region: Int, _ use: WritableKeyPath<RegionUse, Bitset>, for dataClass: Int
  ) -> Residency {
    var narrowed = self.use(of: dataClass)
    narrowed[keyPath: use] = narrowed[keyPath: use].subtracting(Bitset([region]))
    let others = byClass.filter { $0.dataClass != dataClass }
    return Residency(
      general, byClass: others + [ClassUse(dataClass, narrowed)], accepts: accepts)
  }
}

extension Rights {
  fileprivate func stricter(
    modelTier: Int? = nil, dataRetention: Int64? = nil, auditRetention: Int64? = nil
  ) -> Rights {
    Rights(
      tenant: tenant, tools: tools, residency: residency, modelTier: modelTier ?? self.modelTier,
      dataRetention: dataRetention ?? self.dataRetention,
      auditRetention: auditRetention ?? self.auditRetention, reviewerPool: reviewerPool)
  }

  /// A tenant with those reviewers: whoever they belong to, if they are somebody's own.
  fileprivate func with(pool: Int?, _ catalogue: Catalogue) -> Rights {
    Rights(
      tenant: pool.flatMap { catalogue.reviewerPools[$0].dedicatedTo?.value } ?? "somebody",
      tools: tools, residency: residency, modelTier: modelTier, dataRetention: dataRetention,
      auditRetention: auditRetention, reviewerPool: pool)
  }

  fileprivate func narrowed(_ dice: inout Dice, _ catalogue: Catalogue) -> Rights {
    var narrowed = self
    for region in catalogue.regions.elements.indices where dice.percent(40) {
      let use = dice.one(of: [\RegionUse.process, \.store, \.log])
      narrowed = narrowed.with(residency: narrowed.residency.without(region, use))
      if dice.percent(50) {
        let dataClass = dice.from(0, catalogue.dataClasses.count - 1)
        narrowed = narrowed.with(
          residency: narrowed.residency.without(region, use, for: dataClass))
      }
    }
    if dice.percent(20) { narrowed = narrowed.stricter(modelTier: 0) }
    if dice.percent(20) { narrowed = narrowed.stricter(dataRetention: 0) }
    return narrowed
  }
}
