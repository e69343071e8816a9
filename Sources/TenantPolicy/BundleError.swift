/// Why a bundle did not open.
public enum BundleError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The file could not be read: what was tried, and the words of the operating system.
  case file(String)
  /// The bytes are not a bundle that this reader trusts, and where the first trouble lies, in bytes
  /// from the beginning.
  case refused(Refusal, offset: Int)
  /// The bytes are a bundle, and do not meet what the reader demands of one.
  case unmet(UnmetDemand)

  /// One line for people.
  public var description: String {
    switch self {
    case .file(let reason): reason
    case .refused(let refusal, let offset): "\(refusal.description) (at byte \(offset))"
    case .unmet(let unmet): unmet.description
    }
  }

  /// A stable word for scripts: `file`, or that of a refusal or of an unmet demand.
  public var reason: String {
    switch self {
    case .file: "file"
    case .refused(let refusal, _): refusal.rawValue
    case .unmet(let unmet): unmet.reason.rawValue
    }
  }
}

/// The reasons for which bytes are refused. The raw value is stable, for scripts.
public enum Refusal: String, CaseIterable, Hashable, Sendable, CustomStringConvertible {
  /// Shorter than the smallest bundle, or than its header says.
  case truncated = "truncated"
  /// Bytes after the end that its header states.
  case trailing = "trailing"
  /// Larger than any bundle.
  case oversize = "oversize"
  /// Does not begin as a bundle does.
  case magic = "magic"
  /// Of another version of the format.
  case version = "version"
  /// Flags that this reader does not know.
  case flags = "flags"
  /// Bytes that have no meaning and are not zero.
  case padding = "padding"
  /// An epoch or times that no bundle can state.
  case release = "release"
  /// A section is not where it belongs, or not as long as its records.
  case section = "section"
  /// The digest is not that of the bytes.
  case digest = "digest"
  /// A description of a table or a column that makes no sense.
  case table = "table"
  /// A table or a column that this reader needs is missing.
  case missing = "missing"
  /// A string outside the strings, or not UTF-8.
  case string = "string"
  /// A list outside the cells.
  case list = "list"
  /// A number of a row, a source, a shape or a layer that does not exist.
  case reference = "reference"
  /// A mask with bits for rows that do not exist.
  case mask = "mask"
  /// The names of a table are not sorted, or not unique.
  case names = "names"
  /// The tenant index does not lead to each of the tenants.
  case index = "index"

  /// What is wrong, in a few words.
  public var description: String {
    switch self {
    case .truncated: "the bundle is cut short"
    case .trailing: "there are bytes after the end of the bundle"
    case .oversize: "the bundle is larger than any can be"
    case .magic: "this is not a bundle"
    case .version: "the bundle has another version of the format"
    case .flags: "the bundle has flags that this reader does not know"
    case .padding: "bytes that must be zero are not"
    case .release: "the epoch or the times in which the bundle holds make no sense"
    case .section: "a section is not where it belongs"
    case .digest: "the digest is not that of the bytes"
    case .table: "a table is described in a way that makes no sense"
    case .missing: "a table or a column that every bundle has is missing"
    case .string: "a string lies outside the strings or is not UTF-8"
    case .list: "a list lies outside the cells"
    case .reference: "a reference leads to nothing"
    case .mask: "a mask has bits for rows that do not exist"
    case .names: "the names of a table are not sorted or not unique"
    case .index: "the tenant index does not lead to each tenant"
    }
  }
}
