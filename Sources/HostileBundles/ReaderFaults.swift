package import TenantPolicy

/// What a reader answers to a bundle, whatever its bytes.
package struct ReaderAnswer: Hashable, Sendable {
  /// What is wrong with the answers: empty for any bytes. A bundle that was checked when it was opened
  /// must find every tenant that it lists.
  package let faults: [String]
  /// Of everything that was answered, so that no question can be left out as one without effect.
  package let digest: Int
}

/// Asks a bundle everything that it can be asked, for ids, rows and columns that exist and for such as do
/// not.
package func askEverything(_ bytes: [UInt8]) -> ReaderAnswer {
  guard let bundle = try? PolicyBundle(copying: bytes) else {
    return ReaderAnswer(faults: [], digest: 0)
  }
  return askEverything(of: bundle)
}

/// The same of a bundle that was opened, also of one of which only the header was checked.
package func askEverything(of bundle: PolicyBundle) -> ReaderAnswer {
  var hasher = Hasher()
  readTables(of: bundle, into: &hasher)
  for number in -1...min(bundle.sourceCount, most) {
    hasher.combine(bundle.source(at: number)?.name)
  }
  for number in -1...min(bundle.fieldCount, most) { hasher.combine(bundle.fieldName(at: number)) }
  for id in ["", "base-tenant", "no-such-tenant", String(repeating: "x", count: 300)] {
    if let context = bundle.context(for: id) { read(context, of: bundle, into: &hasher) }
  }
  var faults: [String] = []
  for ordinal in 0..<min(bundle.tenantCount, most) {
    faults += tenantFaults(ordinal, bundle, into: &hasher)
  }
  return ReaderAnswer(faults: faults, digest: hasher.finalize())
}

/// The bytes with the digest of those before it at their end, as a writer of hostile bundles would make
/// them; as they are where they are too few to have one.
package func resealed(_ bytes: [UInt8]) -> [UInt8] {
  let end = bytes.count - TableLayout.digestSize
  guard end >= 0 else { return bytes }
  return bytes.prefix(end) + BundleDigest.of(first: end, of: bytes)
}

/// Rows and tenants that are looked at, at most: a bundle can claim millions.
private let most = 64

/// Tenants whose runs are looked at, at most.
private let mostAdmitted = 3

private func readTables(of bundle: PolicyBundle, into hasher: inout Hasher) {
  for table in bundle.allTables {
    let columns = table.columns
    for row in [-1, table.rowCount - 1, table.rowCount] + Array(0..<min(table.rowCount, most)) {
      for column in -1...columns.count { hasher.combine(table.cell(row: row, column: column)) }
    }
    for scope in [nil, 0, Int.max] { hasher.combine(table.row(named: "base", scope: scope)) }
    hasher.combine(table.name)
    hasher.combine([table.nameColumn, table.scopeColumn, table.stride])
    for column in columns {
      hasher.combine(column.name)
      hasher.combine([column.offset, column.width, column.target])
    }
  }
}

private func tenantFaults(
  _ ordinal: Int, _ bundle: PolicyBundle, into hasher: inout Hasher
) -> [String] {
  guard let entry = bundle.tenant(at: ordinal) else { return ["tenant \(ordinal) is not listed"] }
  for field in -1...bundle.fieldCount {
    hasher.combine(bundle.provenance(ofField: field, ofTenantAt: ordinal))
  }
  guard let context = bundle.context(for: entry.id), context.ordinal == ordinal else {
    return ["tenant \(ordinal) is listed and not found"]
  }
  read(context, of: bundle, into: &hasher)
  return ordinal < mostAdmitted
    ? admissionFaults(of: context.handle, in: bundle, into: &hasher) : []
}

private func read(_ context: TenantContext, of bundle: PolicyBundle, into hasher: inout Hasher) {
  readFields(of: context, into: &hasher)
  for number in 0..<UInt32(40) { readColumn(ColumnID(number), of: context, into: &hasher) }
  readColumn(ColumnID(UInt32.max), of: context, into: &hasher)
  for field in -1...bundle.fieldCount { hasher.combine(context.provenance(ofField: field)) }
  guard let platform = context.platform,
    let tool = bundle.tool(named: "notify", of: platform),
    let region = bundle.region(named: "eu-west-1", of: platform)
  else { return }
  hasher.combine([context.permits(tool: tool), context.permitsProcessing(in: region)])
  hasher.combine(context.decide(tool: tool, region: region))
  hasher.combine(context.allowedTools.contains(tool))
  hasher.combine([bundle.name(of: tool), bundle.name(of: region), bundle.name(of: platform)])
}

private func readFields(of context: TenantContext, into hasher: inout Hasher) {
  hasher.combine([context.tenantID, context.orgID, context.policyTier, context.budgetClass])
  hasher.combine([context.modelTier, context.reviewerPool])
  hasher.combine([context.auditRetention, context.dataRetention])
  hasher.combine([context.concurrencyCap, context.weight, context.guaranteedSlots])
  hasher.combine([context.perWorkflowMicros, context.perMonthMicros])
  hasher.combine(context.priority)
  hasher.combine(context.serviceLevel)
  hasher.combine(context.burst)
  hasher.combine(context.rateLimits)
  hasher.combine([context.allowedTools.names, context.deniedTools.names])
  let residency = context.dataResidency
  hasher.combine([residency.process.names, residency.store.names, residency.log.names])
  hasher.combine(residency.accepts)
  hasher.combine(residency.byClass)
}

private func readColumn(
  _ column: ColumnID, of context: TenantContext, into hasher: inout Hasher
) {
  hasher.combine(context.integer(column))
  hasher.combine(context.index(column))
  hasher.combine(context.string(column))
  hasher.combine([context.mask(column, holds: 0), context.mask(column, holds: .max)])
  hasher.combine(context.maskWord(column, 0))
  hasher.combine(context.list(column).map { Array($0.prefix(most)) })
}
