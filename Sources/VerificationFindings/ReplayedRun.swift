import PolicyModel
import PolicyVerifier
import ReferenceInterpreter

/// A run that shows what is wrong, which the reference interpreter has been through as well.
///
/// INVARIANT: there is none that the interpreter did not confirm, so that nothing is shown to anybody on
/// the verifier's word alone.
struct ReplayedRun: Sendable {
  let witness: Witness

  /// - Returns: `nil` where the interpreter does not come to what the witness shows.
  init?(_ witness: Witness, of verification: Verification) {
    let told = ToldRun(witness, of: verification)
    let interpreter = Interpreter(
      verification.platform, plan: witness.plan, group: witness.group, more: told.values)
    guard interpreter.confirms(told) else { return nil }
    self.witness = witness
  }
}

/// A run that goes on under a later bundle, which the reference interpreter has been through as well.
struct TakenOverRun: Sendable {
  let run: UpgradeVerification.Run

  /// - Returns: `nil` where the interpreter does not come to what the run shows.
  init?(_ run: UpgradeVerification.Run, of upgrade: UpgradeVerification) {
    self.run = run
    let before = ToldRun(
      frozen: Values(run.before.facts), passages: run.before.passages.map { .init($0) },
      end: .takenOver)
    let earlier = Interpreter(
      upgrade.before.platform, plan: run.before.plan, group: run.before.group, more: before.values)
    guard let after = run.after else {
      guard earlier.comes(to: run.before.step, by: before) else { return nil }
      return
    }
    let told = ToldRun(after, of: upgrade.after)
    let interpreter = Interpreter(
      upgrade.after.platform, plan: after.plan, group: after.group, more: told.values)
    guard
      interpreter.confirms(told, goingOnFrom: before, at: run.before.step, of: earlier)
    else { return nil }
  }
}

extension Interpreter {
  fileprivate init(
    _ platform: VerifiedPlatform, plan: Int, group: Int, more: [Guard.Term: Set<Int64>]
  ) {
    self.init(
      World(
        catalogue: platform.catalogue, routes: platform.routes, plans: platform.plans,
        day: platform.day),
      plan: plan, rights: Rights(platform.tenants[group].policy), isGated: platform.isGated,
      more: more)
  }
}

extension Rights {
  /// Whoever is owner of nothing needs no name: nothing is dedicated to it.
  fileprivate init(_ policy: RoutingPolicy) {
    self.init(
      tenant: policy.owner ?? "", tools: policy.permittedTools, residency: policy.residency,
      modelTier: policy.modelTier, dataRetention: policy.dataRetention,
      auditRetention: policy.auditRetention, reviewerPool: policy.reviewerPool)
  }
}

// The run in the terms of the interpreter.

extension ToldRun {
  fileprivate init(_ witness: Witness, of verification: Verification) {
    let passages = witness.passages.map { Passage($0) }
    let frozen = Values(witness.facts)
    switch witness.last {
    case .forbidden(let violation, let passage):
      let question = verification.questions[violation.question]
      let target = verification.target(of: violation, forGroup: witness.group)
      let event = Event(
        step: passage.step, kind: Event.Kind(target), label: Bitset(word: question.label))
      let last = Passage(
        step: passage.step, course: .cutShort,
        values: passage.isOfDecision(question) ? Values(passage.facts) : [:],
        down: Set(passage.down))
      self.init(frozen: frozen, passages: passages + [last], end: .forbidden(event))
    case .obstructed(let obstruction, let down):
      let step = verification.results[witness.plan].graph.nodes[obstruction.node].step
      self.init(
        frozen: frozen, passages: passages + [Passage(step: step, course: .cutShort)],
        end: .obstructed(down: down.map { Domain($0) }))
    }
  }
}

extension Witness.Passage {
  /// Whether its facts are those of the step's own decision, rather than those of a store.
  fileprivate func isOfDecision(_ question: Question) -> Bool {
    switch course {
    case .branched, .called(_, nil, hasFailed: true): return true
    case .called, .reviewed: break
    }
    if case .call = question.subject { return true } else { return false }
  }
}

extension ToldRun.Passage {
  fileprivate init(_ passage: Witness.Passage) {
    let course: ToldRun.Course =
      switch passage.course {
      case .called(let capability, let endpoint, let hasFailed):
        .called(capability, endpoint: endpoint, hasFailed: hasFailed)
      case .reviewed(_, let hasFailed): .reviewed(hasFailed: hasFailed)
      case .branched(let exit): .branched(exit: exit)
      }
    self.init(
      step: passage.step, course: course, values: Values(passage.facts), down: Set(passage.down))
  }
}

extension Values {
  fileprivate init(_ facts: [Witness.FactValue]) {
    self = facts.reduce(into: [:]) { $0[$1.term] = $1.value }
  }
}

extension Event.Kind {
  fileprivate init(_ target: Cause.Target) {
    switch target {
    case .endpoint(let endpoint, .store(let storage)): self = .store(storage, endpoint: endpoint)
    case .endpoint(let endpoint, let subject):
      self = .call(subject.capability ?? .storage(.state), endpoint: endpoint)
    case .pool(let pool): self = .review(pool: pool)
    }
  }
}

extension Domain {
  fileprivate init(_ domain: FailureDomain) {
    switch domain {
    case .endpoint(let endpoint): self = .endpoint(endpoint)
    case .region(let region): self = .region(region)
    case .provider(let provider): self = .provider(provider)
    }
  }
}
