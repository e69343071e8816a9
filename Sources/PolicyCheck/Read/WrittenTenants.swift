package import PolicyDiagnostics

/// What the tenants of some sources write, or of all: each value and each form once.
///
/// A platform has far fewer ways to write `model_tier: gpt-4` than tenants, and far fewer ways to
/// write a tenant. Indices follow the order in which values and forms were first written.
package struct WrittenTenants: Sendable {
  package internal(set) var values = WrittenValues()
  package internal(set) var forms = TenantForms()

  package init() {}

  /// What several readers found, each in sources in the order of their ids, and for each reader the
  /// new indices of its forms. It is what one reader of all sources would have found.
  package static func joined(
    _ parts: [WrittenTenants]
  ) -> (written: WrittenTenants, newForms: [[UInt32]]) {
    var all = WrittenTenants()
    var newValues = parts.map { [UInt32](repeating: 0, count: $0.values.count) }
    let values = inOrder(parts.map(\.values.count)) { parts[$0].values.place(of: $1) }
    for (part, index) in values {
      newValues[part][index] = all.values.insert(index, of: parts[part].values)
    }
    var newForms = parts.map { [UInt32](repeating: 0, count: $0.forms.count) }
    let forms = inOrder(parts.map(\.forms.count)) { parts[$0].forms.place(of: $1) }
    for (part, index) in forms {
      newForms[part][index] = all.forms.insert(
        index, of: parts[part].forms, newValues: newValues[part])
    }
    return (all, newForms)
  }

  /// What several parts hold, by part and index, in the order of the places.
  private static func inOrder(
    _ counts: [Int], _ place: (_ part: Int, _ index: Int) -> TextPlace
  ) -> [(part: Int, index: Int)] {
    counts.enumerated()
      .flatMap { part, count in (0..<count).map { (part, $0, place(part, $0)) } }
      .sorted { $0.2 < $1.2 }
      .map { ($0.0, $0.1) }
  }
}

/// Where something is first written.
struct TextPlace: Comparable, Sendable {
  let source: SourceID
  /// In bytes.
  let start: UInt32

  static func < (left: TextPlace, right: TextPlace) -> Bool {
    (left.source, left.start) < (right.source, right.start)
  }
}

/// One tenant as it was written, for what is said of it at its own lines.
package struct WrittenTenant: Sendable {
  package let id: ArraySlice<UInt8>
  package let source: SourceID
  package let start: UInt32
  package let line: UInt32
  package let uses: [Use]

  /// One key of the tenant: what is written behind it, and where.
  package struct Use: Sendable {
    package let slot: UInt8
    /// Index into the written values.
    package let value: Int
    package let start: UInt32
    package let line: UInt32
  }

  package init(
    _ record: TenantRecord, of batch: TenantBatch, in source: SourceID, _ forms: TenantForms
  ) {
    id = batch.id(of: record)
    self.source = source
    start = record.start
    line = record.line
    let starts = batch.starts[Int(record.firstStart)...]
    uses = zip(forms[Int(record.form)], starts).map { use, start in
      Use(
        slot: use.slot, value: Int(use.value), start: start, line: record.line &+ use.linesBelow)
    }
  }

  package func use(of slot: UInt8) -> Use? { uses.first { $0.slot == slot } }

  /// Where its id is written.
  package var span: SourceSpan {
    SourceSpan(source, from: start, to: start &+ UInt32(truncatingIfNeeded: id.count))
  }
}
