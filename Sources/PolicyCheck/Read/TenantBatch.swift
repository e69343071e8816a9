import PolicyDiagnostics
import PolicyModel
package import PolicySyntax

/// The tenants of one source as they were written: in which form and at which places, nothing resolved.
package struct TenantBatch: Sendable {
  package private(set) var records: [TenantRecord] = []
  package private(set) var ids: [UInt8] = []
  /// Where the values of the tenants begin, in bytes: of one tenant after the other, each in the order
  /// of its form.
  package private(set) var starts: [UInt32] = []

  package init() {}

  package func id(of record: TenantRecord) -> ArraySlice<UInt8> {
    ids[Int(record.idStart)..<Int(record.idStart) + Int(record.idLength)]
  }

  /// Takes the tenant of a document whose root is a mapping that begins with `tenant_id`.
  ///
  /// - Parameters:
  ///   - source: all bytes of the source.
  ///   - written: where its values and its form are kept.
  /// - Returns: `false` if the document has anything wrong with its keys or its id; nothing is then
  ///   taken, and the decoder says what it is.
  package mutating func take(
    _ buffer: borrowing DocumentBuffer, of source: [UInt8], into written: inout WrittenTenants
  ) -> Bool {
    let firstStart = starts.count
    written.forms.begin()
    guard let idNode = readKeys(buffer, source, into: &written),
      Identifier.isValid(buffer.bytes(of: idNode)), written.forms.hasRequired
    else {
      starts.removeSubrange(firstStart...)
      return false
    }
    let id = buffer.bytes(of: idNode)
    let start = buffer.nodes[idNode].start
    let form = written.forms.end(at: TextPlace(source: buffer.source, start: start))
    records.append(
      TenantRecord(
        idStart: UInt32(truncatingIfNeeded: ids.count), idLength: UInt8(id.count), form: form,
        firstStart: UInt32(truncatingIfNeeded: firstStart), start: start,
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
  private mutating func readKeys(
    _ buffer: borrowing DocumentBuffer, _ source: [UInt8], into written: inout WrittenTenants
  ) -> Int? {
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
        written.forms.append(
          slot: UInt8(slot), value: written.values.insert(value, of: buffer, source, slot: slot),
          linesBelow: node.line &- firstLine)
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

  /// - Parameter newForms: by index of a form, its index among those of all sources.
  mutating func renumber(_ newForms: [UInt32]) {
    for index in records.indices { records[index].form = newForms[Int(records[index].form)] }
  }
}

/// Where one tenant is, and which part of the batch's arrays is its.
package struct TenantRecord: Sendable {
  package let idStart: UInt32
  package let idLength: UInt8
  /// Index of its form: among those that were read with it, and then among those of all sources.
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
