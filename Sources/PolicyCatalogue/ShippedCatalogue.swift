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

/// What the groups of regions mean, in every catalogue that has regions in them.
let groupsOfRegions = """
  # Groups: the country by its ISO 3166 code; eu27, the members of the European Union (since 2020-02-01:
  # european-union.europa.eu); eea, these with Iceland, Liechtenstein and Norway; eu_adequate, countries
  # outside of the EEA that an adequacy decision of the European Commission covers (list of 2025-12-31:
  # commission.europa.eu, "Adequacy decisions"; of Canada it covers commercial organisations). The United
  # States are not in it: their decision covers single organisations, which `transfers:` can say.
  """
