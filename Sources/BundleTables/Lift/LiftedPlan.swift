import PolicyModel
import TenantPolicy

/// The way back from rows to plans.
extension PlatformRows {
  func plans(where isWanted: (String) -> Bool) throws(NotLiftable) -> NameTable<Plan> {
    try declared(
      .plans, most: Catalogue.most(of: .plan),
      where: { row throws(NotLiftable) in isWanted(try row.text("name")) }, plan)
  }

  func planNames() throws(NotLiftable) -> [String] {
    var names: [String] = []
    for row in try rows(of: .plans) { names.append(try row.identifier("name")) }
    return names
  }

  private func plan(_ row: Row) throws(NotLiftable) -> Plan {
    let steps = try declared(.steps, ownedBy: row.number, most: Plan.mostSteps) {
      step throws(NotLiftable) in try self.step(step, of: row.number)
    }
    guard steps.count > 0 else { throw NotLiftable() }
    let plan = Plan(
      try row.located(try row.identifier("name")),
      facts: try facts(of: row),
      variables: try declared(
        .variables, ownedBy: row.number, most: Plan.mostVariables, variable),
      steps: steps,
      checkpoint: try row.located(try checkpoint(row), line: "checkpoint_line"))
    // Runs are admitted by this column.
    guard try members(try row.cell("tools"), of: .tools) == plan.tools else { throw NotLiftable() }
    return plan
  }

  private func checkpoint(_ row: Row) throws(NotLiftable) -> Plan.Checkpoint {
    var stored = Bitset()
    let steps = try rows(of: .steps, ownedBy: row.number)
    for (number, step) in steps.enumerated() where try step.flag("checkpoint") {
      stored.insert(number)
    }
    switch try row.choice("checkpoint", of: CheckpointNumber.self) {
    case .never where stored.isEmpty: return .never
    case .everyStep where stored.count == steps.count: return .everyStep
    case .someSteps where !stored.isEmpty: return .after(stored)
    case .never, .everyStep, .someSteps: throw NotLiftable()
    }
  }

  private func variable(_ row: Row) throws(NotLiftable) -> Plan.Variable {
    let input = try members(try row.cell("input"), of: .dataClasses)
    let isInput = try row.flag("is_input")
    guard isInput || input.isEmpty else { throw NotLiftable() }
    return Plan.Variable(
      try row.located(try row.identifier("name")), input: isInput ? input : nil)
  }

  // MARK: Facts

  private func facts(of plan: Row) throws(NotLiftable) -> NameTable<Fact> {
    try declared(.facts, ownedBy: plan.number, most: Plan.mostFacts) { row throws(NotLiftable) in
      let number = try row.integer("known")
      guard let known = Fact.Stability.allCases.first(where: { $0.number == number }) else {
        throw NotLiftable()
      }
      return Fact(
        try row.identifier("name"), at: try plan.span(), type: try type(of: row), known: known)
    }
  }

  private func type(of row: Row) throws(NotLiftable) -> FactType {
    let values = FactType.everyInteger
    let least = try row.integer("least", in: values)
    let greatest = try row.integer("greatest", in: least...values.upperBound)
    let words = try words(of: row)
    let type: FactType
    switch try row.choice("type", of: FactTypeNumber.self) {
    case .money: type = .money
    case .duration: type = .duration
    case .integer: type = .integer(least...greatest)
    case .percentage: type = .percentage
    case .boolean: type = .boolean
    case .words: type = .words(words)
    }
    let isOfWords = if case .words = type { true } else { false }
    guard type.domain == least...greatest, isOfWords == !words.isEmpty else {
      throw NotLiftable()
    }
    return type
  }

  private func words(of fact: Row) throws(NotLiftable) -> [String] {
    try declared(.factWords, ownedBy: fact.number, most: .max) { row throws(NotLiftable) in
      PlainName(try row.identifier("name"), at: .nowhere)
    }.names
  }

  // MARK: Steps

  private func step(_ row: Row, of plan: Int) throws(NotLiftable) -> Step {
    let action = try action(row)
    return Step(
      try row.located(try row.identifier("name")),
      action: try row.located(action, line: "action_line"), reads: try reads(row, of: plan),
      writes: try row.located(
        ifAny: try index(try row.cell("writes"), of: .variables, ownedBy: plan),
        line: "writes_line"),
      retry: try row.integer("retry", in: Plan.retries), timeout: try row.duration("timeout"),
      atMost: try row.optional("at_most", in: Plan.visits),
      exits: try exits(of: row, action.kind, of: plan))
  }

  /// What the kind asks for must be there, and what another kind would ask for must not.
  private func action(_ row: Row) throws(NotLiftable) -> Step.Action {
    let number = try row.integer("kind")
    let kind = Plan.Kind.allCases.first { $0.number == number }
    let tool = try index(try row.cell("tool"), of: .tools)
    let model = try index(try row.cell("model"), of: .models)
    let choice = try members(try row.cell("choose"), of: .tools)
    let pool = try index(try row.cell("pool"), of: .reviewerPools)
    switch (kind, tool, model, choice.isEmpty, pool) {
    case (.tool, let tool?, nil, true, nil): return .tool(tool)
    case (.model, nil, let model?, true, nil): return .model(model)
    case (.choose, nil, nil, false, nil): return .choose(choice)
    case (.branch, nil, nil, true, nil): return .branch
    case (.unknown, nil, nil, true, nil): return .unknown
    case (.review, nil, nil, true, let pool): return .review(pool.map { .pool($0) } ?? .tenantsOwn)
    default: throw NotLiftable()
    }
  }

  private func reads(_ row: Row, of plan: Int) throws(NotLiftable) -> [Located<Int>] {
    let cells = try row.list("reads", most: 2 * Plan.mostVariables)
    guard cells.count.isMultiple(of: 2) else { throw NotLiftable() }
    let span = try row.span()
    var reads: [Located<Int>] = []
    for pair in stride(from: 0, to: cells.count, by: 2) {
      guard let variable = index(cells[pair], of: .variables, ownedBy: plan),
        1...Int64(UInt32.max) ~= cells[pair + 1]
      else { throw NotLiftable() }
      reads.append(Located(variable, at: span, line: Int(cells[pair + 1])))
    }
    guard Set(reads.map(\.value)).count == reads.count else { throw NotLiftable() }
    return reads
  }

  // MARK: Ways on

  private func exits(
    of step: Row, _ kind: Plan.Kind, of plan: Int
  ) throws(NotLiftable) -> [Step.Exit] {
    var exits: [Step.Exit] = []
    var occasions: [OccasionNumber] = []
    for row in try rows(of: .exits, ownedBy: step.number) {
      let number = try row.choice("occasion", of: OccasionNumber.self)
      occasions.append(number)
      exits.append(
        Step.Exit(
          try occasion(number, row, of: plan), to: try row.located(try target(row, of: plan))))
    }
    let isWhole =
      kind == .branch
      ? occasions.last == .otherwise && occasions.dropLast().allSatisfy { $0 == .arm }
      : occasions == [.success, .failure]
    guard isWhole else { throw NotLiftable() }
    return exits
  }

  private func occasion(
    _ number: OccasionNumber, _ row: Row, of plan: Int
  ) throws(NotLiftable) -> Step.Exit.Occasion {
    if number == .arm { return .arm(try condition(row, ofPlan: plan)) }
    _ = try row.list("condition", most: 0)
    return switch number {
    case .success: .success
    case .failure: .failure
    case .otherwise, .arm: .otherwise
    }
  }

  private func target(_ row: Row, of plan: Int) throws(NotLiftable) -> Step.Target {
    let next = try index(try row.cell("next"), of: .steps, ownedBy: plan)
    switch (try row.choice("target", of: TargetNumber.self), next) {
    case (.step, let next?): return .step(next)
    case (.end, nil): return .end
    case (.failed, nil): return .failed
    default: throw NotLiftable()
    }
  }
}
