import PolicyModel
import Threads

/// The graphs of a platform's plans, and what they ask.
struct PlanGraphs {
  private(set) var questions: QuestionTable
  /// By plan.
  private(set) var graphs: [Result<PreparedPlan, Obstacle>]
  private var states = 0

  /// Plans that are read at the same time; what they take is counted before the next ones are.
  private static let together = 256

  /// Each plan is read with questions of its own; then questions get the numbers that they would have
  /// if plans were read one after the other.
  ///
  /// - Parameters:
  ///   - known: By plan: its graph, where that is known.
  ///   - questions: Those that have numbers already.
  init(
    _ plans: [Plan], _ decisions: PlatformDecisions,
    known: [Result<PreparedPlan, Obstacle>?] = [], _ questions: QuestionTable = QuestionTable(),
    threads: Int
  ) {
    self.questions = questions
    graphs = plans.indices.map { number in
      (number < known.count ? known[number] : nil) ?? .success(.none)
    }
    for case .success(let plan) in graphs { states += plan.graph.nodes.count }
    let unknown = plans.indices.filter { $0 >= known.count || known[$0] == nil }
    for start in stride(from: 0, to: unknown.count, by: Self.together) {
      let chunk = Array(unknown[start..<min(start + Self.together, unknown.count)])
      let built = parallelMap(count: chunk.count, threads: threads) {
        BuiltGraph(plans[chunk[$0]], decisions)
      }
      let numbers = built.map { self.numbers(of: $0) }
      let all = self.questions.questions
      let prepared = parallelMap(count: chunk.count, threads: threads) { number in
        numbers[number].flatMap { own in
          built[number].graph.map { PreparedPlan($0.renumbered(own), all) }
        }
      }
      for (plan, graph) in zip(chunk, prepared) { graphs[plan] = graph }
    }
  }

  /// The numbers of the questions of one more plan, unless it is too much with it.
  private mutating func numbers(of built: BuiltGraph) -> Result<[Int], Obstacle> {
    guard case .success(let graph) = built.graph else { return .success([]) }
    guard states + graph.nodes.count <= PlanGraph.mostStatesOfAll else {
      return .failure(.statesOfAll(most: PlanGraph.mostStatesOfAll))
    }
    let new = built.questions.count { !questions.contains($0) }
    guard questions.questions.count + new <= PlanGraph.mostQuestionsOfAll else {
      return .failure(.questionsOfAll(most: PlanGraph.mostQuestionsOfAll))
    }
    states += graph.nodes.count
    return .success(built.questions.map { questions.number(of: $0) })
  }
}

/// The graph of one plan, whose questions have numbers of its own.
private struct BuiltGraph: Sendable {
  let questions: [Question]
  let graph: Result<PlanGraph, Obstacle>

  init(_ plan: Plan, _ decisions: PlatformDecisions) {
    var table = QuestionTable()
    var builder = GraphBuilder(plan, decisions)
    do throws(Obstacle) {
      graph = .success(try builder.build(&table))
    } catch {
      graph = .failure(error)
    }
    questions = table.questions
  }
}
