import PolicyModel

/// What a run still needs at each step of a plan.
struct Liveness {
  /// By step: variables that are read from there on before they are written. The step's own success
  /// writes; its failure does not.
  let variables: [Bitset]
  /// By step: facts known at the start that a branch from there on asks for.
  let facts: [Bitset]

  init(_ plan: Plan) {
    let steps = plan.steps.elements
    var variables = steps.map { Bitset($0.reads.map(\.value)) }
    var facts = steps.map(Self.frozenFacts(in: plan))
    var isSettled = false
    while !isSettled {
      isSettled = true
      for (index, step) in steps.enumerated().reversed() {
        var live = variables[index]
        var asked = facts[index]
        for exit in step.exits {
          guard case .step(let next) = exit.target else { continue }
          let written = exit.occasion == .success ? step.writes.map { [$0.value] } ?? [] : []
          live.formUnion(variables[next].subtracting(Bitset(written)))
          asked.formUnion(facts[next])
        }
        guard live != variables[index] || asked != facts[index] else { continue }
        (variables[index], facts[index]) = (live, asked)
        isSettled = false
      }
    }
    self.variables = variables
    self.facts = facts
  }

  private static func frozenFacts(in plan: Plan) -> (Step) -> Bitset {
    { step in
      let asked = step.conditions.reduce(Bitset()) { $0.union($1.facts) }
      return Bitset(asked.members.filter { plan.facts[$0].known == .atStart })
    }
  }
}

extension Step {
  /// The conditions of a branch's arms, in order.
  var conditions: [Guard] {
    exits.compactMap { exit in
      if case .arm(let condition) = exit.occasion { condition } else { nil }
    }
  }
}
