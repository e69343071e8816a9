import BundleTables
internal import TenantPolicy
internal import Threads

/// Reads a bundle through the public reader and compares every cell, tenant and origin with what it
/// was written from.
package func verifyRoundTrip(
  _ bytes: [UInt8], _ contents: BundleContents, threads: Int = 1
) throws(BundleWriteError) {
  let bundle: PolicyBundle
  do {
    bundle = try PolicyBundle(unverified: bytes)
  } catch {
    throw .unreadable(error)
  }
  try require(bundle.language == Int(contents.language), "the language")
  try require(bundle.certificateDigest == contents.certificateDigest, "the certificate's digest")
  try require(bundle.release == contents.release, "the epoch and the times")
  try require(bundle.isVerified == contents.isVerified, "whether plans were proved")
  try require(bundle.tenantCount == contents.tenants.count, "the number of tenants")
  let parts = Part.all(of: contents)
  let failures = parallelWork(
    count: parts.count, threads: threads, from: [(part: Int, error: BundleWriteError)]()
  ) { failures, part in
    do throws(BundleWriteError) {
      try compare(parts[part], bundle, contents)
    } catch {
      failures.append((part, error))
    }
  }
  if let first = failures.joined().min(by: { $0.part < $1.part }) { throw first.error }
}

/// What is looked at by itself; some parts can be at once.
private enum Part: Sendable {
  /// All that every reader checks when it opens a bundle.
  case opening
  case tables, sources, shapes
  case tenants(Range<Int>)

  private static let tenantsAtOnce = 8_192

  static func all(of contents: BundleContents) -> [Part] {
    let count = contents.tenants.count
    let tenants = stride(from: 0, to: count, by: tenantsAtOnce).map { first in
      Part.tenants(first..<min(first + tenantsAtOnce, count))
    }
    return [.opening, .tables, .sources, .shapes] + tenants
  }
}

private func compare(
  _ part: Part, _ bundle: PolicyBundle, _ contents: BundleContents
) throws(BundleWriteError) {
  switch part {
  case .opening: try verify(bundle)
  case .tables: try compareTables(bundle, contents.tables)
  case .sources: try compareSources(bundle, contents)
  case .shapes: try compareShapes(bundle, contents)
  case .tenants(let range): try compareTenants(bundle, contents.tenants, range)
  }
}

/// What every reader checks when it opens a bundle.
private func verify(_ bundle: PolicyBundle) throws(BundleWriteError) {
  do {
    try bundle.verify()
  } catch {
    throw .unreadable(error)
  }
}

private func require(
  _ isEqual: Bool, _ what: @autoclosure () -> String
) throws(BundleWriteError) {
  if !isEqual { throw .differs(what()) }
}

/// Strings are compared by their bytes: Swift takes some different ones for equal.
private func isSame(_ left: String?, _ right: String) -> Bool {
  left.map { $0.utf8.elementsEqual(right.utf8) } ?? false
}

private func compareSources(
  _ bundle: PolicyBundle, _ contents: BundleContents
) throws(BundleWriteError) {
  try require(bundle.sourceCount == contents.sources.count, "the number of sources")
  for (number, expected) in contents.sources.enumerated() {
    let source = bundle.source(at: number)
    try require(
      isSame(source?.name, expected.name) && source?.digest == expected.digest,
      "source `\(expected.name)`")
  }
  try require(bundle.fieldCount == contents.fieldNames.count, "the number of fields")
  for (number, name) in contents.fieldNames.enumerated() {
    try require(isSame(bundle.fieldName(at: number), name), "the name of field `\(name)`")
  }
}

private func compareTables(
  _ bundle: PolicyBundle, _ expected: [TableContents]
) throws(BundleWriteError) {
  let tables = bundle.allTables
  try require(tables.count == expected.count, "the number of tables")
  for (table, contents) in zip(tables, expected) {
    try require(isSame(table.name, contents.name), "the name of table `\(contents.name)`")
    try require(table.rowCount == contents.rowCount, "the rows of table `\(contents.name)`")
    let columns = contents.columns.enumerated().sorted { $0.element.id < $1.element.id }
    try require(table.columns.count == columns.count, "the columns of table `\(contents.name)`")
    for (position, column) in columns.enumerated() {
      let what = "column `\(column.element.name)` of table `\(contents.name)`"
      try require(table.columns[position].id == column.element.id, what)
      try require(isSame(table.columns[position].name, column.element.name), what)
      for row in 0..<contents.rowCount {
        let cell = table.cell(row: row, column: position)
        let expected = contents.cell(row, column.offset)
        try require(isSame(cell, expected), "row \(row) of \(what)")
      }
    }
  }
}

private func isSame(_ cell: Cell?, _ expected: Cell) -> Bool {
  switch (cell, expected) {
  case (.string(let left), .string(let right)): isSame(left, right)
  case (.mask(let left), .mask(let right)): left == right || left == Set(right).sorted()
  default: cell == expected
  }
}

private func compareShapes(
  _ bundle: PolicyBundle, _ contents: BundleContents
) throws(BundleWriteError) {
  let declared = SourceLine(source: 0, line: 1)
  for (shape, fields) in contents.shapes.enumerated() {
    for (number, field) in fields.enumerated() {
      let expected = Provenance(
        field.origin,
        at: field.origin == .tenant
          ? SourceLine(source: 0, line: 1 + field.lineDelta) : field.place, limit: field.limit)
      let found = bundle.provenance(ofField: number, shape: shape, declared: declared)
      try require(found == expected, "field `\(contents.fieldNames[number])` of shape \(shape)")
    }
  }
}

private func compareTenants(
  _ bundle: PolicyBundle, _ tenants: TenantList, _ range: Range<Int>
) throws(BundleWriteError) {
  for number in range {
    let id = tenants.id(of: number)
    let expected = tenants[number]
    let handle = bundle.handle(for: id.span)
    let context = handle.flatMap { bundle.context(for: $0) }
    let record = context.flatMap { bundle.tenantRecord(at: $0.ordinal) }
    let isEqual =
      context?.classRow == Int(expected.classRow) && record?.source == Int(expected.source)
      && record?.line == Int(expected.line) && record?.shape == Int(expected.shape)
    try require(isEqual, "tenant `\(String(decoding: id, as: UTF8.self))`")
  }
}
