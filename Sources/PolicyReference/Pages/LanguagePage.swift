import PolicyModel

/// The page of the language: every kind of document and every mapping in it, key by key.
package func languagePage() -> String {
  Markdown.head(
    "The policy language",
    """
    One YAML document declares one thing, and its first key says which. Several documents may stand \
    in one file, each after a line `---`; folders are for people. A key that is not listed here is an \
    error, and so is a key without a value: `[]`, `none` and `any` say what is meant. The fields of a \
    policy have [a page of their own](fields.md), and so have [the rules](rules.md).

    Editors know the language by [policy.schema.json](policy.schema.json). With the YAML language \
    server, which Visual Studio Code, Neovim, Emacs and others use, the first line of a file says so:

    ```yaml
    # yaml-language-server: $schema=../grammar/policy.schema.json
    ```

    `tenantpolicy schema` prints the schema, `tenantpolicy schema --kind tenant` that of one kind of \
    document.
    """) + "\n" + kinds() + "\n" + notations()
    + ShapeList.all.entries.map(section).joined()
}

private func kinds() -> String {
  "## Documents\n\n"
    + Markdown.table(
      ["first key", "declares"],
      DocumentKind.allCases.map { kind in
        [Markdown.code(kind.rawValue), link(to: kind.shape)]
      })
}

private func notations() -> String {
  let notations: [any Notation.Type] = [
    Count.self, Duration.self, Money.self, Currency.self, Rate.self, Percentage.self,
    CalendarDate.self, ServiceLevel.self, FactType.self, Condition.self, Literal.self,
  ]
  return "## Notations\n\n"
    + Markdown.table(
      ["notation", "sample"], notations.map { [$0.title, Markdown.code($0.sample)] })
}

private func section(_ entry: ShapeList.Entry) -> String {
  let rows = entry.shape.keys.map { key in
    [
      Markdown.code(key.name), key.isRequired ? "required" : "", phrase(for: key.type), key.summary,
    ]
  }
  return "\n## \(title(of: entry))\n\n"
    + Markdown.table(["key", "", "value", "meaning"], rows)
}

/// The heading of a shape; shapes that share a title are told apart by their keys.
private func title(of entry: ShapeList.Entry) -> String {
  let isAlone = ShapeList.all.entries.count { $0.shape.title == entry.shape.title } == 1
  let keys = entry.shape.keys.filter(\.isRequired).map(\.name).joined(separator: ", ")
  return entry.shape.title.capitalised + (isAlone ? "" : ": \(keys)")
}

private func link(to shape: Shape) -> String {
  guard let entry = ShapeList.all.entries.first(where: { $0.shape.isSame(as: shape) }) else {
    return shape.title
  }
  return "[\(shape.title)](#\(Markdown.anchor(title(of: entry))))"
}

/// What may stand behind a key, in words.
private func phrase(for type: ValueType) -> String {
  switch type {
  case .declares(let kind): "a new name, of \(indefinite(kind.title))"
  case .refers(let kind): "the name of \(indefinite(kind.title))"
  case .text: "text on one line"
  case .word(let words): listed(words.map(Markdown.code))
  case .duration: Duration.title
  case .money: Money.title
  case .currency: Currency.title
  case .rate: Rate.title
  case .date: CalendarDate.title
  case .serviceLevel: ServiceLevel.title
  case .count(let range, let word): phrase(for: range, word)
  case .condition: Condition.title
  case .factType: FactType.title
  case .literal: Literal.title
  case .regions: "a region or region group, a list of them, `any` or `none`"
  case .list(let element): "a list; of each element: \(phrase(for: element))"
  case .map(let keys, let value): "a mapping from \(phrase(for: keys)) to: \(phrase(for: value))"
  case .shape(let shape): link(to: shape)
  case .anyOf(let forms): forms.map { phrase(for: $0) }.joined(separator: "; or ")
  case .field(let index): "as [the field says](fields.md#\(PolicyFields.all[index].name))"
  case .limit(let index): "a limit on [the field](fields.md#\(PolicyFields.all[index].name))"
  }
}

private func phrase(for range: ClosedRange<Int64>, _ word: String?) -> String {
  let (least, most) = (Count(range.lowerBound), Count(range.upperBound))
  let number = least == most ? "the number \(least)" : "a whole number from \(least) to \(most)"
  return number + (word.map { ", a space and `\($0)`" } ?? "")
}

private func phrase(for keys: ValueType.MapKeys) -> String {
  switch keys {
  case .declare(let kind): "new names, each of \(indefinite(kind.title)),"
  case .refer(let kind): "names, each of \(indefinite(kind.title)),"
  }
}
