package import BundleTables
package import TenantPolicy

/// What goes into a bundle: tables of cells, and the tenants with their class, their place and the
/// provenance of their fields. It says nothing of bytes; `encode` does.
package struct BundleContents: Sendable {
  /// A source that was compiled, and the BLAKE2b-256 digest of its bytes.
  package struct Source: Sendable {
    package let name: String
    package let digest: [UInt8]

    package init(name: String, digest: [UInt8]) {
      self.name = name
      self.digest = digest
    }
  }

  /// The version of the policy language.
  package var language: UInt32
  /// Whether the plans were proved; `true` where there is none.
  package var isVerified = true
  /// The BLAKE2b-256 digest of the certificate of the proofs.
  package var certificateDigest: [UInt8]?
  /// The epoch, and when the bundle holds.
  package var release = Release.unstated
  package var sources: [Source]
  /// In the order of the bundle. `platforms`, `regions`, `tools` and `classes` must be there, and
  /// `classes` must have the decision columns of `ColumnID`.
  package var tables: [TableContents]
  /// The fields of a policy that have a provenance.
  package var fieldNames: [String]
  /// The distinct provenances: for each, an origin for each field.
  package var shapes: [[FieldOrigin]]
  /// In any order.
  package var tenants: TenantList

  package init(
    language: UInt32, sources: [Source], tables: [TableContents], fieldNames: [String],
    shapes: [[FieldOrigin]], tenants: TenantList
  ) {
    self.language = language
    self.sources = sources
    self.tables = tables
    self.fieldNames = fieldNames
    self.shapes = shapes
    self.tenants = tenants
  }
}

/// A table to be written. Cells are asked for one by one, up to twice each, so that a large table
/// need not be held in this form.
package struct TableContents: Sendable {
  package let name: String
  package let columns: [ColumnContents]
  package let rowCount: Int
  /// The string column by which rows are looked up, and the index column within whose rows names
  /// are unique.
  package let nameColumn: ColumnID?
  package let scopeColumn: ColumnID?
  /// The cell of a row in the column at a position of `columns`, of that column's kind.
  package let cell: @Sendable (_ row: Int, _ column: Int) -> Cell

  package init(
    _ name: String, columns: [ColumnContents], nameColumn: ColumnID? = nil,
    scopeColumn: ColumnID? = nil, rowCount: Int,
    cell: @escaping @Sendable (_ row: Int, _ column: Int) -> Cell
  ) {
    self.name = name
    self.columns = columns
    self.rowCount = rowCount
    self.nameColumn = nameColumn
    self.scopeColumn = scopeColumn
    self.cell = cell
  }

  /// A table whose rows are at hand, each with a cell for each column.
  package init(
    _ name: String, columns: [ColumnContents], nameColumn: ColumnID? = nil,
    scopeColumn: ColumnID? = nil, rows: [[Cell]]
  ) {
    self.init(
      name, columns: columns, nameColumn: nameColumn, scopeColumn: scopeColumn,
      rowCount: rows.count
    ) { rows[$0][$1] }
  }
}

/// Where the value of a field came from, in a form that tenants can share.
package struct FieldOrigin: Hashable, Sendable {
  package let origin: Origin
  /// For `.tenant`: how many lines after the first one of the tenant's document. Otherwise unused.
  package let lineDelta: Int
  /// For every origin but `.tenant` and `.builtIn`: where the value stands.
  package let place: SourceLine?
  package let limit: Provenance.Limit?

  /// The tenant's own value.
  package static func own(lineDelta: Int, limit: Provenance.Limit? = nil) -> FieldOrigin {
    FieldOrigin(origin: .tenant, lineDelta: lineDelta, place: nil, limit: limit)
  }

  /// The value of a layer above.
  package static func inherited(
    _ origin: Origin, at place: SourceLine, limit: Provenance.Limit? = nil
  ) -> FieldOrigin {
    FieldOrigin(origin: origin, lineDelta: 0, place: place, limit: limit)
  }

  /// The language's own value.
  package static func builtIn(limit: Provenance.Limit? = nil) -> FieldOrigin {
    FieldOrigin(origin: .builtIn, lineDelta: 0, place: nil, limit: limit)
  }
}
