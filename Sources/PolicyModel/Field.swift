/// A field of a tenant's policy, declared once. Parsing, checking, inheritance, the schema, the field
/// page, `effective` and the bundle's columns follow from the declaration.
///
/// `Value` is the Swift type of the field's value; it exists for the compiler only.
package struct Field<Value: Sendable>: Sendable {
  package let declaration: AnyField

  init(
    _ id: UInt16, _ name: String, _ type: FieldType, _ otherwise: FieldValue?, _ summary: String
  ) {
    declaration = AnyField(id: id, name: name, type: type, otherwise: otherwise, summary: summary)
  }
}

/// A field without its Swift type, for what loops over all of them.
package struct AnyField: Sendable {
  /// Never reused; the id of the bundle's column.
  package let id: UInt16
  /// The key in YAML, the name in messages, pages and readers.
  package let name: String
  package let type: FieldType
  /// The value where no layer states one: the strictest there is, or no denial and no rate for fields
  /// that only add restrictions. `nil`: some layer must state it.
  package let otherwise: FieldValue?
  /// One sentence with the unit.
  package let summary: String

  package var isRequired: Bool { otherwise == nil }
}
