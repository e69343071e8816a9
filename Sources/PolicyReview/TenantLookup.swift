import TenantPolicy

// The way from a tenant to what is decided differently for it.
extension PolicyDiff {
  /// The position in `groups` of the group that a tenant is in; `nil` for one that is on neither side,
  /// and where the bundles are the same.
  package func group(ofTenant id: String) -> Int? {
    let before = old.bundle.context(for: id)
    let after = new.bundle.context(for: id)
    guard before != nil || after != nil else { return nil }
    let alike = groups.indices.filter { number in
      groups[number].oldClass == before?.classRow && groups[number].newClass == after?.classRow
    }
    let places = before.flatMap { before in
      after.flatMap { shapes(before.ordinal, $0.ordinal) }
    }
    return alike.first { groups[$0].owner == id && groups[$0].isStated(in: places) }
      ?? alike.first { groups[$0].owner == nil && groups[$0].isStated(in: places) }
  }

  private func shapes(_ before: Int, _ after: Int) -> ReviewedTenants.ShapePair? {
    guard let old = old.bundle.tenantRecord(at: before),
      let new = new.bundle.tenantRecord(at: after)
    else { return nil }
    return ReviewedTenants.ShapePair(old: old.shape, new: new.shape)
  }
}

extension ReviewedTenants {
  /// Groups whose policies do not differ are not told apart by where they are stated.
  fileprivate func isStated(in places: ShapePair?) -> Bool { shapes == nil || shapes == places }
}
