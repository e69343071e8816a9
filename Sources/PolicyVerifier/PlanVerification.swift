import PolicyModel

/// Verifies one plan for all rows of answers.
struct PlanVerification {
  let plan: Int
  let platform: VerifiedPlatform
  let table: AnswerTable
  let cells: PolicyCells
  /// By question.
  let columns: [QuestionColumns]
  let domains: FailureDomains

  func result(_ built: Result<PlanGraph, Obstacle>) -> PlanResult {
    let graph: PlanGraph
    do {
      graph = try built.get()
    } catch {
      return PlanResult(
        plan: plan, obstacle: error, graph: PlanGraph(), admittedTenants: 0, admittedGroups: 0,
        cases: [], validUntil: nil)
    }
    let obstacle = obstacle(of: graph)
    let isDecided = obstacle == nil && !graph.questions.isEmpty
    var cases = CaseCollection(cells, platform.plans[plan])
    let verification = isDecided ? BlockVerification(self, graph) : nil
    for (number, start) in stride(from: 0, to: table.rows.count, by: RowSet.count).enumerated() {
      let admission = Admission(
        cells, start..<min(start + RowSet.count, table.rows.count), cases.admitting)
      cases.add(admission)
      guard let verification, !admission.rows.isEmpty else { continue }
      for part in verification.parts(of: number, admission) { cases.add(part, admission, number) }
    }
    return PlanResult(
      plan: plan, obstacle: obstacle, graph: graph, admittedTenants: cases.tenants,
      admittedGroups: cases.groups,
      cases: cases.cases { row, resilience in
        verification?.weakest(row: row, resilience: resilience).map { domains.all[$0] } ?? []
      },
      validUntil: validUntil(graph, cases.admittedRows))
  }

  /// Conditions of a route that tell too many cases apart.
  private func obstacle(of graph: PlanGraph) -> Obstacle? {
    let isOpen = { (question: Int) in
      table.questions[question].decision != nil && table.questions[question].snapshots == nil
    }
    guard let question = graph.questions.first(where: isOpen),
      let node = graph.nodes.first(where: { $0.questions.contains(question) })
    else { return nil }
    return .cases(step: node.state.step, most: SnapshotCases.most)
  }

  private func validUntil(_ graph: PlanGraph, _ rows: [Int]) -> CalendarDate? {
    var seen: Set<Int32> = []
    return rows.compactMap { row -> CalendarDate? in
      guard let number = table.groundsNumber(ofRow: row), seen.insert(number).inserted else {
        return nil
      }
      return graph.questions.compactMap { table.groundEnd(of: $0, row: row) }.min()
    }.min()
  }
}

/// The rows of a block whose tenants may run a plan.
struct Admission {
  let rows: RowSet
  let firstRow: Int
  /// By row: tenants, groups, and the cell of which the first tenant's id is the smallest.
  fileprivate let tenants: [Int]
  fileprivate let groups: [Int]
  fileprivate let examples: [Int]

  init(_ cells: PolicyCells, _ range: Range<Int>, _ admitting: [Bool]) {
    var rows = RowSet.zero
    var tenants = [Int](repeating: 0, count: range.count)
    var groups = tenants
    var examples = tenants
    for row in range {
      let position = row - range.lowerBound
      for index in cells.cells(ofRow: row) where admitting[Int(cells.all[index].tools)] {
        let cell = cells.all[index]
        if groups[position] == 0 || cell.rank < cells.all[examples[position]].rank {
          examples[position] = index
        }
        tenants[position] += cell.tenants
        groups[position] += cell.groups
        rows.insert(position)
      }
    }
    self.rows = rows
    firstRow = range.lowerBound
    (self.tenants, self.groups, self.examples) = (tenants, groups, examples)
  }
}

/// Puts rows with one verdict together.
private struct CaseCollection {
  let admitting: [Bool]
  private(set) var tenants = 0
  private(set) var groups = 0
  private(set) var admittedRows: [Int] = []
  private let cells: PolicyCells
  private let plan: Plan
  private var found: [BlockVerification.Part.Key: Entry] = [:]

  private struct Entry {
    var tenants = 0
    /// A cell.
    var example: Int
    /// By block.
    var rows: [Int: RowSet] = [:]
  }

  init(_ cells: PolicyCells, _ plan: Plan) {
    self.cells = cells
    self.plan = plan
    admitting = cells.admitting(plan)
  }

  mutating func add(_ admission: Admission) {
    admission.rows.forEach { row in
      tenants += admission.tenants[row]
      groups += admission.groups[row]
      admittedRows.append(admission.firstRow + row)
    }
  }

  mutating func add(_ part: BlockVerification.Part, _ admission: Admission, _ block: Int) {
    var entry = found[part.key]
    part.rows.forEach { row in
      let example = admission.examples[row]
      var known = entry ?? Entry(example: example)
      if cells.all[example].rank < cells.all[known.example].rank {
        known.example = example
      }
      known.tenants += admission.tenants[row]
      entry = known
    }
    entry?.rows[block] = part.rows
    found[part.key] = entry
  }

  /// - Parameter weakest: What a row with that resilience does not go on without.
  func cases(_ weakest: (Int, Int?) -> [FailureDomain]) -> [PlanCase] {
    found.sorted { cells.all[$0.value.example].rank < cells.all[$1.value.example].rank }
      .map { key, entry in
        let example = cells.all[entry.example]
        return PlanCase(
          verdict: CaseVerdict(
            safety: key.safety, isGateNeeded: key.isGateNeeded, progress: key.progress,
            resilience: key.resilience, weakest: weakest(Int(example.row), key.resilience)),
          tenants: entry.tenants, example: Int(example.example),
          members: CaseMembers(rows: entry.rows, plan: plan, cells: cells))
      }
  }
}
