// What the accessors of the policy fields (`ContextFields.swift`) give: small values that are read
// from the bundle when they are asked for.

/// A set of tools or regions. Asking it allocates nothing.
public struct NamedRowSet<Kind>: Sendable {
  private let bundle: PolicyBundle
  private let mask: (offset: Int, column: ColumnDescriptor)?
  private let holdsUnknown: Bool

  /// - Parameter holdsUnknown: what `contains` says where the bundle has no such column.
  init(
    _ bundle: PolicyBundle, _ mask: (offset: Int, column: ColumnDescriptor)?, over table: Int,
    holdsUnknown: Bool
  ) {
    self.bundle = bundle
    self.mask = mask.flatMap { $0.column.target == table ? $0 : nil }
    self.holdsUnknown = holdsUnknown
  }

  /// Whether the set holds a row; one of another bundle is in no set.
  public func contains(_ row: NamedRow<Kind>) -> Bool {
    guard row.tag == bundle.tag else { return false }
    guard let mask else { return holdsUnknown }
    return bundle.mask(at: mask.offset, mask.column, holds: row.number)
  }

  /// The members, ascending.
  public var rows: [NamedRow<Kind>] {
    guard let mask, let target = mask.column.target else { return [] }
    return (0..<bundle.directory.tables[target].rowCount)
      .map { NamedRow(row: UInt32($0), tag: bundle.tag) }
      .filter(contains)
  }

  /// The names of the members, in the order of `rows`.
  public var names: [String] {
    guard let target = mask?.column.target else { return [] }
    return rows.compactMap { bundle.name(ofRow: $0.number, ofTable: target) }
  }
}

/// A set of tools.
public typealias ToolSet = NamedRowSet<RowKind.Tool>
/// A set of regions.
public typealias RegionSet = NamedRowSet<RowKind.Region>

/// Where a tenant's data may be.
public struct DataResidency: Sendable {
  /// Where it may be processed.
  public let process: RegionSet
  /// Where it may be stored.
  public let store: RegionSet
  /// Where it may be logged.
  public let log: RegionSet
  /// The names of the grounds on which the tenant accepts that data leaves those regions.
  public let accepts: [String]
  /// The data classes with regions of their own, which hold instead of those above.
  public let byClass: [ClassResidency]
}

/// Where a tenant's data of one class may be.
public struct ClassResidency: Hashable, Sendable {
  /// The name of the data class.
  public let dataClass: String
  /// Where it may be processed.
  public let process: [RegionIndex]
  /// Where it may be stored.
  public let store: [RegionIndex]
  /// Where it may be logged.
  public let log: [RegionIndex]
}

/// How many calls a tool may get from the tenant in a window of time.
public struct RateLimit: Hashable, Sendable {
  /// The tool.
  public let tool: ToolIndex
  /// Most calls in a window.
  public let calls: Int64
  /// The length of the window; a month counts as 31 days.
  public let window: Duration
  /// Whether the window is any stretch of that length; otherwise windows begin at whole seconds,
  /// minutes, hours, days and months.
  public let isSliding: Bool
}

/// What a tenant was promised: a share of its workflows is decided within a time.
public struct ServiceLevelPromise: Hashable, Sendable {
  /// The share, in hundredths of a percent.
  public let shareBasisPoints: Int64
  /// The time.
  public let within: Duration
}

/// How far and how long a tenant may exceed its concurrency cap.
public struct ConcurrencyBurst: Hashable, Sendable {
  /// Workflows at once.
  public let to: Int64
  /// How long.
  public let duration: Duration
}
