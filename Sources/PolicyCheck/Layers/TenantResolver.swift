package import PolicyDiagnostics
package import PolicyModel
import PolicySyntax

/// Turns the tenants of a platform, as they were written, into classes of effective policies.
///
/// Work is done once for what is equal: a written value is decoded once, a combination of values is
/// inherited once, an effective policy is checked once. Where nothing is wrong, a tenant costs no more
/// than to note the class and the shape of its form.
package struct TenantResolver: Sendable {
  package private(set) var findings = Findings()
  package private(set) var tenants = CheckedTenants()
  package private(set) var classes: [EffectivePolicy] = []
  package private(set) var shapes: [[FieldOrigin]] = []
  package private(set) var use = TenantUse()
  /// The sources with whose tenants nothing is wrong, and what these use.
  package private(set) var cleanSources: [SourceID: TenantUse] = [:]

  private var context: CheckContext
  private let catalogue: Catalogue
  private let inheritance: Inheritance
  private let forms: TenantForms
  private var values: ResolvedValues
  /// By index of the form; `nil` for one that no tenant of the platform has, so far.
  private var resolvedForms: [ResolvedForm?]
  private var combinationTable = SequenceTable<UInt32>()
  private var combinations: [Combination] = []
  private var classTable: [EffectivePolicy: Int] = [:]
  private var classProblems: [[PolicyProblem]] = []
  private var classUses: [PolicyUse] = []
  private var reachableTools: [Residency: Bitset] = [:]
  private var shapeTable: [[FieldOrigin]: Int] = [:]
  private var shared: [Finding: (count: Int, tenant: String, subjects: Set<Finding.Subject>)] = [:]
  private var raisedCount = 0

  /// What is known of the tenants of one form.
  private enum ResolvedForm {
    /// Nothing is wrong with them.
    case clean(policyClass: Int, shape: Int)
    /// Something is, or may be: it depends on the tenant.
    case combination(Int, shape: Int)
    /// A value of theirs could not be decoded.
    case broken
  }

  /// What is known of the tenants that write the same values.
  private struct Combination {
    let inherited: Inherited
    let policyClass: Int
    let problems: [PolicyProblem]
    /// The chosen reviewer pool, where it works for one tenant alone.
    let dedicatedPool: ReviewerPool?
  }

  package init(_ layers: Layers, _ context: CheckContext, _ written: WrittenTenants) {
    self.context = context
    catalogue = context.catalogue
    inheritance = Inheritance(layers, catalogue)
    forms = written.forms
    values = ResolvedValues(layers, catalogue, written.values)
    resolvedForms = Array(repeating: nil, count: written.forms.count)
  }

  /// Takes the tenants of one source; sources come in the order of their ids.
  package mutating func take(_ reading: SourceReading) {
    if let known = reading.knownUse {
      use.add(known)
      return
    }
    let raisedBefore = raisedCount
    var ownUse = TenantUse()
    for record in reading.tenants.records {
      take(record, of: reading.tenants, in: reading.source, &ownUse)
    }
    use.add(ownUse)
    if raisedCount == raisedBefore { cleanSources[reading.source] = ownUse }
  }

  private mutating func take(
    _ record: TenantRecord, of batch: TenantBatch, in source: SourceID, _ use: inout TenantUse
  ) {
    let form = Int(record.form)
    if resolvedForms[form] == nil {
      resolvedForms[form] = resolve(WrittenTenant(record, of: batch, in: source, forms))
    }
    switch resolvedForms[form] {
    case .clean(let policyClass, let shape):
      use.insert(classUses[policyClass])
      tenants.append(
        id: batch.id(of: record), policyClass: policyClass, shape: shape, source: source,
        line: record.line)
    case .combination(let index, let shape):
      let combination = combinations[index]
      if combination.inherited.problems.isEmpty { use.insert(classUses[combination.policyClass]) }
      take(WrittenTenant(record, of: batch, in: source, forms), combination, shape)
    case .broken, nil:
      reportBroken(WrittenTenant(record, of: batch, in: source, forms))
    }
  }

  /// What was found, with what many tenants share said once.
  package mutating func finish() -> Findings {
    for (finding, users) in shared {
      var finding = finding
      finding.subjects = users.subjects
      if users.count == 1 {
        finding.subjects = Set(users.subjects.map { $0.named(users.tenant) })
      }
      let tenant = "`\(users.tenant)`"
      finding.notes.append(
        users.count == 1
          ? "this is so for tenant \(tenant)"
          : "this is so for \(Count(Int64(users.count))) tenants, \(tenant) among them")
      findings.raise(finding)
    }
    return findings
  }

  private mutating func take(_ tenant: WrittenTenant, _ combination: Combination, _ shape: Int) {
    for problem in combination.problems { raise(problem, combination.inherited, tenant) }
    if let problem = foreignPool(combination, tenant) {
      raise(problem, combination.inherited, tenant)
    }
    tenants.append(
      id: tenant.id, policyClass: combination.policyClass, shape: shape, source: tenant.source,
      line: tenant.line)
  }

  private mutating func reportBroken(_ tenant: WrittenTenant) {
    raisedCount += 1
    let broken = tenant.uses.filter { values.isBroken($0.value) }
    for use in broken { values.findings(of: use, in: tenant).forEach { findings.raise($0) } }
    reportRest(of: tenant, broken)
  }

  /// What is wrong with the values that could be decoded, where others could not.
  private mutating func reportRest(of tenant: WrittenTenant, _ broken: [WrittenTenant.Use]) {
    guard !broken.contains(where: { $0.slot == TenantSlot.org || $0.slot == TenantSlot.tier })
    else { return }
    let inherited = inheritance.policy(of: values.statement(of: tenant))
    for problem in inherited.problems where problem.rule != Rules.layers.notStated {
      raise(problem, inherited, tenant)
    }
  }

  // MARK: Forms, combinations and classes

  /// - Parameter tenant: the first one of the form.
  private mutating func resolve(_ tenant: WrittenTenant) -> ResolvedForm {
    for use in tenant.uses { values.resolve(use.value) }
    guard !tenant.uses.contains(where: { values.isBroken($0.value) }) else { return .broken }
    let index = combination(of: tenant)
    let combination = combinations[index]
    let shape = shape(of: tenant, combination.inherited)
    guard combination.problems.isEmpty, combination.dedicatedPool == nil else {
      return .combination(index, shape: shape)
    }
    return .clean(policyClass: combination.policyClass, shape: shape)
  }

  private mutating func combination(of tenant: WrittenTenant) -> Int {
    let key = tenant.uses.sorted { $0.slot < $1.slot }
      .flatMap { [UInt32($0.slot), UInt32(truncatingIfNeeded: $0.value)] }
    let (index, isNew) = combinationTable.insert(key[...])
    if isNew { combinations.append(newCombination(tenant)) }
    return index
  }

  private mutating func newCombination(_ tenant: WrittenTenant) -> Combination {
    let inherited = inheritance.policy(of: values.statement(of: tenant))
    guard inherited.problems.isEmpty else {
      return Combination(
        inherited: inherited, policyClass: Int(CheckedTenants.noClass),
        problems: inherited.problems, dedicatedPool: nil)
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
    classUses.append(PolicyUse(of: policy))
    context.reachableTools = reachableTools(in: policy[policyFields.dataResidency].residency)
    classProblems.append(PolicyChecks.problems(of: policy, in: context))
    return classes.count - 1
  }

  private mutating func reachableTools(in residency: Residency) -> Bitset {
    if let known = reachableTools[residency] { return known }
    let tools = ReachableTools.tools(in: residency, catalogue)
    reachableTools[residency] = tools
    return tools
  }

  // MARK: Provenance

  /// The way in which the tenant's values came about: of the layers above and of its own lines.
  private mutating func shape(of tenant: WrittenTenant, _ inherited: Inherited) -> Int {
    let origins = origins(inherited, tenant)
    if let known = shapeTable[origins] { return known }
    shapeTable[origins] = shapes.count
    shapes.append(origins)
    return shapes.count - 1
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
    guard let slot = stated.slot, let use = tenant.use(of: slot), let root = values.root(of: use)
    else {
      return LayerPlace(
        stated.layer, source: node.tree.source.index, line: node.record.line)
    }
    let below = node.record.line &- root.record.line
    return LayerPlace(.tenant, line: use.line &+ below &- tenant.line)
  }

  // MARK: Findings

  private mutating func raise(
    _ problem: PolicyProblem, _ inherited: Inherited, _ tenant: WrittenTenant
  ) {
    raisedCount += 1
    let placer = ProblemPlacer(inherited, tenant, values)
    var finding = placer.finding(of: problem)
    let subject = Finding.Subject(
      org: written(TenantSlot.org, by: tenant), tier: written(TenantSlot.tier, by: tenant),
      plan: problem.plan)
    let id = String(decoding: tenant.id, as: UTF8.self)
    if placer.isOwn(problem) {
      finding.subjects = [subject.named(id)]
      findings.raise(finding)
    } else {
      let users = shared[finding] ?? (0, id, [])
      shared[finding] = (users.count + 1, users.tenant, users.subjects.union([subject]))
    }
  }

  /// A name as the tenant writes it.
  private func written(_ slot: UInt8, by tenant: WrittenTenant) -> String? {
    tenant.use(of: slot).flatMap { values.root(of: $0) }?.text
  }
}

extension Finding.Subject {
  fileprivate func named(_ tenant: String) -> Finding.Subject {
    var named = self
    named.tenant = tenant
    return named
  }
}
