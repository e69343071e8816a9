/// A tenant of one bundle, as small as an integer: for code that holds the bundle itself and looks
/// tenants up often. Another bundle takes it for an unknown tenant.
public struct TenantHandle: Hashable, Sendable {
  let classRow: UInt32
  package let ordinal: UInt32
  let tag: UInt32
}

/// The effective policy of a tenant: what a workflow is given when it is admitted and carries along.
/// It keeps its bundle alive.
public struct TenantContext: Sendable {
  /// The bundle that the policy is read from.
  public let bundle: PolicyBundle
  /// The tenant, for calls that take the bundle and a handle.
  public let handle: TenantHandle

  init(_ bundle: PolicyBundle, _ handle: TenantHandle) {
    self.bundle = bundle
    self.handle = handle
  }

  /// The number of the tenant, from 0, in order of the bytes of the ids.
  public var ordinal: Int { Int(handle.ordinal) }

  /// The row of the table `classes` that holds the policy; tenants with equal policies share one.
  public var classRow: Int { Int(handle.classRow) }
}

// Look-up. An id is compared byte by byte, in full; one that the bundle does not hold is `nil`.
extension PolicyBundle {
  /// The policy of a tenant. Allocates nothing.
  public func context(for id: String) -> TenantContext? {
    context(for: id.utf8.span)
  }

  /// The policy of a tenant. Allocates nothing.
  public func context(for id: Span<UInt8>) -> TenantContext? {
    guard let handle = handle(for: id) else { return nil }
    return TenantContext(self, handle)
  }

  /// A tenant, without a reference to the bundle: the fastest look-up. Allocates nothing.
  public func handle(for id: Span<UInt8>) -> TenantHandle? {
    guard let found = index.find(id, in: memory) else { return nil }
    return TenantHandle(classRow: found.classRow, ordinal: found.ordinal, tag: tag)
  }

  /// The policy of a tenant that was looked up before; `nil` for a handle of another bundle.
  public func context(for handle: TenantHandle) -> TenantContext? {
    row(of: handle) == nil ? nil : TenantContext(self, handle)
  }

  /// Where the class row of a tenant begins.
  @inline(__always)
  func row(of handle: TenantHandle) -> Int? {
    guard handle.tag == tag, handle.classRow < classes.rowCount else { return nil }
    return classes.rows &+ Int(handle.classRow) &* classes.stride
  }
}

// Values, by the id of their column. Each is `nil` if the bundle has no such column of that kind.
extension TenantContext {
  /// The value of an integer column.
  public func integer(_ column: ColumnID) -> Int64? {
    cell(column, .integer).flatMap { bundle.memory.load(Int64.self, at: $0.offset) }
  }

  /// The row that an index column leads to; also `nil` if it leads to none.
  public func index(_ column: ColumnID) -> Int? {
    cell(column, .index).flatMap { bundle.index(at: $0.offset, $0.column) }
  }

  /// Whether the set of a mask column holds a row; a row that does not exist is in no set.
  public func mask(_ column: ColumnID, holds row: Int) -> Bool? {
    cell(column, .mask).map { bundle.mask(at: $0.offset, $0.column, holds: row) }
  }

  /// The 64 rows from `64 * number` of the set of a mask column, lowest first.
  public func maskWord(_ column: ColumnID, _ number: Int) -> UInt64? {
    cell(column, .mask).flatMap { bundle.maskWord(at: $0.offset, $0.column, number) }
  }

  /// The text of a string column.
  public func string(_ column: ColumnID) -> String? {
    cell(column, .string).flatMap { bundle.string(at: $0.offset) }
  }

  /// The integers of a list column.
  public func list(_ column: ColumnID) -> IntegerList? {
    cell(column, .list).flatMap { bundle.list(at: $0.offset) }
  }

  private func cell(
    _ id: ColumnID, _ kind: ColumnKind
  ) -> (offset: Int, column: ColumnDescriptor)? {
    guard let row = bundle.row(of: handle), let position = bundle.classes.position(of: id)
    else { return nil }
    let column = bundle.directory.columns[position]
    return column.kind == kind ? (row + column.offset, column) : nil
  }
}
