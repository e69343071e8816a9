import PolicyModel
import PolicyVerifier

/// A plan as a picture: its steps, the endpoints that each may call in the order in which they are
/// tried, the regions that they are in, and in red the run that shows what is wrong.
package struct PlanDrawing: Sendable {
  struct Node: Hashable, Sendable {
    let id: String
    let label: String
    let isAtFault: Bool
  }

  struct Edge: Hashable, Sendable {
    let from: String
    let to: String
    let label: String
    let isCall: Bool
    let isAtFault: Bool
  }

  let name: String
  let steps: [Node]
  /// By the regions in which they process, or store where they process nothing.
  let endpoints: [(regions: String, nodes: [Node])]
  let edges: [Edge]
  /// The run in words, where one shows what is wrong.
  let run: String?

  /// `nil` if no platform has a plan of that name.
  package init?(_ name: String, of bundle: VerifiedBundle) {
    for part in bundle.platforms {
      guard let plan = part.verification.platform.plans.index(of: name) else { continue }
      self.init(plan, of: part)
      return
    }
    return nil
  }

  private init(_ plan: Int, of part: VerifiedBundle.VerifiedPart) {
    let drawn = DrawnPlan(plan, of: part)
    name = part.verification.platform.plans[plan].name
    steps = drawn.steps
    endpoints = drawn.endpoints
    edges = drawn.ways + drawn.calls
    run = drawn.run.map { RunWords(part.verification).run($0) }
  }
}

/// What of a platform a drawing of one plan shows.
private struct DrawnPlan {
  private let plan: Plan
  private let platform: VerifiedPlatform
  private let verification: Verification
  let run: ReplayedRun?
  /// Steps and endpoints of the run.
  private let steppedOn: Set<Int>
  private let reached: Set<Int>
  private let faulty: (step: Int, endpoint: Int?)?

  init(_ number: Int, of part: VerifiedBundle.VerifiedPart) {
    let verification = part.verification
    let run = part.report.causes.first {
      $0.witness?.plan == number && $0.problem.isWrong
    }?.witness.flatMap { ReplayedRun($0, of: verification) }
    let end = run.map { verification.end(of: $0.witness) }
    let passages = run?.witness.passages ?? []
    let called = passages.compactMap { passage in
      if case .called(_, let endpoint?, _) = passage.course { endpoint } else { nil }
    }
    self.verification = verification
    self.run = run
    platform = verification.platform
    plan = verification.platform.plans[number]
    faulty = end
    steppedOn = Set(passages.map(\.step) + (end.map { [$0.step] } ?? []))
    reached = Set(called + (end?.endpoint.map { [$0] } ?? []))
  }

  // MARK: Steps and the ways between them

  var steps: [PlanDrawing.Node] {
    plan.steps.elements.enumerated().map { index, step in
      PlanDrawing.Node(
        id: "step \(step.name)", label: "\(step.name)\n\(words(of: step.action.value))",
        isAtFault: steppedOn.contains(index))
    } + [PlanDrawing.Node(id: "end", label: "end", isAtFault: false)]
  }

  var ways: [PlanDrawing.Edge] {
    plan.steps.elements.enumerated().flatMap { index, step in
      step.exits.compactMap { exit -> PlanDrawing.Edge? in
        let target: String
        var isOfRun = false
        switch exit.target {
        case .step(let next):
          target = "step \(plan.steps[next].name)"
          isOfRun = isOnRun(from: index, to: next)
        case .end: target = "end"
        case .failed: return nil
        }
        return PlanDrawing.Edge(
          from: "step \(step.name)", to: target, label: words(of: exit.occasion), isCall: false,
          isAtFault: isOfRun)
      }
    }
  }

  private func isOnRun(from: Int, to: Int) -> Bool {
    guard let run, let faulty else { return false }
    let course = run.witness.passages.map(\.step) + [faulty.step]
    return zip(course, course.dropFirst()).contains { $0 == from && $1 == to }
  }

  private func words(of action: Step.Action) -> String {
    let catalogue = platform.catalogue
    return switch action {
    case .tool(let tool): "calls \(catalogue.tools[tool].name)"
    case .model(let model): "asks \(catalogue.models[model].name)"
    case .choose(let tools):
      "one of " + tools.members.map { catalogue.tools[$0].name }.joined(separator: ", ")
    case .branch: "branches"
    case .unknown: "is not known"
    case .review(.tenantsOwn): "review by the tenant's pool"
    case .review(.pool(let pool)): "review by \(catalogue.reviewerPools[pool].name)"
    }
  }

  private func words(of occasion: Step.Exit.Occasion) -> String {
    switch occasion {
    case .success: ""
    case .failure: "on failure"
    case .arm: "if"
    case .otherwise: "else"
    }
  }

  // MARK: Endpoints

  var calls: [PlanDrawing.Edge] {
    plan.steps.elements.enumerated().flatMap { index, step in
      capabilities(of: step.action.value).flatMap { capability in
        verification.endpoints(for: capability).enumerated().map { order, endpoint in
          PlanDrawing.Edge(
            from: "step \(step.name)",
            to: "endpoint \(platform.catalogue.endpoints[endpoint].name)",
            label: "\(order + 1)", isCall: true,
            isAtFault: steppedOn.contains(index) && reached.contains(endpoint))
        }
      }
    } + storing
  }

  /// A run that ends at a store that is forbidden.
  private var storing: [PlanDrawing.Edge] {
    guard let faulty, let endpoint = faulty.endpoint else { return [] }
    let step = plan.steps[faulty.step]
    let called = capabilities(of: step.action.value).flatMap { verification.endpoints(for: $0) }
    guard !called.contains(endpoint) else { return [] }
    return [
      PlanDrawing.Edge(
        from: "step \(step.name)", to: "endpoint \(platform.catalogue.endpoints[endpoint].name)",
        label: "stores", isCall: true, isAtFault: true)
    ]
  }

  var endpoints: [(regions: String, nodes: [PlanDrawing.Node])] {
    let called = plan.steps.elements.flatMap { capabilities(of: $0.action.value) }
      .flatMap { verification.endpoints(for: $0) }
    let shown = Set(called + (faulty?.endpoint.map { [$0] } ?? [])).sorted()
    let groups = Dictionary(grouping: shown, by: regions)
    return groups.sorted { $0.key < $1.key }.map { regions, endpoints in
      (
        regions,
        endpoints.map { endpoint in
          let name = platform.catalogue.endpoints[endpoint].name
          return PlanDrawing.Node(
            id: "endpoint \(name)", label: name, isAtFault: faulty?.endpoint == endpoint)
        }
      )
    }
  }

  private func regions(of endpoint: Int) -> String {
    let use = platform.catalogue.endpoints[endpoint].regions
    let regions = use.process.isEmpty ? use.store.union(use.log) : use.process
    let names = regions.members.map { platform.catalogue.regions[$0].name }
    return names.isEmpty ? "nowhere" : names.joined(separator: ", ")
  }

  private func capabilities(of action: Step.Action) -> [Capability] {
    switch action {
    case .tool(let tool): [.tool(tool)]
    case .model(let model): [.model(model)]
    case .choose(let tools): tools.members.map { .tool($0) }
    case .branch, .review, .unknown: []
    }
  }
}

extension Cause.Problem {
  /// Whether it is something that must not be.
  fileprivate var isWrong: Bool {
    switch self {
    case .forbidden, .obstructed, .undecided: true
    case .vacuous: false
    }
  }
}
