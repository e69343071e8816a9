import PolicyModel
import TenantPolicy

// Where the documents of tenants are, for causes that are theirs.
extension PolicyDiff {
  /// Where the document of the first tenant of some groups begins.
  func firstLine(ofGroups numbers: [Int], _ side: Int) -> WrittenLine? {
    firstTenant(ofGroups: numbers, side).map { WrittenLine($0.declared) }
  }

  /// Where the first tenant of some groups states what a dimension is decided by.
  func ownLine(of dimension: Dimension, ofGroups numbers: [Int], _ side: Int) -> WrittenLine? {
    let bundle = side == 0 ? old.bundle : new.bundle
    guard let tenant = firstTenant(ofGroups: numbers, side),
      let context = bundle.context(for: tenant.id)
    else { return nil }
    let fields = (0..<bundle.fieldCount).filter { number in
      bundle.fieldName(at: number).map { dimension.fieldNames.contains($0) } ?? false
    }
    return fields.compactMap { context.provenance(ofField: $0) }
      .first { $0.origin == .tenant }?.place.map { WrittenLine($0) }
      ?? WrittenLine(tenant.declared)
  }

  private func firstTenant(ofGroups numbers: [Int], _ side: Int) -> TenantEntry? {
    guard let id = firstTenants(ofGroups: numbers).first else { return nil }
    let bundle = side == 0 ? old.bundle : new.bundle
    return bundle.context(for: id).flatMap { bundle.tenant(at: $0.ordinal) }
  }
}
