import PolicyDiagnostics
import PolicyModel
import PolicyVerifier
import TenantPolicy

/// Makes findings of what is wrong with the plans of a platform: one for each cause, with the places
/// that take part, a run that shows it, whom it hits, and repairs that were tried.
struct CauseFindings {
  private let part: VerifiedBundle.VerifiedPart
  private let bundle: PolicyBundle
  private let places: WrittenPlaces
  private let words: RunWords
  private let fieldNumbers: [String: Int]
  /// Whose tenants are asked about that nobody has written yet.
  private let tier: AnyTenant?
  private let cache: ProofCache?

  private var verification: Verification { part.verification }
  private var platform: VerifiedPlatform { part.verification.platform }

  /// - Parameter tier: The tier whose possible tenants the verification is about; `nil` where it is
  ///   about those that exist.
  init(
    _ part: VerifiedBundle.VerifiedPart, of bundle: PolicyBundle, places: WrittenPlaces,
    tier: AnyTenant? = nil, cache: ProofCache? = nil
  ) {
    self.part = part
    self.cache = cache
    self.tier = tier
    self.bundle = bundle
    self.places = places
    words = RunWords(part.verification, isAboutAnyTenant: tier != nil)
    fieldNumbers = Dictionary(
      (0..<bundle.fieldCount).map { (bundle.fieldName(at: $0) ?? "", $0) },
      uniquingKeysWith: { first, _ in first })
  }

  /// The findings, those that hit most tenants first.
  var all: [Finding] {
    part.report.causes.compactMap { cause in
      var finding = finding(of: cause)
      finding?.subjects = Set(cause.plans.map { Finding.Subject(plan: places.plans[$0].name) })
      return finding
    }
  }

  private func finding(of cause: Cause) -> Finding? {
    let run = cause.witness.flatMap { ReplayedRun($0, of: verification) }
    guard run != nil || cause.witness == nil else { return unconfirmed(cause) }
    switch cause.problem {
    case .forbidden(let prohibition, let target): return forbidden(cause, prohibition, target, run)
    case .obstructed where tier != nil, .vacuous where tier != nil: return nil
    case .obstructed(let subject, let hasFailed): return obstructed(cause, subject, hasFailed, run)
    case .undecided(let obstacle): return undecided(cause, obstacle, run)
    case .vacuous: return vacuous(cause)
    }
  }

  // MARK: What is forbidden

  private func forbidden(
    _ cause: Cause, _ prohibition: Prohibition, _ target: Cause.Target, _ run: ReplayedRun?
  ) -> Finding {
    let others = declaredPlace(target) + policyPlace(cause, prohibition) + dataPlace(cause)
    let repairs = repairs(cause)
    let whose = tier.map { "for a tenant of tier `\($0.name)`, " } ?? ""
    return places.finding(
      tier == nil ? prohibition.rule : Rules.proofs.anyTenant,
      whose
        + "\(plansAtFault(cause)) can \(action(target)) `\(words.name(of: target))`, \(places.reason(prohibition))",
      at: place(of: cause, target), label: label(of: target), others: others,
      notes: notes(cause, run) + further(repairs), help: repairs.first)
  }

  /// Who is told to be at fault: the plan, or how many there are.
  private func plansAtFault(_ cause: Cause) -> String {
    guard cause.plans.count > 1 || cause.plans.isEmpty else {
      return "plan `\(places.plans[cause.plans[0]].name)`"
    }
    return "\(cause.plans.count) plans"
  }

  private func action(_ target: Cause.Target) -> String {
    switch target {
    case .endpoint(_, .store(let storage)): "have \(storage.rawValue) written to"
    case .endpoint: "call"
    case .pool: "show data to"
    }
  }

  // MARK: Places

  /// The candidate that offered the endpoint; the step, for a review.
  private func place(of cause: Cause, _ target: Cause.Target) -> Written {
    switch target {
    case .pool: return stepPlace(cause)
    case .endpoint(let endpoint, let subject):
      guard let candidate = candidate(endpoint, of: subject) else {
        let declared = places.catalogue.endpoints[endpoint]
        return Written(declared.span, line: declared.line)
      }
      return Written(candidate.endpoint)
    }
  }

  /// Where what is reached is declared, unless that is shown as the place at fault.
  private func declaredPlace(_ target: Cause.Target) -> [(Written, String)] {
    switch target {
    case .endpoint(let index, let subject):
      guard candidate(index, of: subject) != nil else { return [] }
      let endpoint = places.catalogue.endpoints[index]
      return [(Written(endpoint.span, line: endpoint.line), "declared here")]
    case .pool(let index):
      let pool = places.catalogue.reviewerPools[index]
      return [(Written(pool.span, line: pool.line), "declared here")]
    }
  }

  private func label(of target: Cause.Target) -> String {
    guard case .endpoint(let endpoint, let subject) = target, let capability = subject.capability
    else { return "shown here" }
    return candidate(endpoint, of: subject) == nil
      ? "`\(places.catalogue.name(of: capability))` has no route, so every endpoint is tried"
      : "offered here"
  }

  private func candidate(
    _ endpoint: Int, of subject: Question.Subject
  ) -> Route.Candidate? {
    guard let capability = subject.capability,
      let route = places.routes.elements.first(where: { $0.capability == capability })
    else { return nil }
    return route.candidates.first { $0.endpoint.value == endpoint }
  }

  /// The step at which the run of the witness ends.
  private func stepPlace(_ cause: Cause) -> Written {
    guard let witness = cause.witness else { return planPlace(cause) }
    let step = verification.end(of: witness).step
    return Written(places.plans[witness.plan].steps[step].action)
  }

  private func planPlace(_ cause: Cause) -> Written {
    let plan = places.plans[cause.plans.first ?? 0]
    return Written(plan.span, line: plan.line)
  }

  /// The line of the policy that is broken, of the tenant of the witness.
  private func policyPlace(
    _ cause: Cause, _ prohibition: Prohibition
  ) -> [(Written, String)] {
    guard tier == nil, let field = prohibition.field?.name, let witness = cause.witness,
      let number = fieldNumbers[field],
      let tenant = bundle.context(for: platform.tenants[witness.group].first),
      let provenance = tenant.provenance(ofField: number)
    else { return [] }
    guard let place = provenance.limit?.place ?? provenance.place else { return [] }
    let stated = provenance.place ?? place
    return [(Written(stated), "`\(field)` of `\(platform.tenants[witness.group].first)`")]
  }

  /// Where the data came into the run.
  private func dataPlace(_ cause: Cause) -> [(Written, String)] {
    guard let witness = cause.witness, let source = cause.source else { return [] }
    let plan = places.plans[witness.plan]
    switch source {
    case .input(let variable):
      let input = plan.variables[variable]
      return [(Written(input.span, line: input.line), "the data comes in here")]
    case .step(let step):
      return [(Written(plan.steps[step].action), "the data comes in here")]
    }
  }

  // MARK: Progress

  private func obstructed(
    _ cause: Cause, _ subject: Question.Subject, _ hasFailed: Bool, _ run: ReplayedRun?
  ) -> Finding {
    let wanted: String
    var others: [(Written, String)] = []
    if case .review(let reviewers) = subject {
      wanted = "no review by \(words.name(of: reviewers))"
    } else {
      wanted = "no endpoint for `\(subject.capability.map(places.catalogue.name) ?? "")`"
    }
    let route = places.routes.elements.first { $0.capability == subject.capability }
    if let route {
      others.append((Written(route.onUnavailable), "this is what becomes of the run"))
    }
    let end = hasFailed ? "fails" : "waits for ever"
    let repairs = repairs(cause)
    return places.finding(
      Rules.proofs.noProgress,
      "a run of \(plansAtFault(cause)) \(end): its policy leaves \(wanted)", at: stepPlace(cause),
      label: "cannot go on here", others: others, notes: notes(cause, run) + further(repairs),
      help: repairs.first)
  }

  // MARK: What is not known, or nothing

  private func undecided(
    _ cause: Cause, _ obstacle: Obstacle, _ run: ReplayedRun?
  ) -> Finding {
    let plan = places.plans[cause.plans.first ?? 0]
    let place = obstacle.step.map { Written(plan.steps[$0].action) } ?? planPlace(cause)
    return places.finding(
      Rules.proofs.undecided,
      "it is not known whether \(plansAtFault(cause)) stays within policy: "
        + obstacle.reason,
      at: place, label: "", others: [], notes: notes(cause, run), help: obstacle.help)
  }

  /// The verifier has found a run to which the interpreter does not come: one of the two is wrong.
  private func unconfirmed(_ cause: Cause) -> Finding {
    places.finding(
      Rules.proofs.undecided,
      "it is not known whether \(plansAtFault(cause)) stays within policy: the run that was found "
        + "does not hold when it is replayed",
      at: planPlace(cause), label: "", others: [], notes: notes(cause, nil),
      help: "this is a mistake of the verifier: report it with these policies")
  }

  private func vacuous(_ cause: Cause) -> Finding {
    let names = cause.plans.map { places.plans[$0].name }
    let isAsked = cause.plans.contains { !verification.results[$0].graph.questions.isEmpty }
    return places.finding(
      Rules.proofs.vacuous,
      isAsked
        ? "no tenant may run \(listed(names.map { "`\($0)`" }))"
        : "\(listed(names.map { "`\($0)`" })) calls, stores and shows nothing",
      at: planPlace(cause), label: "nothing is proved of it", others: [], notes: [],
      help: isAsked
        ? "let a tenant use every tool that it names, or take the plan out" : "take the plan out")
  }

  // MARK: Whom it hits, and what helps

  private func notes(_ cause: Cause, _ run: ReplayedRun?) -> [String] {
    var notes = run.map { [words.run($0)] } ?? []
    if let tier {
      notes += cause.witness.map { ["such a tenant " + tier.words(ofGroup: $0.group)] } ?? []
    } else if !cause.groups.isEmpty {
      let first = cause.groups.map { platform.tenants[$0].first }
        .min { $0.utf8.lexicographicallyPrecedes($1.utf8) }
      let all = platform.tenants.reduce(0) { $0 + $1.count }
      notes.append(
        "this hits \(cause.tenants) of \(counted(all, "tenant")), `\(first ?? "")` first")
    }
    if cause.plans.count > 1 {
      let names = cause.plans.prefix(Self.mostNames).map { "`\(places.plans[$0].name)`" }
      let rest = cause.plans.count - names.count
      notes.append(
        "the plans are " + listed(names + (rest > 0 ? ["\(rest) more"] : [])))
    }
    return notes
  }

  private static let mostNames = 5
  private static let mostRepairs = 3

  /// The first repair is the help; these are the others.
  private func further(_ repairs: [String]) -> [String] {
    repairs.dropFirst().prefix(Self.mostRepairs).map { "another repair: \($0)" }
  }

  private func repairs(_ cause: Cause) -> [String] {
    guard tier == nil else { return [] }
    let words = RepairWords(platform)
    let repairs =
      cache?.repairs(for: cause, verification) ?? verification.repairs(for: cause)
    return repairs.map { words.text(of: $0) }
  }
}
