import PolicyModel

/// Groups of tenants that come, go, grow and shrink with an update that leaves most of them as they are.
struct GroupMoves {
  /// More than these are not followed one by one.
  private static let most = 8

  private let moves: [Move]
  /// By group before: its number now; `nil` for one that is gone, or has another policy.
  private let numbers: [Int?]

  struct Move {
    let tools: Bitset
    let row: Int
    let tenants: Int
    /// 1 for a group that comes, -1 for one that goes, else 0.
    let groups: Int
    /// Its number now, where what it does may make it the example of a case.
    let group: Int?
    /// By question and block, the rows that come to the same as its own, if that is new.
    let alike: [[RowSet]]
  }

  /// - Parameters:
  ///   - same: By group now, the one before with the same policy.
  ///   - before: Groups before, the rows of answers that they had, and how many rows there were.
  /// - Returns: `nil` where too many do.
  init?(
    _ same: [Int?], from before: (tenants: [TenantGroup], rows: [Int32], rowCount: Int),
    to now: [TenantGroup], _ table: AnswerTable, _ columns: [QuestionColumns]
  ) {
    var numbers = [Int?](repeating: nil, count: before.tenants.count)
    var moves: [Move] = []
    for (group, tenant) in now.enumerated() {
      let row = table.rowOfGroup[group]
      guard let old = same[group], before.rows[old] == row else {
        guard moves.count < Self.most else { return nil }
        moves.append(
          Move(
            tools: tenant.policy.permittedTools, row: Int(row), tenants: tenant.count, groups: 1,
            group: group,
            alike: Int(row) < before.rowCount ? [] : columns.map { $0.alike(Int(row)) }))
        continue
      }
      numbers[old] = group
      let earlier = before.tenants[old]
      guard earlier.count != tenant.count || earlier.first != tenant.first else { continue }
      guard moves.count < Self.most else { return nil }
      moves.append(
        Move(
          tools: tenant.policy.permittedTools, row: Int(row), tenants: tenant.count - earlier.count,
          groups: 0, group: earlier.first == tenant.first ? nil : group, alike: []))
    }
    for (old, tenant) in before.tenants.enumerated() where numbers[old] == nil {
      guard moves.count < Self.most else { return nil }
      moves.append(
        Move(
          tools: tenant.policy.permittedTools, row: Int(before.rows[old]), tenants: -tenant.count,
          groups: -1, group: nil, alike: []))
    }
    self.moves = moves
    self.numbers = numbers
  }

  /// What is found for a plan that is the same: verdicts stay, and only whom they are about is others.
  ///
  /// - Returns: `nil` where more has to be looked at.
  func adjusted(
    _ result: PlanResult, number: Int, _ plan: Plan, _ tenants: [TenantGroup],
    _ table: AnswerTable, _ cells: PolicyCells
  ) -> PlanResult? {
    let isDecided = result.obstacle == nil && !result.graph.questions.isEmpty
    var admitted = (tenants: result.admittedTenants, groups: result.admittedGroups)
    var validUntil = result.validUntil
    var cases = result.cases
    for move in moves where result.tools.isSubset(of: move.tools) {
      admitted.tenants += move.tenants
      admitted.groups += move.groups
      if move.groups != 0, let grounds = table.groundsNumber(ofRow: move.row) {
        guard move.groups > 0 || cells.hasGroups(move.row, result.tools) else { return nil }
        let end = result.graph.questions.map { table.groundEnd(of: $0, grounds) }.min() ?? .max
        if end != .max {
          let day = CalendarDate(secondsSince1970: end)
          validUntil = validUntil.map { min($0, day) } ?? day
        }
      }
      guard isDecided else { continue }
      guard let index = index(of: move, in: cases, result.graph) else { return nil }
      let before = cases[index]
      if let group = move.group {
        guard let example = numbers[before.example],
          tenants[example].first < tenants[group].first, example != group
        else { return nil }
      }
      cases[index] = before.with(tenants: before.tenants + move.tenants, row: move.row)
    }
    var kept: [PlanCase] = []
    for one in cases where one.tenants > 0 {
      guard let example = numbers[one.example] else { return nil }
      kept.append(one.with(example: example, plan, cells))
    }
    return PlanResult(
      plan: number, obstacle: result.obstacle, graph: result.graph, tools: result.tools,
      admittedTenants: admitted.tenants, admittedGroups: admitted.groups, cases: kept,
      validUntil: validUntil)
  }

  /// The case that the row of a move is in, or that a row which comes to the same for all questions of
  /// the plan is in.
  private func index(of move: Move, in cases: [PlanCase], _ graph: PlanGraph) -> Int? {
    let (block, position) = move.row.quotientAndRemainder(dividingBy: RowSet.count)
    let own = cases.firstIndex {
      block < $0.members.rows.count && $0.members.rows[block].contains(position)
    }
    if let own { return own }
    guard !move.alike.isEmpty, let first = graph.questions.first else { return nil }
    var alike = move.alike[first]
    for question in graph.questions {
      for (block, rows) in move.alike[question].enumerated() { alike[block] &= rows }
    }
    return cases.firstIndex { one in
      zip(one.members.rows, alike).contains { !($0 & $1).isEmpty }
    }
  }
}

extension PlanCase {
  fileprivate func with(tenants: Int, row: Int) -> PlanCase {
    let (block, position) = row.quotientAndRemainder(dividingBy: RowSet.count)
    var rows = members.rows
    while rows.count <= block { rows.append(.zero) }
    rows[block].insert(position)
    return PlanCase(
      verdict: verdict, tenants: tenants, example: example,
      members: CaseMembers(
        rows: rows, exampleRow: members.exampleRow, plan: members.plan, cells: members.cells))
  }

  fileprivate func with(example: Int, _ plan: Plan, _ cells: PolicyCells) -> PlanCase {
    var rows = members.rows
    while rows.count < RowSet.blocks(of: cells.rowCount) { rows.append(.zero) }
    return PlanCase(
      verdict: verdict, tenants: tenants, example: example,
      members: CaseMembers(
        rows: rows, exampleRow: members.exampleRow, plan: plan, cells: cells))
  }
}
