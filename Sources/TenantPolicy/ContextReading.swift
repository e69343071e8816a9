// What the tenant is, and how the accessors of the policy fields read their columns.
extension TenantContext {
  /// The tenant's id.
  public var tenantID: String { bundle.tenant(at: ordinal)?.id ?? "" }

  /// The id of the organisation that the tenant belongs to.
  public var orgID: String { name(.org) ?? "" }

  /// The policy tier that the tenant is in.
  public var policyTier: String { name(.policyTier) ?? "" }

  /// The name of the row that an index column leads to.
  func name(_ column: ColumnID) -> String? {
    guard let descriptor = descriptor(of: column), let target = descriptor.target else {
      return nil
    }
    return index(column).flatMap { bundle.name(ofRow: $0, ofTable: target) }
  }

  func milliseconds(_ column: ColumnID) -> Duration? { integer(column).map(Duration.milliseconds) }

  func toolSet(_ column: ColumnID, holdsUnknown: Bool) -> ToolSet {
    ToolSet(bundle, mask(column), over: bundle.tables.tools, holdsUnknown: holdsUnknown)
  }

  func residency(
    store: ColumnID, log: ColumnID, accepts: ColumnID, byClass: ColumnID
  ) -> DataResidency {
    DataResidency(
      process: regionSet(.processRegions), store: regionSet(store), log: regionSet(log),
      accepts: names(inMask: accepts), byClass: classResidencies(byClass))
  }

  func rateLimits(_ column: ColumnID) -> [RateLimit] {
    guard let cells = list(column) else { return [] }
    return stride(from: 0, to: cells.count - cells.count % 4, by: 4).compactMap { start in
      guard let tool = tool(cells[start]) else { return nil }
      return RateLimit(
        tool: tool, calls: cells[start + 1], window: .milliseconds(cells[start + 2]),
        isSliding: cells[start + 3] == 1)
    }
  }

  /// `nil` for best effort.
  func serviceLevel(share: ColumnID, within: ColumnID) -> ServiceLevelPromise? {
    guard let share = integer(share), share >= 0, let within = milliseconds(within) else {
      return nil
    }
    return ServiceLevelPromise(shareBasisPoints: share, within: within)
  }

  /// `nil` where the cap may not be exceeded.
  func burst(to: ColumnID, for duration: ColumnID) -> ConcurrencyBurst? {
    guard let to = integer(to), to > 0, let duration = milliseconds(duration) else { return nil }
    return ConcurrencyBurst(to: to, duration: duration)
  }
}

extension TenantContext {
  private func descriptor(of column: ColumnID) -> ColumnDescriptor? {
    bundle.classes.position(of: column).map { bundle.directory.columns[$0] }
  }

  /// Where the cell of a mask column lies.
  private func mask(_ column: ColumnID) -> (offset: Int, column: ColumnDescriptor)? {
    guard let row = bundle.row(of: handle), let descriptor = descriptor(of: column),
      descriptor.kind == .mask
    else { return nil }
    return (row + descriptor.offset, descriptor)
  }

  private func regionSet(_ column: ColumnID) -> RegionSet {
    RegionSet(bundle, mask(column), over: bundle.tables.regions, holdsUnknown: false)
  }

  private func names(inMask column: ColumnID) -> [String] {
    guard let mask = mask(column), let target = mask.column.target else { return [] }
    return (0..<bundle.directory.tables[target].rowCount)
      .filter { bundle.mask(at: mask.offset, mask.column, holds: $0) }
      .compactMap { bundle.name(ofRow: $0, ofTable: target) }
  }

  private func tool(_ row: Int64) -> ToolIndex? {
    guard 0..<Int64(bundle.directory.tables[bundle.tables.tools].rowCount) ~= row else {
      return nil
    }
    return ToolIndex(row: UInt32(row), tag: bundle.tag)
  }

  /// For each data class its row, then count and rows of three sets of regions. A list that goes on
  /// in another way ends here.
  private func classResidencies(_ column: ColumnID) -> [ClassResidency] {
    guard let cells = list(column), let classes = dataClassTable else { return [] }
    var residencies: [ClassResidency] = []
    var position = 0
    while position < cells.count {
      guard let row = Int(exactly: cells[position]),
        let name = bundle.name(ofRow: row, ofTable: classes)
      else { break }
      position += 1
      guard let process = regions(cells, &position), let store = regions(cells, &position),
        let log = regions(cells, &position)
      else { break }
      residencies.append(
        ClassResidency(dataClass: name, process: process, store: store, log: log))
    }
    return residencies
  }

  private func regions(_ cells: IntegerList, _ position: inout Int) -> [RegionIndex]? {
    let rowCount = Int64(bundle.directory.tables[bundle.tables.regions].rowCount)
    guard position < cells.count, 0...Int64(cells.count - position - 1) ~= cells[position] else {
      return nil
    }
    let rows = cells[(position + 1)..<(position + 1 + Int(cells[position]))]
    position = rows.endIndex
    guard rows.allSatisfy({ 0..<rowCount ~= $0 }) else { return nil }
    return rows.map { RegionIndex(row: UInt32($0), tag: bundle.tag) }
  }

  private var dataClassTable: Int? {
    bundle.directory.tables.firstIndex { bundle.text(of: $0.name) == "data_classes" }
  }
}
