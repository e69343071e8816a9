import PolicyModel
import PolicyVerifier
import RandomWorlds
import ReferenceInterpreter
import Testing
import VerifierComparison

@testable import VerificationFindings

/// Runs that are taken over by a later bundle: the verifier against the interpreter.
@Suite struct UpgradeTests {
  @Test func theVerifierAndTheInterpreterAgreeOnRunsThatAreTakenOver() {
    var counts = (safe: 0, wrong: 0, leftBehind: 0, replayed: 0)
    for seed in 0..<UInt64(worldCount) {
      let old = RandomWorld(seed: seed)
      let new = old.later
      for plan in old.world.plans.elements.indices {
        for group in old.rights.indices where old.rights[group].admit(old.world.plans[plan]) {
          let theirs = Taken(old, new, plan: plan, group: group)
          let ours = Verified(old, new, plan: plan, group: group)
          #expect(ours.unconfirmed == 0, "world \(seed), plan \(plan), tenant \(group)")
          counts.replayed += ours.runs
          if theirs.touchesNothing { continue }
          #expect(
            ours.isLeftBehind == theirs.isLeftBehind,
            "world \(seed), plan \(plan), tenant \(group): left behind")
          if ours.isDecided {
            #expect(ours.reached == theirs.reached, "world \(seed), plan \(plan), tenant \(group)")
          } else {
            #expect(!theirs.reached.isEmpty, "world \(seed), plan \(plan), tenant \(group)")
          }
          counts.leftBehind += theirs.isLeftBehind ? 1 : 0
          if theirs.reached.isEmpty { counts.safe += 1 } else { counts.wrong += 1 }
        }
      }
    }
    print("upgrades: \(counts)")
    #expect(min(counts.safe, counts.wrong, counts.leftBehind) * 20 > worldCount, "\(counts)")
    #expect(counts.replayed >= counts.wrong, "\(counts)")
  }
}

/// What must not be reached, and is.
private enum Reached: Hashable {
  case endpoint(Int)
  case pool(Int)
  case tool(Int)
}

/// What the interpreter says.
private struct Taken {
  let reached: Set<Reached>
  let isLeftBehind: Bool
  let touchesNothing: Bool

  init(_ old: RandomWorld, _ new: RandomWorld, plan: Int, group: Int) {
    let rights = new.rights[group]
    let later = Interpreter(new.world, plan: plan, rights: rights, isGated: new.isGated)
    let facts = old.world.plans[plan].facts
    var more: [Guard.Term: Set<Int64>] = [:]
    for (number, fact) in facts.elements.enumerated() {
      let now = new.world.plans[plan].facts[fact.name]
      if now?.type == fact.type { more[.fact(number)] = later.sampledFacts[fact.name] }
    }
    let earlier = Interpreter(
      old.world, plan: plan, rights: old.rights[group], isGated: old.isGated, more: more)
    touchesNothing = !Exploration(earlier).touchesAnything
    let exploration = Exploration(later, takingOverFrom: earlier)
    isLeftBehind = exploration.leavesRunsBehind
    let reasons = later.forbidden(among: exploration.events)
    reached = Set(
      exploration.events.compactMap { event -> Reached? in
        if case .call(.tool(let tool), _) = event.kind, !rights.tools.contains(tool) {
          return .tool(tool)
        }
        guard reasons[event] != nil else { return nil }
        switch event.kind {
        case .call(_, let endpoint), .store(_, let endpoint): return .endpoint(endpoint)
        case .review(let pool): return .pool(pool)
        }
      })
  }
}

/// What the verifier says.
private struct Verified {
  private(set) var reached: Set<Reached> = []
  private(set) var isLeftBehind = false
  private(set) var isDecided = true
  /// Runs that are told, and those of them that the interpreter does not come through.
  private(set) var runs = 0
  private(set) var unconfirmed = 0

  init(_ old: RandomWorld, _ new: RandomWorld, plan: Int, group: Int) {
    let upgrade = UpgradeVerification(
      from: VerifiedPlatform(old), to: VerifiedPlatform(new),
      TenantPairs([.init(old: group, new: group, tenants: 1, first: old.rights[group].tenant)]))
    for cause in upgrade.causes where cause.plans.contains(plan) {
      switch cause.problem {
      case .forbidden(_, .endpoint(let endpoint, _)): reached.insert(.endpoint(endpoint))
      case .forbidden(_, .pool(let pool)): reached.insert(.pool(pool))
      case .toolDenied(let tool): reached.insert(.tool(tool))
      case .stepGone, .planGone, .dataClassGone, .tenantsGone: isLeftBehind = true
      case .undecided: isDecided = false
      }
      guard let run = cause.run else { continue }
      runs += 1
      if TakenOverRun(run, of: upgrade) == nil { unconfirmed += 1 }
    }
  }
}
