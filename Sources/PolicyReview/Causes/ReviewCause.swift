/// An edit, and everything that is decided differently because of it.
package struct ReviewCause: Sendable {
  package enum Origin: Hashable, Sendable {
    /// A value is stated somewhere else, or differently.
    case value(StatedPlace, StatedPlace)
    /// Tenants name another org, tier or budget class.
    case membership(Dimension, old: String, new: String)
    case edit(CatalogueEdit)
    case tenantsAdded
    case tenantsRemoved
  }

  package let origin: Origin
  let platform: Int
  package let verdict: ChangeVerdict
  /// Positions in `PolicyDiff.values`, with the groups for which this is why.
  package let values: [(value: Int, groups: [Int])]
  /// Positions in `PolicyDiff.reach`, likewise.
  package let reach: [(reach: Int, groups: [Int])]
  /// Whom it hits: positions in `PolicyDiff.groups`, ascending.
  package let groups: [Int]
  package let tenants: Int

  /// What it changes, each once.
  package func dimensions(in diff: PolicyDiff) -> [Dimension] {
    var found = Set(values.map { diff.values[$0.value].change.dimension })
    if !reach.isEmpty { found.insert(.reach) }
    switch origin {
    case .edit(let edit):
      found.insert(.catalogue)
      if edit.subject.kind == .plan { found.insert(.plans) }
    case .tenantsAdded, .tenantsRemoved: found.insert(.tenants)
    case .value, .membership: break
    }
    return Dimension.all.filter { found.contains($0) }
  }
}

/// Where the value of a field is stated.
package struct StatedPlace: Hashable, Sendable {
  package enum Layer: String, Sendable {
    case tenant, org, platform, language
    case budgetClass = "budget class"
    case tier = "policy tier"
  }

  package let layer: Layer
  /// `nil` for what tenants state themselves, each in its own document, and for the language.
  package let line: WrittenLine?
  /// The name of the field, of what tenants state themselves: what they state of one is a cause of its
  /// own.
  package var field: String?
}
