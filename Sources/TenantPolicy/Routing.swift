/// What a runtime knows when it asks for an endpoint: one snapshot, the same for every candidate that is
/// tried before the next retry.
public struct RouteQuestion: Sendable {
  /// What an endpoint is needed for.
  public var capability: CapabilityIndex
  /// The data classes of what the endpoint would be shown.
  public var label: DataLabel
  /// The time, in seconds since 1970: grounds for transfers end.
  public var now: Int64
  /// After a candidate failed, its position: candidates from the next one on are looked at.
  public var after: Int?

  /// A question.
  public init(_ capability: CapabilityIndex, label: DataLabel, now: Int64, after: Int? = nil) {
    self.capability = capability
    self.label = label
    self.now = now
    self.after = after
  }
}

/// The endpoint that was picked, or why there is none.
public struct RouteDecision: Hashable, Sendable {
  /// `permitted`, or why there is no endpoint. With an endpoint, anything else says that the platform has
  /// no gate and the route leads to what the policy forbids: never of a plan that was proved.
  public let decision: Decision
  /// The endpoint to try; `nil` where none is left.
  public let endpoint: EndpointIndex?
  /// The position of the candidate, for `after`.
  public let position: Int?
  /// What becomes of the step where no endpoint is left.
  public let fallback: RouteFallback
  /// For `review`: the pool, or `nil` for the tenant's own.
  public let fallbackPool: ReviewerPoolIndex?
}

/// What becomes of a step for which no endpoint is left. The raw value is stable.
public enum RouteFallback: Int64, CaseIterable, Hashable, Sendable {
  /// The run is stored and waits.
  case hold = 0
  /// The run goes back to the queue.
  case queue = 1
  /// The step fails.
  case fail = 2
  /// The run is handed to reviewers.
  case review = 3
}

extension Admission {
  /// The endpoint for a capability: the first candidate whose condition holds and which is up, in one
  /// snapshot; on failure, asked again with `after`, the next. With a gate, candidates that the policy
  /// forbids are skipped.
  ///
  /// - Parameters:
  ///   - latency: The milliseconds that an endpoint took of late, `nil` if not known: conditions that ask
  ///     for it then do not hold.
  ///   - up: Whether an endpoint is up.
  public func route(
    _ question: RouteQuestion, latency: (EndpointIndex) -> Int64? = { _ in nil },
    up: (EndpointIndex) -> Bool
  ) -> RouteDecision {
    bundle.route(handle, question, latency: latency, up: up)
  }

  /// Whether the policy permits that an endpoint is shown data, whatever the route says.
  public func permission(
    of endpoint: EndpointIndex, for question: RouteQuestion
  ) -> Decision {
    bundle.permission(handle, of: endpoint, for: question)
  }

  /// Whether the policy leaves anything that the endpoint could be used for.
  public func permits(endpoint: EndpointIndex) -> Bool {
    bundle.permits(handle, endpoint: endpoint)
  }

  /// Whether some candidate for the model is one that the policy leaves something of.
  public func permits(model: ModelIndex) -> Bool { bundle.permits(handle, model: model) }
}

extension PolicyBundle {
  /// `Admission.route`, for code that holds the bundle itself.
  public func route(
    _ admission: AdmissionHandle, _ question: RouteQuestion,
    latency: (EndpointIndex) -> Int64? = { _ in nil }, up: (EndpointIndex) -> Bool
  ) -> RouteDecision {
    let plan: RoutePlan
    do throws(Decision) {
      plan = try RoutePlan(self, admission, question)
    } catch {
      return RouteDecision(
        decision: error, endpoint: nil, position: nil, fallback: .fail, fallbackPool: nil)
    }
    return plan.choose(question.after ?? -1, latency: latency, up: up)
  }

  /// `Admission.permission`, for code that holds the bundle itself.
  public func permission(
    _ admission: AdmissionHandle, of endpoint: EndpointIndex, for question: RouteQuestion
  ) -> Decision {
    guard endpoint.tag == tag else { return decision(.otherBundle) }
    do throws(Decision) {
      return try RoutePlan(self, admission, question).permission(of: endpoint)
    } catch {
      return error
    }
  }

  /// `Admission.permits(endpoint:)`, for code that holds the bundle itself.
  public func permits(_ admission: AdmissionHandle, endpoint: EndpointIndex) -> Bool {
    guard let workflows, admission.tenant.tag == tag, endpoint.tag == tag,
      let start = workflows.rights.place.row(Int(admission.rightsRow)),
      let row = workflows.endpoints.place.row(Int(endpoint.row))
    else { return false }
    let column = workflows.rights.endpoints
    return mask(at: start + column.offset, column, holds: endpoint.number)
      && isOpen(at: row + workflows.endpoints.dedicated, to: admission.tenant)
  }

  /// `Admission.permits(model:)`, for code that holds the bundle itself.
  public func permits(_ admission: AdmissionHandle, model: ModelIndex) -> Bool {
    guard let workflows, admission.tenant.tag == tag, model.tag == tag,
      let start = workflows.rights.place.row(Int(admission.rightsRow))
    else { return false }
    let column = workflows.rights.models
    return mask(at: start + column.offset, column, holds: model.number)
  }

  /// Whether what is dedicated to the tenant with the id in a cell, or to nobody, is open to a tenant.
  func isOpen(at cell: Int, to tenant: TenantHandle) -> Bool {
    guard let reference = stringReference(at: cell) else { return false }
    if reference.length == 0 { return true }
    guard let owner = reference.range(in: header[.strings]),
      let record = tenantRecord(at: Int(tenant.ordinal)),
      let id = index.idRange(ofSlot: record.slot, in: memory)
    else { return false }
    return memory.holds(owner, sameAs: memory, id)
  }
}

/// The candidates of one question, with what the policy forbids of each.
struct RoutePlan {
  private let bundle: PolicyBundle
  private let workflows: WorkflowTables
  private let admission: AdmissionHandle
  private let question: RouteQuestion
  private let platformStart: Int
  private let decisionStart: Int
  private let cells: CellRange

  /// - Throws: `otherBundle`, or `unknownName` where the platform does not declare what is asked for.
  init(
    _ bundle: PolicyBundle, _ admission: AdmissionHandle, _ question: RouteQuestion
  ) throws(Decision) {
    guard admission.tenant.tag == bundle.tag, let workflows = bundle.workflows,
      let platformStart = workflows.platforms.place.row(Int(admission.platformRow))
    else { throw bundle.decision(.otherBundle) }
    let memory = bundle.memory
    let decision = try workflows.decisionRow(of: question.capability, platformStart, bundle)
    guard let decision, let decisionStart = workflows.decisions.place.row(decision),
      memory.load(UInt32.self, at: decisionStart + workflows.decisions.platform)
        == admission.platformRow,
      bundle.isDeclared(question.label, platformStart, workflows),
      let cells = workflows.candidates(admission.rightsRow, decision, platformStart, bundle)
    else { throw bundle.decision(.unknownName) }
    self.bundle = bundle
    self.workflows = workflows
    self.admission = admission
    self.question = question
    self.platformStart = platformStart
    self.decisionStart = decisionStart
    self.cells = cells
  }

  /// The first candidate after a position that can be tried.
  func choose(
    _ after: Int, latency: (EndpointIndex) -> Int64?, up: (EndpointIndex) -> Bool
  ) -> RouteDecision {
    let isGated = bundle.number(at: platformStart + workflows.platforms.gate) != 0
    var firstBar: (code: DecisionCode, candidate: Candidate)?
    var isTried = false
    var isAsked = false
    var position = 0
    var next = 0
    while let candidate = candidate(&next) {
      defer { position += 1 }
      let bar = bar(of: candidate)
      if let bar, firstBar == nil { firstBar = (bar, candidate) }
      if bar != nil && isGated { continue }
      isAsked = true
      guard holds(candidate, latency) else { continue }
      isTried = true
      guard position > after, up(endpoint(candidate)) else { continue }
      return chosen(candidate, at: position, bar)
    }
    if isTried { return none(.unavailable, nil) }
    if isAsked { return none(.conditionsNotMet, nil) }
    return none(firstBar?.code ?? .noCandidate, firstBar)
  }

  /// What the policy says of one endpoint.
  func permission(of endpoint: EndpointIndex) -> Decision {
    var next = 0
    while let candidate = candidate(&next) {
      guard candidate.endpoint == endpoint.number else { continue }
      guard let bar = bar(of: candidate) else {
        return bundle.decision(.permitted, line(of: candidate))
      }
      return bundle.decision(bar, rule(of: bar, candidate))
    }
    return bundle.decision(.notACandidate, fallbackLine)
  }
}

// Candidates, as the table `permissions` lists them.
extension RoutePlan {
  private struct Candidate {
    let endpoint: Int
    /// Where its row of `endpoints` begins, and that of `candidates`, if it has one.
    let endpointStart: Int
    let start: Int?
    /// Position of its bars among the cells, and how many there are.
    let firstBar: Int
    let barCount: Int
  }

  private static let cellsOfBar = 3

  /// The candidate at a position among the cells, which then is that of the next. What makes no sense
  /// ends the list.
  private func candidate(_ next: inout Int) -> Candidate? {
    let memory = bundle.memory
    guard let row = cells.load(next, memory), let route = cells.load(next + 1, memory),
      let count = cells.load(next + 2, memory), let endpoint = Int(exactly: row),
      let endpointStart = workflows.endpoints.place.row(endpoint),
      memory.load(UInt32.self, at: endpointStart + workflows.endpoints.platform)
        == admission.platformRow,
      0...Int64((cells.count - next) / Self.cellsOfBar) ~= count
    else { return nil }
    let start = Int(exactly: route).flatMap { workflows.candidates.place.row($0) }
    guard route == -1 || start != nil else { return nil }
    defer { next += 3 + Self.cellsOfBar * Int(count) }
    return Candidate(
      endpoint: endpoint, endpointStart: endpointStart, start: start, firstBar: next + 3,
      barCount: Int(count))
  }

  private func endpoint(_ candidate: Candidate) -> EndpointIndex {
    EndpointIndex(row: UInt32(truncatingIfNeeded: candidate.endpoint), tag: bundle.tag)
  }

  /// The first reason for which the policy forbids the candidate the data.
  private func bar(of candidate: Candidate) -> DecisionCode? {
    guard
      bundle.isOpen(
        at: candidate.endpointStart + workflows.endpoints.dedicated, to: admission.tenant)
    else { return .dedicatedToAnother }
    for number in 0..<candidate.barCount {
      let first = candidate.firstBar + Self.cellsOfBar * number
      guard let reason = cells.load(first, bundle.memory),
        let from = cells.load(first + 1, bundle.memory),
        let classes = cells.load(first + 2, bundle.memory)
      else { return .unknownName }
      let isHit =
        question.label.word & UInt64(bitPattern: classes) != 0
        || question.label.word == 0 && reason & 256 != 0
      // An unknown reason is a reason.
      if isHit && question.now >= from { return DecisionCode(bar: reason & 255) }
    }
    return nil
  }

  private func holds(_ candidate: Candidate, _ latency: (EndpointIndex) -> Int64?) -> Bool {
    guard let start = candidate.start else { return true }
    guard let condition = bundle.cells(at: start + workflows.candidates.condition) else {
      return false
    }
    var reader = ConditionReader(condition, bundle.memory)
    let first = workflows.platforms.firstDataClass(platformStart, bundle.memory)
    return reader.holds(label: question.label.word, firstDataClass: first) { row in
      guard let row = UInt32(exactly: row), row < workflows.endpoints.place.rowCount else {
        return nil
      }
      return latency(EndpointIndex(row: row, tag: bundle.tag))
    }
  }
}

// What is said of the outcome.
extension RoutePlan {
  private func chosen(
    _ candidate: Candidate, at position: Int, _ bar: DecisionCode?
  ) -> RouteDecision {
    let decision = bundle.decision(
      bar ?? .permitted, bar.map { rule(of: $0, candidate) } ?? line(of: candidate))
    return RouteDecision(
      decision: decision, endpoint: endpoint(candidate), position: position, fallback: fallback,
      fallbackPool: fallbackPool)
  }

  private func none(
    _ code: DecisionCode, _ bar: (code: DecisionCode, candidate: Candidate)?
  ) -> RouteDecision {
    let line = bar.map { rule(of: $0.code, $0.candidate) } ?? fallbackLine
    return RouteDecision(
      decision: bundle.decision(code, line), endpoint: nil, position: nil, fallback: fallback,
      fallbackPool: fallbackPool)
  }

  /// The line that forbids it: of the tenant's policy, or of the endpoint.
  private func rule(of bar: DecisionCode, _ candidate: Candidate) -> SourceLine? {
    guard bar == .dedicatedToAnother else {
      return bar.field.map { bundle.rule($0, of: admission.tenant) } ?? nil
    }
    return bundle.place(
      candidate.endpointStart, source: workflows.endpoints.source,
      line: workflows.endpoints.dedicatedLine)
  }

  private func line(of candidate: Candidate) -> SourceLine? {
    candidate.start.flatMap {
      bundle.place($0, source: workflows.candidates.source, line: workflows.candidates.line)
    }
  }

  private var routeStart: Int? {
    let row = bundle.memory.load(UInt32.self, at: decisionStart + workflows.decisions.route)
    return workflows.routes.place.row(row)
  }

  private var fallbackLine: SourceLine? {
    routeStart.flatMap {
      bundle.place($0, source: workflows.routes.source, line: workflows.routes.fallbackLine)
    }
  }

  /// Without a route, the step fails.
  private var fallback: RouteFallback {
    routeStart.flatMap {
      RouteFallback(rawValue: Int64(bundle.number(at: $0 + workflows.routes.fallback)))
    } ?? .fail
  }

  private var fallbackPool: ReviewerPoolIndex? {
    guard let start = routeStart,
      let row = bundle.memory.load(UInt32.self, at: start + workflows.routes.pool),
      row < workflows.pools.place.rowCount
    else { return nil }
    return ReviewerPoolIndex(row: row, tag: bundle.tag)
  }
}

extension DecisionCode {
  /// The code of a bar by its number in the table `permissions`.
  fileprivate init(bar: Int64) {
    self =
      switch bar {
      case 0: .regionNotPermitted
      case 1: .storingNotPermitted
      case 2: .loggingNotPermitted
      case 3: .modelTierNotPermitted
      case 4: .retainsTooLong
      case 5: .retainsTooShort
      default: .unknownName
      }
  }

  /// The policy field that it follows from.
  var field: String? {
    switch self {
    case .regionNotPermitted, .storingNotPermitted, .loggingNotPermitted, .reviewersElsewhere:
      "data_residency"
    case .modelTierNotPermitted: "model_tier"
    case .retainsTooLong: "data_retention"
    case .retainsTooShort: "audit_retention"
    case .noReviewers: "reviewer_pool"
    default: nil
    }
  }
}

extension WorkflowTables {
  /// The row of `decisions` for a capability; `nil` where there is none.
  func decisionRow(
    of capability: CapabilityIndex, _ platformStart: Int, _ bundle: PolicyBundle
  ) throws(Decision) -> Int? {
    let (row, cell): (Int?, Int)
    switch capability {
    case .tool(let tool):
      guard tool.tag == bundle.tag else { throw bundle.decision(.otherBundle) }
      (row, cell) = (tools.place.row(tool.number), tools.decision)
    case .model(let model):
      guard model.tag == bundle.tag else { throw bundle.decision(.otherBundle) }
      (row, cell) = (models.place.row(model.number), models.decision)
    case .storage(let kind):
      let list = bundle.cells(at: platformStart + platforms.storageDecisions)
      return list?.load(kind.position, bundle.memory).flatMap { Int(exactly: $0) }
    }
    return row.flatMap { bundle.memory.load(UInt32.self, at: $0 + cell).map(Int.init) }
  }

  /// The candidates of a decision, with what some rights forbid of them.
  func candidates(
    _ rightsRow: UInt32, _ decision: Int, _ platformStart: Int, _ bundle: PolicyBundle
  ) -> CellRange? {
    let memory = bundle.memory
    guard let rightsStart = rights.place.row(Int(rightsRow)) else { return nil }
    let first = bundle.number(at: rightsStart + rights.firstPermission)
    let firstDecision = bundle.number(at: platformStart + platforms.firstDecision)
    let (row, isTooLarge) = first.addingReportingOverflow(decision &- firstDecision)
    guard !isTooLarge, let start = permissions.place.row(row),
      memory.load(UInt32.self, at: start + permissions.rights) == rightsRow,
      memory.load(UInt32.self, at: start + permissions.decision).map(Int.init) == decision
    else { return nil }
    return bundle.cells(at: start + permissions.candidates)
  }
}

extension PolicyBundle {
  /// Whether a label has no bits beyond the data classes of the platform.
  func isDeclared(_ label: DataLabel, _ platformStart: Int, _ workflows: WorkflowTables) -> Bool {
    let count = number(at: platformStart + workflows.platforms.dataClassCount)
    return count >= 64 || count >= 0 && label.word >> UInt64(count) == 0
  }
}
