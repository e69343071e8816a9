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

  /// - Parameter known: What was found for the same graph when the platform was another.
  func result(_ built: Result<PlanGraph, Obstacle>, _ known: KnownResult? = nil) -> PlanResult {
    let graph: PlanGraph
    do {
      graph = try built.get()
    } catch {
      return PlanResult(
        plan: plan, obstacle: error, graph: PlanGraph(), tools: platform.plans[plan].tools,
        admittedTenants: 0, admittedGroups: 0, cases: [], validUntil: nil)
    }
    let obstacle = obstacle(of: graph)
    let isDecided = obstacle == nil && !graph.questions.isEmpty
    var cases = CaseCollection(cells, platform.plans[plan])
    lazy var verification = BlockVerification(self, graph)
    for (number, start) in stride(from: 0, to: table.rows.count, by: RowSet.count).enumerated() {
      let admission = Admission(
        cells, start..<min(start + RowSet.count, table.rows.count), cases.admitting)
      cases.add(admission)
      guard isDecided else { continue }
      let kept = known?.parts(of: number, admission.rows) ?? []
      for part in kept { cases.add(part, admission, number) }
      let rest = kept.reduce(admission.rows) { $0 & ~$1.rows }
      guard !rest.isEmpty else { continue }
      for part in verification.parts(of: number, rest) { cases.add(part, admission, number) }
    }
    return PlanResult(
      plan: plan, obstacle: obstacle, graph: graph, tools: platform.plans[plan].tools,
      admittedTenants: cases.tenants, admittedGroups: cases.groups,
      cases: cases.cases { row, key in
        known?.weakest(row: row, key)
          ?? verification.weakest(row: row, resilience: key.resilience).map { domains.all[$0] }
      },
      validUntil: validUntil(graph, cases.admittedRows))
  }

  /// Conditions of a route that tell too many cases apart, or nothing but steps that are not known.
  private func obstacle(of graph: PlanGraph) -> Obstacle? {
    if graph.questions.isEmpty, let node = graph.nodes.first(where: \.isUnknown) {
      return .unknown(step: node.state.step)
    }
    let isOpen = { (question: Int) in
      table.questions[question].decision != nil && table.questions[question].snapshots == nil
    }
    guard graph.questions.contains(where: isOpen),
      let node = graph.nodes.first(where: { $0.questions.contains(where: isOpen) })
    else { return nil }
    return .cases(step: node.state.step, most: SnapshotCases.most)
  }

  private func validUntil(_ graph: PlanGraph, _ rows: [Int]) -> CalendarDate? {
    var seen = Bitset()
    var first = Int64.max
    for row in rows {
      guard let number = table.groundsNumber(ofRow: row), !seen.contains(number) else { continue }
      seen.insert(number)
      for question in graph.questions { first = min(first, table.groundEnd(of: question, number)) }
    }
    return first == .max ? nil : CalendarDate(secondsSince1970: first)
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
  private let none: [RowSet]
  private var found: [BlockVerification.Part.Key: Entry] = [:]

  private struct Entry {
    var tenants = 0
    /// A cell.
    var example: Int
    /// By block.
    var rows: [RowSet]
  }

  init(_ cells: PolicyCells, _ plan: Plan) {
    self.cells = cells
    self.plan = plan
    none = Array(repeating: .zero, count: RowSet.blocks(of: cells.rowCount))
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
      var known = entry ?? Entry(example: example, rows: none)
      if cells.all[example].rank < cells.all[known.example].rank {
        known.example = example
      }
      known.tenants += admission.tenants[row]
      entry = known
    }
    // Rows of one verdict may come in several parts.
    entry?.rows[block] |= part.rows
    found[part.key] = entry
  }

  /// - Parameter weakest: What a row with that verdict does not go on without.
  func cases(
    _ weakest: (Int, BlockVerification.Part.Key) -> [FailureDomain]
  ) -> [PlanCase] {
    found.sorted { cells.all[$0.value.example].rank < cells.all[$1.value.example].rank }
      .map { key, entry in
        let example = cells.all[entry.example]
        return PlanCase(
          verdict: CaseVerdict(
            safety: key.safety, isGateNeeded: key.isGateNeeded, progress: key.progress,
            resilience: key.resilience, weakest: weakest(Int(example.row), key)),
          tenants: entry.tenants, example: Int(example.example),
          members: CaseMembers(
            rows: entry.rows, exampleRow: Int(example.row), plan: plan, cells: cells))
      }
  }
}
