/// Catalogues that ship with the program, as the documents that they are.
///
/// A platform takes one with `use: aws`; the digest of its text then stands among the sources of the
/// bundle, so that an edit is a change of policy like any other.
package enum ShippedCatalogue: String, CaseIterable, Sendable {
  case aws
  case azure
  case google
  /// Services that are called by their hosts.
  case direct

  package var text: String {
    switch self {
    case .aws: awsCatalogue
    case .azure: azureCatalogue
    case .google: googleCatalogue
    case .direct: directCatalogue
    }
  }
}
