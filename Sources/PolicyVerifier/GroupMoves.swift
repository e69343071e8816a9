import PolicyModel

/// Groups of tenants that come, go, grow and shrink with an update that leaves most of them as they are.
struct GroupMoves: Sendable {
  /// More than these are not followed one by one.
  static let most = 8

  private let moves: [Move]
  /// By group before: its number now; `nil` for one that is gone, or has another policy.
  private let numbers: [Int?]

  struct Move {
    let tools: Bitset
    let row: Int
    let tenants: Int
    /// 1 for a group that comes, -1 for one that goes, else 0.
    let groups: Int
    /// Its number before and now, where its first tenant is another.
    let before: Int?
    let now: Int?
    /// By question and block, the rows that come to the same as its own, if that is new.
    let alike: [[RowSet]]

    init(
      _ tenant: TenantGroup, row: Int32, tenants: Int, groups: Int, before: Int? = nil,
      now: Int? = nil, alike: [[RowSet]] = []
    ) {
      tools = tenant.policy.permittedTools
      self.row = Int(row)
      (self.tenants, self.groups, self.before, self.now) = (tenants, groups, before, now)
      self.alike = alike
    }
  }

  /// - Parameters:
  ///   - same: By group now, the one before with the same policy.
  ///   - before: Groups before, the rows of answers that they had, and how many rows there were.
  ///   - rows: Those that they have now.
  /// - Returns: `nil` where too many do.
  init?(
    _ same: [Int?], from before: (tenants: [TenantGroup], rows: [Int32], rowCount: Int),
    to now: [TenantGroup], rows: [Int32], _ columns: [QuestionColumns]
  ) {
    var numbers = [Int?](repeating: nil, count: before.tenants.count)
    var moves: [Move] = []
    for group in now.indices {
      guard let old = same[group], before.rows[old] == rows[group] else {
        let (tenant, row) = (now[group], Int(rows[group]))
        moves.append(
          Move(
            tenant, row: rows[group], tenants: tenant.count, groups: 1, now: group,
            alike: row < before.rowCount ? [] : columns.map { $0.alike(row) }))
        guard moves.count <= Self.most else { return nil }
        continue
      }
      numbers[old] = group
      guard
        before.tenants[old].count != now[group].count
          || before.tenants[old].first != now[group].first
      else { continue }
      let (earlier, tenant) = (before.tenants[old], now[group])
      moves.append(
        Move(
          tenant, row: rows[group], tenants: tenant.count - earlier.count, groups: 0,
          before: earlier.first == tenant.first ? nil : old,
          now: earlier.first == tenant.first ? nil : group))
      guard moves.count <= Self.most else { return nil }
    }
    for old in before.tenants.indices where numbers[old] == nil {
      let tenant = before.tenants[old]
      moves.append(
        Move(tenant, row: before.rows[old], tenants: -tenant.count, groups: -1, before: old))
      guard moves.count <= Self.most else { return nil }
    }
    self.moves = moves
    self.numbers = numbers
  }

  /// What is found for a plan that is the same: only rows that it has no verdict for are looked at.
  func adjusted(_ result: PlanResult, _ plan: PlanVerification) -> PlanResult {
    var cases = MovedCases(result, plan)
    var admitted = (tenants: result.admittedTenants, groups: result.admittedGroups)
    var validUntil = result.validUntil
    for move in moves where result.tools.isSubset(of: move.tools) {
      admitted.tenants += move.tenants
      admitted.groups += move.groups
      if move.groups != 0 {
        validUntil = plan.validUntil(result, validUntil, withRow: move.row)
      }
      cases.add(move)
    }
    return PlanResult(
      plan: plan.plan, obstacle: result.obstacle, prepared: result.prepared, tools: result.tools,
      admittedTenants: admitted.tenants, admittedGroups: admitted.groups,
      cases: cases.settled(numbers), validUntil: validUntil)
  }
}

/// The cases of a plan while tenants come and go.
private struct MovedCases {
  private let plan: PlanVerification
  private let result: PlanResult
  private let isDecided: Bool
  private var cases: [PlanCase]
  /// Cases of which another example has to be looked for, and groups that may be the example of theirs.
  private var open = Bitset()
  private var comers: [(case: Int, group: Int)] = []
  private lazy var verification = BlockVerification(plan, result.prepared)

  init(_ result: PlanResult, _ plan: PlanVerification) {
    self.result = result
    self.plan = plan
    cases = result.cases
    isDecided = result.obstacle == nil && !result.prepared.graph.questions.isEmpty
  }

  mutating func add(_ move: GroupMoves.Move) {
    guard isDecided else { return }
    let known = cases.firstIndex { $0.contains(row: move.row) }
    guard let index = known ?? alike(move) ?? decided(move.row) else { return }
    if known == nil { cases[index].insert(move.row) }
    cases[index].tenants += move.tenants
    if move.before == cases[index].example { open.insert(index) }
    if let group = move.now { comers.append((index, group)) }
  }

  /// The case of a row that comes to the same for all that the plan asks.
  private func alike(_ move: GroupMoves.Move) -> Int? {
    let questions = result.prepared.graph.questions
    guard !move.alike.isEmpty, let first = questions.first else { return nil }
    return move.alike[first].indices.lazy.compactMap { block -> Int? in
      let rows = questions.reduce(RowSet.all) { $0 & move.alike[$1][block] }
      guard !rows.isEmpty else { return nil }
      return cases.firstIndex { !($0.rows(inBlock: block) & rows).isEmpty }
    }.first
  }

  /// The case of a row that has to be looked at.
  private mutating func decided(_ row: Int) -> Int? {
    let (block, position) = row.quotientAndRemainder(dividingBy: RowSet.count)
    var rows = RowSet.zero
    rows.insert(position)
    guard let verdict = verification.parts(of: block, rows).first?.verdict else { return nil }
    let index = cases.firstIndex { $0.verdict == verdict } ?? cases.count
    if index == cases.count {
      cases.append(PlanCase(verdict: verdict, tenants: 0, example: 0, rows: []))
      open.insert(index)
    }
    return index
  }

  /// - Parameter numbers: By group before, its number now.
  mutating func settled(_ numbers: [Int?]) -> [PlanCase] {
    for index in cases.indices where !open.contains(index) {
      if let example = numbers[cases[index].example] {
        cases[index].example = example
      } else {
        open.insert(index)
      }
    }
    let admitting = open.isEmpty ? [] : plan.cells.admitting(result.tools)
    for index in open.members {
      cases[index].example = plan.cells.first(in: cases[index].rows, admitting) ?? -1
    }
    for comer in comers {
      let example = cases[comer.case].example
      if example < 0 || plan.cells.rank(of: comer.group) <= plan.cells.rank(of: example) {
        cases[comer.case].example = plan.cells.example(like: comer.group)
      }
    }
    cases.removeAll { $0.example < 0 || $0.tenants == 0 }
    guard !open.isEmpty || !comers.isEmpty else { return cases }
    return cases.sorted { plan.cells.rank(of: $0.example) < plan.cells.rank(of: $1.example) }
  }
}

extension PlanCase {
  fileprivate mutating func insert(_ row: Int) {
    let (block, position) = row.quotientAndRemainder(dividingBy: RowSet.count)
    while rows.count <= block { rows.append(.zero) }
    rows[block].insert(position)
  }
}

extension PlanVerification {
  /// The end of a plan's proof when a row comes or goes.
  fileprivate func validUntil(
    _ result: PlanResult, _ before: CalendarDate?, withRow row: Int
  ) -> CalendarDate? {
    guard let number = table.groundsNumber(ofRow: row) else { return before }
    let end = end(of: result.graph, [number])
    if cells.hasGroups(row, result.tools) { return [before, end].compactMap(\.self).min() }
    // Whoever is left may rely on grounds that end then, too.
    return end == before ? self.end(of: result.graph, cells.grounds(table, result.tools)) : before
  }
}
