import PolicyModel

/// Verifies one plan for a block of rows at a time.
struct BlockVerification {
  private let plan: PlanVerification
  private let graph: PlanGraph
  private let search: PlanSearch
  private let domains: PlanDomains
  /// A step where runs do what depends on what is not known.
  private let opaqueStep: Int?

  /// Rows that have one verdict.
  struct Part {
    let verdict: CaseVerdict
    let rows: RowSet
  }

  init(_ plan: PlanVerification, _ prepared: PreparedPlan) {
    self.plan = plan
    graph = prepared.graph
    search = prepared.search
    domains = PlanDomains(
      plan.columns, of: graph.questions, count: plan.domains.all.count)
    opaqueStep = graph.opaqueStep(plan.table, search.opaqueNode)
  }

  /// - Parameter rows: Those that are looked at.
  func parts(of block: Int, _ rows: RowSet) -> [Part] {
    let columns = columns(block)
    let usual = opaqueStep == nil ? rows & search.usual.rows(columns) : .zero
    return usualParts(columns, usual) + parts(of: block, columns, rows & ~usual)
  }

  private func usualParts(_ columns: PlanColumns, _ rows: RowSet) -> [Part] {
    guard !rows.isEmpty else { return [] }
    let usual = search.usual
    let forbidden = rows & usual.forbidden(columns)
    let isGated = plan.platform.isGated
    let unknown = search.unknownNodes.first(where: usual.reaches).map(unknownStep)
    let safe = isGated ? rows : rows & ~forbidden
    return parts(
      progress: usual.progress, columns, going: rows, obstructions: [],
      safety: [(unknown ?? .proved, safe), (.violated, rows & ~safe)],
      gateNeeded: isGated ? forbidden : .zero)
  }

  private func parts(of block: Int, _ columns: PlanColumns, _ rows: RowSet) -> [Part] {
    guard !rows.isEmpty else { return [] }
    let isGated = plan.platform.isGated
    let reach = ColumnReach(search.program, view(block, isGated: isGated), rows: rows)
    let progress = ColumnProgress(search.program, reach, columns)
    let obstructions = progress.obstructions(rows)
    return parts(
      progress: progress, columns, going: obstructions.reduce(rows) { $0 & ~$1.rows },
      obstructions: obstructions,
      safety: safety(reach.forbidden(), block, rows, unknown: unknown(reach)),
      gateNeeded: isGated ? gateNeeded(block, rows) : .zero)
  }

  /// - Parameter going: Rows of which runs go on with everything up.
  private func parts(
    progress: ColumnProgress, _ columns: PlanColumns, going: RowSet,
    obstructions: [ColumnProgress.Obstructed], safety: [(Safety, RowSet)], gateNeeded: RowSet
  ) -> [Part] {
    let (byOne, byTwo) = ColumnResilience(progress, columns, domains).blocked(going)
    let outcomes: [(ProgressVerdict, Int?, RowSet)] =
      [(.proved, 2, going & ~byOne & ~byTwo), (.proved, 1, byTwo), (.proved, 0, byOne)]
      + obstructions.map { found in
        let question = graph.questions[found.question]
        let obstruction = Obstruction(
          node: found.node, question: question, hasFailed: found.hasFailed)
        return (.violated(obstruction), nil, found.rows)
      }
    return outcomes.flatMap { progress, number, going in
      safety.flatMap { safety, having in
        [(true, gateNeeded), (false, ~gateNeeded)].compactMap { isNeeded, needing -> Part? in
          let rows = going & having & needing
          guard !rows.isEmpty else { return nil }
          return Part(
            verdict: CaseVerdict(
              safety: safety, isGateNeeded: isNeeded, progress: progress, resilience: number),
            rows: rows)
        }
      }
    }
  }

  /// Rows of which runs do what is forbidden with the gate left out.
  func forbidden(in block: Int, _ rows: RowSet) -> RowSet {
    ColumnReach(search.program, view(block, isGated: false), rows: rows).forbidden()
  }

  /// The first domains, by number, without which runs for a row do not go on.
  func weakest(row: Int, resilience: Int?) -> [Int] {
    guard let resilience, resilience < 2 else { return [] }
    let block = row / RowSet.count
    var rows = RowSet.zero
    rows.insert(row % RowSet.count)
    let columns = columns(block)
    let isUsual = opaqueStep == nil && !(rows & search.usual.rows(columns)).isEmpty
    let progress = isUsual ? search.usual.progress : progress(block, columns, rows)
    return ColumnResilience(progress, columns, domains).weakest(rows, count: resilience + 1)
  }

  private func progress(_ block: Int, _ columns: PlanColumns, _ rows: RowSet) -> ColumnProgress {
    let view = view(block, isGated: plan.platform.isGated)
    return ColumnProgress(
      search.program, ColumnReach(search.program, view, rows: rows), columns)
  }

  private func columns(_ block: Int) -> PlanColumns {
    PlanColumns(plan.columns, of: graph.questions, block: block)
  }

  private func view(_ block: Int, isGated: Bool, onlyCertain: Bool = false) -> ColumnView {
    ColumnView(
      graph.questions, columns(block), plan.table, isGated: isGated, onlyCertain: onlyCertain)
  }

  private func safety(
    _ violating: RowSet, _ block: Int, _ rows: RowSet, unknown: [(Safety, RowSet)]
  ) -> [(Safety, RowSet)] {
    let open = unknown.map { ($0.0, $0.1 & rows & ~violating) }
    let known = open.reduce(rows & ~violating) { $0 & ~$1.1 }
    let safe: [(Safety, RowSet)] = [(.proved, known)] + open
    guard !violating.isEmpty, let opaqueStep else { return safe + [(.violated, rows & violating)] }
    let certain = view(block, isGated: plan.platform.isGated, onlyCertain: true)
    let violated = ColumnReach(search.program, certain, rows: violating, onlyCertain: true)
      .forbidden()
    return safe + [
      (.violated, rows & violated),
      (.unknown(.opaque(step: opaqueStep)), rows & violating & ~violated),
    ]
  }

  /// Rows of which runs come to a step of which is not known what it does, each with the first.
  private func unknown(_ reach: ColumnReach) -> [(Safety, RowSet)] {
    var seen = RowSet.zero
    return search.unknownNodes.map { number in
      let rows = reach.reached[number] & ~seen
      seen |= rows
      return (unknownStep(number), rows)
    }
  }

  private func unknownStep(_ node: Int) -> Safety {
    .unknown(.unknown(step: graph.nodes[node].step))
  }

  /// Rows of which runs would call or store what is forbidden if the gate skipped nothing.
  private func gateNeeded(_ block: Int, _ rows: RowSet) -> RowSet {
    let view = view(block, isGated: false)
    let isDecision = search.isDecision
    let open = isDecision.indices.reduce(RowSet.zero) {
      isDecision[$1] ? $0 | view.forbidding[$1] : $0
    }
    guard !(open & rows).isEmpty else { return .zero }
    return ColumnReach(search.program, view, rows: open & rows).forbidden { isDecision[$0] }
  }
}

extension PlanGraph {
  /// A step whose condition, or whose route's, is opaque.
  ///
  /// - Parameter branch: The first node whose own is.
  fileprivate func opaqueStep(_ table: AnswerTable, _ branch: Int?) -> Int? {
    let opaque = questions.filter { question in
      table.questions[question].snapshots.map { $0.possible != $0.certain } ?? false
    }
    let asking =
      opaque.isEmpty
      ? nil : nodes.firstIndex { questions(of: $0).contains(where: opaque.contains) }
    return [branch, asking].compactMap(\.self).min().map { nodes[$0].step }
  }
}
