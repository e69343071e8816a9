import BundleTables
import PolicyDiagnostics
import PolicyModel
import TenantPolicy

/// The page of the policy fields: for each its notation, its order, how layers add up, what holds
/// where nobody speaks, and its columns in a bundle.
package func fieldPage() -> String {
  Markdown.head(
    "The fields of a policy",
    """
    A field has an order: one value is at least as strict as another when everything that it permits \
    is permitted by the other too. `limit:` of a layer bounds the field for every layer below it: a \
    value that is not at least as strict as the limit is an error, and is never clipped. `default:` \
    holds where no layer below says otherwise. The layers, from the widest to the narrowest, are the \
    platform, the policy tier, the org, the budget class and the tenant.

    The columns are those of the table `classes` of a [bundle](bundle-format.md).
    """) + "\n" + overview() + PolicyFields.all.map(section).joined()
}

private func overview() -> String {
  Markdown.table(
    ["field", "value", "where nobody speaks"],
    PolicyFields.all.map { [Markdown.link($0.name), $0.type.phrase, absence(of: $0)] })
}

private func section(_ field: AnyField) -> String {
  let lines = [
    "Value: \(field.type.phrase).",
    "Sample: `\(field.name): \(field.type.sample)`.",
    "Stricter: \(field.type.order).",
    "Limit: \(field.type.limitPhrase).",
    "Layers: \(field.type.inheritance.phrase).",
    "Where nobody speaks: \(absence(of: field)).",
  ]
  return """

    ## \(field.name)

    \(field.summary)

    \(lines.map { "- \($0)\n" }.joined())
    \(columns(of: field))
    """
}

private func columns(of field: AnyField) -> String {
  let columns = FieldColumns.columns(of: field)
  let parts = FieldColumns.parts(of: field.type)
  return Markdown.table(
    ["column", "id", "kind", "meaning"],
    zip(columns, parts).map { column, part in
      [Markdown.code(column.name), column.id.description, column.kind.phrase, part.meaning]
    })
}

/// What holds where no layer states a value.
private func absence(of field: AnyField) -> String {
  guard let value = field.otherwise else { return "an error, since some layer must state it" }
  return Markdown.code(Catalogue.nameless.text(of: value, field))
}

extension Catalogue {
  /// A catalogue without any name, for values that hold none.
  fileprivate static let nameless = Catalogue(
    name: Located("", at: .init(.init(0), from: 0, to: 0), line: 1))
}

extension ColumnContents.Kind {
  var phrase: String {
    switch self {
    case .integer: "integer"
    case .index(let table): "index of `\(table)`"
    case .mask(let table): "mask of `\(table)`"
    case .string: "string"
    case .list: "list"
    }
  }
}
