package import PolicyModel
import Threads

/// The most that one run of a plan may cost and call, for the tenants of a group.
package struct RunQuantities: Hashable, Sendable {
  /// Millionths of the platform's currency.
  package let cost: Bound
  /// By tool: the most calls in one run, of tools that are called at all.
  package let calls: [Int: Bound]

  package enum Bound: Hashable, Sendable {
    case most(Int64)
    /// A loop has no bound, or the number is too large to be one.
    case infinite
    /// Something that is called states no cost.
    case notStated(Capability)
  }
}

extension Verification {
  /// What a run of a plan may cost at most, whichever tenant's it is; `nil` where no tenant has runs of it,
  /// or what they are could not be decided.
  ///
  /// A policy that leaves more candidates leaves no fewer attempts, and no fewer ways on.
  package func dearestRun(ofPlan plan: Int) -> RunQuantities.Bound? {
    let graph = results[plan].graph
    return widestRows(ofPlan: plan).map { row in
      let view = PolicyView(graph, table, row: row, isGated: platform.isGated)
      return view.cost(of: platform.plans[plan], platform.catalogue, Reachability(view))
    }.max()
  }

  /// The same of each plan.
  package var dearestRuns: [RunQuantities.Bound?] {
    parallelMap(count: results.count, threads: threads) { dearestRun(ofPlan: $0) }
  }

  /// What a run may cost and call at most: every attempt of every candidate that is tried, with all
  /// retries, on the dearest way.
  package func quantities(ofPlan plan: Int, forGroup group: Int) -> RunQuantities {
    let view = view(ofPlan: plan, group, isGated: platform.isGated)
    return view.quantities(of: platform.plans[plan], platform.catalogue, Reachability(view))
  }
}

extension PolicyView {
  func quantities(
    of plan: Plan, _ catalogue: Catalogue, _ reached: Reachability
  ) -> RunQuantities {
    let longest = LongestWay(self, reached)
    let calls = plan.tools.members.map { tool in
      let bound = longest.most { node, call in
        guard call.capability == .tool(tool) else { return .most(0) }
        return attempts(of: call, in: plan.steps[node.step])
      }
      return (tool, bound)
    }
    return RunQuantities(
      cost: cost(of: plan, catalogue, longest),
      calls: Dictionary(uniqueKeysWithValues: calls.filter { $0.1 != .most(0) }))
  }

  func cost(
    of plan: Plan, _ catalogue: Catalogue, _ reached: Reachability
  ) -> RunQuantities.Bound {
    cost(of: plan, catalogue, LongestWay(self, reached))
  }

  private func cost(
    of plan: Plan, _ catalogue: Catalogue, _ longest: LongestWay
  ) -> RunQuantities.Bound {
    longest.most { node, call in
      guard let price = catalogue.cost(of: call.capability) else {
        return .notStated(call.capability)
      }
      return attempts(of: call, in: plan.steps[node.step]).times(price)
    }
  }
}

extension PolicyView {
  /// The most attempts that a call may take each time a run comes to it: in each snapshot every
  /// candidate that holds may be tried and fail, once and again for each retry.
  fileprivate func attempts(of call: PlanGraph.Call, in step: Step) -> RunQuantities.Bound {
    let tried = self[call.question].tried
    let sets = snapshots(of: call.question)?.sets ?? []
    let most = sets.map { $0.intersection(tried).count }.max() ?? 0
    return RunQuantities.Bound.most(Int64(most)).times(step.retry + 1)
  }
}

extension RunQuantities.Bound {
  fileprivate func times(_ factor: Int64) -> RunQuantities.Bound {
    guard case .most(let number) = self else { return self }
    let product = number.multipliedReportingOverflow(by: factor)
    return product.overflow ? .infinite : .most(product.partialValue)
  }

  fileprivate func plus(_ other: RunQuantities.Bound) -> RunQuantities.Bound {
    guard case .most(let left) = self, case .most(let right) = other else {
      return max(self, other)
    }
    let sum = left.addingReportingOverflow(right)
    return sum.overflow ? .infinite : .most(sum.partialValue)
  }
}

extension RunQuantities.Bound: Comparable {
  /// What is not stated may be anything, and comes last.
  package static func < (left: RunQuantities.Bound, right: RunQuantities.Bound) -> Bool {
    switch (left, right) {
    case (.most(let left), .most(let right)): left < right
    case (.most, _), (.infinite, .notStated): true
    case (.infinite, _), (.notStated, _): false
    }
  }
}

extension Catalogue {
  fileprivate func cost(of capability: Capability) -> Int64? {
    switch capability {
    case .tool(let tool): tools[tool].cost?.micros
    case .model(let model): models[model].cost?.micros
    case .storage: 0
    }
  }
}

/// Finds the way through a plan's states on which most of something comes together.
private struct LongestWay {
  private let graph: PlanGraph
  /// By node, what runs do there; nothing where they do not come.
  private let courses: [[Course]]
  /// Every node after those that can come before it; `nil` where a loop has no bound.
  private let order: [Int]?

  /// Something that runs do at a node: a call, a review or a branch.
  private struct Course {
    /// `nil` where nothing is called.
    var call: PlanGraph.Call?
    /// Where they go on, by number.
    var next: [Int] = []
  }

  init(_ view: PolicyView, _ reached: Reachability) {
    graph = view.graph
    courses = Self.courses(graph, reached)
    order = Self.order(reached.order, courses.map { Set($0.flatMap(\.next)).sorted() })
  }

  /// The most that comes together from the first node on.
  func most(
    _ amount: (PlanGraph.Node, PlanGraph.Call) -> RunQuantities.Bound
  ) -> RunQuantities.Bound {
    guard let order else { return .infinite }
    var most = [RunQuantities.Bound](repeating: .most(0), count: graph.nodes.count)
    for number in order.reversed() {
      // What is not known may cost anything.
      guard !graph.nodes[number].isUnknown else {
        most[number] = .infinite
        continue
      }
      most[number] =
        courses[number].map { course in
          let own = course.call.map { amount(graph.nodes[number], $0) } ?? .most(0)
          return own.plus(course.next.map { most[$0] }.max() ?? .most(0))
        }.max() ?? .most(0)
    }
    return most.first ?? .most(0)
  }

  /// Calls that are tried somewhere, and ways on which runs can store what they must.
  private static func courses(
    _ graph: PlanGraph, _ reached: Reachability
  ) -> [[Course]] {
    var courses = [[Int: Course]](repeating: [:], count: graph.nodes.count)
    for asked in reached.asked {
      guard let position = asked.call, let call = graph.call(position, at: asked.node),
        call.question == asked.question
      else { continue }
      courses[asked.node][position, default: Course()].call = call
    }
    for passage in reached.gone where passage.isStored {
      guard case .node(let target) = passage.way.target else { continue }
      courses[passage.from][passage.call ?? 0, default: Course()].next.append(target)
    }
    return courses.map { $0.sorted { $0.key < $1.key }.map(\.value) }
  }

  private static func order(_ reached: [Int], _ successors: [[Int]]) -> [Int]? {
    var incoming = [Int](repeating: 0, count: successors.count)
    for next in successors.joined() { incoming[next] += 1 }
    var waiting = reached.filter { incoming[$0] == 0 }
    var order: [Int] = []
    while let number = waiting.popLast() {
      order.append(number)
      for next in successors[number] {
        incoming[next] -= 1
        if incoming[next] == 0 { waiting.append(next) }
      }
    }
    return order.count == reached.count ? order : nil
  }
}

extension PlanGraph {
  fileprivate func call(_ position: Int, at node: Int) -> Call? {
    if case .call(let range) = nodes[node].action { call(position, among: range) } else { nil }
  }
}
