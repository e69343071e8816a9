/// A tenant of a bundle, without its id.
package struct TenantPlace: Hashable, Sendable {
  /// In order of the bytes of the ids, from 0.
  package let ordinal: Int
  /// The row of the table `classes` that holds its policy.
  package let classRow: Int

  package init(ordinal: Int, classRow: Int) {
    self.ordinal = ordinal
    self.classRow = classRow
  }
}

extension PolicyBundle {
  /// Calls for every tenant of this bundle or a later one with its place in each, in no order that
  /// means anything.
  ///
  /// Bundles of the same tenants keep them in the same slots, so that most are found where they lie,
  /// without a look-up.
  ///
  /// - Returns: Whether both could be read to the end.
  package func forEachTenant(
    with later: PolicyBundle, _ body: (_ here: TenantPlace?, _ there: TenantPlace?) -> Void
  ) -> Bool {
    var common = 0
    for slot in 0..<(2 * header.bucketCount) where index.idLength(ofSlot: slot, in: memory) > 0 {
      guard let place = place(inSlot: slot) else { return false }
      let there = later.place(of: self, slot)
      if there != nil { common += 1 }
      body(place, there)
    }
    guard common < later.tenantCount else { return true }
    for slot in 0..<(2 * later.header.bucketCount)
    where later.index.idLength(ofSlot: slot, in: later.memory) > 0 {
      guard let place = later.place(inSlot: slot) else { return false }
      if self.place(of: later, slot) == nil { body(nil, place) }
    }
    return true
  }

  /// Whether another bundle is the same, byte for byte.
  package func hasSameBytes(as other: PolicyBundle) -> Bool {
    memory.count == other.memory.count
      && memory.holds(0..<memory.count, sameAs: other.memory, 0..<memory.count)
  }

  private func place(inSlot slot: Int) -> TenantPlace? {
    index.entry(ofSlotNumber: slot, memory).map {
      TenantPlace(ordinal: Int($0.ordinal), classRow: Int($0.classRow))
    }
  }

  /// Where the tenant of another bundle's slot is here; `nil` if it is nowhere.
  private func place(of other: PolicyBundle, _ slot: Int) -> TenantPlace? {
    guard let id = other.index.idRange(ofSlot: slot, in: other.memory) else { return nil }
    if let own = index.idRange(ofSlot: slot, in: memory),
      memory.holds(own, sameAs: other.memory, id)
    {
      return place(inSlot: slot)
    }
    return other.memory.withSpan(of: id) { span in
      index.find(span, in: memory).map {
        TenantPlace(ordinal: Int($0.ordinal), classRow: Int($0.classRow))
      }
    }
  }
}
