/// Something that a run is about to do, or did: what a monitor looks at.
public struct RunAction: Hashable, Sendable {
  /// What it does with the data.
  public enum Kind: Hashable, Sendable {
    /// An endpoint is called, or a store is written to.
    case use(CapabilityIndex, EndpointIndex)
    /// Reviewers are shown it; `nil` stands for the tenant's own.
    case review(ReviewerPoolIndex?)
  }

  /// The step that the run is at; for a checkpoint, the one that has ended.
  public var step: StepIndex
  /// What it does.
  public var kind: Kind
  /// The data classes of what is shown.
  public var label: DataLabel
  /// The time, in seconds since 1970.
  public var now: Int64

  /// Something that a run does.
  public init(at step: StepIndex, _ kind: Kind, label: DataLabel, now: Int64) {
    self.step = step
    self.kind = kind
    self.label = label
    self.now = now
  }
}

extension Admission {
  /// Whether an action lies within what was proved of the plan: the step asks for it, runs have data of
  /// that label there, the endpoint is a candidate for it, and the policy permits it.
  ///
  /// Anything but `permitted` means that the run has left the proof: its data is not what the plan says,
  /// or the runtime does not do what the proof assumes.
  public func monitor(_ action: RunAction) -> Decision { bundle.monitor(handle, action) }
}

extension PolicyBundle {
  /// `Admission.monitor`, for code that holds the bundle itself.
  public func monitor(_ admission: AdmissionHandle, _ action: RunAction) -> Decision {
    guard admission.tenant.tag == tag, action.step.tag == tag, let workflows else {
      return decision(.otherBundle)
    }
    guard let start = workflows.steps.place.row(action.step.number) else {
      return decision(.unknownName)
    }
    let line = place(start, source: workflows.steps.source, line: workflows.steps.line)
    guard memory.load(UInt32.self, at: start + workflows.steps.plan) == admission.planRow,
      asks(for: action.kind, at: start, workflows)
    else { return decision(.notAskedHere, line) }
    guard isVerified, let asks = cells(at: start + workflows.steps.asks), asks.count > 0 else {
      return decision(.notProved, line)
    }
    guard holds(asks, (action.kind.number, action.label.word)) else {
      return decision(.labelNotReached, line)
    }
    switch action.kind {
    case .review(let pool): return review(admission, by: pool, of: action.label)
    case .use(let capability, let endpoint):
      let question = RouteQuestion(capability, label: action.label, now: action.now)
      return permission(admission, of: endpoint, for: question)
    }
  }

  /// Whether the step at `start` can ask for that at all.
  private func asks(
    for kind: RunAction.Kind, at start: Int, _ workflows: WorkflowTables
  ) -> Bool {
    let steps = workflows.steps
    func leads(_ column: Int, to row: UInt32) -> Bool {
      memory.load(UInt32.self, at: start + column) == row
    }
    switch kind {
    case .use(.tool(let tool), _):
      return tool.tag == tag
        && (leads(steps.tool, to: tool.row)
          || mask(at: start + steps.choose.offset, steps.choose, holds: tool.number))
    case .use(.model(let model), _): return model.tag == tag && leads(steps.model, to: model.row)
    case .use(.storage, _): return true
    case .review(let pool):
      let row = pool?.row ?? TableLayout.none
      if number(at: start + steps.kind) == Self.reviewStep { return leads(steps.pool, to: row) }
      return fallsBackToReview(at: start, pool: row, workflows)
    }
  }

  /// The number of steps that are reviews.
  private static let reviewStep = 4

  /// Whether a route of what the step calls hands over to that pool.
  private func fallsBackToReview(
    at start: Int, pool: UInt32, _ workflows: WorkflowTables
  ) -> Bool {
    let steps = workflows.steps
    func handsOver(_ table: WorkflowTables.Served, _ row: UInt32?) -> Bool {
      guard let served = table.place.row(row),
        let decision = workflows.decisions.place.row(
          memory.load(UInt32.self, at: served + table.decision)),
        let route = workflows.routes.place.row(
          memory.load(UInt32.self, at: decision + workflows.decisions.route))
      else { return false }
      return number(at: route + workflows.routes.fallback) == Int(RouteFallback.review.rawValue)
        && memory.load(UInt32.self, at: route + workflows.routes.pool) == pool
    }
    if handsOver(workflows.tools, memory.load(UInt32.self, at: start + steps.tool)) { return true }
    if handsOver(workflows.models, memory.load(UInt32.self, at: start + steps.model)) {
      return true
    }
    for word in 0..<(steps.choose.width / 8) {
      var rest = maskWord(at: start + steps.choose.offset, steps.choose, word) ?? 0
      while rest != 0 {
        if handsOver(workflows.tools, UInt32(64 * word + rest.trailingZeroBitCount)) { return true }
        rest &= rest - 1
      }
    }
    return false
  }

  /// Whether a pair is among those of a list that ascends.
  private func holds(_ pairs: CellRange, _ wanted: (Int64, UInt64)) -> Bool {
    var low = 0
    var high = pairs.count / 2
    while low < high {
      let middle = (low + high) / 2
      guard let number = pairs.load(2 * middle, memory),
        let label = pairs.load(2 * middle + 1, memory)
      else { return false }
      let pair = (number, UInt64(bitPattern: label))
      if pair == wanted { return true }
      if pair < wanted { low = middle + 1 } else { high = middle }
    }
    return false
  }
}

extension RunAction.Kind {
  /// The number of what is asked, in the column `asks`.
  fileprivate var number: Int64 {
    switch self {
    case .use(.tool, _), .use(.model, _): 0
    case .use(.storage(let kind), _): kind.rawValue
    case .review: 32
    }
  }
}
