import PolicyModel
import PolicyVerifier

/// Whether what a case expects holds for the tenants that it is about.
struct CaseCheck {
  let bed: TestBed
  let rehearsal: Rehearsal

  /// What keeps an expectation from holding.
  enum Shortfall {
    case toolNotAllowed(Int)
    case toolAllowed(Int)
    /// The value of the field, by position, permits more.
    case exceeds(field: Int)
    /// The tools of the plan that the tenant may not use.
    case refused(Bitset)
    case admitted
    case reached(ReachingRun)
    case notReached
    case course(NominalRuns.Course)
    case ending(NominalRuns.Ending)
    case costs(RunQuantities.Bound)
    /// It is about nothing: no run comes to the step, or runs do nothing at all.
    case notComeTo
    case nothingHappens
    case undecided(Obstacle)
  }

  /// What keeps an expectation from holding for the tenants of a group; `nil` if nothing does.
  func shortfall(
    of expectation: Expectation, _ group: Int, _ plan: Int?, _ runs: Runs?
  ) -> Shortfall? {
    switch expectation {
    case .allowed(let tool): permits(tool, group) ? nil : .toolNotAllowed(tool)
    case .denied(let tool): permits(tool, group) ? .toolAllowed(tool) : nil
    case .within(let limits): exceeded(limits, group).map { .exceeds(field: $0) }
    case .admission(let admission): refusal(of: group, plan, admission)
    case .never, .reaches, .outcome, .routed, .runEnds, .costsAtMost:
      ofRuns(expectation, runs)
    }
  }

  /// The runs of a case for a group, or why it is not known which they are.
  typealias Runs = Result<SituationRuns, Obstacle>

  // MARK: The policy

  private func permits(_ tool: Int, _ group: Int) -> Bool {
    bed.platform.tenants[group].policy.permittedTools.contains(tool)
  }

  private func exceeded(_ limits: [Int: FieldValue], _ group: Int) -> Int? {
    limits.keys.sorted().first { index in
      guard let limit = limits[index] else { return false }
      return !PolicyFields.all[index].type.isAtLeastAsStrict(
        bed.policies[group].values[index], as: limit)
    }
  }

  private func refusal(
    of group: Int, _ plan: Int?, _ admission: Expectation.Admission
  ) -> Shortfall? {
    guard let plan else { return nil }
    let missing = bed.missingTools(group, plan)
    switch admission {
    case .granted: return missing.isEmpty ? nil : .refused(missing)
    case .refused: return missing.isEmpty ? .admitted : nil
    }
  }

  // MARK: Runs

  private func ofRuns(_ expectation: Expectation, _ runs: Runs?) -> Shortfall? {
    switch runs {
    case nil: return nil
    case .failure(let obstacle): return .undecided(obstacle)
    case .success(let runs): return shortfall(of: expectation, runs)
    }
  }

  private func shortfall(of expectation: Expectation, _ runs: SituationRuns) -> Shortfall? {
    switch expectation {
    case .never(let place): never(place, runs)
    case .reaches(let place): reaches(place, runs)
    case .outcome(let step, let outcome): courses(at: step, runs) { $0.outcome == outcome }
    case .routed(let step, let endpoint):
      courses(at: step, runs) { $0.decision?.endpoint == endpoint }
    case .runEnds(let outcome): endings(runs) { $0.outcome == outcome }
    case .costsAtMost(let most): runs.cost <= .most(most.micros) ? nil : .costs(runs.cost)
    case .allowed, .denied, .within, .admission: nil
    }
  }

  private func never(_ place: Expectation.Place, _ runs: SituationRuns) -> Shortfall? {
    guard runs.isAboutAnything else { return .nothingHappens }
    return switch runs.reach(place) {
    case .never: nil
    case .by(let run): .reached(run)
    case .unknown(let obstacle): .undecided(obstacle)
    }
  }

  private func reaches(_ place: Expectation.Place, _ runs: SituationRuns) -> Shortfall? {
    switch runs.reach(place) {
    case .never: .notReached
    case .by: nil
    case .unknown(let obstacle): .undecided(obstacle)
    }
  }

  private func courses(
    at step: Int, _ runs: SituationRuns, _ isRight: (NominalRuns.Course) -> Bool
  ) -> Shortfall? {
    let all = runs.nominal.courses.filter { $0.step == step }
    guard !all.isEmpty else { return .notComeTo }
    let wrong = all.filter { !isRight($0) }
    guard let first = wrong.first(where: \.isCertain) ?? wrong.first else {
      return all.contains(where: \.isCertain) ? nil : .undecided(.opaque(step: step))
    }
    return first.isCertain ? .course(first) : .undecided(.opaque(step: step))
  }

  private func endings(
    _ runs: SituationRuns, _ isRight: (NominalRuns.Ending) -> Bool
  ) -> Shortfall? {
    let wrong = runs.nominal.endings.filter { !isRight($0) }
    guard let first = wrong.first(where: \.isCertain) ?? wrong.first else {
      // A loop without a way out never ends.
      return runs.nominal.endings.isEmpty ? .nothingHappens : nil
    }
    let step = runs.nominal.courses[first.course].step
    return first.isCertain ? .ending(first) : .undecided(.opaque(step: step))
  }
}

extension TestBed {
  /// The tools that a plan names and the tenants of a group may not use.
  func missingTools(_ group: Int, _ plan: Int) -> Bitset {
    platform.plans[plan].tools.subtracting(platform.tenants[group].policy.permittedTools)
  }
}
