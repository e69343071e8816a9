import PolicyModel

/// What plans are verified for: the policies of a platform, and what they answer to all questions.
final class VerifiedPolicies: Sendable {
  let platform: VerifiedPlatform
  let table: AnswerTable
  let cells: PolicyCells
  /// By question.
  let columns: [QuestionColumns]
  let domains: FailureDomains

  init(
    _ platform: VerifiedPlatform, _ table: AnswerTable, _ cells: PolicyCells,
    _ columns: [QuestionColumns], _ domains: FailureDomains
  ) {
    (self.platform, self.table, self.cells) = (platform, table, cells)
    (self.columns, self.domains) = (columns, domains)
  }
}

/// Verifies one plan for all rows of answers.
struct PlanVerification {
  let plan: Int
  /// All that a tenant who may run the plan may use.
  let tools: Bitset
  let policies: VerifiedPolicies

  var platform: VerifiedPlatform { policies.platform }
  var table: AnswerTable { policies.table }
  var cells: PolicyCells { policies.cells }
  var columns: [QuestionColumns] { policies.columns }
  var domains: FailureDomains { policies.domains }

  /// - Parameter known: What was found for the same graph when the platform was another.
  func result(
    _ built: Result<PreparedPlan, Obstacle>, _ admission: Admission, _ known: KnownResult? = nil
  ) -> PlanResult {
    let prepared: PreparedPlan
    do {
      prepared = try built.get()
    } catch {
      return PlanResult(
        plan: plan, obstacle: error, prepared: .none, tools: tools,
        admittedTenants: 0, admittedGroups: 0, cases: [], validUntil: nil)
    }
    let graph = prepared.graph
    let obstacle = obstacle(of: graph)
    let isDecided = obstacle == nil && !graph.questions.isEmpty
    var cases = CaseCollection(cells, admission)
    lazy var verification = BlockVerification(self, prepared)
    for (number, block) in admission.blocks.enumerated() where isDecided {
      let kept = known?.parts(of: number, block.rows) ?? []
      for part in kept { cases.add(part, number) }
      let rest = kept.reduce(block.rows) { $0 & ~$1.rows }
      guard !rest.isEmpty else { continue }
      for part in verification.parts(of: number, rest) { cases.add(part, number) }
    }
    return PlanResult(
      plan: plan, obstacle: obstacle, prepared: prepared, tools: tools,
      admittedTenants: admission.tenants, admittedGroups: admission.groups,
      cases: cases.cases, validUntil: end(of: graph, admission.grounds))
  }

  /// Conditions of a route that tell too many cases apart, or nothing but steps that are not known.
  private func obstacle(of graph: PlanGraph) -> Obstacle? {
    if graph.questions.isEmpty, let node = graph.nodes.first(where: \.isUnknown) {
      return .unknown(step: node.step)
    }
    let isOpen = { (question: Int) in
      table.questions[question].decision != nil && table.questions[question].snapshots == nil
    }
    guard graph.questions.contains(where: isOpen),
      let node = graph.nodes.first(where: { graph.questions(of: $0).contains(where: isOpen) })
    else { return nil }
    return .cases(step: node.step, most: SnapshotCases.most)
  }

  /// The first end of a ground that runs rely on.
  ///
  /// - Parameter grounds: Residencies that need some, by number.
  func end(of graph: PlanGraph, _ grounds: some Sequence<Int>) -> CalendarDate? {
    var first = Int64.max
    for number in grounds {
      for question in graph.questions { first = min(first, table.groundEnd(of: question, number)) }
    }
    return first == .max ? nil : CalendarDate(secondsSince1970: first)
  }
}

/// Puts rows with one verdict together.
private struct CaseCollection {
  private let cells: PolicyCells
  private let admission: Admission
  private let none: [RowSet]
  private var found: [CaseVerdict: Entry] = [:]

  private struct Entry {
    var tenants = 0
    /// A cell.
    var example: Int
    /// By block.
    var rows: [RowSet]
  }

  init(_ cells: PolicyCells, _ admission: Admission) {
    self.cells = cells
    self.admission = admission
    none = Array(repeating: .zero, count: RowSet.blocks(of: cells.rowCount))
  }

  mutating func add(_ part: BlockVerification.Part, _ block: Int) {
    var entry = found[part.verdict]
    let admission = admission.blocks[block]
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
    found[part.verdict] = entry
  }

  var cases: [PlanCase] {
    found.sorted { cells.all[$0.value.example].rank < cells.all[$1.value.example].rank }
      .map { verdict, entry in
        PlanCase(
          verdict: verdict, tenants: entry.tenants,
          example: Int(cells.all[entry.example].example), rows: entry.rows)
      }
  }
}
