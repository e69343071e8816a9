import BundleTables
package import PolicyModel

/// What a plan can ask at each step, whatever the tenant, as a bundle holds it for runtimes that watch
/// their runs: the invariant of its proof.
package struct PlanAsks: Sendable {
  /// By step, pairs of a number and the label of the data, ascending; nothing where the plan has more
  /// states than are looked at, so that a run of it is never inside of a proof.
  package let cells: [[Int64]]

  package init(_ plan: Plan, _ platform: PlatformDecisions) {
    var table = QuestionTable()
    var builder = GraphBuilder(plan, platform)
    let graph = try? builder.build(&table)
    self.init(graph, table.questions, stepCount: plan.steps.count)
  }

  init(_ graph: PlanGraph?, _ questions: [Question], stepCount: Int) {
    var asks = [Set<Ask>](repeating: [], count: stepCount)
    let graph = graph ?? PlanGraph()
    for node in graph.nodes {
      asks[node.step].formUnion(graph.questions(of: node).map { Ask(questions[$0]) })
    }
    cells = asks.map { $0.sorted().flatMap { [$0.number, Int64(bitPattern: $0.label)] } }
  }
}

extension Verification {
  /// What was proved of a plan, as a bundle holds it.
  package func asks(ofPlan plan: Int) -> PlanAsks {
    let graph = results[plan].obstacle == nil ? results[plan].graph : nil
    return PlanAsks(graph, questions, stepCount: platform.plans[plan].steps.count)
  }
}

private struct Ask: Hashable, Comparable {
  let number: Int64
  let label: UInt64

  init(_ question: Question) {
    label = question.label
    number =
      switch question.subject {
      case .call: AskNumber.call.rawValue
      case .store(let storage): storage.number
      case .review: AskNumber.review.rawValue
      }
  }

  static func < (left: Ask, right: Ask) -> Bool {
    (left.number, left.label) < (right.number, right.label)
  }
}
