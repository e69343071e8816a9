import PolicyModel

/// Decides one plan for one row of answers, exactly.
struct CaseVerification {
  let graph: PlanGraph
  let table: AnswerTable
  let domains: FailureDomains
  let catalogue: Catalogue
  let isGated: Bool

  func verdict(_ row: [Answer]) -> CaseVerdict {
    let view = PolicyView(graph, table, row, isGated: isGated)
    let reached = Reachability(view)
    let progress = Progress(reached, view, down: DownSet([], catalogue))
    let (resilience, weakest) =
      progress.obstruction == nil ? resilience(reached, view) : (nil, [])
    return CaseVerdict(
      safety: safety(reached, view), gateNeeded: isGated ? skipped(row) : [],
      progress: progress.obstruction.map { .violated($0) } ?? .proved,
      resilience: resilience, weakest: weakest)
  }

  // MARK: Safety

  private func safety(_ reached: Reachability, _ view: PolicyView) -> Safety {
    let all = violations(reached, view)
    guard !all.isEmpty else { return .proved }
    guard let opaque = graph.opaqueStep(table) else { return .violated(all) }
    let certain = violations(Reachability(view, onlyCertain: true), view, onlyCertain: true)
    return certain.isEmpty ? .unknown(all, .opaque(step: opaque)) : .violated(certain)
  }

  /// What would happen if the gate skipped nothing.
  private func skipped(_ row: [Answer]) -> [Violation] {
    let view = PolicyView(graph, table, row, isGated: false)
    let needsNone = graph.questions.allSatisfy {
      table.questions[$0].decision == nil || view[$0].forbidden.isEmpty
    }
    return needsNone
      ? []
      : violations(Reachability(view), view).filter { violation in
        table.questions[violation.question].decision != nil
      }
  }

  private func violations(
    _ reached: Reachability, _ view: PolicyView, onlyCertain: Bool = false
  ) -> [Violation] {
    var seen: Set<Violation> = []
    return reached.asked.flatMap { occurrence -> [Violation] in
      let tried = view.tried(occurrence.question, onlyCertain: onlyCertain)
      return view[occurrence.question].forbidden.intersection(tried).members.map { candidate in
        Violation(
          node: occurrence.node, question: occurrence.question, call: occurrence.call,
          candidate: candidate)
      }
    }.filter { seen.insert($0).inserted }
  }

  // MARK: Resilience

  private func resilience(
    _ reached: Reachability, _ view: PolicyView
  ) -> (Int, [FailureDomain]) {
    let blockers = graph.questions.map { question in
      view[question].isAlwaysServed
        ? domains.blockers(of: view[question], table.questions[question]) : .none
    }
    let single = blockers.reduce(into: Set()) { $0.formUnion($1.single) }.sorted()
    for domain in single where obstructs([domain], reached, view) { return (0, [domain]) }
    let pairs = blockers.reduce(into: Set()) { $0.formUnion($1.pairs) }.map { $0.sorted() }
    let combined = single.indices.flatMap { first in
      single[(first + 1)...].map { [single[first], $0] }
    }
    for pair in (pairs + combined).sorted(by: { $0.lexicographicallyPrecedes($1) })
    where obstructs(pair, reached, view) {
      return (1, pair)
    }
    return (2, [])
  }

  private func obstructs(
    _ down: [FailureDomain], _ reached: Reachability, _ view: PolicyView
  ) -> Bool {
    Progress(reached, view, down: DownSet(down, catalogue)).obstruction != nil
  }
}

extension PlanGraph {
  /// A step whose condition, or whose route's, is opaque.
  func opaqueStep(_ table: AnswerTable) -> Int? {
    nodes.first { node in
      if case .branch(let ways) = node.action { return ways.contains { !$0.isCertain } }
      return node.questions.contains { question in
        table.questions[question].snapshots.map { $0.possible != $0.certain } ?? false
      }
    }?.state.step
  }
}
