package import TenantPolicy

/// A column of a table to be written.
package struct ColumnContents: Sendable {
  /// What the cells hold; an index or a mask names the table that it is over.
  package enum Kind: Hashable, Sendable {
    case integer
    case index(of: String)
    case mask(of: String)
    case string
    case list
  }

  package let id: ColumnID
  package let name: String
  package let kind: Kind

  package init(_ id: ColumnID, _ name: String, _ kind: Kind) {
    self.id = id
    self.name = name
    self.kind = kind
  }
}
