/// A named row of one of the tables of a bundle: an index that cannot be mistaken for one of another
/// kind, or of another bundle.
public struct NamedRow<Kind>: Hashable, Sendable {
  let row: UInt32
  let tag: UInt32

  /// The number of the row in its table.
  public var number: Int { Int(row) }
}

/// The kinds of a `NamedRow`.
public enum RowKind {
  /// A row of the table `platforms`.
  public enum Platform {}
  /// A row of the table `regions`.
  public enum Region {}
  /// A row of the table `tools`.
  public enum Tool {}
}

/// A platform of a bundle.
public typealias PlatformIndex = NamedRow<RowKind.Platform>
/// A region of a platform.
public typealias RegionIndex = NamedRow<RowKind.Region>
/// A tool of a platform.
public typealias ToolIndex = NamedRow<RowKind.Tool>

/// The answer to whether a tenant may do something, and why not. The raw value is stable.
public enum Decision: UInt8, CaseIterable, Hashable, Sendable {
  /// It may.
  case permitted = 0
  /// The tool is not among those that the tenant may use.
  case toolNotPermitted = 1
  /// The region is not among those in which the tenant's data may be processed.
  case regionNotPermitted = 2
  /// The tenant, the tool or the region is one of another bundle: look it up again.
  case otherBundle = 3

  /// Whether it may.
  public var isPermitted: Bool { self == .permitted }
}

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

  /// Whether a tenant may use a tool that runs in a region; the tool is looked at first.
  public func decide(
    _ tenant: TenantHandle, tool: ToolIndex, region: RegionIndex
  ) -> Decision {
    guard let isToolPermitted = decide(tenant, tool, classes.permittedTools),
      let isRegionPermitted = decide(tenant, region, classes.processRegions)
    else { return .otherBundle }
    if !isToolPermitted { return .toolNotPermitted }
    return isRegionPermitted ? .permitted : .regionNotPermitted
  }

  /// The bit of a row in a mask of the tenant; `nil` if one of them is not of this bundle.
  @inline(__always)
  private func decide<Kind>(
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

  /// Whether the tenant may use a tool that runs in a region; the tool is looked at first.
  public func decide(tool: ToolIndex, region: RegionIndex) -> Decision {
    bundle.decide(handle, tool: tool, region: region)
  }

  /// The platform whose catalogue the policy speaks of.
  public var platform: PlatformIndex? {
    bundle.row(of: handle).flatMap { bundle.platform(ofClassAt: $0) }
  }
}

// Names are looked up once, outside of the path of a decision.
extension PolicyBundle {
  /// The platform with this name.
  public func platform(named name: String) -> PlatformIndex? {
    namedRow(name, scope: nil, tables.platforms)
  }

  /// The tool of a platform with this name.
  public func tool(named name: String, of platform: PlatformIndex) -> ToolIndex? {
    platform.tag == tag ? namedRow(name, scope: platform.number, tables.tools) : nil
  }

  /// The region of a platform with this name.
  public func region(named name: String, of platform: PlatformIndex) -> RegionIndex? {
    platform.tag == tag ? namedRow(name, scope: platform.number, tables.regions) : nil
  }

  private func namedRow<Kind>(_ name: String, scope: Int?, _ table: Int) -> NamedRow<Kind>? {
    row(named: name, scope: scope, of: directory.tables[table]).map {
      NamedRow(row: UInt32($0), tag: tag)
    }
  }

  fileprivate func platform(ofClassAt offset: Int) -> PlatformIndex? {
    guard let row = memory.load(UInt32.self, at: offset &+ classes.platform),
      row < directory.tables[tables.platforms].rowCount
    else { return nil }
    return NamedRow(row: row, tag: tag)
  }
}
