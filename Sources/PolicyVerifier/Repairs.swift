package import PolicyModel

/// A change of one line after which a cause is gone: tried, and verified again.
package struct Repair: Hashable, Sendable {
  package enum Change: Hashable, Sendable {
    /// The candidate of a route is tried only for data without a class.
    case guardCandidate(route: Int, candidate: Int, dataClass: Int)
    case removeCandidate(route: Int, candidate: Int)
    /// An endpoint is tried after the others.
    case addCandidate(route: Int, endpoint: Int)
    /// Runs wait for an endpoint instead of failing.
    case hold(route: Int)
    /// A capability gets a route with these endpoints.
    case addRoute(Capability, endpoints: [Int])
    /// A step asks another pool.
    case askPool(plan: Int, step: Int, pool: Int)
    /// The platform skips what policies forbid.
    case gate
    /// The tenants accept a ground for transfers: their own policies are widened.
    case accept(basis: Int)
  }

  package let change: Change
  /// Whether nothing else is wrong then with the plans of the cause, for the tenants that it hits.
  package let isComplete: Bool
  /// The end of the ground that the repaired plan then relies on.
  package let validUntil: CalendarDate?
}

extension Verification {
  /// Most plans of a cause that a repair is tried on.
  private static let mostPlans = 16

  /// The changes of one line after which the tenants that a cause hits are rid of it, and nobody has a
  /// problem that was not there before: complete ones first, then those that change least.
  package func repairs(for cause: Cause) -> [Repair] {
    var trials = RepairTrials()
    return repairs(for: cause, &trials)
  }

  /// - Parameter trials: Where to look first; gains where changes were found to fail.
  package func repairs(for cause: Cause, _ trials: inout RepairTrials) -> [Repair] {
    guard let witness = cause.witness else { return [] }
    let changes = candidates(for: cause, witness)
    guard !changes.isEmpty else { return [] }
    let trial = RepairTrial(self, Array(cause.plans.prefix(Self.mostPlans)), for: cause)
    var repairs: [Repair] = []
    for change in changes {
      if let repair = trial.repair(change, witness, &trials) { repairs.append(repair) }
    }
    return repairs.filter(\.isComplete) + repairs.filter { !$0.isComplete }
  }

  /// What is wrong or not known, and with which groups.
  func problems() -> [Cause.Problem: Bitset] {
    CauseCollection(self).groups.filter { problem, _ in
      switch problem {
      case .forbidden, .obstructed, .undecided: true
      case .vacuous: false
      }
    }
  }

  // MARK: What to try

  private func candidates(for cause: Cause, _ witness: Witness) -> [Repair.Change] {
    switch cause.problem {
    case .forbidden(let prohibition, .endpoint(_, let subject)):
      changes(of: subject, prohibition, witness)
    case .forbidden(_, .pool): otherPools(witness)
    case .obstructed(let subject, _):
      subject.capability.map { others(for: $0, witness) } ?? otherPools(witness)
    case .undecided, .vacuous: []
    }
  }

  private func changes(
    of subject: Question.Subject, _ prohibition: Prohibition, _ witness: Witness
  ) -> [Repair.Change] {
    guard let capability = subject.capability,
      case .forbidden(let violation, _) = witness.last
    else { return [] }
    let candidate = violation.candidate
    var changes: [Repair.Change] = []
    if let route = decisions.decisions[capability].route {
      if case .region = prohibition {
        changes += Bitset(word: questions[violation.question].label).members.map {
          .guardCandidate(route: route, candidate: candidate, dataClass: $0)
        }
      }
      if decisions.decisions[capability].endpoints.count > 1 {
        changes.append(.removeCandidate(route: route, candidate: candidate))
      }
    } else {
      let permitted = permittedEndpoints(capability, witness)
      if !permitted.isEmpty { changes.append(.addRoute(capability, endpoints: permitted)) }
    }
    changes.append(.gate)
    if case .region = prohibition { changes += acceptances(witness) }
    return changes
  }

  private func others(for capability: Capability, _ witness: Witness) -> [Repair.Change] {
    guard let route = decisions.decisions[capability].route else { return acceptances(witness) }
    let listed = decisions.decisions[capability].endpoints
    return permittedEndpoints(capability, witness).filter { !listed.contains($0) }
      .map { .addCandidate(route: route, endpoint: $0) } + [.hold(route: route)]
      + acceptances(witness)
  }

  /// Endpoints that the tenants of the witness may use for a capability, whatever is in their label.
  private func permittedEndpoints(_ capability: Capability, _ witness: Witness) -> [Int] {
    let permissions = Permissions(platform.catalogue, on: platform.day)
    let policy = platform.tenants[witness.group].policy
    let question: Question
    switch witness.last {
    case .forbidden(let violation, _): question = questions[violation.question]
    case .obstructed(let obstruction, _): question = questions[obstruction.question]
    }
    return platform.catalogue.endpoints.elements.indices.filter { endpoint in
      platform.catalogue.endpoints[endpoint].serves.contains(capability)
        && permissions.prohibition(of: endpoint, question, policy) == nil
    }
  }

  private func acceptances(_ witness: Witness) -> [Repair.Change] {
    let accepted = platform.tenants[witness.group].policy.residency.accepts
    return platform.catalogue.bases.elements.indices.filter { !accepted.contains($0) }
      .map { .accept(basis: $0) }
  }

  private func otherPools(_ witness: Witness) -> [Repair.Change] {
    let node: Int
    switch witness.last {
    case .forbidden(let violation, _): node = violation.node
    case .obstructed(let obstruction, _): node = obstruction.node
    }
    let step = results[witness.plan].graph.nodes[node].step
    guard platform.plans[witness.plan].steps[step].reviewers != nil else { return [] }
    return platform.catalogue.reviewerPools.elements.indices
      .filter { platform.catalogue.reviewerPools[$0].dedicatedTo == nil }
      .map { .askPool(plan: witness.plan, step: step, pool: $0) }
  }
}

extension Question.Subject {
  /// The capability of a decision; `nil` for a review.
  package var capability: Capability? {
    switch self {
    case .call(let capability): capability
    case .store(let storage): .storage(storage)
    case .review: nil
    }
  }
}
