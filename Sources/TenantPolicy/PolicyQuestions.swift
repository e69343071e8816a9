// What can be asked of a policy. Each question is a test of one bit; what does not exist is denied.
extension PolicyBundle {
  /// Whether a tenant may use a tool.
  public func permits(_ tenant: TenantHandle, tool: ToolIndex) -> Bool {
    decide(tenant, tool, classes.permittedTools) == true
  }

  /// Whether a tenant's data may be processed in a region.
  public func permitsProcessing(_ tenant: TenantHandle, in region: RegionIndex) -> Bool {
    decide(tenant, region, classes.processRegions) == true
  }

  /// Whether a tenant's data may be stored in a region.
  public func permitsStoring(_ tenant: TenantHandle, in region: RegionIndex) -> Bool {
    holds(tenant, region, .field(2, part: 0))
  }

  /// Whether a tenant's data may be logged in a region.
  public func permitsLogging(_ tenant: TenantHandle, in region: RegionIndex) -> Bool {
    holds(tenant, region, .field(2, part: 1))
  }

  /// - Parameter column: A part of `data_residency`.
  private func holds(
    _ tenant: TenantHandle, _ region: RegionIndex, _ column: ColumnID
  ) -> Bool {
    guard region.tag == tag, let context = context(for: tenant) else { return false }
    return context.mask(column, holds: region.number) == true
  }

  /// Whether a tenant may use a tool that runs in a region; the tool is looked at first.
  public func decide(
    _ tenant: TenantHandle, tool: ToolIndex, region: RegionIndex
  ) -> DecisionCode {
    guard let isToolPermitted = decide(tenant, tool, classes.permittedTools),
      let isRegionPermitted = decide(tenant, region, classes.processRegions)
    else { return .otherBundle }
    if !isToolPermitted { return .toolNotPermitted }
    return isRegionPermitted ? .permitted : .regionNotPermitted
  }

  /// The bit of a row in a mask of the tenant; `nil` if one of them is not of this bundle.
  @inline(__always)
  func decide<Kind>(
    _ tenant: TenantHandle, _ named: NamedRow<Kind>, _ mask: ClassTable.Mask
  ) -> Bool? {
    guard let start = row(of: tenant), named.tag == tag, named.row < mask.rowCount,
      let word = memory.load(
        UInt64.self, at: start &+ mask.offset &+ Int(named.row / 64) &* 8)
    else { return nil }
    return word >> UInt64(named.row % 64) & 1 == 1
  }
}

extension TenantContext {
  /// Whether the tenant may use a tool.
  public func permits(tool: ToolIndex) -> Bool {
    bundle.permits(handle, tool: tool)
  }

  /// Whether the tenant's data may be processed in a region.
  public func permitsProcessing(in region: RegionIndex) -> Bool {
    bundle.permitsProcessing(handle, in: region)
  }

  /// Whether the tenant's data may be stored in a region.
  public func permitsStoring(in region: RegionIndex) -> Bool {
    bundle.permitsStoring(handle, in: region)
  }

  /// Whether the tenant's data may be logged in a region.
  public func permitsLogging(in region: RegionIndex) -> Bool {
    bundle.permitsLogging(handle, in: region)
  }

  /// Whether the tenant may use a tool that runs in a region; the tool is looked at first.
  public func decide(tool: ToolIndex, region: RegionIndex) -> DecisionCode {
    bundle.decide(handle, tool: tool, region: region)
  }

  /// The platform whose catalogue the policy speaks of.
  public var platform: PlatformIndex? {
    bundle.row(of: handle).flatMap { bundle.platform(ofClassAt: $0) }
  }
}

extension PolicyBundle {
  fileprivate func platform(ofClassAt offset: Int) -> PlatformIndex? {
    guard let row = memory.load(UInt32.self, at: offset &+ classes.platform),
      row < directory.tables[tables.platforms].rowCount
    else { return nil }
    return NamedRow(row: row, tag: tag)
  }
}
