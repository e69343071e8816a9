import PolicyModel

/// Follows the ways of a search back to the beginning, and says what had to be so on them.
struct WitnessTracer {
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

  /// - Parameter known: What is known of facts and latencies that conditions ask for.
  init(
    _ plan: Plan, _ view: PolicyView, _ reached: Reachability? = nil,
    known: [Guard.Term: Int64] = [:]
  ) {
    self.plan = plan
    self.view = view
    table = view.table
    self.reached = reached ?? Reachability(view)
    parts = TermParts(of: plan, known: known)
  }

  func passages(to node: Int) -> [Witness.Passage] {
    way(to: node).map { arrival in passage(arrival) }
  }

  /// The node at which the run to a node begins.
  func entry(ofWayTo node: Int) -> Int {
    way(to: node).first?.arrival.from ?? node
  }

  /// What is known of the facts that stay as they are, once the run is there.
  func facts(until node: Int) -> [Witness.FactValue] { facts(until: node, [:]) }

  /// The same once something forbidden has happened.
  func facts(endingIn violation: Violation) -> [Witness.FactValue] {
    let last = lastWay(to: violation).map { branchFacts(on: $0, from: violation.node) } ?? []
    return facts(
      until: violation.node,
      last.filter { isFrozen($0.term) }.reduce(into: [:]) { $0[$1.term] = $1.value })
  }

  private func facts(
    until node: Int, _ last: [Guard.Term: Int64]
  ) -> [Witness.FactValue] {
    var values: [Guard.Term: Int64] = [:]
    let nodes = way(to: node).map(\.target) + [node]
    let frozen = plan.frozenFacts
    for node in nodes {
      let known = view.graph.state(of: node).frozen
      for (slot, fact) in frozen.enumerated() {
        let position = Int(known[slot])
        if position > 0 { values[.fact(fact)] = parts.parts[.fact(fact)]?[position - 1] }
      }
    }
    for arrival in way(to: node) {
      for value in branchFacts(arrival) where isFrozen(value.term) {
        values[value.term] = values[value.term] ?? value.value
      }
    }
    values.merge(last) { known, _ in known }
    return values.map { Witness.FactValue(term: $0.key, value: $0.value) }.sorted()
  }

  func course(of violation: Violation, _ trial: Trial) -> Witness.Course {
    let node = view.graph.nodes[violation.node]
    switch node.action {
    case .call(let range):
      let call = view.graph.call(violation.call, among: range)
      let isCall = call.question == violation.question
      return .called(
        call.capability, endpoint: isCall ? trial.endpoint : nil,
        hasFailed: fallsBack(to: violation) != nil)
    case .review:
      return .reviewed(plan.steps[node.step].reviewers ?? .tenantsOwn, hasFailed: false)
    case .branch: return .branched(exit: lastWay(to: violation)?.exit ?? 0)
    }
  }

  /// The way of a branch on which what is stored is forbidden.
  private func lastWay(to violation: Violation) -> PlanGraph.Way? {
    let node = view.graph.nodes[violation.node]
    guard case .branch(let range) = node.action,
      !view.graph.stores[node.arrival].contains(violation.question)
    else { return nil }
    let asking = view.graph.ways[range].filter { $0.checkpoint == violation.question }
    return asking.first(where: \.isCertain) ?? asking.first
  }

  /// The snapshot in which something forbidden happens with the fewest endpoints down.
  func trial(of violation: Violation) -> Trial {
    if let way = lastWay(to: violation) {
      let facts = branchFacts(on: way, from: violation.node).filter { !isFrozen($0.term) }
      let stored = trial(of: violation.question, candidate: violation.candidate)
      return Trial(endpoint: stored.endpoint, facts: facts, down: stored.down)
    }
    guard let call = fallsBack(to: violation) else {
      return trial(of: violation.question, candidate: violation.candidate)
    }
    let asked = table.questions[call.question]
    let tried = view[call.question].tried
    let left = (view.snapshots(of: call.question)?.sets ?? []).map {
      (set: $0, tried: $0.intersection(tried))
    }
    guard let decision = asked.decision,
      let fewest = left.min(by: { $0.tried.count < $1.tried.count })
    else { return Trial(endpoint: nil, facts: [], down: []) }
    return Trial(
      endpoint: nil, facts: facts(of: fewest.set, asked, decision),
      down: fewest.tried.members.map { decision.endpoints[$0] })
  }

  /// The call that finds no endpoint, where what is forbidden happens for want of one.
  private func fallsBack(to violation: Violation) -> PlanGraph.Call? {
    let node = view.graph.nodes[violation.node]
    guard case .call(let range) = node.action, let number = violation.call,
      !view.graph.stores[node.arrival].contains(violation.question)
    else { return nil }
    let call = view.graph.call(number, among: range)
    let ways = [call.success, call.failure].compactMap(\.checkpoint)
    let others = [call.question] + view.graph.stores[call.before] + ways
    return others.contains(violation.question) ? nil : call
  }

  /// The snapshot in which a candidate is tried with the fewest others down.
  func trial(of question: Int, candidate: Int) -> Trial {
    let asked = table.questions[question]
    guard let decision = asked.decision, let snapshots = view.snapshots(of: question) else {
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
    let step = node.step
    switch node.action {
    case .branch:
      return Witness.Passage(
        step: step, course: .branched(exit: arrival.way.exit),
        facts: branchFacts(hop).filter { !isFrozen($0.term) }, down: [])
    case .review:
      let reviewers = plan.steps[step].reviewers ?? .tenantsOwn
      return Witness.Passage(
        step: step, course: .reviewed(reviewers, hasFailed: hasFailed(arrival, step)), facts: [],
        down: [])
    case .call(let range):
      let call = view.graph.call(arrival.call, among: range)
      let first = view[call.question].tried.first
      let trial = first.map { self.trial(of: call.question, candidate: $0) }
      return Witness.Passage(
        step: step,
        course: .called(
          call.capability, endpoint: trial?.endpoint, hasFailed: hasFailed(arrival, step)),
        facts: trial?.facts ?? [], down: trial?.down ?? [])
    }
  }

  private func hasFailed(_ arrival: Reachability.Arrival, _ step: Int) -> Bool {
    plan.steps[step].exits[arrival.way.exit].occasion == .failure
  }

  /// Values with which a branch takes the way that was taken.
  private func branchFacts(_ hop: Hop) -> [Witness.FactValue] {
    branchFacts(on: hop.arrival.way, from: hop.arrival.from)
  }

  private func branchFacts(on way: PlanGraph.Way, from number: Int) -> [Witness.FactValue] {
    let from = view.graph.nodes[number]
    guard case .branch = from.action else { return [] }
    let step = plan.steps[from.step]
    let conditions = step.conditions
    let state = view.graph.state(of: number)
    let cases = SnapshotCases(
      of: conditions, label: step.label(in: state), known: known(state, way.target),
      parts: parts)
    let values = cases?.first { _, holds in
      (conditions.firstIndex { holds($0) } ?? conditions.count) == way.exit
    }
    return Witness.values(values ?? [:])
  }

  /// What is known of facts before the branch, and after it.
  private func known(
    _ before: PlanGraph.State, _ target: PlanGraph.Target
  ) -> [Guard.Term: Int64] {
    var after = before
    if case .node(let number) = target { after = view.graph.state(of: number) }
    let frozen = plan.frozenFacts
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
    let cases = decision.cases(label: asked.question.label, known: view.latencies)
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
