import PolicyModel

/// Runs that began under an earlier bundle and go on under this one, as `docs/verification.md` tells them.
extension Interpreter {
  /// The run as it goes on under this bundle, at the step that it has come to under an earlier one: once
  /// for all values of facts that only this bundle knows of.
  ///
  /// - Returns: `nil` where the step or a data class that the run has does not exist any more.
  func takenOver(_ state: RunState, at step: Int, from earlier: Interpreter) -> [RunState]? {
    guard let now = plan.steps.index(of: earlier.plan.steps[step].name) else { return nil }
    var labels: [Bitset] = []
    for variable in plan.variables.elements {
      guard let before = earlier.plan.variables.index(of: variable.name) else {
        labels.append(variable.input ?? Bitset())
        continue
      }
      let names = state.labels[before].members.map {
        earlier.world.catalogue.dataClasses[$0].name
      }
      let classes = names.compactMap { world.catalogue.dataClasses.index(of: $0) }
      guard classes.count == names.count else { return nil }
      labels.append(Bitset(classes))
    }
    var visits: [Int: Int64] = [:]
    for (number, one) in plan.steps.elements.enumerated() where one.atMost != nil {
      guard let before = earlier.plan.steps.index(of: one.name) else { continue }
      visits[number] = state.visits[before]
    }
    let live = live[now].members.reduce(Bitset()) { $0.union(labels[$1]) }
    let moment = storing(.state, at: now, live, then: .beginning(step: now))
    let frozen = samples.beginnings().map { values in
      values.merging(kept(from: state.frozen, of: earlier)) { sampled, kept in kept }
    }
    return Set(frozen).map {
      RunState(moment: moment, labels: labels, frozen: $0, visits: visits)
    }
  }

  /// Values of the facts that both bundles know of.
  private func kept(from values: Values, of earlier: Interpreter) -> Values {
    var kept: Values = [:]
    for (number, fact) in plan.facts.elements.enumerated() where fact.known == .atStart {
      guard let old = earlier.plan.facts.index(of: fact.name),
        earlier.plan.facts[old].type == fact.type
      else { continue }
      kept[.fact(number)] = values[.fact(old)]
    }
    return kept
  }

  /// The values that are tried for each fact that is known at the start, by its name.
  package var sampledFacts: [String: Set<Int64>] {
    samples.beginnings().reduce(into: [:]) { all, values in
      for case (.fact(let fact), let value) in values {
        all[plan.facts[fact].name, default: []].insert(value)
      }
    }
  }

  /// Where an earlier bundle's run that comes to a step is then: at the step, counted; `nil` if it may not
  /// come there again.
  func arrived(_ state: RunState) -> (step: Int, state: RunState)? {
    guard case .coming(let step) = state.moment else { return nil }
    let arrived = arrival(at: step, state)
    return arrived.moment == .over(.failed) ? nil : (step, arrived)
  }
}

extension Exploration {
  /// Everything that runs of an earlier bundle can come to when they go on under this one, from wherever
  /// they are between two steps.
  package init(_ interpreter: Interpreter, takingOverFrom earlier: Interpreter) {
    let taken = Exploration(earlier).states.compactMap { earlier.arrived($0) }
      .map { interpreter.takenOver($0.state, at: $0.step, from: earlier) }
    self.init(interpreter, from: taken.compactMap(\.self).flatMap(\.self))
    leavesRunsBehind = taken.contains { $0 == nil }
  }
}
