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

  /// - Parameter threads: Most threads that work on it; what comes of it does not depend on them.
  package init(_ platform: VerifiedPlatform, threads: Int = 1) {
    self.platform = platform
    let decisions = PlatformDecisions(platform.catalogue, platform.routes)
    self.decisions = decisions
    var questions = QuestionTable()
    let graphs = platform.plans.elements.map { plan -> Result<PlanGraph, Obstacle> in
      var builder = GraphBuilder(plan, decisions)
      do throws(Obstacle) {
        return .success(try builder.build(&questions))
      } catch {
        return .failure(error)
      }
    }
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
}
