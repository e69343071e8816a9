import PolicyModel

/// One plan and what a certificate says of it: every way from its states leads to one of them.
struct PlanCheck {
  let plan: Plan
  let proof: PlanProof
  let platform: PlatformCheck
  private let cases: Cases
  private let known: [State: Int]
  private let live: [Live]

  /// Variables and facts that a run still needs at a step.
  private struct Live: Equatable {
    var variables, facts: Set<Int>
  }

  init(_ plan: Plan, _ proof: PlanProof, _ platform: PlatformCheck) throws {
    (self.plan, self.proof, self.platform) = (plan, proof, platform)
    cases = Cases(of: plan.steps.elements.flatMap(\.arms)) { plan.facts[$0].type.domain }
    guard proof.states.allSatisfy({ plan.steps.elements.indices.contains($0.step) }) else {
      throw Refusal("a state is not one of its plan")
    }
    known = Dictionary(zip(proof.states, proof.states.indices), uniquingKeysWith: { $1 })
    live = Self.live(in: plan)
    let inputs = plan.variables.elements.enumerated().map { ($0, $1.input?.word(0) ?? 0) }
    let start = State(
      step: 0, labels: Dictionary(uniqueKeysWithValues: inputs), known: [:], visits: [:])
    guard let arrived = arrived(start, at: 0), known[arrived] == 0 else {
      throw Refusal("the state in which runs begin is not the first")
    }
  }

  /// By step, what is read or asked for by conditions there or later. Nothing else: a store of more might be
  /// refused, and what comes after it would not be looked at.
  private static func live(in plan: Plan) -> [Live] {
    var live = plan.steps.elements.map { step in
      let facts = step.arms.reduce(Bitset()) { $0.union($1.facts) }.members
      return Live(
        variables: Set(step.reads.map(\.value)),
        facts: Set(facts.filter { plan.facts[$0].known == .atStart }))
    }
    var before: [Live]
    repeat {
      before = live
      for (index, step) in plan.steps.elements.enumerated().reversed() {
        for exit in step.exits {
          guard case .step(let next) = exit.target else { continue }
          let written = exit.occasion == .success ? step.writes?.value : nil
          live[index].variables.formUnion(live[next].variables.filter { $0 != written })
          live[index].facts.formUnion(live[next].facts)
        }
      }
    } while live != before
    return live
  }

  func requireListed(_ state: State) throws {
    guard known[state] != nil else {
      throw Refusal("a run of `\(plan.name)` leaves the states that are listed")
    }
  }

  /// Runs of tenants for whom things are as `ask` says stay within some of the states.
  func requireClosed(_ states: Set<Int>, ask: (Ask) throws -> Bool?) throws {
    guard states.contains(0), states.allSatisfy(proof.states.indices.contains) else {
      throw Refusal("an exception of `\(plan.name)` does not begin where runs do")
    }
    for state in states {
      try visit(proof.states[state], ask: ask) { next in
        guard let number = known[next], states.contains(number) else {
          throw Refusal("a run of `\(plan.name)` leaves the states of its exception")
        }
      }
    }
  }

  /// The state in which a run comes to a step; `nil` if it has been there as often as it may.
  private func arrived(_ state: State, at step: Int) -> State? {
    var visits = state.visits
    if let most = plan.steps[step].atMost {
      guard visits[step, default: 0] < most else { return nil }
      visits[step, default: 0] += 1
    }
    let live = live[step]
    return State(
      step: step,
      labels: state.labels.filter { live.variables.contains($0.key) && $0.value != 0 },
      known: state.known.filter { live.facts.contains($0.key) },
      visits: visits)
  }

  private func liveLabel(_ labels: [Int: UInt64], at step: Int) -> UInt64 {
    live[step].variables.reduce(0) { $0 | labels[$1, default: 0] }
  }

  /// What happens at a state: `ask` says whether it can, for the tenants in question (`nil`: for some
  /// it can, for others not), and `go` is told where runs go.
  func visit(_ state: State, ask: (Ask) throws -> Bool?, go: (State) throws -> Void) throws {
    func can(_ capability: Capability, _ label: UInt64) throws -> Bool {
      try ask(Ask(kind: .of(capability), label: label)) != false
    }
    func stored(_ storage: Storage, _ label: UInt64) throws -> Bool {
      try !platform.serves(storage) || can(.storage(storage), label)
    }
    func leave(_ exit: Step.Exit?, _ state: State, writing label: UInt64? = nil) throws {
      guard case .step(let next)? = exit?.target else { return }
      var after = state
      if let label, let written = plan.steps[state.step].writes {
        after.labels[written.value] = label
      }
      if plan.checkpoint.value.includes(state.step) {
        guard try can(.storage(.checkpoint), liveLabel(after.labels, at: next)) else { return }
      }
      if let arrived = arrived(after, at: next) { try go(arrived) }
    }
    let step = plan.steps[state.step]
    let label = step.reads.reduce(0) { $0 | state.labels[$1.value, default: 0] }
    let needed = liveLabel(state.labels, at: state.step)
    guard step.action.value != .unknown else {
      throw Refusal("it is not known what `\(plan.name)` does at `\(step.name)`")
    }
    guard try stored(.state, needed) else { return }
    if case .branch = step.action.value {
      return try branches(of: step, at: state, label) { try leave($0, $1) }
    }
    guard try stored(.audit, label) else { return }
    let success = step.exits.first { $0.occasion == .success }
    let failure = step.exits.first { $0.occasion == .failure }
    if case .review(let reviewers) = step.action.value {
      let isShown = try ask(Ask(kind: .review(reviewers), label: label)) != false
      if isShown { try leave(success, state, writing: label) }
      return try leave(failure, state)
    }
    for capability in step.capabilities {
      let result = platform.result(of: capability, label)
      guard try stored(.trace, step.writes == nil ? label : label | result) else { continue }
      let isCalled = try can(capability, label)
      if isCalled { try leave(success, state, writing: result) }
      var canFail = isCalled
      switch platform.decision(capability).fallback {
      case .fail: canFail = true
      case .hold where platform.serves(.state): _ = try can(.storage(.state), needed)
      case .hold: _ = try stored(.checkpoint, needed)
      case .queue: _ = try stored(.queue, needed)
      case .review(let reviewers):
        if try stored(.audit, label), try ask(Ask(kind: .review(reviewers), label: label)) != true {
          canFail = true
        }
      }
      if canFail { try leave(failure, state) }
    }
  }

  private func branches(
    of step: Step, at state: State, _ label: UInt64, _ leave: (Step.Exit, State) throws -> Void
  ) throws {
    var known: [Guard.Term: Int64] = [:]
    for (fact, position) in state.known {
      guard position <= cases[.fact(fact)].count else { throw Refusal("a fact has no such value") }
      known[.fact(fact)] = cases[.fact(fact)][Int(position) - 1]
    }
    for values in try cases.combinations(of: step.arms, known: known) {
      let arm = step.arms.firstIndex { holds($0, values, label) } ?? step.arms.count
      var after = state
      for (term, value) in values {
        guard case .fact(let fact) = term, plan.facts[fact].known == .atStart else { continue }
        after.known[fact] = cases[term].firstIndex(of: value).map { UInt64($0) + 1 }
      }
      try leave(step.exits[arm], after)
    }
  }
}

extension Step {
  fileprivate var arms: [Guard] {
    exits.compactMap { if case .arm(let condition) = $0.occasion { condition } else { nil } }
  }

  fileprivate var capabilities: [Capability] {
    switch action.value {
    case .tool(let tool): [.tool(tool)]
    case .model(let model): [.model(model)]
    case .choose(let tools): tools.members.map { .tool($0) }
    case .branch, .review, .unknown: []
    }
  }
}
