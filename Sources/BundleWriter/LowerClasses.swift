package import PolicyModel
import TenantPolicy

/// The table `classes`: one row a distinct effective policy. The columns of a decision come first; the
/// others follow from the declarations of the fields.
func classTable(of platforms: [CheckedPlatform], _ rows: RowNumbers) -> TableContents {
  let fields = PolicyFields.all.map { FieldColumns.columns(of: $0) }
  let columns = decisionColumns.map(\.column) + fields.flatMap { $0 }
  let policies = platforms.enumerated().flatMap { platform, checked in
    checked.classes.map { (platform: platform, policy: $0) }
  }
  let cells = platforms.enumerated().map { FieldColumns(rows, $1.catalogue, $0) }
  let parts = fields.enumerated().flatMap { field, columns in
    columns.indices.map { (field: field, type: PolicyFields.all[field].type, part: $0) }
  }
  return TableContents("classes", columns: columns, rowCount: policies.count) { row, column in
    let (platform, policy) = policies[row]
    switch column {
    case 0: return .index(platform)
    case 1: return rows.rows(policy.permittedTools, .tool, on: platform)
    case 2:
      return rows.rows(
        policy[policyFields.dataResidency].residency.general.process, .region, on: platform)
    case 3: return .index(rows.row(policy.org, .org, on: platform))
    case 4: return .index(rows.row(policy.tier, .tier, on: platform))
    default:
      let (field, type, part) = parts[column - 5]
      return cells[platform].cell(of: policy.values[field], type, part)
    }
  }
}

/// How the values of a field stand in the columns of a bundle.
package final class FieldColumns: Sendable {
  private let rows: RowNumbers
  private let catalogue: Catalogue
  private let platform: Int

  init(_ rows: RowNumbers, _ catalogue: Catalogue, _ platform: Int) {
    self.rows = rows
    self.catalogue = catalogue
    self.platform = platform
  }

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

  func cell(of value: FieldValue, _ type: FieldType, _ part: Int) -> Cell {
    switch type {
    case .integer, .duration, .money, .words: .integer(value.number)
    case .modelTier: .index(rows.row(Int(value.number), .modelTier, on: platform))
    case .choice(let kind, _): chosen(value.members, kind)
    case .allowedTools, .deniedTools: rows.rows(value.members, .tool, on: platform)
    case .residency: residency(value.residency, part)
    case .rateLimits: rates(value.rates)
    case .serviceLevel: .integer(serviceLevel(value)[part])
    case .burst: .integer(part == 0 ? value.burst.to : value.burst.duration.milliseconds)
    }
  }

  private func chosen(_ members: Bitset, _ kind: NameKind) -> Cell {
    let isBudget = kind == .budgetClass
    let count = isBudget ? catalogue.budgetClasses.count : catalogue.reviewerPools.count
    guard let index = members.first, index < count else { return .index(nil) }
    return .index(rows.row(index, isBudget ? .budgetClass : .reviewerPool, on: platform))
  }

  private func residency(_ residency: Residency, _ part: Int) -> Cell {
    switch part {
    case 0: rows.rows(residency.general.store, .region, on: platform)
    case 1: rows.rows(residency.general.log, .region, on: platform)
    case 2: rows.rows(residency.accepts, .basis, on: platform)
    default: .list(residency.byClass.flatMap(classUse))
    }
  }

  private func classUse(_ use: Residency.ClassUse) -> [Int64] {
    let sets = [use.use.process, use.use.store, use.use.log].map { set in
      set.members.map { Int64(rows.row($0, .region, on: platform)) }
    }
    return [Int64(rows.row(use.dataClass, .dataClass, on: platform))]
      + sets.flatMap { [Int64($0.count)] + $0 }
  }

  private func rates(_ rates: RateLimits) -> Cell {
    .list(
      rates.entries.flatMap { entry in
        [
          Int64(rows.row(entry.tool, .tool, on: platform)), entry.rate.count,
          entry.rate.window.milliseconds, entry.rate.isSliding ? 1 : 0,
        ]
      })
  }

  private func serviceLevel(_ value: FieldValue) -> [Int64] {
    guard case .serviceLevel(.share(let share, let time)) = value else { return [-1, 0] }
    return [share.basisPoints, time.milliseconds]
  }
}
