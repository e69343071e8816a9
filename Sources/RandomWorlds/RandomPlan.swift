package import PolicyModel

extension Dice {
  package mutating func plan(_ name: String, of catalogue: Catalogue) -> Plan {
    let facts = NameTable(sorting: (0..<from(0, 2)).map { fact("fact\($0)") })
    let variables = NameTable(inOrder: (0..<from(1, 3)).map { variable($0, of: catalogue) })
    let count = from(1, 5)
    var drafts = (0..<count).map { number in
      draft(number, of: count, facts, variables, catalogue)
    }
    for index in drafts.indices { bound(&drafts, from: index) }
    return Plan(
      unwritten(name), facts: facts, variables: variables,
      steps: NameTable(inOrder: drafts.enumerated().map { step($1, "step\($0)") }),
      checkpoint: unwritten(checkpoint(count, of: catalogue)))
  }

  private struct Draft {
    var action: Step.Action
    var reads: [Int]
    var writes: Int?
    var retry: Int64
    var atMost: Int64?
    var exits: [(Step.Exit.Occasion, Step.Target)]
  }

  /// Every way back leads to a step with `at_most`, as plans that check have in every loop.
  private mutating func bound(_ drafts: inout [Draft], from index: Int) {
    for (_, target) in drafts[index].exits {
      guard case .step(let step) = target, step <= index else { continue }
      if drafts[step].atMost == nil { drafts[step].atMost = Int64(from(1, 2)) }
    }
  }

  private mutating func draft(
    _ number: Int, of count: Int, _ facts: NameTable<Fact>, _ variables: NameTable<Plan.Variable>,
    _ catalogue: Catalogue
  ) -> Draft {
    let action = action(of: catalogue)
    let isBranch = action == .branch
    let isReview = if case .review = action { true } else { false }
    return Draft(
      action: action,
      reads: (0..<variables.count).filter { _ in percent(60) },
      writes: !isBranch && percent(60) ? from(0, variables.count - 1) : nil,
      retry: !isBranch && !isReview && percent(20) ? 1 : 0,
      atMost: percent(10) ? 1 : nil,
      exits: isBranch
        ? arms(number, of: count, facts, catalogue)
        : [
          (.success, target(number, of: count, fails: false)),
          (.failure, target(number, of: count, fails: true)),
        ])
  }

  private mutating func action(of catalogue: Catalogue) -> Step.Action {
    switch from(0, 99) {
    case ..<30: .tool(from(0, catalogue.tools.count - 1))
    case ..<55: .model(from(0, catalogue.models.count - 1))
    case ..<65: .choose(Bitset([0, from(1, catalogue.tools.count - 1)]))
    case ..<87: .branch
    case ..<94: .review(.tenantsOwn)
    default: .review(.pool(from(0, catalogue.reviewerPools.count - 1)))
    }
  }

  private mutating func arms(
    _ number: Int, of count: Int, _ facts: NameTable<Fact>, _ catalogue: Catalogue
  ) -> [(Step.Exit.Occasion, Step.Target)] {
    var terms = facts.elements.indices.map { Guard.Term.fact($0) }
    if catalogue.endpoints.count > 0, percent(25) { terms.append(.latency(0)) }
    if facts.count == 2, percent(isMild ? 40 : 8) {
      terms.append(.opaque(Guard.FactComparison(0, .less, 1)))
    }
    func domain(_ term: Guard.Term) -> ClosedRange<Int64> {
      if case .fact(let fact) = term { facts[fact].type.domain } else { Guard.latencies }
    }
    let arms = (0..<from(1, 2)).map { _ in
      (
        Step.Exit.Occasion.arm(condition(on: terms, domain, of: catalogue)),
        target(number, of: count, fails: percent(20))
      )
    }
    return arms + [(.otherwise, target(number, of: count, fails: percent(20)))]
  }

  /// Mostly the next step; else any, or an end.
  private mutating func target(_ number: Int, of count: Int, fails: Bool) -> Step.Target {
    if percent(fails ? (isMild ? 20 : 45) : 12) { return fails ? .failed : .end }
    if percent(70) { return number + 1 < count ? .step(number + 1) : .end }
    return .step(from(0, count - 1))
  }

  private mutating func fact(_ name: String) -> Fact {
    let types: [FactType] = [
      .boolean, .words(["low", "middle", "high"]), .integer(-1...2), .percentage, .money, .duration,
      .integer(FactType.everyInteger),
    ]
    return Fact(
      name, at: nowhere, type: one(of: types), known: percent(50) ? .atStart : .atEachDecision)
  }

  private mutating func variable(_ number: Int, of catalogue: Catalogue) -> Plan.Variable {
    let input =
      number == 0 || percent(40) ? some(of: catalogue.dataClasses.count, percent: 40) : nil
    return Plan.Variable(unwritten("data\(number)"), input: input)
  }

  /// Plans that store what no endpoint serves do not check.
  private mutating func checkpoint(_ steps: Int, of catalogue: Catalogue) -> Plan.Checkpoint {
    guard !catalogue.endpoints(serving: .storage(.checkpoint)).isEmpty else { return .never }
    return switch from(0, 2) {
    case 0: .everyStep
    case 1: .never
    default: .after(some(of: steps, percent: 50))
    }
  }

  private func step(_ draft: Draft, _ name: String) -> Step {
    Step(
      unwritten(name), action: unwritten(draft.action), reads: draft.reads.map(unwritten),
      writes: draft.writes.map(unwritten), retry: draft.retry, timeout: nil, atMost: draft.atMost,
      exits: draft.exits.map { Step.Exit($0, to: unwritten($1)) })
  }
}
