import PolicyModel
import PolicyVerifier
import RandomWorlds
import ReferenceInterpreter

// Whether causes are told of what is wrong, for the right reason, plans and tenants.
extension Comparison {
  mutating func compareCauses() {
    // Of what is not known there may be causes or not.
    guard !random.comparesFacts else { return }
    let causes = verification.report().causes
    let theirs = Dictionary(
      causes.compactMap { cause in Offence(cause).map { ($0, Hit(cause)) } },
      uniquingKeysWith: { $0.union($1) })
    var ours: [Offence: Hit] = [:]
    for (plan, says) in opinions.ofPlan.enumerated() {
      for (group, one) in says.enumerated() where one.isAdmitted {
        for event in one.runs.forbidden {
          let offence = Offence(event, one.runs.reasons[event])
          ours[offence, default: Hit()].insert(plan, group)
        }
        if !one.goesOn { ours[.obstruction, default: Hit()].insert(plan, group) }
      }
    }
    for offence in Set(ours.keys).union(theirs.keys) where ours[offence] != theirs[offence] {
      disagreements.append(
        "\(offence) hits \(ours[offence] ?? Hit()), not \(theirs[offence] ?? Hit())")
    }
  }
}

/// Something that is wrong, in the words of both.
private enum Offence: Hashable {
  case call(endpoint: Int, Capability, reason: Reason?)
  case review(pool: Int, reason: Reason?)
  case obstruction

  init(_ event: Event, _ reason: Reason?) {
    switch event.kind {
    case .call(let capability, let endpoint):
      self = .call(endpoint: endpoint, capability, reason: reason)
    case .store(let storage, let endpoint):
      self = .call(endpoint: endpoint, .storage(storage), reason: reason)
    case .review(let pool): self = .review(pool: pool, reason: reason)
    }
  }

  init?(_ cause: Cause) {
    switch cause.problem {
    case .forbidden(let prohibition, .endpoint(let endpoint, let subject)):
      guard let capability = subject.capability else { return nil }
      self = .call(endpoint: endpoint, capability, reason: Reason(prohibition))
    case .forbidden(let prohibition, .pool(let pool)):
      self = .review(pool: pool, reason: Reason(prohibition))
    case .obstructed: self = .obstruction
    case .undecided, .vacuous: return nil
    }
  }
}

/// Whom it hits.
private struct Hit: Hashable {
  private var plans: Set<Int> = []
  private var groups: Set<Int> = []

  init() {}

  init(_ cause: Cause) {
    plans = Set(cause.plans)
    groups = Set(cause.groups)
  }

  mutating func insert(_ plan: Int, _ group: Int) {
    plans.insert(plan)
    groups.insert(group)
  }

  func union(_ other: Hit) -> Hit {
    var all = self
    all.plans.formUnion(other.plans)
    all.groups.formUnion(other.groups)
    return all
  }
}

extension Reason {
  fileprivate init(_ prohibition: Prohibition) {
    switch prohibition {
    case .dedicated: self = .dedicated
    case .region(.process, _, _): self = .processing
    case .region(.store, _, _): self = .storing
    case .region(.log, _, _): self = .logging
    case .modelTier: self = .modelTier
    case .retention: self = .retention
    case .auditRetention: self = .auditRetention
    case .reviewers: self = .reviewersRegion
    case .clearance: self = .clearance
    }
  }
}
