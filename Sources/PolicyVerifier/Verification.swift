import PolicyModel
import Threads

/// Verifies the plans of a platform for all its tenants.
///
/// Plans and policies meet by questions: plans ask them, policies answer them, and only where an answer
/// is not plainly fine is a plan looked at for a policy. Policies with equal answers are looked at once,
/// and hundreds of them together.
package struct Verification: Sendable {
  package let platform: VerifiedPlatform
  package let questions: [Question]
  let table: AnswerTable
  let decisions: PlatformDecisions
  package let results: [PlanResult]

  /// Policies that answer some question differently.
  package var rowCount: Int { table.rows.count }

  /// - Parameter threads: Most threads that work on it; what comes of it does not depend on them.
  package init(_ platform: VerifiedPlatform, threads: Int = 1) {
    self.platform = platform
    let decisions = PlatformDecisions(platform.catalogue, platform.routes)
    self.decisions = decisions
    var questions = QuestionTable()
    let graphs = Self.graphs(platform.plans.elements, decisions, &questions, threads)
    let table = AnswerTable(
      decisions, questions.questions, platform.tenants, on: platform.day, threads: threads)
    let domains = FailureDomains(platform.catalogue)
    let cells = PolicyCells(platform.tenants, table, platform.plans.elements)
    let columns = parallelMap(count: questions.questions.count, threads: threads) {
      QuestionColumns($0, table, 0..<table.rows.count, domains)
    }
    self.questions = questions.questions
    self.table = table
    results = parallelMap(count: graphs.count, threads: threads) { plan in
      PlanVerification(
        plan: plan, platform: platform, table: table, cells: cells, columns: columns,
        domains: domains
      ).result(graphs[plan])
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
    self.questions = questions.questions
    table = AnswerTable(
      decisions, questions.questions, platform.tenants, on: platform.day, threads: 1)
    results = graphs.enumerated().map { plan, graph in
      PlanResult(
        plan: plan, obstacle: nil, graph: graph, admittedTenants: 0, admittedGroups: 0, cases: [],
        validUntil: nil)
    }
  }

  /// The graph of each plan. Plans are read at the same time, each with questions of its own; then
  /// questions get the numbers that they would have if plans were read one after the other.
  private static func graphs(
    _ plans: [Plan], _ decisions: PlatformDecisions, _ questions: inout QuestionTable,
    _ threads: Int
  ) -> [Result<PlanGraph, Obstacle>] {
    let built = parallelMap(count: plans.count, threads: threads) {
      number -> ([Question], Result<PlanGraph, Obstacle>) in
      var own = QuestionTable()
      var builder = GraphBuilder(plans[number], decisions)
      do throws(Obstacle) {
        let graph = try builder.build(&own)
        return (own.questions, .success(graph))
      } catch {
        return (own.questions, .failure(error))
      }
    }
    let numbers = built.map { own, _ in own.map { questions.number(of: $0) } }
    return parallelMap(count: plans.count, threads: threads) { number in
      built[number].1.map { $0.renumbered(numbers[number]) }
    }
  }
}
