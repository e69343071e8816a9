import BundleTables
import PolicyDiagnostics
import PolicyModel
import PolicyVerifier
import TenantPolicy

/// The rows that the routes and plans of one platform bring to each table.
struct WorkflowRows {
  private(set) var routes: [[Cell]] = []
  private(set) var candidates: [[Cell]] = []
  private(set) var plans: [[Cell]] = []
  private(set) var facts: [[Cell]] = []
  private(set) var factWords: [[Cell]] = []
  private(set) var variables: [[Cell]] = []
  private(set) var steps: [[Cell]] = []
  private(set) var exits: [[Cell]] = []
  private let rows: RowNumbers
  private let platform: Int
  private let decisions: PlatformDecisions

  init(_ rows: RowNumbers, _ checked: CheckedPlatform, _ platform: Int) {
    self.rows = rows
    self.platform = platform
    decisions = PlatformDecisions(checked.catalogue, checked.routes)
    for route in checked.routes.elements { add(route) }
    for plan in checked.plans.elements { add(plan) }
  }

  // MARK: Routes

  private mutating func add(_ route: Route) {
    let row = next(.route, routes)
    let (fallback, pool) = cells(of: route.onUnavailable.value)
    let served = cells(of: route.capability)
    routes.append(
      [.index(platform), .string(route.name)] + served
        + [fallback, pool, .integer(Int64(route.onUnavailable.line))]
        + place(route.span, route.line))
    for candidate in route.candidates {
      let (endpoint, condition) = (candidate.endpoint, candidate.condition)
      candidates.append(
        [
          .index(row), .index(self.row(endpoint.value, .endpoint)), cell(of: condition.value),
          .integer(Int64(condition.line)),
        ] + place(endpoint.span, endpoint.line))
    }
  }

  private func cells(of capability: Capability) -> [Cell] {
    switch capability {
    case .tool(let tool): [.index(row(tool, .tool)), .index(nil), .integer(0)]
    case .model(let model): [.index(nil), .index(row(model, .model)), .integer(0)]
    case .storage(let storage): [.index(nil), .index(nil), .integer(storage.number)]
    }
  }

  private func cells(of fallback: Route.Fallback) -> (Cell, pool: Cell) {
    let number: FallbackNumber
    var pool = Cell.index(nil)
    switch fallback {
    case .hold: number = .hold
    case .queue: number = .queue
    case .fail: number = .fail
    case .review(let reviewers): (number, pool) = (.review, cell(of: reviewers))
    }
    return (.integer(number.rawValue), pool)
  }

  // MARK: Plans

  private mutating func add(_ plan: Plan) {
    let row = next(.plan, plans)
    let owned = PlanRows(
      row: row, facts: next(.fact, facts), variables: next(.variable, variables),
      steps: next(.step, steps))
    plans.append(
      [
        .index(platform), .string(plan.name), .integer(number(of: plan.checkpoint.value)),
        .integer(Int64(plan.checkpoint.line)),
      ] + place(plan.span, plan.line) + [members(plan.tools, .tool)])
    for fact in plan.facts.elements { add(fact, owned) }
    for variable in plan.variables.elements {
      variables.append(
        [
          .index(row), .string(variable.name), .integer(variable.input == nil ? 0 : 1),
          members(variable.input ?? Bitset(), .dataClass),
        ] + place(variable.span, variable.line))
    }
    let asks = PlanAsks(plan, decisions)
    for (index, step) in plan.steps.elements.enumerated() {
      add(
        step, index, owned, isStoredAfter: plan.checkpoint.value.includes(index),
        asks: asks.cells[index])
    }
  }

  private func number(of checkpoint: Plan.Checkpoint) -> Int64 {
    switch checkpoint {
    case .never: CheckpointNumber.never.rawValue
    case .everyStep: CheckpointNumber.everyStep.rawValue
    case .after: CheckpointNumber.someSteps.rawValue
    }
  }

  private mutating func add(_ fact: Fact, _ plan: PlanRows) {
    let row = next(.fact, facts)
    let domain = fact.type.domain
    facts.append([
      .index(plan.row), .string(fact.name), .integer(FactTypeNumber(fact.type).rawValue),
      .integer(domain.lowerBound), .integer(domain.upperBound), .integer(fact.known.number),
    ])
    guard case .words(let words) = fact.type else { return }
    for word in words { factWords.append([.index(row), .string(word)]) }
  }

  // MARK: Steps

  private mutating func add(
    _ step: Step, _ index: Int, _ plan: PlanRows, isStoredAfter: Bool, asks: [Int64]
  ) {
    let reads = step.reads.flatMap { [Int64(plan.variables + $0.value), Int64($0.line)] }
    steps.append(
      [.index(plan.row), .string(step.name)] + cells(of: step.action.value) + [
        .integer(Int64(step.action.line)), .list(reads),
        .index(step.writes.map { plan.variables + $0.value }),
        .integer(Int64(step.writes?.line ?? 0)), .integer(step.retry),
        .integer(step.timeout?.milliseconds ?? -1), .integer(step.atMost ?? -1),
        .integer(isStoredAfter ? 1 : 0),
      ] + place(step.span, step.line) + [.list(asks)])
    for exit in step.exits { exits.append(cells(of: exit, from: index, plan)) }
  }

  private func cells(of action: Step.Action) -> [Cell] {
    var tool: Int?
    var model: Int?
    var choice = Bitset()
    var pool = Cell.index(nil)
    switch action {
    case .tool(let index): tool = row(index, .tool)
    case .model(let index): model = row(index, .model)
    case .choose(let tools): choice = tools
    case .review(let reviewers): pool = cell(of: reviewers)
    case .branch, .unknown: break
    }
    return [
      .integer(action.kind.number), .index(tool), .index(model), members(choice, .tool), pool,
    ]
  }

  private func cells(of exit: Step.Exit, from step: Int, _ plan: PlanRows) -> [Cell] {
    let occasion: OccasionNumber
    var condition = Cell.list([])
    switch exit.occasion {
    case .success: occasion = .success
    case .failure: occasion = .failure
    case .otherwise: occasion = .otherwise
    case .arm(let arm): (occasion, condition) = (.arm, cell(of: arm, facts: plan.facts))
    }
    let target: TargetNumber
    var next: Int?
    switch exit.target {
    case .step(let index): (target, next) = (.step, plan.steps + index)
    case .end: target = .end
    case .failed: target = .failed
    }
    return [
      .index(plan.steps + step), .integer(occasion.rawValue), condition,
      .integer(target.rawValue), .index(next),
    ] + place(exit.span, exit.line)
  }
}

/// The row of a plan, and those from which on its facts, variables and steps stand.
private struct PlanRows {
  let row: Int
  let facts: Int
  let variables: Int
  let steps: Int
}

extension WorkflowRows {
  /// The number of the row that comes after those of the platform.
  private func next(_ kind: CatalogueRow, _ earlier: [[Cell]]) -> Int {
    row(earlier.count, kind)
  }

  private func row(_ index: Int, _ kind: CatalogueRow) -> Int {
    rows.row(index, kind, on: platform)
  }

  private func members(_ members: Bitset, _ kind: CatalogueRow) -> Cell {
    rows.rows(members, kind, on: platform)
  }

  private func cell(of reviewers: Reviewers) -> Cell {
    switch reviewers {
    case .tenantsOwn: .index(nil)
    case .pool(let pool): .index(row(pool, .reviewerPool))
    }
  }

  /// - Parameter facts: The row of the plan's first fact.
  private func cell(of condition: Guard, facts: Int = 0) -> Cell {
    .list(
      ConditionCode.cells(of: condition) { index, table in
        switch table {
        case .facts: Int64(facts + index)
        case .endpoints: Int64(row(index, .endpoint))
        default: Int64(row(index, .dataClass))
        }
      })
  }
}

/// The cells that say where something is written.
func place(_ span: SourceSpan, _ line: Int) -> [Cell] {
  [.integer(Int64(span.source.index)), .integer(Int64(line))]
}
