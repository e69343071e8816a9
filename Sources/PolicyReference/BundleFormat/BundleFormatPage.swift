import TenantPolicy

/// The page of the bundle format: exact enough to write a reader from.
package func bundleFormatPage() -> String {
  Markdown.head("The bundle format", introduction)
    + constants() + records() + sections() + tables() + tenantLookup() + tenantRecords()
    + provenance() + verification() + tablePages()
}

private let introduction = """
  A bundle is one immutable file that holds checked policies: the catalogues, one row for each \
  distinct effective policy (a class), the tenants, and where each effective value was written. It \
  depends on nothing but what the policies say: the same sources give the same bytes.

  All integers are little-endian and, unless it is said otherwise, unsigned. A bundle is a header, \
  the sections in the order given below, and a digest. The header is \(HeaderLayout.size) bytes long. \
  Each section begins at the next multiple of \(TableLayout.alignment) after the end of the one before \
  it, the first after the header; the digest begins at the next such multiple after the last section. \
  Bytes between them are zero. The digest is BLAKE2b with \(TableLayout.digestSize) bytes of output \
  and no key, of all bytes before it, and is the identity of the bundle.
  """

private func constants() -> String {
  let strides = TableLayout.slotStrides.map(String.init)
  return """

    ## Constants

    \(Markdown.table(
      ["what", "value"],
      [
        ["magic", "the bytes `\(String(decoding: TableLayout.magic, as: UTF8.self))`"],
        ["version of the format", "\(TableLayout.formatVersion)"],
        ["alignment", "\(TableLayout.alignment)"],
        ["bytes of the digest", "\(TableLayout.digestSize)"],
        ["none", "0x\(String(TableLayout.none, radix: 16, uppercase: true))"],
        ["shortest bundle", "\(TableLayout.minimumLength) bytes"],
        ["longest bundle", "\(TableLayout.maximumLength) bytes"],
        ["most tables", "\(TableLayout.maximumTables)"],
        ["most columns", "\(TableLayout.maximumColumns)"],
        ["greatest id of a column", "\(TableLayout.maximumColumnID)"],
        ["longest row", "\(TableLayout.maximumStride) bytes"],
        ["most tenants, and most buckets", "\(TableLayout.maximumTenants)"],
        ["longest tenant id", "\(TableLayout.maximumIDLength) bytes"],
        ["bytes of a tenant id", "0x21 to 0x7E: visible ASCII"],
        ["slot strides", listed(strides)],
      ]))
    """
}

private func records() -> String {
  "\n## Records\n\nOffsets are from the beginning of the record.\n"
    + TableLayout.records.map(record).joined()
}

private func record(_ layout: RecordLayout) -> String {
  let rows = layout.entries.map { entry in
    ["\(entry.offset)", "\(entry.kind.size)", entry.kind.phrase, entry.name, entry.meaning]
  }
  return """

    ### \(layout.name.capitalised)

    \(layout.meaning.capitalised). \(layout.size) bytes\(layout.isPrefix ? " and more" : "").

    \(Markdown.table(["offset", "bytes", "type", "entry", "meaning"], rows))
    """
}

private func sections() -> String {
  let rows = Section.allCases.map { section in
    [
      "\(section.rawValue)", Markdown.code(section.name),
      section.recordSize == 1 ? "" : "\(section.recordSize)", section.meaning,
    ]
  }
  return """

    ## Sections

    The length of a section is a multiple of the bytes of its records. `slots` is as long as two \
    slots of the slot stride for each bucket, `tenants` as long as a tenant record for each tenant, \
    `shapes` as long as an origin record for each field for each shape.

    \(Markdown.table(["number", "section", "bytes a record", "meaning"], rows))
    """
}

extension LayoutEntry.Kind {
  fileprivate var phrase: String {
    switch self {
    case .uint8: "u8"
    case .uint16: "u16"
    case .uint32: "u32"
    case .uint64: "u64"
    case .bytes: "bytes"
    }
  }
}
