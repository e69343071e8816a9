import PolicyDiagnostics
import PolicyModel
import PolicyVerifier
import TenantPolicy
import VerificationFindings

/// The parts of a finding about one expectation that does not hold.
struct TestTelling {
  private(set) var message = ""
  private(set) var others: [(Written, String)] = []
  private(set) var notes: [String] = []
  private(set) var help: String?
  private let all: TestWords
  private let expectation: Expectation
  private let tenant: String
  private let group: Int
  private let plan: Plan?
  private let runs: SituationRuns?

  private var platform: VerifiedPlatform { all.bed.platform }

  init(
    _ all: TestWords, _ failure: TestExecution.Failure, _ expectation: Expectation,
    _ chosen: ChosenCase, _ subject: TestExecution.Subject
  ) {
    self.all = all
    self.expectation = expectation
    group = failure.group ?? 0
    tenant = failure.group.map { all.bed.platform.tenants[$0].first } ?? ""
    plan = subject.plan.map { all.places.plans[$0] }
    runs = failure.runs
    guard failure.group != nil else {
      message = "this is about nobody: \(Self.nobody(chosen))"
      help = "test a tier that has tenants, or take the test out"
      return
    }
    tell(failure.shortfall)
  }

  private static func nobody(_ chosen: ChosenCase) -> String {
    switch chosen.tested.subject.value {
    case .tier(let tier): "no tenant is of tier `\(tier)`"
    case .tenant(let id): "there is no tenant `\(id)`"
    }
  }

  private mutating func tell(_ shortfall: CaseCheck.Shortfall) {
    switch shortfall {
    case .toolNotAllowed(let tool): notAllowed(tool)
    case .toolAllowed(let tool):
      message = "`\(tenant)` may call tool `\(platform.catalogue.tools[tool].name)`"
      others = all.lines.place(of: policyFields.allowedTools.declaration, tenant: tenant)
    case .exceeds(let field): exceeds(PolicyFields.all[field], field)
    case .refused(let missing): refused(missing)
    case .admitted: message = "`\(tenant)` may run \(planName)"
    case .reached(let run): reached(run)
    case .notReached: notReached()
    case .course(let course): wrong(course)
    case .ending(let ending): wrong(ending)
    case .costs(let bound): costs(bound)
    case .notComeTo: notComeTo()
    case .nothingHappens:
      message = "this is about nothing: no run of \(planName) does anything in this situation"
      others = planPlace
      endings()
    case .undecided(let obstacle): undecided(obstacle)
    }
  }

  private var planName: String { "plan `\(plan?.name ?? "")`" }

  private var planPlace: [(Written, String)] {
    plan.map { [(Written($0.span, line: $0.line), "the plan")] } ?? []
  }

  // MARK: The policy

  private mutating func notAllowed(_ tool: Int) {
    message = "`\(tenant)` may not call tool `\(platform.catalogue.tools[tool].name)`"
    let denied = all.bed.policies[group][policyFields.deniedTools].members.contains(tool)
    others = all.lines.place(
      of: denied ? policyFields.deniedTools.declaration : policyFields.allowedTools.declaration,
      tenant: tenant)
  }

  private mutating func exceeds(_ field: AnyField, _ index: Int) {
    let value = platform.catalogue.text(of: all.bed.policies[group].values[index], field)
    message = "`\(field.name)` of `\(tenant)` is \(value), which permits more"
    others = all.lines.place(of: field, tenant: tenant)
    if let limit = all.lines.provenance(of: field, tenant: tenant)?.limit {
      others.append((Written(limit.place), "limited here"))
    }
  }

  private mutating func refused(_ missing: Bitset) {
    let isTheQuestion = if case .admission = expectation { true } else { false }
    message =
      (isTheQuestion ? "" : "this is about nothing: ")
      + "`\(tenant)` may not run \(planName), since it may not call \(all.tools(missing))"
    others =
      all.lines.place(of: policyFields.allowedTools.declaration, tenant: tenant)
      + all.lines.place(of: policyFields.deniedTools.declaration, tenant: tenant)
    if !isTheQuestion { help = "write `admission: refused` if that is what is meant" }
  }

  // MARK: What runs come to

  private mutating func reached(_ run: ReachingRun) {
    guard let plan, let runs else { return }
    message = "a run of \(planName) comes to \(placeName)"
    notes = [all.words.run(run, ofPlan: runs.plan, forGroup: group)]
    others = [(Written(plan.steps[run.step].action), "by this step")]
    if let event = run.event, let endpoint = event.endpoint,
      let route = all.places.routes.elements.first(where: {
        $0.capability == event.question.capability
      }), let candidate = route.candidates.first(where: { $0.endpoint.value == endpoint })
    {
      others.append((Written(candidate.endpoint), "offered here"))
    }
  }

  private var placeName: String {
    switch expectation {
    case .never(let place), .reaches(let place): plan.map { all.name(of: place, $0) } ?? ""
    default: ""
    }
  }

  private mutating func notReached() {
    message = "no run of \(planName) comes to \(placeName)"
    others = planPlace
    endings()
  }

  private mutating func costs(_ bound: RunQuantities.Bound) {
    others = planPlace
    switch bound {
    case .most(let micros): message = "a run of \(planName) may cost \(all.amount(micros))"
    case .infinite: message = "a run of \(planName) may cost more than any amount: it has a loop"
    case .notStated(let capability):
      message =
        "what a run of \(planName) costs is not known: "
        + "`\(platform.catalogue.name(of: capability))` states no cost"
    }
    notes = ["counted are all retries and candidates, on the dearest way"]
  }

  // MARK: Steps and ends

  private mutating func wrong(_ course: NominalRuns.Course) {
    guard let plan, let runs else { return }
    let step = "step `\(plan.steps[course.step].name)` of \(planName)"
    switch expectation {
    case .routed(_, let wanted):
      let name = "`\(platform.catalogue.endpoints[wanted].name)`"
      message = "\(step) is \(sent(course)), not sent to \(name)"
    case .outcome(_, let wanted): message = "\(step) is \(sent(course)), not \(wanted.rawValue)"
    default: break
    }
    others = [(Written(plan.steps[course.step].action), "this step")]
    explain(course, runs)
  }

  private mutating func wrong(_ ending: NominalRuns.Ending) {
    guard let plan, let runs, case .runEnds(let wanted) = expectation else { return }
    let course = runs.nominal.courses[ending.course]
    message =
      "a run of \(planName) is \(ending.outcome.rawValue) at step "
      + "`\(plan.steps[course.step].name)`, not \(wanted.rawValue)"
    others = [(Written(plan.steps[course.step].action), "here")]
    explain(course, runs)
  }

  private func sent(_ course: NominalRuns.Course) -> String {
    let endpoint = course.decision?.endpoint.map {
      " at `\(platform.catalogue.endpoints[$0].name)`"
    }
    return course.outcome.rawValue + (endpoint ?? "")
  }

  private mutating func notComeTo() {
    let step: Int? =
      switch expectation {
      case .outcome(let step, _), .routed(let step, _): step
      default: nil
      }
    let name = step.flatMap { step in plan.map { $0.steps[step].name } } ?? ""
    message = "this is about nothing: no run of \(planName) comes to step `\(name)`"
    help = "state other facts, let a step fail with `fails:`, or expect `never: { step: \(name) }`"
    if let step, let plan { others = [(Written(plan.steps[step].action), "this step")] }
    endings()
  }

  private mutating func undecided(_ obstacle: Obstacle) {
    others = planPlace
    switch obstacle {
    case .states(let most):
      message = "it is not known: runs of \(planName) can be in more than \(most) states"
    case .casesOfAll, .questions, .statesOfAll, .questionsOfAll:
      message = "it is not known of \(planName): \(obstacle.reason)"
    case .cases(let step, let most):
      message =
        "it is not known: the conditions of step `\(plan?.steps[step].name ?? "")` tell more than "
        + "\(most) cases apart"
    case .opaque(let step):
      message =
        "it is not known: a condition before or at step `\(plan?.steps[step].name ?? "")` compares "
        + "two facts"
      help = "state both facts"
    case .unknown(let step):
      message = "it is not known what step `\(plan?.steps[step].name ?? "")` does"
      help = "say what it does"
    }
  }

  // MARK: Why

  /// How runs end in the situation, where nothing else goes wrong.
  private mutating func endings() {
    guard let plan, let runs, let ending = runs.nominal.endings.first else { return }
    let course = runs.nominal.courses[ending.course]
    notes.append(
      "a run is \(ending.outcome.rawValue) at step `\(plan.steps[course.step].name)`: "
        + way(to: ending.course, runs, plan))
    explainDecision(of: course, runs)
  }

  private mutating func explain(_ course: NominalRuns.Course, _ runs: SituationRuns) {
    guard let plan else { return }
    let number = runs.nominal.courses.firstIndex {
      $0.node == course.node && $0.outcome == course.outcome
        && $0.decision?.endpoint == course.decision?.endpoint
    }
    notes.append("the run: " + way(to: number ?? 0, runs, plan))
    explainDecision(of: course, runs)
  }

  private func way(to course: Int, _ runs: SituationRuns, _ plan: Plan) -> String {
    runs.nominal.way(to: course).map { passed in
      let step = "`\(plan.steps[passed.step].name)`"
      if let endpoint = passed.decision?.endpoint {
        return "\(step) calls `\(platform.catalogue.endpoints[endpoint].name)`"
          + (passed.outcome == .failed ? " and fails" : "")
      }
      if case .branch = plan.steps[passed.step].action.value, let exit = passed.exit {
        return "\(step) leads to \(target(plan.steps[passed.step].exits[exit].target, plan))"
      }
      return "\(step) is \(passed.outcome.rawValue)"
    }.joined(separator: "; ")
  }

  private func target(_ target: Step.Target, _ plan: Plan) -> String {
    switch target {
    case .step(let step): "`\(plan.steps[step].name)`"
    case .end: "the end"
    case .failed: "a failure"
    }
  }

  /// Candidate by candidate, with the lines.
  private mutating func explainDecision(of course: NominalRuns.Course, _ runs: SituationRuns) {
    guard let trace = runs.decision(of: course) else { return }
    let words = DecisionWords(
      platform, all.places, all.words, all.lines, tenant: tenant, group: group)
    notes += words.notes(of: trace)
    others += words.places(of: trace)
  }
}
