internal import TenantPolicy
internal import Threads

/// The bytes of a bundle with these contents: the same for the same contents, in whatever order the
/// tenants stand.
///
/// Time grows with the number of tenants and cells; memory is that of the bytes and some 30 bytes a
/// tenant beside them. The bytes do not depend on the threads.
package func encode(
  _ contents: BundleContents, threads: Int = 1
) throws(BundleWriteError) -> [UInt8] {
  try check(contents)
  let pendingTenants = Pending(threads: threads) { encodedTenants(contents) }
  let tables = try TableEncoding.tables(of: contents)
  let pools = try pools(of: contents, tables)
  let tenants = try pendingTenants.value().get()

  let lengths = Section.allCases.map { length(of: $0, contents, tenants, tables, pools) }
  var output = Output(lengths: lengths)
  output.putHeader(contents, tenants, lengths)
  for (number, table) in tables.enumerated() {
    try output.put(table, number: number, tables, pools)
  }
  output.putSources(contents.sources, pools)
  output.putFields(contents.fieldNames, pools)
  output.put(pools.strings.elements, at: output.start(of: .strings))
  output.putCells(pools.lists.elements)
  output.put(tenants)
  output.putShapes(contents.shapes)
  output.seal()
  return output.bytes
}

private func encodedTenants(
  _ contents: BundleContents
) -> Result<TenantEncoding, BundleWriteError> {
  do throws(BundleWriteError) {
    return .success(try TenantEncoding(contents))
  } catch {
    return .failure(error)
  }
}

private func check(_ contents: BundleContents) throws(BundleWriteError) {
  guard contents.tables.count <= TableLayout.maximumTables,
    contents.tables.reduce(0, { $0 + $1.columns.count }) <= TableLayout.maximumColumns
  else { throw .tooMuch("tables or columns") }
  for source in contents.sources where source.digest.count != TableLayout.digestSize {
    throw .badReference("source `\(source.name)`")
  }
  for (number, shape) in contents.shapes.enumerated() {
    guard shape.count == contents.fieldNames.count,
      shape.allSatisfy({ $0.isSound(sources: contents.sources.count) })
    else { throw .badReference("shape \(number)") }
  }
}

private func pools(
  of contents: BundleContents, _ tables: [TableEncoding]
) throws(BundleWriteError) -> Pools {
  var pools = Pools()
  for table in tables { try pools.add(table) }
  for source in contents.sources { try pools.add(source.name) }
  for name in contents.fieldNames { try pools.add(name) }
  return pools
}

private func length(
  of section: Section, _ contents: BundleContents, _ tenants: TenantEncoding,
  _ tables: [TableEncoding], _ pools: Pools
) -> Int {
  switch section {
  case .tables: tables.count * section.recordSize
  case .columns: (tables.last?.columnsEnd ?? 0) * section.recordSize
  case .sources: contents.sources.count * section.recordSize
  case .fields: contents.fieldNames.count * section.recordSize
  case .strings: pools.strings.elements.count
  case .rows: tables.last?.rowsEnd ?? 0
  case .cells: pools.lists.elements.count * section.recordSize
  case .names: (tables.last?.namesEnd ?? 0) * section.recordSize
  case .slots: tenants.arrangement.slots.count * tenants.slotStride
  case .longIDs: tenants.longIDBytes
  case .tenants: tenants.count * tenants.stride
  case .shapes: contents.shapes.count * contents.fieldNames.count * section.recordSize
  }
}

extension Output {
  fileprivate mutating func putHeader(
    _ contents: BundleContents, _ tenants: TenantEncoding, _ lengths: [Int]
  ) {
    put(TableLayout.magic, at: HeaderLayout.magic.offset)
    put(Int(TableLayout.formatVersion), HeaderLayout.version, ofRecordAt: 0)
    put(
      contents.isVerified ? 0 : Int(HeaderLayout.unverified), HeaderLayout.flags, ofRecordAt: 0)
    put(Int(contents.language), HeaderLayout.language, ofRecordAt: 0)
    if let digest = contents.certificateDigest { put(digest, at: HeaderLayout.certificate.offset) }
    put(contents.release.epoch, at: HeaderLayout.epoch.offset)
    put(contents.release.notBefore ?? 0, at: HeaderLayout.notBefore.offset)
    put(contents.release.notAfter ?? 0, at: HeaderLayout.notAfter.offset)
    put(bytes.count, HeaderLayout.length, ofRecordAt: 0)
    put(Int(tenants.arrangement.seed), HeaderLayout.seed, ofRecordAt: 0)
    put(tenants.count, HeaderLayout.tenantCount, ofRecordAt: 0)
    put(tenants.arrangement.bucketCount, HeaderLayout.bucketCount, ofRecordAt: 0)
    put(tenants.slotStride, HeaderLayout.slotStride, ofRecordAt: 0)
    put(contents.shapes.count, HeaderLayout.shapeCount, ofRecordAt: 0)
    put(tenants.slotBits, HeaderLayout.slotBits, ofRecordAt: 0)
    put(tenants.sourceBits, HeaderLayout.sourceBits, ofRecordAt: 0)
    put(tenants.lineBits, HeaderLayout.lineBits, ofRecordAt: 0)
    put(tenants.shapeBits, HeaderLayout.shapeBits, ofRecordAt: 0)
    for section in Section.allCases {
      let record = HeaderLayout.sections.offset + section.rawValue * SectionLayout.size
      put(start(of: section), SectionLayout.offset, ofRecordAt: record)
      put(lengths[section.rawValue], SectionLayout.length, ofRecordAt: record)
    }
  }

  fileprivate mutating func putSources(_ sources: [BundleContents.Source], _ pools: Pools) {
    for (number, source) in sources.enumerated() {
      let record = start(of: .sources, record: number)
      put(source.name, from: pools, at: record + SourceLayout.nameOffset.offset)
      put(source.digest, at: record + SourceLayout.digest.offset)
    }
  }

  fileprivate mutating func putFields(_ names: [String], _ pools: Pools) {
    for (number, name) in names.enumerated() {
      let record = start(of: .fields, record: number)
      put(name, from: pools, at: record + FieldLayout.nameOffset.offset)
    }
  }

  fileprivate mutating func putCells(_ cells: [Int64]) {
    for (number, cell) in cells.enumerated() {
      put(cell, at: start(of: .cells, record: number))
    }
  }

  fileprivate mutating func putShapes(_ shapes: [[FieldOrigin]]) {
    for (number, origin) in shapes.joined().enumerated() {
      put(origin, at: start(of: .shapes, record: number))
    }
  }

  private mutating func put(_ field: FieldOrigin, at record: Int) {
    let none = Int(TableLayout.none)
    put(Int(field.origin.rawValue), OriginLayout.origin, ofRecordAt: record)
    put(field.place?.source ?? none, OriginLayout.source, ofRecordAt: record)
    put(field.place?.line ?? field.lineDelta, OriginLayout.line, ofRecordAt: record)
    put(Int(field.limit?.layer.rawValue ?? 0), OriginLayout.limit, ofRecordAt: record)
    put(field.limit?.place.source ?? none, OriginLayout.limitSource, ofRecordAt: record)
    put(field.limit?.place.line ?? 0, OriginLayout.limitLine, ofRecordAt: record)
  }
}

extension FieldOrigin {
  /// Whether it has a place exactly if its origin is a layer above, and all places can exist.
  fileprivate func isSound(sources: Int) -> Bool {
    func exists(_ place: SourceLine) -> Bool {
      0..<sources ~= place.source && 1...Int(UInt32.max) ~= place.line
    }
    let isOfTenant = origin == .tenant
    guard (place == nil) == (isOfTenant || origin == .builtIn),
      isOfTenant ? 0...Int(UInt32.max) ~= lineDelta : lineDelta == 0
    else { return false }
    return place.map(exists) ?? true && limit.map { exists($0.place) } ?? true
  }
}
