package import PolicyDiagnostics

/// What the tenants of all sources write, each value and each form once.
///
/// Sources are merged in the order of their ids, so that indices do not depend on which of them was
/// read first.
package struct WrittenTenants: Sendable {
  package private(set) var values = WrittenValues()
  package private(set) var forms = TenantForms()

  package init() {}

  /// Takes the values and forms of a source's tenants, who then refer to them here.
  package mutating func merge(_ batch: inout TenantBatch) {
    let newValues = (0..<batch.values.count).map { values.insert($0, of: batch.values) }
    let newForms = (0..<batch.forms.count).map {
      forms.insert($0, of: batch.forms, newValues: newValues)
    }
    batch.merge(newForms: newForms)
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
