package import PolicyModel
import TenantPolicy

/// Whether what a bundle holds of decisions and rights follows from its catalogue, routes and policies.
/// Runtimes decide by these tables, so that nothing may be proved of others.
package struct RightsCheck: Sendable {
  private let rows: PlatformRows
  private let endpointRows: Range<Int>
  private let decisionRows: Range<Int>
  /// The first candidate of the platform's routes; `nil` where it has no route.
  private let firstCandidate: Int?
  private let expected: PlatformRights
  private var bars: EndpointBars
  /// The rows of rights that were compared, as indices of the platform.
  private var known: [RightsKey: Int] = [:]

  /// `nil` where the tables of decisions say something else than the platform does.
  package init?(_ platform: LiftedPlatform) {
    let rows = platform.rows
    self.rows = rows
    endpointRows = rows.all.rows(of: .endpoints, ownedBy: rows.platform)
    decisionRows = rows.all.rows(of: .decisions, ownedBy: rows.platform)
    firstCandidate = rows.all.rows(of: .routes, ownedBy: rows.platform).first.map {
      rows.all.rows(of: .candidates, ownedBy: $0).lowerBound
    }
    expected = PlatformRights(platform.catalogue, platform.routes, [])
    bars = EndpointBars(platform.catalogue)
    guard (try? decide()) == true else { return nil }
  }

  /// Whether the row of `classes` leads to rights that follow from its policy.
  package mutating func holds(_ policy: EffectivePolicy, ofClass row: Int) -> Bool {
    (try? follows(policy, ofClass: row)) == true
  }

  private mutating func follows(
    _ policy: EffectivePolicy, ofClass number: Int
  ) throws(NotLiftable) -> Bool {
    let key = RightsKey(policy)
    let index = try rows.requiredIndex(
      try rows.classRow(number).cell("rights"), of: .rights)
    if let known = known[key] { return known == index }
    guard try holds(expected.row(of: key, bars.bars(of: key)), at: index) else { return false }
    known[key] = index
    return true
  }

  // MARK: Decisions

  private func decide() throws(NotLiftable) -> Bool {
    let decisions = try rows.rows(of: .decisions)
    guard decisions.count == expected.capabilities.count else { return false }
    for (position, row) in decisions.enumerated() {
      guard try self.capability(row) == expected.capabilities[position],
        try rows.index(row.cell("route"), of: .routes) == expected.route(ofCapability: position)
      else { return false }
    }
    let (tools, models) = (try rows.rows(of: .tools), try rows.rows(of: .models))
    for (position, row) in (tools + models).enumerated() {
      guard try rows.index(row.cell("decision"), of: .decisions) == position else { return false }
    }
    return try placesHold(firstStorage: tools.count + models.count)
  }

  private func capability(_ row: Row) throws(NotLiftable) -> Capability? {
    let number = try row.integer("storage")
    if let tool = try rows.index(row.cell("tool"), of: .tools) { return .tool(tool) }
    if let model = try rows.index(row.cell("model"), of: .models) { return .model(model) }
    return Storage.allCases.first { $0.number == number }.map { .storage($0) }
  }

  /// What the platform's own row says of where others begin.
  private func placesHold(firstStorage: Int) throws(NotLiftable) -> Bool {
    let platform = try rows.all.row(rows.platform, of: .platforms)
    let stores = try platform.list("storage_decisions", most: Storage.allCases.count)
    let positions = stores.map { rows.index($0, of: .decisions) }
    let firsts: [(String, CatalogueTable)] = [
      ("first_data_class", .dataClasses), ("first_reviewer_pool", .reviewerPools),
      ("first_decision", .decisions),
    ]
    for (column, table) in firsts {
      let first = try platform.integer(column)
      guard rows.count(of: table) == 0 || rows.index(first, of: table) == 0 else { return false }
    }
    guard try platform.integer("data_classes") == Int64(rows.count(of: .dataClasses)) else {
      return false
    }
    return positions == Storage.allCases.indices.map { firstStorage + $0 }
  }

  // MARK: Rights

  private func holds(
    _ wanted: PlatformRights.Row, at index: Int
  ) throws(NotLiftable) -> Bool {
    let row = try rows.rows(of: .rights)[index]
    guard try rows.members(row.cell("endpoints"), of: .endpoints) == wanted.endpoints,
      try rows.members(row.cell("models"), of: .models) == wanted.models,
      try row.list("reviewers", most: wanted.reviewers.count) == wanted.reviewers
    else { return false }
    let permissions = try rows.rows(of: .permissions, ownedBy: row.number)
    let first = try row.integer("first_permission")
    guard permissions.count == wanted.candidates.count,
      permissions.first.map({ Int64($0.number) == first }) ?? true
    else { return false }
    guard let columns = permissions.first else { return true }
    let (decision, candidates) = (
      try columns.position(of: "decision"), try columns.position(of: "candidates")
    )
    for (position, permission) in permissions.enumerated() {
      guard case .index(let row?) = try permission.cell(at: decision),
        decisionRows.position(of: Int64(row)) == position,
        case .list(let cells) = try permission.cell(at: candidates),
        holds(wanted.candidates[position], in: cells)
      else { return false }
    }
    return true
  }

  private func holds(_ wanted: [PlatformRights.CandidateCells], in cells: [Int64]) -> Bool {
    var rest = cells[...]
    for candidate in wanted {
      guard let endpoint = rest.popFirst(), let route = rest.popFirst(),
        let count = rest.popFirst(),
        endpointRows.position(of: endpoint) == candidate.endpoint,
        route == candidateRow(candidate.candidate), count == candidate.bars.count / 3,
        rest.starts(with: candidate.bars)
      else { return false }
      rest = rest.dropFirst(candidate.bars.count)
    }
    return rest.isEmpty
  }

  /// The row of a candidate by its position among those of the platform; -1 for one of no route.
  private func candidateRow(_ position: Int?) -> Int64? {
    guard let position else { return -1 }
    return firstCandidate.map { Int64($0 + position) }
  }
}

extension PlatformRows {
  func classRow(_ number: Int) -> Row {
    Row(number: number, columns: all.classes, sourceCount: all.bundle.sourceCount)
  }
}
