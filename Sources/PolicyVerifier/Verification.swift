import PolicyModel

/// Verifies the plans of a platform for all its tenants.
///
/// Plans and policies meet by questions: plans ask them, policies answer them, and only where an answer
/// is not plainly fine is a plan looked at for a policy. Policies with equal answers are looked at once.
package struct Verification: Sendable {
  package let platform: VerifiedPlatform
  package let questions: [Question]
  let table: AnswerTable
  let rows: AnswerRows
  let decisions: PlatformDecisions
  package let results: [PlanResult]

  package init(_ platform: VerifiedPlatform) {
    self.platform = platform
    decisions = PlatformDecisions(platform.catalogue, platform.routes)
    var questions = QuestionTable()
    var graphs: [Result<PlanGraph, Obstacle>] = []
    for plan in platform.plans.elements {
      var builder = GraphBuilder(plan, decisions)
      do {
        graphs.append(.success(try builder.build(&questions)))
      } catch {
        graphs.append(.failure(error))
      }
    }
    var table = AnswerTable(decisions, questions.questions, on: platform.day)
    let domains = FailureDomains(platform.catalogue)
    let rows = AnswerRows(platform.tenants, &table, domains)
    self.questions = questions.questions
    self.table = table
    self.rows = rows
    results = graphs.enumerated().map { index, graph in
      PlanVerification(index, platform, table, rows, domains).result(graph)
    }
  }
}

/// Verifies one plan.
private struct PlanVerification {
  private let plan: Int
  private let platform: VerifiedPlatform
  private let table: AnswerTable
  private let rows: AnswerRows
  private let domains: FailureDomains

  init(
    _ plan: Int, _ platform: VerifiedPlatform, _ table: AnswerTable, _ rows: AnswerRows,
    _ domains: FailureDomains
  ) {
    self.plan = plan
    self.platform = platform
    self.table = table
    self.rows = rows
    self.domains = domains
  }

  func result(_ built: Result<PlanGraph, Obstacle>) -> PlanResult {
    let graph: PlanGraph
    do {
      graph = try built.get()
    } catch {
      return PlanResult(
        plan: plan, obstacle: error, graph: PlanGraph(), admittedTenants: 0, admittedGroups: 0,
        cases: [], validUntil: nil)
    }
    let admitted = rows.admitted(toolsOf: platform.plans[plan])
    return PlanResult(
      plan: plan, obstacle: obstacle(of: graph), graph: graph,
      admittedTenants: admitted.reduce(0) { $0 + platform.tenants[$1].count },
      admittedGroups: admitted.count, cases: cases(of: graph, admitted),
      validUntil: validUntil(graph, admitted))
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

  private func cases(of graph: PlanGraph, _ admitted: [Int]) -> [PlanCase] {
    guard obstacle(of: graph) == nil, !graph.questions.isEmpty else { return [] }
    let exact = CaseVerification(
      graph: graph, table: table, domains: domains, catalogue: platform.catalogue,
      isGated: platform.isGated)
    let shape = PlanShape(graph, platform.isGated)
    var known: [[Answer]: CaseVerdict] = [:]
    var groups: [CaseVerdict: [Int]] = [:]
    for group in admitted {
      let row = rows.row(ofGroup: group)
      let verdict: CaseVerdict
      if let plain = shape.plainVerdict(rows.kinds[row.kind]) {
        verdict = plain
      } else {
        let projected = graph.questions.map { row.answers[$0] }
        verdict = known[projected] ?? exact.verdict(row.answers)
        known[projected] = verdict
      }
      groups[verdict, default: []].append(group)
    }
    return groups.map { verdict, groups in
      let example = groups.min { platform.tenants[$0].first < platform.tenants[$1].first }
      return PlanCase(
        verdict: verdict, tenants: groups.reduce(0) { $0 + platform.tenants[$1].count },
        example: example ?? 0, groups: groups)
    }.sorted { left, right in
      let names = (platform.tenants[left.example].first, platform.tenants[right.example].first)
      return names.0 == names.1 ? left.example < right.example : names.0 < names.1
    }
  }

  private func validUntil(_ graph: PlanGraph, _ admitted: [Int]) -> CalendarDate? {
    let residencies = Set(
      admitted.map { platform.tenants[$0].policy.residency }.filter { !$0.accepts.isEmpty })
    return residencies.compactMap { residency in
      graph.questions.compactMap { table.groundEnd(of: $0, residency) }.min()
    }.min()
  }
}
