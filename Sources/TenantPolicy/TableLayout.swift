/// The bundle format: every offset, size, magic number and version, and nowhere else.
///
/// A bundle is a header, the sections in the order of `Section`, and a digest. All integers are
/// little-endian. A section begins at the next multiple of `alignment` after the one before it; the
/// bytes between are zero. The digest is BLAKE2b-256 of all bytes before it.
package enum TableLayout {
  package static let magic: [UInt8] = Array("TPBUNDLE".utf8)
  package static let formatVersion: UInt32 = 2
  package static let alignment = 64
  package static let digestSize = 32

  /// An index or a reference to a source that is not there.
  package static let none: UInt32 = 0xFFFF_FFFF

  package static let minimumLength = HeaderLayout.size + digestSize

  // Limits: what a reader refuses before it spends time or memory on it.
  package static let maximumLength = 1 << 40
  package static let maximumTables = 256
  package static let maximumColumns = 4096
  package static let maximumColumnID: UInt32 = 1023
  package static let maximumStride = 1 << 20
  package static let maximumTenants = 1 << 30
  package static let maximumIDLength = 128
  package static let slotStrides = Array(stride(from: 32, through: 144, by: 16))

  /// Bytes that an id may hold: visible ASCII.
  package static let idBytes: ClosedRange<UInt8> = 0x21...0x7E

  /// The next multiple of `alignment`.
  package static func aligned(_ offset: Int) -> Int {
    (offset + alignment - 1) / alignment * alignment
  }

  /// The tables that this reader gives a meaning to; a bundle without one is refused.
  package enum RequiredTable: String, CaseIterable, Sendable {
    case platforms
    case regions
    case tools
    case classes
  }

  /// The records of the format, for the page that describes it.
  package static let records: [RecordLayout] = [
    HeaderLayout.record, SectionLayout.record, TableRecordLayout.record, ColumnLayout.record,
    SourceLayout.record, FieldLayout.record, SlotLayout.record, LongSlotLayout.record,
    OriginLayout.record,
  ]
}

/// The sections of a bundle, in the order in which they stand.
package enum Section: Int, CaseIterable, Sendable {
  case tables
  case columns
  case sources
  case fields
  case strings
  case rows
  case cells
  case names
  case slots
  case longIDs
  case tenants
  case shapes

  package var name: String {
    switch self {
    case .tables: "tables"
    case .columns: "columns"
    case .sources: "sources"
    case .fields: "fields"
    case .strings: "strings"
    case .rows: "rows"
    case .cells: "cells"
    case .names: "names"
    case .slots: "slots"
    case .longIDs: "long-ids"
    case .tenants: "tenants"
    case .shapes: "shapes"
    }
  }

  package var meaning: String {
    switch self {
    case .tables: "a record for each table"
    case .columns: "a record for each column, table by table, ids ascending within a table"
    case .sources: "a record for each source that was compiled"
    case .fields: "a record for each field of a policy that has a provenance"
    case .strings: "UTF-8 text that other records point into"
    case .rows: "the rows of the tables, table by table; each table begins at a multiple of 64"
    case .cells: "signed 64-bit integers that lists point into"
    case .names:
      "for each table with a name column, in order: its row numbers (32 bits each), sorted by the "
        + "row in the scope column, then by the bytes of the name, each pair once"
    case .slots: "the tenant index: buckets of two slots"
    case .longIDs: "tenant ids too long for a slot, one after the other, in order of tenant"
    case .tenants: "a packed record for each tenant, in order of the bytes of the id"
    case .shapes: "for each shape, an origin record for each field"
    }
  }

  /// Bytes of one record, where the section is an array of records of one size.
  package var recordSize: Int {
    switch self {
    case .tables: TableRecordLayout.size
    case .columns: ColumnLayout.size
    case .sources: SourceLayout.size
    case .fields: FieldLayout.size
    case .cells: 8
    case .names: 4
    case .shapes: OriginLayout.size
    case .strings, .rows, .slots, .longIDs, .tenants: 1
    }
  }
}

package enum HeaderLayout {
  package static let magic = LayoutEntry(0, .bytes(8), "magic", "the letters TPBUNDLE")
  package static let version = LayoutEntry(8, .uint32, "version", "version of the format: 2")
  package static let language = LayoutEntry(12, .uint32, "language", "version of the language")
  package static let flags = LayoutEntry(
    16, .uint64, "flags", "1 if the plans were not proved, else 0; anything else is refused")
  package static let length = LayoutEntry(24, .uint64, "length", "bytes of the whole bundle")
  package static let seed = LayoutEntry(32, .uint64, "seed", "seed of the tenant index")
  package static let tenantCount = LayoutEntry(40, .uint32, "tenant count", "number of tenants")
  package static let bucketCount = LayoutEntry(
    44, .uint32, "bucket count", "buckets of the tenant index, 1 or more")
  package static let slotStride = LayoutEntry(
    48, .uint32, "slot stride", "bytes of a slot: a multiple of 16 from 32 to 144")
  package static let shapeCount = LayoutEntry(52, .uint32, "shape count", "number of shapes")
  package static let slotBits = LayoutEntry(
    56, .uint8, "slot bits", "lowest bits of a tenant record: the number of the tenant's slot")
  package static let sourceBits = LayoutEntry(
    57, .uint8, "source bits", "the next bits: the source that declares the tenant")
  package static let lineBits = LayoutEntry(
    58, .uint8, "line bits", "the next bits: the first line of its document, from 1")
  package static let shapeBits = LayoutEntry(
    59, .uint8, "shape bits", "the next bits: its shape; a record is as many bytes as all need")
  package static let reserved = LayoutEntry(60, .bytes(4), "reserved", "0")
  package static let sections = LayoutEntry(
    64, .bytes(Section.allCases.count * SectionLayout.size), "sections",
    "a section record for each section, in order")
  package static let certificate = LayoutEntry(
    256, .bytes(32), "certificate", "BLAKE2b-256 of the certificate of its proofs, or 0")
  package static let epoch = LayoutEntry(
    288, .uint64, "epoch",
    "rises from one bundle to the next, to 2^53 - 1 at most; 0 for none stated")
  package static let notBefore = LayoutEntry(
    296, .uint64, "not before",
    "the first second at which it holds, since 1970-01-01T00:00:00Z, or 0")
  package static let notAfter = LayoutEntry(
    304, .uint64, "not after",
    "the last second at which it holds, not before the first, or 0; to the end of the year 9999")
  package static let end = LayoutEntry(312, .bytes(8), "kept free", "0")
  package static let size = 320
  /// The flag of a bundle whose plans were not proved.
  package static let unverified: UInt64 = 1

  /// What a bundle's contents do not depend on.
  static let ofRelease = [certificate, epoch, notBefore, notAfter]

  package static let record = RecordLayout(
    "header", "the beginning of a bundle", size: size,
    [
      magic, version, language, flags, length, seed, tenantCount, bucketCount, slotStride,
      shapeCount, slotBits, sourceBits, lineBits, shapeBits, reserved, sections, certificate, epoch,
      notBefore, notAfter, end,
    ])
}

package enum SectionLayout {
  package static let offset = LayoutEntry(0, .uint64, "offset", "from the beginning of the bundle")
  package static let length = LayoutEntry(8, .uint64, "length", "bytes, without padding")
  package static let size = 16

  package static let record = RecordLayout(
    "section", "where a section lies", size: size, [offset, length])
}

package enum TableRecordLayout {
  package static let nameOffset = LayoutEntry(0, .uint32, "name offset", "in the strings")
  package static let nameLength = LayoutEntry(4, .uint32, "name length", "bytes")
  package static let rowCount = LayoutEntry(8, .uint32, "row count", "number of rows")
  package static let stride = LayoutEntry(
    12, .uint32, "stride", "bytes from row to row: a multiple of 8, for `classes` of 64")
  package static let rowsOffset = LayoutEntry(
    16, .uint64, "rows offset", "its first row, from the beginning of the rows")
  package static let firstColumn = LayoutEntry(
    24, .uint32, "first column", "number of its first column record")
  package static let columnCount = LayoutEntry(28, .uint32, "column count", "number of columns")
  package static let nameColumn = LayoutEntry(
    32, .uint32, "name column", "its column that names rows, from 0, or none")
  package static let scopeColumn = LayoutEntry(
    36, .uint32, "scope column", "its column within whose rows names are unique, from 0, or none")
  package static let firstName = LayoutEntry(
    40, .uint32, "first name", "number of its first entry in the names")
  package static let reserved = LayoutEntry(44, .uint32, "reserved", "0")
  package static let size = 48

  package static let record = RecordLayout(
    "table", "a table: rows of one size", size: size,
    [
      nameOffset, nameLength, rowCount, stride, rowsOffset, firstColumn, columnCount, nameColumn,
      scopeColumn, firstName, reserved,
    ])
}

package enum ColumnLayout {
  package static let nameOffset = LayoutEntry(0, .uint32, "name offset", "in the strings")
  package static let nameLength = LayoutEntry(4, .uint32, "name length", "bytes")
  package static let id = LayoutEntry(8, .uint32, "id", "what readers know the column by")
  package static let kind = LayoutEntry(12, .uint32, "kind", "of its cells: see the column kinds")
  package static let offset = LayoutEntry(16, .uint32, "offset", "of its cell in a row")
  package static let width = LayoutEntry(20, .uint32, "width", "bytes of its cell")
  package static let target = LayoutEntry(
    24, .uint32, "target", "number of the table that an index or a mask is over, or none")
  package static let reserved = LayoutEntry(28, .uint32, "reserved", "0")
  package static let size = 32

  package static let record = RecordLayout(
    "column", "a column of a table", size: size,
    [nameOffset, nameLength, id, kind, offset, width, target, reserved])
}

package enum SourceLayout {
  package static let nameOffset = LayoutEntry(0, .uint32, "name offset", "in the strings")
  package static let nameLength = LayoutEntry(4, .uint32, "name length", "bytes")
  package static let digest = LayoutEntry(
    8, .bytes(32), "digest", "BLAKE2b-256 of the bytes of the source")
  package static let size = 40

  package static let record = RecordLayout(
    "source", "a source that was compiled", size: size, [nameOffset, nameLength, digest])
}

package enum FieldLayout {
  package static let nameOffset = LayoutEntry(0, .uint32, "name offset", "in the strings")
  package static let nameLength = LayoutEntry(4, .uint32, "name length", "bytes")
  package static let size = 8

  package static let record = RecordLayout(
    "field", "a field of a policy that has a provenance", size: size, [nameOffset, nameLength])
}

/// A slot that is empty is zero throughout. The id follows the entries; the rest is zero.
package enum SlotLayout {
  package static let classRow = LayoutEntry(0, .uint32, "class", "row of the table `classes`")
  package static let ordinal = LayoutEntry(
    4, .uint32, "ordinal", "number of the tenant, in order of the bytes of the ids")
  package static let idLength = LayoutEntry(8, .uint8, "id length", "1 to 128; 0 for an empty slot")
  package static let hashByte = LayoutEntry(9, .uint8, "hash byte", "lowest byte of the id's hash")
  package static let size = 10

  package static let record = RecordLayout(
    "slot", "a tenant whose id fits: the id follows, then zeros up to the stride", size: size,
    isPrefix: true, [classRow, ordinal, idLength, hashByte])
}

/// A slot whose id is longer than `stride - SlotLayout.size`.
package enum LongSlotLayout {
  package static let reserved = LayoutEntry(10, .bytes(2), "reserved", "0")
  package static let idOffset = LayoutEntry(12, .uint32, "id offset", "in the long ids")
  package static let size = 16

  package static let record = RecordLayout(
    "long slot", "a tenant whose id does not fit: zeros follow up to the stride", size: size,
    isPrefix: true,
    [
      SlotLayout.classRow, SlotLayout.ordinal, SlotLayout.idLength, SlotLayout.hashByte, reserved,
      idOffset,
    ])
}

package enum OriginLayout {
  package static let origin = LayoutEntry(
    0, .uint8, "origin", "which layer gave the value: see the origins")
  package static let limit = LayoutEntry(
    1, .uint8, "limit", "which layer's limit bounds it: see the limiting layers; 0 for none")
  package static let reserved = LayoutEntry(2, .bytes(2), "reserved", "0")
  package static let source = LayoutEntry(
    4, .uint32, "source", "where the value stands; none for the tenant's own and built-in values")
  package static let line = LayoutEntry(
    8, .uint32, "line",
    "from 1; for the tenant's own values, lines after the first of its document; 0 for built-in")
  package static let limitSource = LayoutEntry(
    12, .uint32, "limit source", "where the limit stands, or none")
  package static let limitLine = LayoutEntry(16, .uint32, "limit line", "from 1; 0 for none")
  package static let size = 20

  package static let record = RecordLayout(
    "origin", "where the value of one field came from", size: size,
    [origin, limit, reserved, source, line, limitSource, limitLine])
}
