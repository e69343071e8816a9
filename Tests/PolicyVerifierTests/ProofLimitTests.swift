import PolicyDiagnostics
import PolicyModel
import PolicyVerifier
import Testing

/// Plans that would take too much time or memory are UNKNOWN, with the limit that says why; those below
/// it are decided.
@Suite struct ProofLimitTests {
  /// Every value of every fact is a state of its own.
  @Test func statesAreLimited() {
    #expect(obstacle(of: HostilePlan(facts: 10).plan) == nil)
    let wide = HostilePlan(facts: 20, variables: 256).plan
    guard case .states(let most)? = obstacle(of: wide) else {
      Issue.record("2 to the power of 20 states are no obstacle")
      return
    }
    #expect(most < PlanGraph.mostStates && most > 10_000)
  }

  /// A branch that asks for 12 facts tells 4,096 cases apart, one that asks for 13 twice as many.
  @Test func casesOfAStepAreLimited() {
    #expect(obstacle(of: HostilePlan(asked: 12).plan) == nil)
    #expect(obstacle(of: HostilePlan(asked: 13).plan) == .cases(step: 0, most: 4_096))
  }

  @Test func casesOfAPlanAreLimited() {
    let rounds = Int64(PlanGraph.mostCases / 4_096)
    #expect(
      obstacle(of: HostilePlan(asked: 12, rounds: rounds + 1).plan)
        == .casesOfAll(most: PlanGraph.mostCases))
  }

  /// Every set of data classes is something else to ask for.
  @Test func questionsAreLimited() {
    #expect(obstacle(of: HostilePlan(choices: 8).plan) == nil)
    #expect(
      obstacle(of: HostilePlan(choices: 14).plan)
        == .questions(most: PlanGraph.mostQuestions))
  }

  private func obstacle(of plan: Plan) -> Obstacle? {
    let verification = Verification(HostilePlan.platform(plan))
    let result = verification.results[0]
    #expect((result.verdict == .unknown) == (result.obstacle != nil))
    #expect(result.obstacle == nil || verification.report().verdict == .unknown)
    return result.obstacle
  }
}

/// A plan that runs to extremes.
private struct HostilePlan {
  /// Facts with one value in a run: each asked for by a branch, and again by another after all these.
  var facts = 0
  /// Variables that all steps carry.
  var variables = 1
  /// Facts that one branch asks for, anew each time, and how often runs come to it.
  var asked = 0
  var rounds: Int64 = 1
  /// Steps that may each add a data class, or not.
  var choices = 0

  private static let nowhere = SourceSpan(SourceID(0), from: 0, to: 0)
  private static let classes = 16

  var plan: Plan {
    let steps = factSteps + askingSteps + choosingSteps
    return Plan(
      located("hostile"),
      facts: NameTable(
        inOrder: (0..<max(facts, asked)).map {
          Fact(
            name("fact", $0), at: Self.nowhere, type: .boolean,
            known: facts > 0 ? .atStart : .atEachDecision)
        }),
      variables: NameTable(
        inOrder: (0..<variables).map {
          Plan.Variable(located(name("data", $0)), input: Bitset())
        }),
      steps: NameTable(inOrder: steps.enumerated().map { index, draft in step(index, draft) }),
      checkpoint: located(.never))
  }

  /// One tenant that may do everything, and a tool for each data class that adds it.
  static func platform(_ plan: Plan) -> VerifiedPlatform {
    var catalogue = Catalogue(name: Located("hostile", at: nowhere, line: 1))
    catalogue.regions = NameTable(
      inOrder: [Region("here", at: nowhere, groups: Bitset())])
    catalogue.dataClasses = NameTable(
      inOrder: (0..<classes).map { PlainName(name("class", $0), at: nowhere) })
    catalogue.tools = NameTable(
      inOrder: (0...classes).map { index in
        Tool(
          Located(name("tool", index), at: nowhere, line: 1), cost: nil,
          adds: index < classes ? Bitset([index]) : Bitset(), removes: Bitset(), quota: nil)
      })
    var endpoint = Endpoint(
      Located("endpoint", at: nowhere, line: 1), regions: RegionUse(Bitset([0])))
    endpoint.serves = (0...classes).map { .tool($0) }
    endpoint.retains = Duration(milliseconds: 0)
    catalogue.endpoints = NameTable(inOrder: [endpoint])
    let policy = RoutingPolicy(
      permittedTools: Bitset(all: classes + 1), residency: Residency(RegionUse(Bitset([0]))),
      modelTier: 0, dataRetention: 0, auditRetention: 0, reviewerPool: nil, owner: nil)
    return VerifiedPlatform(
      catalogue: catalogue, routes: NameTable(inOrder: []), plans: NameTable(inOrder: [plan]),
      tenants: [TenantGroup(policy, count: 1, first: "tenant", classRow: 0)], isGated: true,
      day: CalendarDate(secondsSince1970: 0))
  }

  private struct Draft {
    var action: Step.Action
    var arms: [Guard] = []
    var atMost: Int64?
    /// Where all exits but the last of a branch lead; else to the step that follows.
    var returns = false
  }

  private var factSteps: [Draft] {
    let asking = (0..<facts).map { Draft(action: .branch, arms: [isTrue($0)]) }
    return asking + asking + (facts > 0 ? [Draft(action: .tool(Self.classes))] : [])
  }

  private var askingSteps: [Draft] {
    guard asked > 0 else { return [] }
    return [
      Draft(
        action: .branch, arms: [.all((0..<asked).map(isTrue))], atMost: rounds, returns: rounds > 1),
      Draft(action: .tool(Self.classes)),
    ]
  }

  private var choosingSteps: [Draft] {
    (0..<choices).map { Draft(action: .choose(Bitset([$0, Self.classes]))) }
  }

  private func isTrue(_ fact: Int) -> Guard { .inside(.fact(fact), IntervalSet([1...1])) }

  private func step(_ index: Int, _ draft: Draft) -> Step {
    let count = factSteps.count + askingSteps.count + choosingSteps.count
    let next: Step.Target = index + 1 < count ? .step(index + 1) : .end
    let target = draft.returns ? .step(index) : next
    let exits: [(Step.Exit.Occasion, Step.Target)] =
      draft.action == .branch
      ? draft.arms.map { (.arm($0), next) } + [(.otherwise, target)]
      : [(.success, next), (.failure, .failed)]
    return Step(
      located(Self.name("step", index)), action: located(draft.action),
      reads: draft.action == .branch ? [] : (0..<variables).map { located($0) },
      writes: draft.action == .branch ? nil : located(0), retry: 0, timeout: nil,
      atMost: draft.atMost, exits: exits.map { Step.Exit($0, to: located($1)) })
  }

  private func name(_ kind: String, _ index: Int) -> String { Self.name(kind, index) }

  private static func name(_ kind: String, _ index: Int) -> String { "\(kind)-\(1_000 + index)" }

  private func located<Value>(_ value: Value) -> Located<Value> {
    Located(value, at: Self.nowhere, line: 1)
  }
}
