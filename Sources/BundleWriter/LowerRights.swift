import BundleTables
import PolicyModel
import TenantPolicy

/// The rows that say how one platform decides, and what its policies forbid.
struct RightsRows {
  private(set) var decisions: [[Cell]] = []
  private(set) var rights: [[Cell]] = []
  private(set) var permissions: [[Cell]] = []
  /// For each kind of storage, the row of its decision.
  private(set) var storageDecisions: [Int64] = []
  private let rows: RowNumbers
  private let platform: Int

  init(_ rows: RowNumbers, _ rights: PlatformRights, _ platform: Int) {
    self.rows = rows
    self.platform = platform
    for (position, capability) in rights.capabilities.enumerated() {
      decisions.append(decision(capability, route: rights.route(ofCapability: position)))
      guard case .storage = capability else { continue }
      storageDecisions.append(Int64(row(position, .decision)))
    }
    for (number, one) in rights.rows().enumerated() { add(one, number) }
  }

  private func decision(_ capability: Capability, route: Int?) -> [Cell] {
    var cells = [Cell.index(platform), .index(nil), .index(nil), .integer(0)]
    switch capability {
    case .tool(let tool): cells[1] = .index(row(tool, .tool))
    case .model(let model): cells[2] = .index(row(model, .model))
    case .storage(let storage): cells[3] = .integer(storage.number)
    }
    return cells + [.index(route.map { row($0, .route) })]
  }

  private mutating func add(_ one: PlatformRights.Row, _ number: Int) {
    let first = row(number * one.candidates.count, .permission)
    rights.append([
      .index(platform), rows.rows(one.endpoints, .endpoint, on: platform),
      rows.rows(one.models, .model, on: platform), .list(one.reviewers), .integer(Int64(first)),
    ])
    for (position, candidates) in one.candidates.enumerated() {
      permissions.append([
        .index(row(number, .rights)), .index(row(position, .decision)),
        .list(candidates.flatMap(cells)),
      ])
    }
  }

  private func cells(of candidate: PlatformRights.CandidateCells) -> [Int64] {
    [
      Int64(row(candidate.endpoint, .endpoint)),
      candidate.candidate.map { Int64(row($0, .candidate)) } ?? -1,
      Int64(candidate.bars.count / 3),
    ] + candidate.bars
  }

  private func row(_ index: Int, _ kind: CatalogueRow) -> Int {
    rows.row(index, kind, on: platform)
  }
}
