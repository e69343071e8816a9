import TenantPolicy

/// Everything that a bundle can be asked, asked: to compare two bundles, and to show that nothing
/// traps, whatever the bytes. Ids, names and numbers include some that no bundle has.
///
/// Only a digest of the answers is kept, so that thousands of bundles can be asked.
struct Answers: Hashable {
  private let digest: Int

  /// Rows and tenants that are looked at, at most: a made-up bundle can claim millions.
  private static let most = 20

  init(of bundle: PolicyBundle, ids: [[UInt8]]) {
    var hasher = Hasher()
    for number in -1...min(bundle.sourceCount, Self.most) {
      hasher.combine(bundle.source(at: number)?.name)
    }
    for number in -1...min(bundle.fieldCount, Self.most) {
      hasher.combine(bundle.fieldName(at: number))
    }
    for table in bundle.allTables { Self.add(table, to: &hasher) }
    for ordinal in -1...min(bundle.tenantCount, Self.most) {
      hasher.combine(bundle.tenant(at: ordinal))
      for field in 0...2 {
        hasher.combine(bundle.provenance(ofField: field, ofTenantAt: ordinal))
      }
    }
    for id in ids { Self.add(bundle.context(for: id.span), bundle, to: &hasher) }
    digest = hasher.finalize()
  }

  private static func add(_ table: Table, to hasher: inout Hasher) {
    hasher.combine(table.name)
    let columns = table.columns
    for column in columns { hasher.combine(column.name) }
    let rows = [-1] + Array(0..<min(table.rowCount, most)) + [table.rowCount - 1, table.rowCount]
    for row in rows {
      for column in -1...columns.count { hasher.combine(table.cell(row: row, column: column)) }
    }
    for name in ["tool-0", "lending", ""] {
      for scope in [nil, 0, 1, 7] { hasher.combine(table.row(named: name, scope: scope)) }
    }
  }

  private static func add(
    _ context: TenantContext?, _ bundle: PolicyBundle, to hasher: inout Hasher
  ) {
    hasher.combine(context?.handle.hashValue)
    guard let context else { return }
    hasher.combine(context.ordinal)
    hasher.combine(context.classRow)
    for column in (0..<20).map(ColumnID.init) + [ColumnID(UInt32.max)] {
      hasher.combine(context.integer(column))
      hasher.combine(context.index(column))
      hasher.combine(context.mask(column, holds: 1))
      hasher.combine(context.mask(column, holds: Int.max))
      hasher.combine(context.maskWord(column, 0))
      hasher.combine(context.string(column))
      hasher.combine(context.list(column).map { Array($0.prefix(most)) })
    }
    for field in -1...2 { hasher.combine(context.provenance(ofField: field)) }
    guard let platform = context.platform ?? bundle.platform(named: "lending") else { return }
    let region = bundle.region(named: "region-\(platform.number)", of: platform)
    for number in 0..<3 {
      guard let tool = bundle.tool(named: "tool-\(number)", of: platform), let region else {
        continue
      }
      hasher.combine(context.permits(tool: tool))
      hasher.combine(context.permitsProcessing(in: region))
      hasher.combine(context.decide(tool: tool, region: region))
    }
  }
}
