package import PolicyModel
import TenantPolicy

/// How the values of a field stand in the columns of the table `classes`.
package enum FieldColumns {
  /// The columns of a field. Their ids follow from the field's, so that they are as stable.
  package static func columns(of field: AnyField) -> [ColumnContents] {
    parts(of: field.type).enumerated().map { part, kind in
      ColumnContents(
        .field(field.id, part: part), field.name + (kind.suffix.isEmpty ? "" : "." + kind.suffix),
        kind.kind)
    }
  }

  /// The columns of a type: what each adds to the field's name, and what it holds.
  package static func parts(
    of type: FieldType
  ) -> [(suffix: String, kind: ColumnContents.Kind, meaning: String)] {
    switch type {
    case .integer(_, let unit): [("", .integer, unit)]
    case .duration: [("", .integer, "milliseconds")]
    case .money: [("", .integer, "millionths of the platform's currency")]
    case .modelTier: [("", .index(of: "model_tiers"), "the highest tier")]
    case .words(let words):
      [("", .integer, words.enumerated().map { "\($0) \($1)" }.joined(separator: ", "))]
    case .choice(let kind, let none):
      [("", .index(of: tableName(of: kind)), none ? "none where there is none" : "the chosen one")]
    case .allowedTools: [("", .mask(of: "tools"), "tools allowed, denied ones among them")]
    case .deniedTools: [("", .mask(of: "tools"), "tools denied by any layer")]
    case .residency:
      [
        ("store", .mask(of: "regions"), "where data may be stored"),
        ("log", .mask(of: "regions"), "where data may be logged"),
        ("accepts", .mask(of: "transfer_bases"), "accepted transfer grounds"),
        (
          "by_class", .list,
          "for each data class with regions of its own: its row, then the count and rows of its "
            + "process, store and log regions"
        ),
      ]
    case .rateLimits:
      [("", .list, "for each rate: tool row, calls, window in milliseconds, 1 if it slides")]
    case .serviceLevel:
      [
        ("share", .integer, "hundredths of a percent, -1 for best effort"),
        ("within", .integer, "milliseconds"),
      ]
    case .burst:
      [("to", .integer, "workflows, 0 for none"), ("for", .integer, "milliseconds")]
    }
  }

  private static func tableName(of kind: NameKind) -> String {
    kind == .budgetClass ? "budget_classes" : "reviewer_pools"
  }
}
