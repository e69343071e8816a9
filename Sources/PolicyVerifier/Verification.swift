import PolicyModel
import Threads

/// Verifies the plans of a platform for all its tenants.
///
/// Plans and policies meet by questions: plans ask them, policies answer them, and only where an answer
/// is not plainly fine is a plan looked at for a policy. Policies with equal answers are looked at once,
/// and hundreds of them together.
package struct Verification: Sendable {
  package internal(set) var platform: VerifiedPlatform
  package var questions: [Question] { questionTable.questions }
  var questionTable: QuestionTable
  var table: AnswerTable
  var decisions: PlatformDecisions
  /// By question.
  var columns: [QuestionColumns]
  var cells: PolicyCells
  var domains: FailureDomains
  package internal(set) var results: [PlanResult]
  /// Most threads that work on what is asked of it.
  let threads: Int

  /// Policies that answer some question differently.
  package var rowCount: Int { table.rows.count }

  /// - Parameter threads: Most threads that work on it; what comes of it does not depend on them.
  package init(_ platform: VerifiedPlatform, threads: Int = 1) {
    let decisions = PlatformDecisions(platform.catalogue, platform.routes)
    self.init(
      platform, decisions, PlanGraphs(platform.plans.elements, decisions, threads: threads),
      threads: threads)
  }

  /// - Parameter plans: Of the platform's plans.
  init(
    _ platform: VerifiedPlatform, _ decisions: PlatformDecisions, _ plans: PlanGraphs, threads: Int
  ) {
    self.platform = platform
    self.decisions = decisions
    self.threads = threads
    questionTable = plans.questions
    let table = AnswerTable(
      decisions, plans.questions.questions, platform.tenants, on: platform.day, threads: threads)
    let domains = FailureDomains(platform.catalogue)
    let tools = platform.plans.elements.map(\.tools)
    let cells = PolicyCells(
      platform.tenants, table, used: tools.reduce(Bitset()) { $0.union($1) })
    let columns = parallelMap(count: table.questions.count, threads: threads) {
      QuestionColumns($0, table, domains)
    }
    self.table = table
    self.domains = domains
    self.cells = cells
    self.columns = columns
    let admissions = Admissions(cells, table, tools: tools)
    let policies = VerifiedPolicies(platform, table, cells, columns, domains)
    results = parallelMap(count: plans.graphs.count, threads: threads) { plan in
      PlanVerification(plan: plan, tools: tools[plan], policies: policies)
        .result(plans.graphs[plan], admissions[plan])
    }
  }

  /// Graphs that were built before, with the answers that policies have to their questions; there are no
  /// verdicts.
  init(
    _ platform: VerifiedPlatform, _ decisions: PlatformDecisions, _ questions: QuestionTable,
    _ graphs: [PlanGraph]
  ) {
    self.platform = platform
    self.decisions = decisions
    threads = 1
    questionTable = questions
    table = AnswerTable(
      decisions, questions.questions, platform.tenants, on: platform.day, threads: 1)
    cells = PolicyCells(platform.tenants, table, used: Bitset())
    columns = []
    domains = FailureDomains(platform.catalogue)
    results = graphs.enumerated().map { plan, graph in
      PlanResult(
        plan: plan, obstacle: nil, prepared: PreparedPlan(graph), tools: platform.plans[plan].tools,
        admittedTenants: 0, admittedGroups: 0, cases: [], validUntil: nil)
    }
  }
}
