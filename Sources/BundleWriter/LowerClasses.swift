import BundleTables
import PolicyModel
import TenantPolicy

/// The table `classes`: one row a distinct effective policy. The columns of a decision come first; the
/// others follow from the declarations of the fields.
func classTable(
  of platforms: [CheckedPlatform], _ rights: [PlatformRights], _ rows: RowNumbers
) -> TableContents {
  let fields = PolicyFields.all.map { FieldColumns.columns(of: $0) }
  let columns = decisionColumns.map(\.column) + fields.flatMap { $0 }
  let policies = platforms.enumerated().flatMap { platform, checked in
    zip(checked.classes, rights[platform].keyOfClass).map { policy, key in
      (platform: platform, policy: policy, rights: rows.row(key, .rights, on: platform))
    }
  }
  let cells = platforms.enumerated().map { FieldCells(rows, $1.catalogue, $0) }
  let parts = fields.enumerated().flatMap { field, columns in
    columns.indices.map { (field: field, type: PolicyFields.all[field].type, part: $0) }
  }
  return TableContents("classes", columns: columns, rowCount: policies.count) { row, column in
    let (platform, policy, rights) = policies[row]
    switch column {
    case 0: return .index(platform)
    case 1: return rows.rows(policy.permittedTools, .tool, on: platform)
    case 2:
      return rows.rows(
        policy[policyFields.dataResidency].residency.general.process, .region, on: platform)
    case 3: return .index(rows.row(policy.org, .org, on: platform))
    case 4: return .index(rows.row(policy.tier, .tier, on: platform))
    case 5: return .index(rights)
    default:
      let (field, type, part) = parts[column - decisionColumns.count]
      return cells[platform].cell(of: policy.values[field], type, part)
    }
  }
}

/// The cells of the values of fields, on one platform.
private final class FieldCells: Sendable {
  private let rows: RowNumbers
  private let catalogue: Catalogue
  private let platform: Int

  init(_ rows: RowNumbers, _ catalogue: Catalogue, _ platform: Int) {
    self.rows = rows
    self.catalogue = catalogue
    self.platform = platform
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
