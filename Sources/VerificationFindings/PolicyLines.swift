package import PolicyModel
package import TenantPolicy

/// The lines that say what holds for tenants.
package struct PolicyLines: Sendable {
  private let bundle: PolicyBundle
  private let numbers: [String: Int]

  package init(_ bundle: PolicyBundle) {
    self.bundle = bundle
    numbers = Dictionary(
      (0..<bundle.fieldCount).map { (bundle.fieldName(at: $0) ?? "", $0) },
      uniquingKeysWith: { first, _ in first })
  }

  package func provenance(of field: AnyField, tenant: String) -> Provenance? {
    guard let number = numbers[field.name] else { return nil }
    return bundle.context(for: tenant)?.provenance(ofField: number)
  }

  /// Where the value of a field stands, with a label; nothing for one that nobody states.
  package func place(of field: AnyField, tenant: String) -> [(Written, String)] {
    guard let place = provenance(of: field, tenant: tenant)?.place else { return [] }
    return [(Written(place), "`\(field.name)` of `\(tenant)`")]
  }
}
