package import PolicyModel

/// A run, from its beginning to what is wrong with it.
package struct Witness: Sendable {
  package let plan: Int
  /// Index of the group whose first tenant's run it is.
  package let group: Int
  /// Values of the facts that are known at the start, as far as anything asks for them.
  package let facts: [FactValue]
  package let passages: [Passage]
  /// What happens at the end.
  package let last: Last

  package struct FactValue: Hashable, Sendable {
    package let term: Guard.Term
    package let value: Int64
  }

  /// A step that the run came through.
  package struct Passage: Sendable {
    package let step: Int
    package let course: Course
    /// Facts and latencies that were as they had to be for this, beyond those known at the start.
    package let facts: [FactValue]
    /// Endpoints that did not answer.
    package let down: [Int]
  }

  package enum Course: Hashable, Sendable {
    /// `endpoint`: the last that was tried; `nil` where none could be.
    case called(Capability, endpoint: Int?, hasFailed: Bool)
    case reviewed(Reviewers, hasFailed: Bool)
    /// Position of the exit that was taken.
    case branched(exit: Int)
  }

  package enum Last: Sendable {
    case forbidden(Violation, Passage)
    case obstructed(Obstruction, down: [FailureDomain])
  }

  /// Every endpoint that must be down.
  package var down: [Int] {
    var all = passages.flatMap(\.down)
    if case .forbidden(_, let passage) = last { all += passage.down }
    return Set(all).sorted()
  }
}

extension Verification {
  /// The shortest run that has a forbidden event, for the tenants of a group.
  package func witness(
    of violation: Violation, inPlan plan: Int, forGroup group: Int, isGated: Bool
  ) -> Witness {
    let view = view(ofPlan: plan, group, isGated: isGated)
    let tracer = WitnessTracer(platform.plans[plan], view, table)
    let state = view.graph.nodes[violation.node].state
    let trial = tracer.trial(of: violation.question, candidate: violation.candidate)
    let course = tracer.course(of: violation, trial)
    return Witness(
      plan: plan, group: group, facts: tracer.facts(until: violation.node),
      passages: tracer.passages(to: violation.node),
      last: .forbidden(
        violation,
        Witness.Passage(step: state.step, course: course, facts: trial.facts, down: trial.down)))
  }

  /// The shortest run that comes to where it cannot go on, for the tenants of a group.
  package func witness(
    of obstruction: Obstruction, down: [FailureDomain], inPlan plan: Int, forGroup group: Int
  ) -> Witness {
    let view = view(ofPlan: plan, group, isGated: platform.isGated)
    let tracer = WitnessTracer(platform.plans[plan], view, table)
    return Witness(
      plan: plan, group: group, facts: tracer.facts(until: obstruction.node),
      passages: tracer.passages(to: obstruction.node),
      last: .obstructed(obstruction, down: down))
  }
}

/// Follows the ways of a search back to the beginning, and says what had to be so on them.
private struct WitnessTracer {
  private let plan: Plan
  private let view: PolicyView
  private let table: AnswerTable
  private let reached: Reachability
  private let parts: TermParts

  /// A candidate being tried: which snapshot that takes.
  struct Trial {
    let endpoint: Int?
    let facts: [Witness.FactValue]
    let down: [Int]
  }

  init(_ plan: Plan, _ view: PolicyView, _ table: AnswerTable) {
    self.plan = plan
    self.view = view
    self.table = table
    reached = Reachability(view)
    parts = TermParts(of: plan.steps.elements.flatMap(\.conditions)) { plan.domain(of: $0) }
  }

  func passages(to node: Int) -> [Witness.Passage] {
    way(to: node).map { arrival in passage(arrival) }
  }

  /// What is known of the facts that stay as they are, once the run is there.
  func facts(until node: Int) -> [Witness.FactValue] {
    var values: [Guard.Term: Int64] = [:]
    let nodes = way(to: node).map(\.target) + [node]
    let frozen = plan.facts.elements.indices.filter { plan.facts[$0].known == .atStart }
    for node in nodes {
      for (slot, fact) in frozen.enumerated() {
        let position = Int(view.graph.nodes[node].state.frozen[slot])
        if position > 0 { values[.fact(fact)] = parts.parts[.fact(fact)]?[position - 1] }
      }
    }
    for arrival in way(to: node) {
      for value in branchFacts(arrival) where isFrozen(value.term) {
        values[value.term] = values[value.term] ?? value.value
      }
    }
    return values.map { Witness.FactValue(term: $0.key, value: $0.value) }.sorted()
  }

  func course(of violation: Violation, _ trial: Trial) -> Witness.Course {
    let node = view.graph.nodes[violation.node]
    switch node.action {
    case .call(let calls):
      let call = calls[min(violation.call ?? 0, calls.count - 1)]
      let isCall = call.question == violation.question
      return .called(call.capability, endpoint: isCall ? trial.endpoint : nil, hasFailed: false)
    case .review:
      return .reviewed(plan.steps[node.state.step].reviewers ?? .tenantsOwn, hasFailed: false)
    case .branch: return .branched(exit: 0)
    }
  }

  /// The snapshot in which a candidate is tried with the fewest others down.
  func trial(of question: Int, candidate: Int) -> Trial {
    let asked = table.questions[question]
    guard let decision = asked.decision, let snapshots = asked.snapshots else {
      return Trial(endpoint: nil, facts: [], down: [])
    }
    let tried = view[question].tried
    let ahead = snapshots.sets.filter { $0.contains(candidate) }
      .map { set in (set, set.intersection(tried).members.filter { $0 < candidate }) }
    guard let (set, others) = ahead.min(by: { $0.1.count < $1.1.count }) else {
      return Trial(endpoint: nil, facts: [], down: [])
    }
    let endpoint = decision.endpoints[candidate]
    return Trial(
      endpoint: endpoint, facts: facts(of: set, asked, decision),
      down: others.map { decision.endpoints[$0] }.filter { $0 != endpoint })
  }

  // MARK: Passages

  /// One way that was gone, and the node that it led to.
  private typealias Hop = (target: Int, arrival: Reachability.Arrival)

  private func way(to node: Int) -> [Hop] {
    var way: [Hop] = []
    var current = node
    while let arrival = reached.arrivals[current], way.count <= view.graph.nodes.count {
      way.append((current, arrival))
      current = arrival.from
    }
    return way.reversed()
  }

  private func passage(_ hop: Hop) -> Witness.Passage {
    let arrival = hop.arrival
    let node = view.graph.nodes[arrival.from]
    let step = node.state.step
    switch node.action {
    case .branch:
      return Witness.Passage(
        step: step, course: .branched(exit: arrival.way.exit),
        facts: branchFacts(hop).filter { !isFrozen($0.term) }, down: [])
    case .review:
      let reviewers = plan.steps[step].reviewers ?? .tenantsOwn
      return Witness.Passage(
        step: step, course: .reviewed(reviewers, hasFailed: arrival.isFailure), facts: [], down: [])
    case .call(let calls):
      let call = calls[min(arrival.call ?? 0, calls.count - 1)]
      let first = view[call.question].tried.first
      let trial = first.map { self.trial(of: call.question, candidate: $0) }
      return Witness.Passage(
        step: step,
        course: .called(call.capability, endpoint: trial?.endpoint, hasFailed: arrival.isFailure),
        facts: trial?.facts ?? [], down: trial?.down ?? [])
    }
  }

  /// Values with which a branch takes the way that was taken.
  private func branchFacts(_ hop: Hop) -> [Witness.FactValue] {
    let from = view.graph.nodes[hop.arrival.from]
    guard case .branch = from.action else { return [] }
    let step = plan.steps[from.state.step]
    let conditions = step.conditions
    let cases = SnapshotCases(
      of: conditions, label: step.label(in: from.state), known: known(from.state, hop.target),
      parts: parts)
    let values = cases?.first { _, holds in
      (conditions.firstIndex { holds($0) } ?? conditions.count) == hop.arrival.way.exit
    }
    return Witness.values(values ?? [:])
  }

  /// What is known of facts before the branch, and after it.
  private func known(_ before: PlanGraph.State, _ target: Int) -> [Guard.Term: Int64] {
    let after = view.graph.nodes[target].state
    let frozen = plan.facts.elements.indices.filter { plan.facts[$0].known == .atStart }
    var known: [Guard.Term: Int64] = [:]
    for (slot, fact) in frozen.enumerated() {
      let position = Int(max(before.frozen[slot], after.frozen[slot]))
      if position > 0 { known[.fact(fact)] = parts.parts[.fact(fact)]?[position - 1] }
    }
    return known
  }

  private func facts(
    of set: Bitset, _ asked: AskedQuestion, _ decision: Decision
  ) -> [Witness.FactValue] {
    let cases = decision.cases(label: asked.question.label)
    let values = cases?.first { _, holds in
      Bitset(decision.conditions.indices.filter { holds(decision.conditions[$0]) }) == set
    }
    return Witness.values(values ?? [:])
  }

  private func isFrozen(_ term: Guard.Term) -> Bool {
    if case .fact(let fact) = term { plan.facts[fact].known == .atStart } else { false }
  }
}

extension Witness {
  fileprivate static func values(_ assignment: [Guard.Term: Int64]) -> [FactValue] {
    assignment.map { FactValue(term: $0.key, value: $0.value) }.sorted()
  }
}

extension Witness.FactValue: Comparable {
  package static func < (left: Witness.FactValue, right: Witness.FactValue) -> Bool {
    (left.term.order, left.value) < (right.term.order, right.value)
  }
}

extension Step {
  /// Who is asked by a review.
  var reviewers: Reviewers? {
    if case .review(let reviewers) = action.value { reviewers } else { nil }
  }
}
