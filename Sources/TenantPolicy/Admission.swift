/// A run that was admitted, as small as a few integers: for code that holds the bundle itself. Another
/// bundle takes it for none.
public struct AdmissionHandle: Hashable, Sendable {
  /// The tenant.
  public let tenant: TenantHandle
  let planRow: UInt32
  let rightsRow: UInt32
  let platformRow: UInt32

  /// The plan.
  public var plan: PlanIndex { PlanIndex(row: planRow, tag: tenant.tag) }
}

extension AdmissionHandle {
  /// The handle as plain numbers, which mean nothing but to the bundle.
  package typealias Words = (UInt32, UInt32, UInt32, UInt32, UInt32, UInt32)

  package var words: Words {
    (tenant.classRow, tenant.ordinal, tenant.tag, planRow, rightsRow, platformRow)
  }

  package init(words: Words) {
    tenant = TenantHandle(classRow: words.0, ordinal: words.1, tag: words.2)
    (planRow, rightsRow, platformRow) = (words.3, words.4, words.5)
  }
}

/// What a workflow is given when it is admitted, and carries along: its tenant's policy, its plan, and
/// what was worked out of both. It keeps its bundle alive; a run keeps the bundle it was admitted under.
///
/// Everything it is asked is answered from one immutable bundle: no locks, no allocations.
public struct Admission: Sendable {
  /// The bundle that admitted the run.
  public let bundle: PolicyBundle
  /// The same, for calls that take the bundle and a handle.
  public let handle: AdmissionHandle

  init(_ bundle: PolicyBundle, _ handle: AdmissionHandle) {
    self.bundle = bundle
    self.handle = handle
  }

  /// The tenant's policy, field by field.
  public var context: TenantContext { TenantContext(bundle, handle.tenant) }

  /// The plan.
  public var plan: PlanIndex { handle.plan }
}

// Admission. Throws the decision where a run may not begin.
extension PolicyBundle {
  /// Admits a run of a plan for a tenant, by their names.
  ///
  /// - Throws: `unknownTenant`, `unknownPlan`, or `toolNotPermitted` where the tenant may not use a tool
  ///   that the plan names.
  public func admit(tenant id: String, plan name: String) throws(Decision) -> Admission {
    guard let tenant = handle(for: id.utf8.span) else { throw decision(.unknownTenant) }
    guard let platform = context(for: tenant)?.platform,
      let plan = plan(named: name, of: platform)
    else { throw decision(.unknownPlan, declaration(of: tenant)) }
    return Admission(self, try admit(tenant, to: plan))
  }

  /// The same for a plan that was looked up before: the fastest admission. Allocates nothing.
  @inline(__always)
  public func admit(
    _ id: Span<UInt8>, to plan: PlanIndex
  ) throws(Decision) -> AdmissionHandle {
    guard let tenant = handle(for: id) else { throw decision(.unknownTenant) }
    return try admit(tenant, to: plan)
  }

  /// The same for a tenant that was looked up before.
  public func admit(
    _ tenant: TenantHandle, to plan: PlanIndex
  ) throws(Decision) -> AdmissionHandle {
    guard let workflows, let start = row(of: tenant), plan.tag == tag else {
      throw decision(.otherBundle)
    }
    guard let planStart = workflows.plans.place.row(Int(plan.row)),
      let platform = memory.load(UInt32.self, at: start &+ classes.platform),
      memory.load(UInt32.self, at: planStart &+ workflows.plans.platform) == platform,
      platform < workflows.platforms.place.rowCount
    else { throw decision(.unknownPlan, declaration(of: tenant)) }
    guard permitsTools(ofPlanAt: planStart, classAt: start, workflows) else {
      throw toolDecision(tenant, plan, planStart, start)
    }
    guard let rights = memory.load(UInt32.self, at: start &+ workflows.classRights),
      let rightsStart = workflows.rights.place.row(Int(rights)),
      memory.load(UInt32.self, at: rightsStart &+ workflows.rights.platform) == platform
    else { throw decision(.unknownPlan, declaration(of: tenant)) }
    return AdmissionHandle(
      tenant: tenant, planRow: plan.row, rightsRow: rights, platformRow: platform)
  }

  /// The run of a handle; `nil` for a handle of another bundle.
  public func admission(of handle: AdmissionHandle) -> Admission? {
    row(of: handle.tenant) == nil ? nil : Admission(self, handle)
  }

  /// Whether all tools that a plan names are among those that a class may use.
  @inline(__always)
  private func permitsTools(
    ofPlanAt plan: Int, classAt start: Int, _ workflows: WorkflowTables
  ) -> Bool {
    for word in 0..<workflows.plans.toolWords {
      guard let named = memory.load(UInt64.self, at: plan &+ workflows.plans.tools &+ 8 &* word),
        let permitted = memory.load(
          UInt64.self, at: start &+ classes.permittedTools.offset &+ 8 &* word),
        named & ~permitted == 0
      else { return false }
    }
    return true
  }
}

// Why a run was not admitted.
extension PolicyBundle {
  /// The first tool that a plan names and a tenant may not use; `nil` if there is none.
  public func toolNotPermitted(
    for tenant: TenantHandle, by plan: PlanIndex
  ) -> ToolIndex? {
    guard let workflows, let start = row(of: tenant), plan.tag == tag,
      let planStart = workflows.plans.place.row(Int(plan.row))
    else { return nil }
    for word in 0..<workflows.plans.toolWords {
      let named = memory.load(UInt64.self, at: planStart + workflows.plans.tools + 8 * word) ?? 0
      let permitted =
        memory.load(UInt64.self, at: start + classes.permittedTools.offset + 8 * word) ?? 0
      guard named & ~permitted != 0 else { continue }
      let tool = 64 * word + (named & ~permitted).trailingZeroBitCount
      guard tool < classes.permittedTools.rowCount else { return nil }
      return ToolIndex(row: UInt32(tool), tag: tag)
    }
    return nil
  }

  private func toolDecision(
    _ tenant: TenantHandle, _ plan: PlanIndex, _ planStart: Int, _ start: Int
  ) -> Decision {
    guard let tool = toolNotPermitted(for: tenant, by: plan) else {
      return decision(.toolNotPermitted, declaration(of: tenant))
    }
    let context = TenantContext(self, tenant)
    let isDenied = context.deniedTools.contains(tool)
    return decision(
      .toolNotPermitted, rule(isDenied ? "denied_tools" : "allowed_tools", of: tenant))
  }

  /// That a field of a tenant's policy has the value that it has, and the line that says so; `nil` for a
  /// field that there is not.
  public func statement(of field: String, for tenant: TenantHandle) -> Decision? {
    guard row(of: tenant) != nil, fieldNumber(field) != nil else { return nil }
    return decision(.permitted, rule(field, of: tenant))
  }

  /// Where the value of a field of a tenant's policy stands, or else its document.
  func rule(_ field: String, of tenant: TenantHandle) -> SourceLine? {
    let stated = fieldNumber(field).flatMap {
      provenance(ofField: $0, ofTenantAt: Int(tenant.ordinal))?.place
    }
    return stated ?? declaration(of: tenant)
  }

  func declaration(of tenant: TenantHandle) -> SourceLine? {
    tenantRecord(at: Int(tenant.ordinal)).map { SourceLine(source: $0.source, line: $0.line) }
  }

  private func fieldNumber(_ name: String) -> Int? {
    for number in 0..<fieldCount {
      let place = header[.fields].lowerBound + number * FieldLayout.size
      guard let range = stringReference(at: place)?.range(in: header[.strings]) else { continue }
      if memory.compare(range, name.utf8.span) == 0 { return number }
    }
    return nil
  }
}
