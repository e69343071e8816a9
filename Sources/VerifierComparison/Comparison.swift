import PolicyModel
import PolicyVerifier
package import RandomWorlds
import ReferenceInterpreter

/// What the verifier and the interpreter say differently about a world.
package struct Comparison {
  package internal(set) var disagreements: [String] = []
  let random: RandomWorld
  let opinions: Opinions
  let verification: Verification

  /// - Parameters:
  ///   - opinions: What the interpreter says.
  ///   - seen: The world as the verifier is shown it, where a fault is to be found.
  package init(
    _ random: RandomWorld, _ opinions: Opinions, seenByVerifierAs seen: RandomWorld? = nil
  ) {
    self.random = random
    self.opinions = opinions
    verification = Verification(VerifiedPlatform(seen ?? random))
    for plan in random.world.plans.elements.indices { compare(plan) }
    compareCauses()
  }

  // MARK: Plans

  private mutating func compare(_ plan: Int) {
    let says = opinions.ofPlan[plan]
    let result = verification.results[plan]
    let isTouched = says.contains(where: \.touchesAnything)
    expect(result.isVacuous == !isTouched, "plan \(plan): vacuous: \(result.isVacuous)")
    for group in random.rights.indices { compareEvents(says[group], plan, group) }
    compareAdmission(says, result)
    guard isTouched else { return }
    for group in random.rights.indices where says[group].isAdmitted {
      compareProgress(says[group], plan, group)
      compareQuantities(says[group], plan, group)
      let cases = result.cases.filter {
        verification.groups(of: $0, inPlan: plan).contains(group)
      }
      expect(cases.count == 1, "plan \(plan), tenant \(group): \(cases.count) verdicts")
      if let verdict = cases.first?.verdict { compare(verdict, says[group], plan, group) }
    }
    for one in result.cases { compareWeakest(one, says, plan) }
    let dearest = says.filter(\.isAdmitted).map(\.cost).max()
    let found = verification.dearestRun(ofPlan: plan).map { DearestRun.Amount($0) }
    expect(found == dearest, "plan \(plan): costs \(String(describing: found))")
    compareWindow(result, says)
  }

  /// Who may run the plan at all, and is counted where.
  private mutating func compareAdmission(_ says: [Opinion], _ result: PlanResult) {
    let groups = says.indices.filter { says[$0].isAdmitted }
    let tenants = { (groups: [Int]) in groups.reduce(0) { $0 + RandomWorld.tenants(ofGroup: $1) } }
    expect(
      result.admittedGroups == groups.count && result.admittedTenants == tenants(groups),
      "plan \(result.plan): \(result.admittedTenants) tenants, not \(tenants(groups))")
    for one in result.cases {
      let groups = verification.groups(of: one, inPlan: result.plan)
      expect(
        one.tenants == tenants(groups),
        "plan \(result.plan): \(one.tenants) tenants of groups \(groups)")
      let smallest = groups.min { random.rights[$0].tenant < random.rights[$1].tenant }
      expect(one.example == smallest, "plan \(result.plan): example \(one.example)")
    }
  }

  // MARK: What runs do

  private mutating func compareEvents(_ says: Opinion, _ plan: Int, _ group: Int) {
    let place = "plan \(plan), tenant \(group)"
    for isGated in [false, true] {
      let ours = Set(
        (isGated ? says.runs.gated : says.runs.ungated).map {
          RunEvent($0, says.runs.reasons[$0] != nil)
        })
      let theirs =
        says.isAdmitted
        ? verification.events(ofPlan: plan, forGroup: group, isGated: isGated) : []
      for event in ours.subtracting(theirs) {
        disagreements.append("\(place), gated \(isGated): the verifier misses \(event)")
      }
      for event in theirs.subtracting(ours) {
        disagreements.append("\(place), gated \(isGated): the verifier invents \(event)")
      }
    }
  }

  private mutating func compareProgress(_ says: Opinion, _ plan: Int, _ group: Int) {
    let place = "plan \(plan), tenant \(group)"
    func goesOn(_ down: [Domain]) -> Bool {
      verification.makesProgress(
        plan: plan, forGroup: group, down: down.map { FailureDomain($0) })
    }
    expect(goesOn([]) == says.goesOn, "\(place): progress: \(!says.goesOn)")
    guard says.goesOn else { return }
    for domain in random.world.domains {
      let isExpected = !says.blocking.contains([domain])
      expect(
        goesOn([domain]) == isExpected, "\(place): progress without \(domain): \(!isExpected)")
    }
    guard says.resilience ?? 0 > 0, random.seed.isMultiple(of: 4) else { return }
    let domains = random.world.domains
    for (index, first) in domains.enumerated() {
      for second in domains[(index + 1)...] {
        let isExpected = !says.blocking.contains([first, second])
        expect(
          goesOn([first, second]) == isExpected,
          "\(place): progress without \(first) and \(second): \(!isExpected)")
      }
    }
  }

  private mutating func compareQuantities(_ says: Opinion, _ plan: Int, _ group: Int) {
    let found = verification.quantities(ofPlan: plan, forGroup: group)
    let calls = found.calls.mapValues { DearestRun.Amount($0) }
    let place = "plan \(plan), tenant \(group)"
    expect(
      DearestRun.Amount(found.cost) == says.cost, "\(place): costs \(found.cost), not \(says.cost)")
    expect(calls == says.calls, "\(place): calls \(calls), not \(says.calls)")
  }

  // MARK: Verdicts

  private mutating func compare(
    _ verdict: CaseVerdict, _ says: Opinion, _ plan: Int, _ group: Int
  ) {
    let place = "plan \(plan), tenant \(group)"
    let isSafe = verdict.safety == .proved
    expect(isSafe == says.isSafe, "\(place): safe: \(isSafe)")
    switch verdict.safety {
    case .proved: break
    case .violated:
      for isSo in random.comparesFacts ? [false, true] : [] {
        let fixed = RunOpinion(random.comparingFacts(as: isSo), plan: plan, group: group)
        expect(!fixed.isSafe, "\(place): violated, but not where comparisons are \(isSo)")
      }
    case .unknown:
      expect(random.comparesFacts, "\(place): unknown, though no facts are compared")
    }
    expect(
      verdict.isGateNeeded == says.isGateNeeded,
      "\(place): the gate is needed: \(verdict.isGateNeeded)")
    let goesOn = verdict.progress == .proved
    expect(goesOn == says.goesOn, "\(place): progress: \(goesOn)")
    expect(
      verdict.resilience == says.resilience,
      "\(place): resilience \(verdict.resilience ?? -1), not \(says.resilience ?? -1)")
  }

  /// What a case is said to fail with is what its example fails with.
  private mutating func compareWeakest(_ one: PlanCase, _ says: [Opinion], _ plan: Int) {
    let weakest = Set(verification.weakest(of: one, inPlan: plan))
    guard let resilience = one.verdict.resilience, resilience < 2 else {
      return expect(weakest.isEmpty, "plan \(plan): fails with \(weakest)")
    }
    let blocking = Set(says[one.example].blocking.map { Set($0.map { FailureDomain($0) }) })
    expect(
      weakest.count == resilience + 1 && blocking.contains(weakest),
      "plan \(plan): fails with \(weakest), not one of \(blocking)")
  }

  /// A proof ends when a ground ends, and nothing changes before.
  private mutating func compareWindow(_ result: PlanResult, _ says: [Opinion]) {
    let later = random.world.catalogue.transfers.map(\.until).filter { random.world.day < $0 }
    let place = "plan \(result.plan)"
    guard !later.isEmpty || result.validUntil != nil else { return }
    if let until = result.validUntil, !later.contains(until) {
      return disagreements.append("\(place): ends on \(until), when no ground does")
    }
    let lastDay = (result.validUntil?.secondsSince1970 ?? Self.farAway) - 86_400
    let last = random.on(CalendarDate(secondsSince1970: lastDay))
    for group in says.indices where says[group].isAdmitted {
      let then = RunOpinion(last, plan: result.plan, group: group)
      expect(
        then.isLike(says[group].runs), "\(place), tenant \(group): other runs on \(last.world.day)")
    }
  }

  /// In seconds: every ground has ended by then.
  private static let farAway: Int64 = 4_000_000_000

  private mutating func expect(_ agrees: Bool, _ disagreement: @autoclosure () -> String) {
    if !agrees { disagreements.append(disagreement()) }
  }
}
