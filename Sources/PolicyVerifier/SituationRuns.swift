package import PolicyModel

/// The runs of a plan in a situation, for tenants with one policy.
package struct SituationRuns: Sendable {
  package let plan: Int
  /// Runs in which nothing goes wrong but what the situation says.
  package let nominal: NominalRuns
  private let platform: VerifiedPlatform
  private let situation: Situation
  private let view: PolicyView
  private let down: DownSet
  /// Runs in which anything else may be down, too, and any attempt may fail.
  private let reached: Reachability
  private let certainlyReached: Reachability

  init(
    platform: VerifiedPlatform, plan: Int, view: PolicyView, situation: Situation, down: DownSet
  ) {
    self.platform = platform
    self.plan = plan
    self.view = view
    self.situation = situation
    self.down = down
    nominal = NominalRuns(view, down: down)
    reached = Reachability(view)
    certainlyReached = view.graph.hasOpaqueWays ? Reachability(view, onlyCertain: true) : reached
  }

  /// Whether runs call, store or show anything.
  package var isAboutAnything: Bool {
    !reached.asked.isEmpty || reached.order.contains { view.graph.nodes[$0].isUnknown }
  }

  /// The most that a run may cost, in millionths of the platform's currency.
  package var cost: RunQuantities.Bound {
    view.cost(of: platform.plans[plan], platform.catalogue, reached)
  }

  package enum Reach: Sendable {
    case never
    /// By this run, the shortest.
    case by(ReachingRun)
    /// Only if conditions are as they may not be, or a step does what is not known.
    case unknown(Obstacle)
  }

  /// Whether some run comes to a place, whatever else is down or fails.
  package func reach(_ place: Expectation.Place) -> Reach {
    if let found = find(place, certainlyReached) { return .by(run(to: found)) }
    if let node = reached.order.first(where: { view.graph.nodes[$0].isUnknown }) {
      return .unknown(.unknown(step: view.graph.nodes[node].step))
    }
    guard certainlyReached.order.count < reached.order.count || view.graph.hasOpaqueWays,
      let found = find(place, reached)
    else { return .never }
    return .unknown(.opaque(step: view.graph.nodes[found.node].step))
  }

  /// A state that a run comes to, and what happens there.
  private struct Found {
    let node: Int
    let event: (occurrence: Reachability.Occurrence, candidate: Int)?
  }

  private func find(_ place: Expectation.Place, _ reached: Reachability) -> Found? {
    if case .step(let step) = place {
      return reached.order.first { view.graph.nodes[$0].step == step }
        .map { Found(node: $0, event: nil) }
    }
    for occurrence in reached.asked {
      let tried = view.tried(occurrence.question, onlyCertain: reached.onlyCertain)
      if let candidate = tried.members.first(where: { isAt(place, occurrence, $0) }) {
        return Found(node: occurrence.node, event: (occurrence, candidate))
      }
    }
    return nil
  }

  private func isAt(
    _ place: Expectation.Place, _ occurrence: Reachability.Occurrence, _ candidate: Int
  ) -> Bool {
    let asked = view.table.questions[occurrence.question]
    let pool = view[occurrence.question].pool
    let endpoint = asked.decision?.endpoints[candidate]
    switch place {
    case .region(let region):
      if let endpoint {
        return platform.catalogue.endpoints[endpoint].regions.all.contains(region)
      }
      return pool.map { platform.catalogue.reviewerPools[$0].region == region } ?? false
    case .endpoint(let wanted): return endpoint == wanted
    case .tool(let tool): return asked.question.subject == .call(.tool(tool))
    case .model(let model): return asked.question.subject == .call(.model(model))
    case .reviewerPool(let wanted): return pool == wanted
    case .step: return false
    }
  }

  private func run(to found: Found) -> ReachingRun {
    let tracer = WitnessTracer(platform.plans[plan], view, reached, known: graphKnown)
    let step = view.graph.nodes[found.node].step
    var event: ReachingRun.Event?
    if let (occurrence, candidate) = found.event {
      let trial = tracer.trial(of: occurrence.question, candidate: candidate)
      event = ReachingRun.Event(
        question: view.table.questions[occurrence.question].question,
        endpoint: trial.endpoint, pool: view[occurrence.question].pool, facts: trial.facts,
        down: trial.down)
    }
    return ReachingRun(
      facts: tracer.facts(until: found.node), passages: tracer.passages(to: found.node), step: step,
      event: event)
  }

  private var graphKnown: [Guard.Term: Int64] {
    GraphConditions(situation, TermParts(of: platform.plans[plan], known: [:])).known
  }

  // MARK: Decisions

  /// Why a course went as it did: each candidate of its decision, in their order.
  package func decision(of course: NominalRuns.Course) -> DecisionTrace? {
    course.decision.map { made in
      DecisionTrace(
        view.table.questions[made.question], holding: made.holding, fallen: down,
        view[made.question],
        takes: made.endpoint != nil, on: situation.day)
    }
  }
}

/// A run that comes somewhere.
package struct ReachingRun: Sendable {
  /// Values of the facts that are known at the start, as far as anything asks for them.
  package let facts: [Witness.FactValue]
  package let passages: [Witness.Passage]
  /// The step at which it ends.
  package let step: Int
  /// What it does there; `nil` where being there is all.
  package let event: Event?

  package struct Event: Sendable {
    package let question: Question
    /// `nil` for a review.
    package let endpoint: Int?
    package let pool: Int?
    package let facts: [Witness.FactValue]
    /// Endpoints that do not answer, beyond those of the situation.
    package let down: [Int]
  }
}

/// What became of each candidate of a decision.
package struct DecisionTrace: Sendable {
  package let question: Question
  /// Index of the route; `nil` where there is none, or for a review.
  package let route: Int?
  package let candidates: [Candidate]
  package let pool: Int?
  /// The day on which it is made.
  package let day: CalendarDate

  package struct Candidate: Sendable {
    /// Position in the route.
    package let position: Int
    package let endpoint: Int
    package let fate: Fate
  }

  package enum Fate: Hashable, Sendable {
    case taken
    case conditionDoesNotHold
    case forbidden
    case down
    /// One before it was taken.
    case notNeeded
  }

  init(
    _ asked: AskedQuestion, holding: Bitset, fallen: DownSet, _ outcome: PolicyView.Outcome,
    takes: Bool, on day: CalendarDate
  ) {
    self.day = day
    question = asked.question
    route = asked.decision?.route
    pool = outcome.pool
    let endpoints = asked.decision?.endpoints ?? []
    let down = fallen.fallen(endpoints)
    var isTaken = false
    var candidates: [Candidate] = []
    for (position, endpoint) in endpoints.enumerated() {
      let fate: Fate
      if isTaken {
        fate = .notNeeded
      } else if !holding.contains(position) {
        fate = .conditionDoesNotHold
      } else if !outcome.tried.contains(position) {
        fate = down.contains(position) && outcome.permitted.contains(position) ? .down : .forbidden
      } else {
        fate = .taken
        isTaken = takes
      }
      candidates.append(Candidate(position: position, endpoint: endpoint, fate: fate))
    }
    self.candidates = candidates
  }
}

extension PlanGraph {
  /// Whether some way is open only if conditions are as they may not be.
  var hasOpaqueWays: Bool { opaqueNode != nil }
}

extension SituationRuns {
  /// What a step asks, with what the policy answers.
  package struct Asked: Sendable {
    package let step: Int
    package let question: Question
    /// Index of the route; `nil` where there is none, or for a review.
    package let route: Int?
    /// In the order in which they are tried, with their conditions.
    package let endpoints: [Int]
    package let conditions: [Guard]
    /// By position.
    package let permitted: Bitset
    package let fallback: Route.Fallback
    /// The pool of a review, where there is one.
    package let pool: Int?
  }

  /// Everything that is asked where runs come, each question once a step, in the order of the runs.
  package var asked: [Asked] {
    var seen: Set<[Int]> = []
    return reached.order.flatMap { number in
      let node = view.graph.nodes[number]
      let questions = view.graph.questions(of: node)
      return questions.filter { seen.insert([node.step, $0]).inserted }.map { question in
        let asked = view.table.questions[question]
        return Asked(
          step: node.step, question: asked.question, route: asked.decision?.route,
          endpoints: asked.decision?.endpoints ?? [], conditions: asked.decision?.conditions ?? [],
          permitted: view[question].permitted, fallback: asked.decision?.fallback ?? .fail,
          pool: view[question].pool)
      }
    }
  }
}

extension SituationRuns {
  /// Calls `visit` with each candidate of a route, by position, that a run takes in which nothing else
  /// goes wrong.
  package func forEachTaken(_ visit: (_ route: Int, _ position: Int) -> Void) {
    nominal.forEachTaken { question, candidate in
      if let route = view.table.questions[question].decision?.route { visit(route, candidate) }
    }
  }
}
