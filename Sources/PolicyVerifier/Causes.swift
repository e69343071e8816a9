package import PolicyModel

/// Puts what is wrong with many plans and tenants together by cause.
struct CauseCollection {
  private let verification: Verification
  private var found: [Cause.Problem: Hits] = [:]
  /// By question, candidate and group.
  private var reasons: [[Int]: (Prohibition, Cause.Target)] = [:]

  /// What a cause hits, and where it shows first.
  private struct Hits {
    let order: Int
    var plans = Bitset()
    var groups = Bitset()
    var witness: Origin?
  }

  /// Enough to make a witness when the cause is told.
  private enum Origin {
    case violation(Violation, plan: Int, group: Int, isGated: Bool)
    case obstruction(Obstruction, plan: Int, group: Int)
  }

  init(_ verification: Verification) {
    self.verification = verification
    for result in verification.results { add(result) }
  }

  /// The groups that each problem hits.
  var groups: [Cause.Problem: Bitset] { found.mapValues(\.groups) }

  var causes: [Cause] {
    found.sorted { left, right in
      let leftKey = (left.key.rank, -tenants(left.value), left.value.order)
      return leftKey < (right.key.rank, -tenants(right.value), right.value.order)
    }.map { problem, hits in
      let witness = hits.witness.map(witness)
      return Cause(
        problem: problem, plans: hits.plans.members, groups: hits.groups.members,
        tenants: tenants(hits), witness: witness,
        source: witness.flatMap { DataSources(verification, $0).source(for: problem) })
    }
  }

  private func tenants(_ hits: Hits) -> Int {
    hits.groups.members.reduce(0) { $0 + verification.platform.tenants[$1].count }
  }

  private mutating func add(_ result: PlanResult) {
    let none = Bitset()
    if let obstacle = result.obstacle { return hit(.undecided(obstacle), result.plan, none, nil) }
    if result.isVacuous { return hit(.vacuous, result.plan, none, nil) }
    for one in result.cases { add(one, result.plan) }
  }

  private mutating func add(_ one: PlanCase, _ plan: Int) {
    let isGated = verification.platform.isGated
    switch one.verdict.safety {
    case .proved: break
    case .violated: hit(one, plan)
    case .unknown(let obstacle):
      let violations = verification.violations(
        ofPlan: plan, forGroup: one.example, isGated: isGated, onlyCertain: false)
      let origin = violations.first.map {
        Origin.violation($0, plan: plan, group: one.example, isGated: isGated)
      }
      hit(.undecided(obstacle), plan, Bitset(verification.groups(of: one, inPlan: plan)), origin)
    }
    if case .violated(let obstruction) = one.verdict.progress {
      let subject = verification.questions[obstruction.question].subject
      hit(
        .obstructed(subject, hasFailed: obstruction.hasFailed), plan,
        Bitset(verification.groups(of: one, inPlan: plan)),
        .obstruction(obstruction, plan: plan, group: one.example))
    }
  }

  /// Tenants with one verdict may be forbidden different things, and the same for different reasons.
  private mutating func hit(_ one: PlanCase, _ plan: Int) {
    let isGated = verification.platform.isGated
    var known: [Int32: [Violation]] = [:]
    let groups = verification.groups(of: one, inPlan: plan)
    for group in [one.example] + groups.filter({ $0 != one.example }) {
      let row = verification.table.rowOfGroup[group]
      let violations =
        known[row]
        ?? verification.violations(
          ofPlan: plan, forGroup: group, isGated: isGated, onlyCertain: true)
      known[row] = violations
      for violation in violations {
        let (prohibition, target) = reason(for: violation, group)
        hit(
          .forbidden(prohibition, target), plan, Bitset([group]),
          .violation(violation, plan: plan, group: group, isGated: isGated))
      }
    }
  }

  private mutating func reason(
    for violation: Violation, _ group: Int
  ) -> (Prohibition, Cause.Target) {
    let key = [violation.question, violation.candidate, group]
    if let known = reasons[key] { return known }
    let reason = verification.prohibition(of: violation, group)
    reasons[key] = reason
    return reason
  }

  private mutating func hit(
    _ problem: Cause.Problem, _ plan: Int, _ groups: Bitset, _ origin: Origin?
  ) {
    var hits = found[problem] ?? Hits(order: found.count)
    hits.plans.insert(plan)
    hits.groups.formUnion(groups)
    hits.witness = hits.witness ?? origin
    found[problem] = hits
  }

  private func witness(_ origin: Origin) -> Witness {
    switch origin {
    case .violation(let violation, let plan, let group, let isGated):
      verification.witness(of: violation, inPlan: plan, forGroup: group, isGated: isGated)
    case .obstruction(let obstruction, let plan, let group):
      verification.witness(of: obstruction, down: [], inPlan: plan, forGroup: group)
    }
  }
}

extension Verification {
  /// Why the tenants of a group are forbidden an event, and what it is.
  func prohibition(
    of violation: Violation, _ group: Int
  ) -> (Prohibition, Cause.Target) {
    let permissions = Permissions(platform.catalogue, on: platform.day)
    let question = questions[violation.question]
    let policy = platform.tenants[group].policy
    guard let decision = table.questions[violation.question].decision else {
      let pool = question.pool(of: policy) ?? 0
      let reason = permissions.prohibition(ofPool: pool, label: question.label, policy)
      return (reason ?? .dedicated, .pool(pool))
    }
    let endpoint = decision.endpoints[violation.candidate]
    let reason = permissions.prohibition(of: endpoint, question, policy)
    return (reason ?? .dedicated, .endpoint(endpoint, question.subject))
  }
}

extension Verification {
  /// What an event that is forbidden to the tenants of a group reaches.
  package func target(of violation: Violation, forGroup group: Int) -> Cause.Target {
    prohibition(of: violation, group).1
  }
}

extension Verification {
  /// The endpoints that are tried for a capability, in order.
  package func endpoints(for capability: Capability) -> [Int] {
    decisions.decisions[capability].endpoints
  }

  /// The step at which a run of a witness ends, and the endpoint that it must not reach, if it is one.
  package func end(of witness: Witness) -> (step: Int, endpoint: Int?) {
    let node: Int
    var endpoint: Int?
    switch witness.last {
    case .forbidden(let violation, _):
      node = violation.node
      if case .endpoint(let reached, _) = target(of: violation, forGroup: witness.group) {
        endpoint = reached
      }
    case .obstructed(let obstruction, _): node = obstruction.node
    }
    return (results[witness.plan].graph.nodes[node].step, endpoint)
  }
}

extension Question {
  /// The pool that a review of a tenant asks; `nil` for none.
  func pool(of policy: RoutingPolicy) -> Int? {
    switch subject {
    case .review(.tenantsOwn): policy.reviewerPool
    case .review(.pool(let pool)): pool
    case .call, .store: nil
    }
  }
}

extension Cause.Problem {
  /// Violations first, then what is not known, then what is worth knowing.
  fileprivate var rank: Int {
    switch self {
    case .forbidden: 0
    case .obstructed: 1
    case .undecided: 2
    case .vacuous: 3
    }
  }
}

/// Finds where the data that matters came into a run.
private struct DataSources {
  private let verification: Verification
  private let witness: Witness
  private var plan: Plan { verification.platform.plans[witness.plan] }

  init(_ verification: Verification, _ witness: Witness) {
    self.verification = verification
    self.witness = witness
  }

  /// The last place at which data of the class that a policy forbids came into the run; of any of its
  /// classes, where the policy forbids data in general.
  func source(for problem: Cause.Problem) -> DataSource? {
    guard case .forbidden(let violation, _) = witness.last else { return nil }
    let label = verification.questions[violation.question].label
    let wanted = problem.dataClass.map { UInt64(1) << UInt64($0) } ?? label
    guard wanted & label != 0 else { return nil }
    for passage in witness.passages.reversed() {
      guard case .called(let capability, _, false) = passage.course,
        plan.steps[passage.step].writes != nil
      else { continue }
      let added = verification.decisions.result(of: capability, 0)
      if added & wanted != 0 { return .step(passage.step) }
    }
    let input = plan.variables.elements.firstIndex {
      ($0.input?.word(0) ?? 0) & wanted != 0
    }
    return input.map { .input(variable: $0) }
  }
}

extension Cause.Problem {
  fileprivate var dataClass: Int? {
    switch self {
    case .forbidden(let prohibition, _):
      switch prohibition {
      case .region(_, _, let dataClass), .reviewers(_, let dataClass): dataClass
      case .clearance(let dataClass): dataClass
      case .dedicated, .modelTier, .retention, .auditRetention: nil
      }
    case .obstructed, .undecided, .vacuous: nil
    }
  }
}
