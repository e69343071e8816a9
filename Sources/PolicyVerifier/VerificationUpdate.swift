import PolicyModel
import Threads

extension Verification {
  /// Verifies another state of the platform, and looks only at what it touches: plans that are others,
  /// policies that are, and what is answered otherwise. What comes of it is what a verification from
  /// scratch comes to, but for the numbers of questions.
  ///
  /// Where the names of the catalogue, the gate, or storages that are served are others, it is one from
  /// scratch.
  package mutating func update(to new: VerifiedPlatform, threads: Int = 1) {
    let isOnlyWithin = platform.hasSameThings(as: new)
    let newDecisions =
      isOnlyWithin ? decisions : PlatformDecisions(new.catalogue, new.routes)
    let newDomains = isOnlyWithin ? domains : FailureDomains(new.catalogue)
    guard newDomains.all == domains.all,
      let changes = PlatformChanges(from: platform, decisions, to: new, newDecisions),
      let plans = graphs(new, newDecisions, changes, threads)
    else {
      self = Verification(new, threads: threads)
      return
    }
    let moved = changes.movedGroups
    guard moved <= GroupMoves.most || moved * Self.fewGroups <= new.tenants.count,
      table.rows.count <= Self.mostRows(for: cells)
    else {
      self = Verification(new, newDecisions, plans, threads: threads)
      return
    }
    let before = platform
    (platform, decisions, domains, questionTable) = (
      new, newDecisions, newDomains, plans.questions
    )
    let concerned = table.questions.indices.filter { changes.concerns(questions[$0]) }
    let groups = (
      tenants: before.tenants, rows: table.rowOfGroup, rowCount: table.rows.count
    )
    guard
      table.update(
        decisions, changed: concerned, all: questions, new.tenants, kept: changes.sameGroups,
        on: new.day, threads: threads)
    else {
      self = Verification(new, newDecisions, plans, threads: threads)
      return
    }
    let tools = changes.samePlans.enumerated().map { plan, same in
      same.map { results[$0].tools } ?? new.plans[plan].tools
    }
    let used = changes.arePlansSame ? cells.used : tools.reduce(Bitset()) { $0.union($1) }
    let areCellsSame =
      changes.areGroupsSame && groups.rows == table.rowOfGroup && cells.used == used
    if !areCellsSame {
      cells = PolicyCells(
        new.tenants, table, used: used,
        known: cells.used == used ? (cells, changes.sameGroups) : nil)
    }
    let changed = updateColumns(concerned, threads)
    let moves =
      areCellsSame || !changed.isEmpty
      ? nil
      : GroupMoves(
        changes.sameGroups, from: groups, to: new.tenants, rows: table.rowOfGroup, columns)
    updateResults(
      plans.graphs, changes.samePlans, tools, changed, moves, areCellsSame: areCellsSame, threads)
  }

  /// Where more than one of so many groups has another policy, all of them are looked at.
  private static let fewGroups = 8

  /// Rows that nobody has any more are given up when they are as many as the others.
  private static func mostRows(for cells: PolicyCells) -> Int { 2 * cells.all.count + RowSet.count }

  /// The graph of each plan; `nil` where they are too many together, unless some are not needed any
  /// more.
  private func graphs(
    _ new: VerifiedPlatform, _ decisions: PlatformDecisions, _ changes: PlatformChanges,
    _ threads: Int
  ) -> PlanGraphs? {
    let plans = PlanGraphs(
      new.plans.elements, decisions,
      known: changes.samePlans.map { same in same.map { results[$0].built } },
      questionTable, threads: threads)
    return plans.graphs.contains(where: \.isOfAll) || results.contains(where: \.built.isOfAll)
      ? nil : plans
  }

  /// - Parameter concerned: Questions whose answers may be others.
  /// - Returns: for each of them, by block, the rows for which it comes to something else.
  private mutating func updateColumns(_ concerned: [Int], _ threads: Int) -> [Int: [RowSet]] {
    let (table, domains) = (table, domains)
    let asked = concerned + Array(columns.count..<table.questions.count)
    let made = parallelMap(count: asked.count, threads: threads) {
      QuestionColumns(asked[$0], table, domains)
    }
    var changed: [Int: [RowSet]] = [:]
    for (question, column) in zip(asked, made) {
      if question == columns.count {
        columns.append(column)
      } else {
        changed[question] = column.changed(since: columns[question])
        columns[question] = column
      }
    }
    for question in columns.indices { columns[question].addRows(question, table, domains) }
    return changed
  }

  private mutating func updateResults(
    _ graphs: [Result<PreparedPlan, Obstacle>], _ same: [Int?], _ tools: [Bitset],
    _ changed: [Int: [RowSet]], _ moves: GroupMoves?, areCellsSame: Bool, _ threads: Int
  ) {
    let policies = VerifiedPolicies(platform, table, cells, columns, domains)
    let known = results
    // Most plans stay where they are, with what was found for them.
    var results = known
    var open: [Int] = []
    if graphs.count != known.count || zip(same, same.indices).contains(where: { $0 ?? $1 != $1 }) {
      results = same.map { known[$0 ?? 0] }
      for plan in same.indices where same[plan] != nil { results[plan].plan = plan }
    }
    for plan in graphs.indices {
      let isSame =
        same[plan] != nil && areCellsSame
        && (changed.isEmpty
          || results[plan].prepared.graph.questions.allSatisfy { changed[$0] == nil })
      if !isSame { open.append(plan) }
    }
    guard !open.isEmpty else { return self.results = results }
    let earlier = results
    // Plans of which single moves are followed come first, and need not be told whom they admit.
    let followed = moves == nil ? [] : open.filter { same[$0] != nil }
    open = followed + open.filter { moves == nil || same[$0] == nil }
    let admissions = Admissions(
      cells, table, tools: open[followed.count...].map { tools[$0] })
    let found = parallelMap(count: open.count, threads: threads) { [open] index in
      let plan = open[index]
      let verification = PlanVerification(plan: plan, tools: tools[plan], policies: policies)
      if index < followed.count, let moves { return moves.adjusted(earlier[plan], verification) }
      return verification.result(
        graphs[plan], admissions[index - followed.count],
        same[plan].map { _ in
          KnownResult(
            cases: earlier[plan].cases,
            changed: RowSets(earlier[plan].prepared.graph.questions.compactMap { changed[$0] }))
        })
    }
    for (plan, result) in zip(open, found) { results[plan] = result }
    self.results = results
  }
}

/// What was found for a plan when its platform was another, as far as it still holds.
struct KnownResult {
  let cases: [PlanCase]
  /// Rows of which runs may be others now.
  let changed: RowSets

  /// Rows that have the verdict that they had.
  ///
  /// - Parameter rows: Those of which that is asked.
  func parts(of block: Int, _ rows: RowSet) -> [BlockVerification.Part] {
    let same = rows & ~changed[block]
    return cases.compactMap { one in
      let kept = one.rows(inBlock: block) & same
      return kept.isEmpty ? nil : BlockVerification.Part(verdict: one.verdict, rows: kept)
    }
  }
}

/// Rows of all blocks.
struct RowSets: Sendable {
  private var blocks: [RowSet] = []

  init(_ all: [[RowSet]]) {
    for sets in all {
      while blocks.count < sets.count { blocks.append(.zero) }
      for (block, rows) in sets.enumerated() { blocks[block] |= rows }
    }
  }

  subscript(block: Int) -> RowSet { block < blocks.count ? blocks[block] : .zero }
}

extension PlanResult {
  /// The graph that it is of, or why there is none.
  fileprivate var built: Result<PreparedPlan, Obstacle> {
    if let obstacle, prepared.graph.nodes.isEmpty { return .failure(obstacle) }
    return .success(prepared)
  }
}

extension Result<PreparedPlan, Obstacle> {
  /// Whether a plan is not looked at because of other plans.
  fileprivate var isOfAll: Bool {
    switch self {
    case .failure(.statesOfAll), .failure(.questionsOfAll): true
    case .failure, .success: false
    }
  }
}
