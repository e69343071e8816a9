/// The distinct ways in which tenants are written: which keys in which order, with which values, on
/// which lines below the first. Tenants of one form have one policy, which came about in one way.
package struct TenantForms: Sendable {
  /// A form is three words for each of its keys: slot, value, lines below.
  private var table = SequenceTable<UInt32>()
  /// Where the first tenant of each form is.
  private var places: [TextPlace] = []
  /// The form of the tenant that is being read.
  private var current: [UInt32] = []

  package init() {}

  package var count: Int { table.count }

  /// One key of a form.
  package struct Use: Sendable {
    package let slot: UInt8
    /// Index of the written value.
    package let value: UInt32
    /// Lines from the first one of the tenant's document to the value.
    package let linesBelow: UInt32
  }

  /// The keys of a form, in the order in which they are written.
  package subscript(index: Int) -> [Use] {
    let words = table[index]
    return stride(from: words.startIndex, to: words.endIndex, by: 3).map {
      Use(
        slot: UInt8(truncatingIfNeeded: words[$0]), value: words[$0 + 1],
        linesBelow: words[$0 + 2])
    }
  }

  func place(of index: Int) -> TextPlace { places[index] }

  /// Takes a form of another table, whose values have other indices there.
  mutating func insert(_ index: Int, of other: TenantForms, newValues: [UInt32]) -> UInt32 {
    begin()
    current += other.table[index]
    for position in stride(from: 1, to: current.count, by: 3) {
      current[position] = newValues[Int(current[position])]
    }
    return end(at: other.places[index])
  }

  // MARK: The tenant that is being read

  mutating func begin() { current.removeAll(keepingCapacity: true) }

  mutating func append(slot: UInt8, value: UInt32, linesBelow: UInt32) {
    current.append(UInt32(slot))
    current.append(value)
    current.append(linesBelow)
  }

  /// Whether it says which org and which tier.
  var hasRequired: Bool {
    var hasOrg = false
    var hasTier = false
    for position in stride(from: 0, to: current.count, by: 3) {
      if current[position] == UInt32(TenantSlot.org) { hasOrg = true }
      if current[position] == UInt32(TenantSlot.tier) { hasTier = true }
    }
    return hasOrg && hasTier
  }

  /// The index of its form; equal ones have the index of the first.
  mutating func end(at place: TextPlace) -> UInt32 {
    let (index, isNew) = table.insert(current[...])
    if isNew { places.append(place) }
    return UInt32(truncatingIfNeeded: index)
  }
}
