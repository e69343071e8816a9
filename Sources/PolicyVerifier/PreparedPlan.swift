/// The graph of a plan, with what is known of it whatever the policies are.
final class PreparedPlan: Sendable {
  let graph: PlanGraph
  /// `nil` for graphs that are so large that it is worked out anew each time.
  private let kept: PlanSearch?
  /// By question of the plan, whether a decision answers it, not a pool of reviewers.
  private let isDecision: [Bool]

  /// Most states of a plan of which all is kept.
  private static let mostKept = 5_000

  /// - Parameter questions: All, by number.
  init(_ graph: PlanGraph, _ questions: [Question]) {
    self.graph = graph
    let isDecision = graph.questions.map { questions[$0].capability != nil }
    self.isDecision = isDecision
    kept = graph.nodes.count <= Self.mostKept ? PlanSearch(graph, isDecision) : nil
  }

  /// Of a plan that has none.
  static let none = PreparedPlan(PlanGraph())

  /// For graphs that are not searched.
  init(_ graph: PlanGraph) {
    self.graph = graph
    isDecision = []
    kept = nil
  }

  var search: PlanSearch { kept ?? PlanSearch(graph, isDecision) }
}

/// A plan's graph ready to be searched for many policies at once, and what comes of it for most.
final class PlanSearch: Sendable {
  let program: PlanProgram
  let usual: UsualRuns
  /// Nodes of which is not known what is done there.
  let unknownNodes: [Int]
  /// The first node with a way of which it is not known whether runs can take it.
  let opaqueNode: Int?
  let isDecision: [Bool]

  fileprivate init(_ graph: PlanGraph, _ isDecision: [Bool]) {
    self.isDecision = isDecision
    program = PlanProgram(graph)
    usual = UsualRuns(program, isDecision: isDecision)
    unknownNodes = graph.nodes.indices.filter { graph.nodes[$0].isUnknown }
    opaqueNode = graph.opaqueNode
  }
}
