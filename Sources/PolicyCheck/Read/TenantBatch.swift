import PolicyDiagnostics
import PolicyModel
package import PolicySyntax

/// The tenants of one source as they were written: which values at which places, nothing resolved.
///
/// A platform has far fewer ways to write `model_tier: gpt-4` than tenants, and far fewer ways to
/// write a tenant: values and forms that are alike are kept once.
package struct TenantBatch: Sendable {
  package private(set) var records: [TenantRecord] = []
  package private(set) var ids: [UInt8] = []
  /// Where the values of the tenants begin, in bytes: of one tenant after the other, each in the order
  /// of its form.
  package private(set) var starts: [UInt32] = []
  package private(set) var values = WrittenValues()
  package private(set) var forms = TenantForms()
  private var form: [UInt32] = []

  package init() {}

  package func id(of record: TenantRecord) -> ArraySlice<UInt8> {
    ids[Int(record.idStart)..<Int(record.idStart) + Int(record.idLength)]
  }

  /// Takes the tenant of a document whose root is a mapping that begins with `tenant_id`.
  ///
  /// - Parameter source: all bytes of the source.
  /// - Returns: `false` if the document has anything wrong with its keys or its id; nothing is then
  ///   taken, and the decoder says what it is.
  package mutating func take(_ buffer: borrowing DocumentBuffer, of source: [UInt8]) -> Bool {
    let firstStart = starts.count
    form.removeAll(keepingCapacity: true)
    guard let idNode = readKeys(buffer, source), Identifier.isValid(buffer.bytes(of: idNode)),
      TenantForms.hasRequired(form)
    else {
      starts.removeSubrange(firstStart...)
      return false
    }
    let id = buffer.bytes(of: idNode)
    records.append(
      TenantRecord(
        idStart: UInt32(truncatingIfNeeded: ids.count), idLength: UInt8(id.count),
        form: UInt32(truncatingIfNeeded: forms.insert(form)),
        firstStart: UInt32(truncatingIfNeeded: firstStart), start: buffer.nodes[idNode].start,
        line: buffer.nodes[0].line))
    ids.append(contentsOf: id)
    return true
  }

  /// Takes a tenant of which no more is known than its id and where it stands.
  package mutating func append(id: ArraySlice<UInt8>, start: UInt32, line: UInt32) {
    records.append(
      TenantRecord(
        idStart: UInt32(truncatingIfNeeded: ids.count),
        idLength: UInt8(truncatingIfNeeded: id.count), form: 0, firstStart: 0, start: start,
        line: line))
    ids.append(contentsOf: id)
  }

  /// Notes every key's value; the node of the id, or `nil` at the first key that is not in order.
  private mutating func readKeys(_ buffer: borrowing DocumentBuffer, _ source: [UInt8]) -> Int? {
    var idNode: Int?
    let firstLine = buffer.nodes[0].line
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
        TenantForms.append(
          slot: UInt8(slot), value: values.insert(value, of: buffer, source, slot: slot),
          linesBelow: node.line &- firstLine, to: &form)
        starts.append(node.start)
      }
      key = buffer.next(after: value)
    }
    return idNode
  }

  private func isNothing(_ index: Int, _ buffer: borrowing DocumentBuffer) -> Bool {
    let node = buffer.nodes[index]
    guard node.textLength <= 4, case .scalar = node.kind, case .plain = node.style else {
      return false
    }
    return Node.isNothing(buffer.bytes(of: index))
  }

  /// Lets go of the values and forms, which are now among those of all sources.
  ///
  /// - Parameter newForms: the index there of each form.
  mutating func merge(newForms: [UInt32]) {
    guard !newForms.isEmpty else { return }
    for index in records.indices { records[index].form = newForms[Int(records[index].form)] }
    values = WrittenValues()
    forms = TenantForms()
    form = []
  }
}

/// Where one tenant is, and which part of the batch's arrays is its.
package struct TenantRecord: Sendable {
  package let idStart: UInt32
  package let idLength: UInt8
  /// Index of its form: in its batch, and once the batch is merged among those of all sources.
  package fileprivate(set) var form: UInt32
  package let firstStart: UInt32
  /// Byte offset of the id.
  package let start: UInt32
  /// Line of the document's first key.
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
