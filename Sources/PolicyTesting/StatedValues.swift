import BundleTables
import PolicyDiagnostics
import PolicyModel
import TenantPolicy
import VerificationFindings

/// A line that states the value of a field, and whose policies it decides.
struct StatedValue: Sendable {
  /// Position of the field.
  let field: Int
  let place: SourceLine
  /// What comes of it for the first of the policies.
  let value: FieldValue
  /// Rows of the table `classes`.
  private(set) var classes: Set<Int> = []

  /// The lines that state what holds for the tenants of a platform, in the order of sources and lines. Of
  /// tenants with one policy those of the first one count, and those of tenants that tests name.
  static func all(
    of lifted: LiftedPlatform, _ bundle: PolicyBundle, named: [String]
  ) -> [StatedValue] {
    var found: [Key: StatedValue] = [:]
    var seen: Set<Int> = []
    let numbers = Dictionary(
      (0..<bundle.fieldCount).map { (bundle.fieldName(at: $0) ?? "", $0) },
      uniquingKeysWith: { first, _ in first })
    func add(_ ordinal: Int, _ row: Int, _ policy: EffectivePolicy) {
      for (index, field) in PolicyFields.all.enumerated() {
        guard let number = numbers[field.name],
          let place = bundle.provenance(ofField: number, ofTenantAt: ordinal)?.place
        else { continue }
        let key = Key(field: index, source: place.source, line: place.line)
        var value =
          found[key] ?? StatedValue(field: index, place: place, value: policy.values[index])
        value.classes.insert(row)
        found[key] = value
      }
    }
    _ = bundle.forEachTenant { ordinal, row in
      if seen.insert(row).inserted, let policy = lifted.policy(ofClass: row) {
        add(ordinal, row, policy)
      }
      return true
    }
    for id in named {
      if let context = bundle.context(for: id),
        let policy = lifted.policy(ofClass: context.classRow)
      {
        add(context.ordinal, context.classRow, policy)
      }
    }
    return found.sorted { $0.key < $1.key }.map(\.value)
  }

  private struct Key: Hashable, Comparable {
    let field: Int
    let source: Int
    let line: Int

    static func < (left: Key, right: Key) -> Bool {
      (left.source, left.line, left.field) < (right.source, right.line, right.field)
    }
  }
}
