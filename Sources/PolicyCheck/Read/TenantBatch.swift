import PolicyDiagnostics
import PolicyModel
package import PolicySyntax

/// The tenants of one source as they were written: which values at which places, nothing resolved.
///
/// Values that are written alike are kept once, with the tree of the first: a platform has far fewer
/// ways to write `model_tier: gpt-4` than tenants, and each way is then decoded once.
package struct TenantBatch: Sendable {
  package private(set) var records: [TenantRecord] = []
  package private(set) var ids: [UInt8] = []
  package private(set) var uses: [FieldUse] = []
  package private(set) var values = WrittenValues()

  package init() {}

  package func id(of record: TenantRecord) -> ArraySlice<UInt8> {
    ids[Int(record.idStart)..<Int(record.idStart) + Int(record.idLength)]
  }

  package func uses(of record: TenantRecord) -> ArraySlice<FieldUse> {
    uses[Int(record.firstUse)..<Int(record.firstUse) + Int(record.useCount)]
  }

  /// Takes the tenant of a document whose root is a mapping that begins with `tenant_id`.
  ///
  /// - Parameter source: all bytes of the source.
  /// - Returns: `false` if the document has anything wrong with its keys or its id; nothing is then
  ///   taken, and the decoder says what it is.
  package mutating func take(_ buffer: borrowing DocumentBuffer, of source: [UInt8]) -> Bool {
    let firstUse = uses.count
    guard let idNode = readKeys(buffer, source), Identifier.isValid(buffer.bytes(of: idNode)),
      hasRequired(uses[firstUse...])
    else {
      uses.removeSubrange(firstUse...)
      return false
    }
    let id = buffer.bytes(of: idNode)
    let node = buffer.nodes[idNode]
    records.append(
      TenantRecord(
        idStart: UInt32(truncatingIfNeeded: ids.count), idLength: UInt8(id.count),
        useCount: UInt8(uses.count - firstUse), firstUse: UInt32(truncatingIfNeeded: firstUse),
        start: node.start, line: buffer.nodes[0].line))
    ids.append(contentsOf: id)
    return true
  }

  /// Notes every key's value; the node of the id, or `nil` at the first key that is not in order.
  private mutating func readKeys(_ buffer: borrowing DocumentBuffer, _ source: [UInt8]) -> Int? {
    var idNode: Int?
    var key = buffer.firstChild(of: 0)
    let end = buffer.next(after: 0)
    while let current = key, current < end {
      let value = buffer.next(after: current)
      guard value < end, !isNothing(value, buffer),
        let slot = TenantSlot.index(of: buffer.bytes(of: current))
      else { return nil }
      if slot == TenantSlot.id {
        idNode = value
      } else {
        let node = buffer.nodes[value]
        uses.append(
          FieldUse(
            slot: UInt8(slot), value: values.insert(value, of: buffer, source, slot: slot),
            start: node.start, line: node.line))
      }
      key = buffer.next(after: value)
    }
    return idNode
  }

  private func isNothing(_ index: Int, _ buffer: borrowing DocumentBuffer) -> Bool {
    let node = buffer.nodes[index]
    guard node.kind == .scalar, node.style == .plain, node.textLength <= 4 else { return false }
    return Node.isNothing(buffer.bytes(of: index))
  }

  private func hasRequired(_ uses: ArraySlice<FieldUse>) -> Bool {
    uses.contains { $0.slot == TenantSlot.org } && uses.contains { $0.slot == TenantSlot.tier }
  }
}

/// Where one tenant is, and which part of the batch's arrays is its.
package struct TenantRecord: Sendable {
  package let idStart: UInt32
  package let idLength: UInt8
  package let useCount: UInt8
  package let firstUse: UInt32
  /// Byte offset of the id.
  package let start: UInt32
  /// Line of the document's first key.
  package let line: UInt32
}

/// One key of a tenant: what is written behind it, and where.
package struct FieldUse: Sendable {
  package let slot: UInt8
  /// Index into the batch's written values.
  package let value: UInt32
  package let start: UInt32
  package let line: UInt32
}

/// The keys of a tenant document by number: policy fields first, by their position.
package enum TenantSlot {
  package static let fieldCount = PolicyFields.all.count
  package static let org = UInt8(fieldCount)
  package static let tier = UInt8(fieldCount + 1)
  package static let limit = UInt8(fieldCount + 2)
  package static let standard = UInt8(fieldCount + 3)
  static let id = fieldCount + 4
  package static let count = fieldCount + 4

  private static let table: ByteTable = {
    var table = ByteTable()
    let keys = PolicyFields.all.map(\.name) + ["org_id", "policy_tier", "limit", "default"]
    for key in keys + ["tenant_id"] { _ = table.insert(Array(key.utf8)[...]) }
    return table
  }()

  static func index(of key: ArraySlice<UInt8>) -> Int? { table.index(of: key) }
}

/// The distinct ways in which values are written in one source or in all of them.
package struct WrittenValues: Sendable {
  private var table = ByteTable()
  /// Slot and tree of each, by index.
  package private(set) var slots: [UInt8] = []
  package private(set) var trees: [Tree] = []
  private var key: [UInt8] = []

  package init() {}

  package var count: Int { trees.count }

  /// What is written: the slot, the column where it begins, and its bytes. Two values with one key
  /// decode alike and have their parts at equal offsets; they differ in their places only.
  mutating func insert(
    _ index: Int, of buffer: borrowing DocumentBuffer, _ source: [UInt8], slot: Int
  ) -> UInt32 {
    let node = buffer.nodes[index]
    // The column has a meaning only where a value goes on over several lines.
    let column =
      node.kind == .scalar && node.style != .literal && node.style != .folded
      ? 0 : node.column
    key.removeAll(keepingCapacity: true)
    key.append(UInt8(slot))
    key.append(UInt8(truncatingIfNeeded: column))
    key.append(UInt8(truncatingIfNeeded: column >> 8))
    key.append(contentsOf: source[Int(node.start)..<Int(node.end)])
    let (value, isNew) = table.insert(key[...])
    if isNew {
      slots.append(UInt8(slot))
      trees.append(buffer.subtree(at: index))
    }
    return UInt32(truncatingIfNeeded: value)
  }

  /// Takes a value of another source's batch.
  package mutating func insert(_ index: Int, of other: WrittenValues) -> (index: Int, isNew: Bool) {
    let inserted = table.insert(other.table[index])
    if inserted.isNew {
      slots.append(other.slots[index])
      trees.append(other.trees[index])
    }
    return inserted
  }
}
