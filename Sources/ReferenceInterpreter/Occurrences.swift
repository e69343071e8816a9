import PolicyModel

/// What runs can come to: whoever looks at random worlds wants to know that each of these occurs, since
/// what does not occur is not tested.
package enum Occurrence: String, CaseIterable, Sendable {
  case ended = "a run comes to its end"
  case failed = "a run fails"
  case stuck = "a run cannot store what it must"
  case held = "a run is held"
  case queued = "a run is queued"
  case handedOver = "a run is handed over to reviewers"
  case handedOverToNobody = "a run has nobody to be handed over to"
  case failedForWant = "a step fails for want of a candidate"
  case nextCandidate = "the next candidate is tried after one that failed"
  case retried = "a step is retried"
  case reviewed = "a review asks somebody"
  case reviewedByNobody = "a review has nobody to ask"
  case chosen = "a tool is chosen out of several"
  case cameBack = "a run comes to a step again"
  case exhausted = "a run would come to a step too often"
  case frozenFact = "a branch asks for a fact that is known at the start"
  case frozenFactAgain = "another branch asks for it too"
  case sampledFact = "a branch asks for a fact that is known at each decision"
  case opaqueFacts = "a branch compares two facts"
  case branchLatency = "a branch asks for a latency"
  case branchLabel = "a branch asks for the label"
  case routeLatency = "a route asks for latencies"
  case routeLabel = "a route asks for the label"
  case storedCheckpoint = "a checkpoint is written"
  case storedState = "state is written"
  case storedQueue = "a queue is written to"
  case storedAudit = "an audit log is written"
  case storedTrace = "a trace is written"
  case addedClass = "a tool adds a class to data"
  case removedClass = "a tool removes a class from data"
}

extension Exploration {
  /// What runs come to.
  package func occurrences(_ interpreter: Interpreter) -> Set<Occurrence> {
    var found: Set<Occurrence> = []
    var askedAt: [Int: Set<Int>] = [:]
    for state in states {
      found.formUnion(interpreter.occurrences(at: state))
      guard case .beginning(let step) = state.moment else { continue }
      for fact in interpreter.frozenFacts(askedAt: step) { askedAt[fact, default: []].insert(step) }
    }
    if askedAt.values.contains(where: { $0.count > 1 }) { found.insert(.frozenFactAgain) }
    return found
  }
}

extension Interpreter {
  fileprivate func occurrences(at state: RunState) -> Set<Occurrence> {
    switch state.moment {
    case .coming(let step): coming(to: step, state)
    case .storing(let storage, _, _, _): [storage.occurrence]
    case .beginning(let step): conditions(plan.steps[step].arms, ofBranch: true)
    case .preparing(let step, _):
      if case .choose = plan.steps[step].action.value { [.chosen] } else { [] }
    case .deciding(let step, let capability, let retries):
      deciding(capability, isRetry: retries < plan.steps[step].retry)
    case .trying(_, _, let rest, let hasTried, _):
      hasTried && !rest.isEmpty ? [.nextCandidate] : []
    case .unavailable(_, let capability): [unavailable(capability)]
    case .reviewing(let step):
      if case .review(let reviewers) = plan.steps[step].action.value {
        [pool(of: reviewers) == nil ? .reviewedByNobody : .reviewed]
      } else {
        []
      }
    case .leaving(let step, let exit): leaving(step, exit, state)
    case .over(.end): [.ended]
    case .over(.failed): [.failed]
    case .over(.handedOver): [.handedOver]
    case .stuck: [.stuck]
    }
  }

  fileprivate func frozenFacts(askedAt step: Int) -> [Int] {
    Set(plan.steps[step].arms.flatMap(\.facts.members))
      .filter { plan.facts[$0].known == .atStart }
  }

  private func coming(to step: Int, _ state: RunState) -> Set<Occurrence> {
    guard let most = plan.steps[step].atMost, let visits = state.visits[step], visits > 0 else {
      return []
    }
    return visits < most ? [.cameBack] : [.exhausted]
  }

  private func deciding(_ capability: Capability, isRetry: Bool) -> Set<Occurrence> {
    conditions(candidates(of: capability).map(\.condition), ofBranch: false)
      .union(isRetry ? [.retried] : [])
  }

  private func conditions(_ conditions: [Guard], ofBranch isBranch: Bool) -> Set<Occurrence> {
    var found: Set<Occurrence> = []
    for condition in conditions {
      condition.forEachTest { test in
        switch test {
        case .labelHas: found.insert(isBranch ? .branchLabel : .routeLabel)
        case .inside(.latency, _): found.insert(isBranch ? .branchLatency : .routeLatency)
        case .inside(.opaque, _): found.insert(.opaqueFacts)
        case .inside(.fact(let fact), _):
          found.insert(plan.facts[fact].known == .atStart ? .frozenFact : .sampledFact)
        case .always, .not, .all, .any: break
        }
      }
    }
    return found
  }

  private func unavailable(_ capability: Capability) -> Occurrence {
    switch fallback(of: capability) {
    case .fail: .failedForWant
    case .hold: .held
    case .queue: .queued
    case .review(let reviewers): pool(of: reviewers) == nil ? .handedOverToNobody : .handedOver
    }
  }

  /// What a tool that succeeded has made of data.
  private func leaving(_ step: Int, _ exit: Int, _ state: RunState) -> Set<Occurrence> {
    guard plan.steps[step].exits[exit].occasion == .success,
      let written = plan.steps[step].writes?.value,
      !plan.steps[step].reads.contains(where: {
        $0.value == written
      })
    else { return [] }
    let label = label(of: step, state)
    let result = state.labels[written]
    return (result.isSubset(of: label) ? Set<Occurrence>() : [.addedClass])
      .union(label.isSubset(of: result) ? [] : [.removedClass])
  }
}

extension Storage {
  fileprivate var occurrence: Occurrence {
    switch self {
    case .checkpoint: .storedCheckpoint
    case .state: .storedState
    case .queue: .storedQueue
    case .audit: .storedAudit
    case .trace: .storedTrace
    }
  }
}
