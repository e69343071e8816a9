package import PolicyDiagnostics
package import PolicyModel
import PolicySyntax

/// Turns the tenants of a platform, as they were written, into classes of effective policies.
///
/// Work is done once for what is equal: a written value is decoded once, a combination of values is
/// inherited once, an effective policy is checked once. A tenant costs two look-ups.
package struct TenantResolver: Sendable {
  package private(set) var findings = Findings()
  package private(set) var tenants = CheckedTenants()
  package private(set) var classes: [EffectivePolicy] = []
  package private(set) var shapes: [[FieldOrigin]] = []
  /// Whether a tenant is in each org and in each tier.
  package private(set) var usedOrgs = Bitset()
  package private(set) var usedTiers = Bitset()

  private let layers: Layers
  private let context: CheckContext
  private let catalogue: Catalogue
  private let inheritance: Inheritance
  private var values: ResolvedValues
  private var combinationTable = ByteTable()
  private var combinations: [Combination] = []
  private var classTable: [EffectivePolicy: Int] = [:]
  private var classProblems: [[PolicyProblem]] = []
  private var shapeTable = ByteTable()
  private var shared: [Finding: (count: Int, tenant: String)] = [:]
  private var key: [UInt8] = []

  /// What is known of the tenants that write the same values.
  private struct Combination {
    let inherited: Inherited
    let policyClass: Int
    let problems: [PolicyProblem]
    /// The chosen reviewer pool, where it works for one tenant alone.
    let dedicatedPool: ReviewerPool?
  }

  package init(_ layers: Layers, _ context: CheckContext) {
    self.layers = layers
    self.context = context
    catalogue = context.catalogue
    inheritance = Inheritance(layers, catalogue)
    values = ResolvedValues(layers, catalogue)
  }

  /// Takes the tenants of one source; sources come in the order of their ids.
  package mutating func take(_ batch: TenantBatch, of source: SourceID) {
    let indices = values.take(batch.values)
    for record in batch.records {
      let uses = batch.uses(of: record)
        .map {
          FieldUse(slot: $0.slot, value: indices[Int($0.value)], start: $0.start, line: $0.line)
        }
      let tenant = WrittenTenant(
        id: batch.id(of: record), source: source, start: record.start, line: record.line, uses: uses
      )
      take(tenant)
    }
  }

  /// What was found, with what many tenants share said once.
  package mutating func finish() -> Findings {
    for (finding, users) in shared {
      var finding = finding
      let tenant = "`\(users.tenant)`"
      finding.notes.append(
        users.count == 1
          ? "this is so for tenant \(tenant)"
          : "this is so for \(Count(Int64(users.count))) tenants, \(tenant) among them")
      findings.raise(finding)
    }
    return findings
  }

  private mutating func take(_ tenant: WrittenTenant) {
    let broken = tenant.uses.filter { values.isBroken(Int($0.value)) }
    guard broken.isEmpty else {
      for use in broken { values.findings(of: use, in: tenant).forEach { findings.raise($0) } }
      reportRest(of: tenant, broken)
      return
    }
    let index = combination(of: tenant)
    let combination = combinations[index]
    usedOrgs.insert(combination.inherited.policy.org)
    usedTiers.insert(combination.inherited.policy.tier)
    for problem in combination.problems { raise(problem, combination.inherited, tenant) }
    if let problem = foreignPool(combination, tenant) {
      raise(problem, combination.inherited, tenant)
    }
    tenants.append(
      id: tenant.id, policyClass: combination.policyClass, shape: shape(of: tenant, index),
      source: tenant.source, line: tenant.line)
  }

  /// What is wrong with the values that could be decoded, where others could not.
  private mutating func reportRest(of tenant: WrittenTenant, _ broken: [FieldUse]) {
    guard !broken.contains(where: { $0.slot == TenantSlot.org || $0.slot == TenantSlot.tier })
    else { return }
    let inherited = inheritance.policy(of: values.statement(of: tenant))
    for problem in inherited.problems where problem.rule != Rules.layers.notStated {
      raise(problem, inherited, tenant)
    }
  }

  // MARK: Combinations and classes

  private mutating func combination(of tenant: WrittenTenant) -> Int {
    key.removeAll(keepingCapacity: true)
    for use in tenant.uses.sorted(by: { $0.slot < $1.slot }) {
      key.append(use.slot)
      append(use.value)
    }
    let (index, isNew) = combinationTable.insert(key[...])
    if isNew { combinations.append(newCombination(tenant)) }
    return index
  }

  private mutating func newCombination(_ tenant: WrittenTenant) -> Combination {
    let inherited = inheritance.policy(of: values.statement(of: tenant))
    guard inherited.problems.isEmpty else {
      return Combination(
        inherited: inherited, policyClass: 0, problems: inherited.problems, dedicatedPool: nil)
    }
    let policyClass = policyClass(of: inherited.policy)
    let pool = inherited.policy[policyFields.reviewerPool].members.first
      .flatMap { $0 < catalogue.reviewerPools.count ? catalogue.reviewerPools[$0] : nil }
    return Combination(
      inherited: inherited, policyClass: policyClass, problems: classProblems[policyClass],
      dedicatedPool: pool.flatMap { $0.dedicatedTo == nil ? nil : $0 })
  }

  private func foreignPool(_ combination: Combination, _ tenant: WrittenTenant) -> PolicyProblem? {
    guard let pool = combination.dedicatedPool, let owner = pool.dedicatedTo,
      !tenant.id.elementsEqual(owner.value.utf8)
    else { return nil }
    return .foreignPool(pool, owner)
  }

  private mutating func policyClass(of policy: EffectivePolicy) -> Int {
    if let known = classTable[policy] { return known }
    classTable[policy] = classes.count
    classes.append(policy)
    classProblems.append(PolicyChecks.problems(of: policy, in: context))
    return classes.count - 1
  }

  // MARK: Provenance

  /// The way in which the tenant's values came about: its combination's layers and its own lines.
  private mutating func shape(of tenant: WrittenTenant, _ combination: Int) -> Int {
    key.removeAll(keepingCapacity: true)
    append(UInt32(truncatingIfNeeded: combination))
    for use in tenant.uses {
      key.append(use.slot)
      append(use.line &- tenant.line)
    }
    let (index, isNew) = shapeTable.insert(key[...])
    if isNew { shapes.append(origins(combinations[combination].inherited, tenant)) }
    return index
  }

  private func origins(_ inherited: Inherited, _ tenant: WrittenTenant) -> [FieldOrigin] {
    inherited.values.indices.map { index in
      FieldOrigin(
        value: inherited.values[index].map { place($0, tenant) } ?? LayerPlace(.language),
        limit: inherited.limits[index].map { place($0, tenant) })
    }
  }

  private func place(_ stated: Stated, _ tenant: WrittenTenant) -> LayerPlace {
    guard let node = stated.node else { return LayerPlace(stated.layer) }
    guard let slot = stated.slot, let use = tenant.use(of: slot) else {
      return LayerPlace(
        stated.layer, source: node.tree.source.index, line: node.record.line)
    }
    let below = node.record.line &- values.root(of: use).record.line
    return LayerPlace(.tenant, line: use.line &+ below &- tenant.line)
  }

  // MARK: Findings

  private mutating func raise(
    _ problem: PolicyProblem, _ inherited: Inherited, _ tenant: WrittenTenant
  ) {
    let placer = ProblemPlacer(inherited, tenant, values)
    let finding = placer.finding(of: problem)
    if placer.isOwn(problem) {
      findings.raise(finding)
    } else {
      let users = shared[finding] ?? (0, String(decoding: tenant.id, as: UTF8.self))
      shared[finding] = (users.count + 1, users.tenant)
    }
  }

  private mutating func append(_ number: UInt32) {
    key.append(UInt8(truncatingIfNeeded: number))
    key.append(UInt8(truncatingIfNeeded: number >> 8))
    key.append(UInt8(truncatingIfNeeded: number >> 16))
    key.append(UInt8(truncatingIfNeeded: number >> 24))
  }
}

/// One tenant as it was written, its values by their indices among those of all sources.
package struct WrittenTenant: Sendable {
  package let id: ArraySlice<UInt8>
  package let source: SourceID
  package let start: UInt32
  package let line: UInt32
  package let uses: [FieldUse]

  package func use(of slot: UInt8) -> FieldUse? { uses.first { $0.slot == slot } }

  /// Where its id is written.
  package var span: SourceSpan {
    SourceSpan(source, from: start, to: start &+ UInt32(truncatingIfNeeded: id.count))
  }
}
