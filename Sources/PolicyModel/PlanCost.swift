package import PolicyDiagnostics

/// The most that one run of a plan may cost, and what it may call on the way.
///
/// An upper bound: steps outside of loops come once; of a loop's steps, those with `at_most` come that
/// often and the others once more than all of these together, since every way around the loop passes
/// one of them; each call is made again as often as `retry` allows.
package struct PlanCost: Sendable {
  package let name: String
  package let span: SourceSpan
  /// Tools it may call, by index.
  package let tools: Bitset
  /// Millionths of the platform's currency; `nil` where a cost is not stated or a loop has no bound.
  package let worst: Int64?

  package init(of plan: Plan, in catalogue: Catalogue) {
    name = plan.name
    span = plan.span
    tools = plan.tools
    worst = PlanCost.worst(of: plan, in: catalogue)
  }

  private static func worst(of plan: Plan, in catalogue: Catalogue) -> Int64? {
    let loops = plan.steps.elements.indices.map { loop(through: $0, in: plan) }
    var costs: [Int64] = []
    for (index, step) in plan.steps.elements.enumerated() {
      guard let visits = visits(of: step, loops[index], in: plan),
        let call = callCost(of: step, in: catalogue)
      else { return nil }
      let attempts = visits.multipliedReportingOverflow(by: step.retry + 1)
      let cost = attempts.partialValue.multipliedReportingOverflow(by: call)
      guard !attempts.overflow, !cost.overflow, cost.partialValue < most else { return nil }
      costs.append(cost.partialValue)
    }
    return dearestWay(costs, loops, in: plan)
  }

  /// Keeps sums of a plan's steps in range.
  private static let most = Int64.max / Int64(Plan.mostSteps + 1)

  private static func visits(of step: Step, _ loop: Bitset, in plan: Plan) -> Int64? {
    guard !loop.isEmpty else { return 1 }
    if let bound = step.atMost { return bound }
    let bounds = loop.members.compactMap { plan.steps[$0].atMost }
    return bounds.isEmpty ? nil : 1 + bounds.reduce(0, +)
  }

  /// Of one attempt; the dearest of a choice.
  private static func callCost(of step: Step, in catalogue: Catalogue) -> Int64? {
    switch step.action.value {
    case .tool(let tool): catalogue.tools[tool].cost?.micros
    case .model(let model): catalogue.models[model].cost?.micros
    case .choose(let tools):
      tools.members.reduce(0) { dearest, tool in
        guard let dearest, let cost = catalogue.tools[tool].cost?.micros else { return nil }
        return max(dearest, cost)
      }
    case .branch, .review: 0
    case .unknown: nil
    }
  }

  /// The steps that lie on a way from the step back to it; empty where there is none.
  private static func loop(through step: Int, in plan: Plan) -> Bitset {
    let after = reachable(from: step, in: plan)
    guard after.contains(step) else { return Bitset() }
    return Bitset(after.members.filter { reachable(from: $0, in: plan).contains(step) })
  }

  private static func reachable(from step: Int, in plan: Plan) -> Bitset {
    var seen = Bitset()
    var waiting = [step]
    while let next = waiting.popLast() {
      for successor in plan.steps[next].successors.members where !seen.contains(successor) {
        seen.insert(successor)
        waiting.append(successor)
      }
    }
    return seen
  }

  /// The dearest way from the first step on, where a loop counts as one place with all its steps.
  private static func dearestWay(_ costs: [Int64], _ loops: [Bitset], in plan: Plan) -> Int64 {
    var known: [Int: Int64] = [:]
    var waiting = [0]
    while let step = waiting.last {
      let place = loops[step].isEmpty ? Bitset([step]) : loops[step]
      let next = place.members.flatMap { plan.steps[$0].successors.members }
        .filter { !place.contains($0) }
      let unknown = next.filter { known[$0] == nil }
      waiting.append(contentsOf: unknown)
      guard unknown.isEmpty else { continue }
      let own = place.members.reduce(0) { $0 + costs[$1] }
      let total = own + (next.compactMap { known[$0] }.max() ?? 0)
      for member in place.members { known[member] = total }
      waiting.removeLast()
    }
    return known[0] ?? 0
  }
}
