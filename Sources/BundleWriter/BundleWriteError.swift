package import TenantPolicy

/// Why contents cannot be written as a bundle. Only the tenants' ids come from policies; everything
/// else here is a mistake of the caller, or more of something than the format can hold.
package enum BundleWriteError: Error, Hashable, Sendable, CustomStringConvertible {
  /// An id that is empty, too long, or holds something else than visible ASCII.
  case badTenantID(String)
  /// Two tenants with one id.
  case duplicateTenant(String)
  /// A table that contradicts itself or its cells.
  case badTable(String, String)
  /// A tenant, shape or source that refers to something that is not there.
  case badReference(String)
  /// More than the format can hold.
  case tooMuch(String)
  /// No arrangement of the tenants in the index was found: hundreds of ids would have to be chosen
  /// for that.
  case noArrangement
  /// The reader refuses what was written.
  case unreadable(BundleError)
  /// The reader answers something else than was written.
  case differs(String)

  package var description: String {
    switch self {
    case .badTenantID(let id):
      "`\(id)` cannot be the id of a tenant: 1 to \(TableLayout.maximumIDLength) visible ASCII "
        + "characters are needed"
    case .duplicateTenant(let id): "there are two tenants `\(id)`"
    case .badTable(let table, let reason): "table `\(table)`: \(reason)"
    case .badReference(let what): "\(what) refers to something that is not there"
    case .tooMuch(let what): "the bundle would hold too many \(what)"
    case .noArrangement: "no arrangement of the tenant ids in the index was found"
    case .unreadable(let error): "the bundle cannot be read back: \(error)"
    case .differs(let what): "the bundle reads back differently: \(what)"
    }
  }
}
