import BundleTables
import PolicyModel
import TenantPolicy

/// How tables lie in a bundle, and how their names are found.
func tables() -> String {
  """

  ## Tables

  A table is rows of one size. The rows of the first table begin at the beginning of the section \
  `rows`, those of each other at the next multiple of \(TableLayout.alignment) after those before; \
  bytes between are zero. The columns and the names of the tables stand one table after the other, \
  without gaps, so that the numbers of first columns and names follow from the counts before. Two \
  columns never share a byte; bytes of a row that are in no column are zero.

  A cell begins at a multiple of its alignment in the row. A reader finds a column by its id, and a \
  table by its name; it skips what it does not know.

  \(Markdown.table(["kind", "name", "bytes", "alignment", "cell"], ColumnKind.allCases.map(row)))
  A table with a name column has an entry in `names` for each row: its row numbers, sorted by the row \
  in the scope column (none first), then by the bytes of the name. Each pair stands once, so that a \
  binary search finds the row of a name.
  """ + "\n"
}

private func row(_ kind: ColumnKind) -> [String] {
  let bytes =
    kind == .mask ? "8 for every 64 rows of the target, rounded up" : "\(kind.width(over: 0))"
  return [
    "\(kind.rawValue)", String(describing: kind), bytes, "\(kind.alignment)", meaning(of: kind),
  ]
}

private func meaning(of kind: ColumnKind) -> String {
  switch kind {
  case .integer: "signed, in two's complement"
  case .index: "u32: the number of a row of the target, or none"
  case .mask: "u64 words: bit `i % 64` of word `i / 64` says whether row `i` of the target is in it"
  case .string: "u32 offset into `strings` and u32 length in bytes; UTF-8"
  case .list: "u32 number of the first entry in `cells` and u32 count of entries"
  }
}

/// Every table that this release writes, column by column.
func tablePages() -> String {
  """

  ## What the tables hold

  A table holds the rows of all platforms, one platform after the other, so that rows of one platform \
  stand together. Of the tables, a reader needs \(required); a bundle without one of them, or without \
  a decision column of `classes` (ids \(decisions)), is refused. Columns of `classes` with ids from \
  \(ColumnID.firstFree) on are those of fields: id \(ColumnID.firstFree) + 4 * (id of the field) + (number \
  of the part). They are listed with [the fields](fields.md).
  A row belongs to the row that its first column leads to; rows of one owner stand together, in the \
  order of the owners. The value of a fact is a number: of money in millionths of the currency, of a \
  duration in milliseconds, of a percentage in hundredths of a percent, of a boolean 0 or 1, of words \
  the position of the word.

  A condition is a list of integers in postfix order. Each test and connective is a number and its \
  operands, and leaves one truth value on a stack:

  \(Markdown.table(["number", "operands", "what it does"], ConditionCode.Operation.allCases.map(row)))
  Comparisons are numbered \(Condition.Comparison.numbers).
  A candidate of `permissions` has a bar for each reason for which a policy forbids its endpoint some \
  data. A bar is three integers: the reason (\(BarNumber.numbers)), with 256 added where data without a \
  class is barred; from when on, in seconds since 1970, or the least integer for always; the data \
  classes that are barred, bit `i` for class number `i` of the platform. The first bar that has begun and \
  that bars a class of the label, or the label 0, is the reason. An endpoint or pool that is dedicated to \
  another tenant is barred before all others. A reader may take a condition for one that does not hold \
  where it has more than \(ConditionCode.mostCells) integers or needs more than 1024 truth values at once.
  \(CatalogueTable.allCases.map(section).joined())
  ### classes

  Rows begin at multiples of \(TableLayout.alignment) bytes.

  \(Markdown.table(["id", "column", "kind", "meaning"], decisionColumns.map(row)))
  """
}

private func row(_ operation: ConditionCode.Operation) -> [String] {
  ["\(operation.rawValue)", operation.operands, operation.meaning]
}

private let required = listed(
  TableLayout.RequiredTable.allCases.map { Markdown.code($0.rawValue) }, joiner: "and")

private let decisions = "0 to 2"

private func section(_ table: CatalogueTable) -> String {
  let rows = table.columns.enumerated().map { id, column in
    ["\(id)", Markdown.code(column.name), column.kind.phrase, column.meaning]
  }
  return """

    ### \(table.rawValue)

    \(names(of: table))

    \(Markdown.table(["id", "column", "kind", "meaning"], rows))
    """
}

private func names(of table: CatalogueTable) -> String {
  guard table.isNamed else { return "Rows have no names." }
  guard table.owner != nil, let owner = table.columns.first else {
    return "Rows are named by `name`."
  }
  return "Rows are named by `name`, within `\(owner.name)`."
}

private func row(_ column: ColumnContents, _ meaning: String) -> [String] {
  [column.id.description, Markdown.code(column.name), column.kind.phrase, meaning]
}
