package import BundleTables
import PolicyDiagnostics
import PolicyModel
package import TenantPolicy

/// Whether runs that began under an earlier bundle stay within the policies of a later one when they go
/// on under it, wherever they are by then.
package struct UpgradeVerification: Sendable {
  /// The earlier platform, whose runs forget nothing, and the later one with what they ask of it.
  package let before: Verification
  package let after: Verification
  package let causes: [Cause]
  /// Tenants of both bundles by their policies in them.
  package let pairCount: Int

  /// Something that is wrong with runs that are taken over.
  package struct Cause: Sendable {
    package let problem: Problem
    /// Indices among the plans of the earlier platform, ascending.
    package let plans: [Int]
    package let tenants: Int
    /// The first of them in order of the bytes of their ids.
    package let first: String?
    /// `nil` where no run is concerned.
    package let run: Run?
  }

  package enum Problem: Hashable, Sendable {
    case forbidden(Prohibition, PolicyVerifier.Cause.Target)
    /// A tool of the later platform that the tenant may not use any more.
    case toolDenied(Int)
    case planGone(String)
    case stepGone(String)
    case dataClassGone(String)
    /// The tenants are none of the later bundle.
    case tenantsGone
    case undecided(Obstacle)
  }

  /// A run that is taken over: up to a step under the earlier bundle, and on from there.
  package struct Run: Sendable {
    package let before: Beginning
    /// `nil` where there is no way on.
    package let after: Witness?
  }

  /// A run up to the step at which it is taken over.
  package struct Beginning: Sendable {
    /// Of the earlier platform, like everything here.
    package let plan: Int
    package let group: Int
    package let facts: [Witness.FactValue]
    package let passages: [Witness.Passage]
    package let step: Int
  }

  package init(from old: VerifiedPlatform, to new: VerifiedPlatform, _ pairs: TenantPairs) {
    var survey = UpgradeSurvey(old, new)
    for plan in old.plans.elements.indices { survey.look(at: plan, pairs) }
    (before, after) = (survey.before, survey.after)
    causes = survey.causes
    pairCount = pairs.all.count
  }
}

/// Tenants of an earlier bundle with one policy in it and one in a later.
package struct TenantPairs: Sendable {
  package struct Pair: Sendable {
    /// Groups of the earlier and of the later platform; `nil` for tenants that are gone.
    package let old: Int
    package let new: Int?
    package fileprivate(set) var tenants: Int
    /// The first in order of the bytes of their ids.
    package let first: String

    package init(old: Int, new: Int?, tenants: Int, first: String) {
      self.old = old
      self.new = new
      self.tenants = tenants
      self.first = first
    }
  }

  package private(set) var all: [Pair] = []

  package init(_ pairs: [Pair]) { all = pairs }

  /// A platform of a bundle.
  package typealias Side = (
    lifted: LiftedPlatform, platform: VerifiedPlatform, bundle: PolicyBundle
  )

  package init(_ old: Side, _ new: Side) {
    var oldGroups = TenantGroupNumbers(old.platform, old.lifted)
    var newGroups = TenantGroupNumbers(new.platform, new.lifted)
    var numbers: [[Int]: Int] = [:]
    for ordinal in 0..<old.bundle.tenantCount {
      guard let tenant = old.bundle.tenant(at: ordinal),
        let group = oldGroups.group(of: tenant.id, classRow: tenant.classRow)
      else { continue }
      let now = new.bundle.context(for: tenant.id).flatMap {
        newGroups.group(of: tenant.id, classRow: $0.classRow)
      }
      let key = [group, now ?? -1]
      if let known = numbers[key] {
        all[known].tenants += 1
      } else {
        numbers[key] = all.count
        all.append(Pair(old: group, new: now, tenants: 1, first: tenant.id))
      }
    }
  }
}

/// Looks at plans one after the other and puts what is wrong together by cause.
private struct UpgradeSurvey {
  let before: Verification
  let after: Verification
  /// By plan of the earlier platform.
  private let takeovers: [Takeover]
  private var found: [UpgradeVerification.Problem: Hits] = [:]

  private struct Hits {
    let order: Int
    var plans = Bitset()
    var tenants = 0
    var first: String?
    var run: UpgradeVerification.Run?
  }

  /// What runs of one policy come to, and of what later policy, told apart by what answers differ.
  private struct Key: Hashable {
    let before: Int32
    let after: Int32?
    let tools: Bitset
  }

  init(_ old: VerifiedPlatform, _ new: VerifiedPlatform) {
    var oldQuestions = QuestionTable()
    var newQuestions = QuestionTable()
    let oldDecisions = PlatformDecisions(old.catalogue, old.routes)
    let newDecisions = PlatformDecisions(new.catalogue, new.routes)
    let takeovers = old.plans.elements.map { plan in
      Takeover(
        plan, old.catalogue, oldDecisions, &oldQuestions,
        new.plans[plan.name].map { ($0, new.catalogue) }, newDecisions, &newQuestions)
    }
    before = Verification(old, oldDecisions, oldQuestions, takeovers.map(\.before))
    let graphs = new.plans.elements.map { plan in
      old.plans.index(of: plan.name).map { takeovers[$0].after } ?? PlanGraph()
    }
    after = Verification(new, newDecisions, newQuestions, graphs)
    self.takeovers = takeovers
  }

  var causes: [UpgradeVerification.Cause] {
    found.sorted { $0.value.order < $1.value.order }.map { problem, hits in
      UpgradeVerification.Cause(
        problem: problem, plans: hits.plans.members, tenants: hits.tenants, first: hits.first,
        run: hits.run)
    }
  }

  mutating func look(at plan: Int, _ pairs: TenantPairs) {
    let old = before.platform
    let takeover = takeovers[plan]
    let admitted = pairs.all.filter {
      old.plans[plan].tools.isSubset(of: old.tenants[$0.old].policy.permittedTools)
    }
    if let obstacle = takeover.obstacle {
      return hit([(.undecided(obstacle), nil)], plan, admitted)
    }
    let now = after.platform.plans.index(of: old.plans[plan].name)
    var known: [Key: [(UpgradeVerification.Problem, UpgradeVerification.Run?)]] = [:]
    for pair in admitted {
      let tools = pair.new.map { after.platform.tenants[$0].policy.permittedTools }
      let key = Key(
        before: before.table.rowOfGroup[pair.old],
        after: pair.new.map { after.table.rowOfGroup[$0] },
        tools: now.map { (tools ?? Bitset()).intersection(after.platform.plans[$0].tools) }
          ?? Bitset())
      let problems = known[key] ?? problems(plan, now, pair)
      known[key] = problems
      hit(problems, plan, [pair])
    }
  }

  private mutating func hit(
    _ problems: [(UpgradeVerification.Problem, UpgradeVerification.Run?)], _ plan: Int,
    _ pairs: [TenantPairs.Pair]
  ) {
    for (problem, run) in problems {
      var hits = found[problem] ?? Hits(order: found.count)
      hits.plans.insert(plan)
      for pair in pairs {
        hits.tenants += pair.tenants
        if hits.first.map({ pair.first.precedesInBytes($0) }) ?? true { hits.first = pair.first }
      }
      hits.run = hits.run ?? run
      found[problem] = hits
    }
  }

  // MARK: One plan, two policies

  private func problems(
    _ plan: Int, _ now: Int?, _ pair: TenantPairs.Pair
  ) -> [(UpgradeVerification.Problem, UpgradeVerification.Run?)] {
    let view = before.view(ofPlan: plan, pair.old, isGated: before.platform.isGated)
    let reached = Reachability(view)
    guard !view.graph.questions.isEmpty else { return [] }
    guard let now else { return [(.planGone(before.platform.plans[plan].name), nil)] }
    guard let group = pair.new else { return [(.tenantsGone, nil)] }
    let story = TakeoverStory(
      before, after, plan: plan, pair.old, reached, now: now, group, takeovers[plan])
    if let step = takeovers[plan].unknownStep { return [(.undecided(.unknown(step: step)), nil)] }
    let possible = story.problems(onlyCertain: false)
    let certain = Set(story.problems(onlyCertain: true).map(\.0))
    return possible.map { problem, run in
      guard !certain.contains(problem), case .forbidden = problem, let step = run?.after?.lastStep
      else { return (problem, run) }
      return (.undecided(.opaque(step: step)), run)
    }
  }
}

extension Witness {
  fileprivate var lastStep: Int? {
    if case .forbidden(_, let passage) = last { passage.step } else { nil }
  }
}

/// The states in which runs of a plan may be, and those in which they go on.
struct Takeover: Sendable {
  private(set) var before = PlanGraph()
  private(set) var after = PlanGraph()
  /// By node of `before`: the nodes of `after` at which such a run goes on, or why there is none.
  private(set) var entries: [Result<[Int], StateTransfer.Loss>] = []
  private(set) var obstacle: Obstacle?

  /// A step, before or after, of which is not known what it does.
  var unknownStep: Int? {
    (before.nodes + after.nodes).first(where: \.isUnknown)?.step
  }

  init(
    _ plan: Plan, _ catalogue: Catalogue, _ decisions: PlatformDecisions,
    _ questions: inout QuestionTable, _ later: (plan: Plan, catalogue: Catalogue)?,
    _ laterDecisions: PlatformDecisions, _ laterQuestions: inout QuestionTable
  ) {
    do throws(Obstacle) {
      var builder = GraphBuilder(plan, decisions, remembersAll: true)
      before = try builder.build(&questions)
      guard let later else { return }
      var laterBuilder = GraphBuilder(later.plan, laterDecisions)
      let transfer = StateTransfer(
        from: .init(plan: plan, catalogue: catalogue, parts: builder.parts),
        to: .init(plan: later.plan, catalogue: later.catalogue, parts: laterBuilder.parts))
      var states: [PlanGraph.State] = []
      var ranges: [Result<Range<Int>, StateTransfer.Loss>] = []
      for (number, node) in before.nodes.enumerated() {
        do throws(StateTransfer.Loss) {
          let taken = try transfer.states(of: before.state(of: number))
          ranges.append(.success(states.count..<(states.count + taken.count)))
          states += taken
        } catch {
          if error == .cases {
            obstacle = .cases(step: node.step, most: SnapshotCases.most)
            return
          }
          ranges.append(.failure(error))
        }
      }
      let built = try laterBuilder.build(from: states, &laterQuestions)
      after = built.0
      entries = ranges.map { $0.map { range in range.map { built.1[$0] } } }
    } catch {
      obstacle = error
    }
  }
}

/// Runs of one plan, of tenants with one policy before and one after.
private struct TakeoverStory {
  private let before: Verification
  private let after: Verification
  private let plan: Int
  private let oldGroup: Int
  private let now: Int
  private let group: Int
  private let reached: Reachability
  private let takeover: Takeover

  init(
    _ before: Verification, _ after: Verification, plan: Int, _ oldGroup: Int,
    _ reached: Reachability, now: Int, _ group: Int, _ takeover: Takeover
  ) {
    (self.before, self.after, self.plan, self.oldGroup) = (before, after, plan, oldGroup)
    (self.reached, self.now, self.group, self.takeover) = (reached, now, group, takeover)
  }

  func problems(
    onlyCertain: Bool
  ) -> [(UpgradeVerification.Problem, UpgradeVerification.Run?)] {
    let reached =
      onlyCertain
      ? Reachability(
        before.view(ofPlan: plan, oldGroup, isGated: before.platform.isGated), onlyCertain: true)
      : self.reached
    var origins: [Int: Int] = [:]
    var entries: [Int] = []
    var problems: [(UpgradeVerification.Problem, UpgradeVerification.Run?)] = []
    for node in reached.order {
      switch takeover.entries[node] {
      case .success(let nodes):
        for entry in nodes where origins[entry] == nil {
          origins[entry] = node
          entries.append(entry)
        }
      case .failure(let loss):
        guard let problem = loss.problem, !problems.contains(where: { $0.0 == problem }) else {
          continue
        }
        problems.append((problem, run(to: node, nil)))
      }
    }
    let view = after.view(ofPlan: now, group, isGated: after.platform.isGated)
    let onward = Reachability(view, from: entries, onlyCertain: onlyCertain)
    let policy = after.platform.tenants[group].policy
    for occurrence in onward.asked {
      for violation in violations(of: occurrence, view, policy, onlyCertain: onlyCertain) {
        let problem = problem(of: violation, policy)
        guard !problems.contains(where: { $0.0 == problem }) else { continue }
        problems.append((problem, run(violation, view, onward, origins)))
      }
    }
    return problems
  }

  private func violations(
    of occurrence: Reachability.Occurrence, _ view: PolicyView, _ policy: RoutingPolicy,
    onlyCertain: Bool
  ) -> [Violation] {
    let tried = view.tried(occurrence.question, onlyCertain: onlyCertain)
    let isDenied = deniedTool(of: occurrence.question, policy) != nil
    let wrong = isDenied ? tried : view[occurrence.question].forbidden.intersection(tried)
    return wrong.members.map {
      Violation(
        node: occurrence.node, question: occurrence.question, call: occurrence.call, candidate: $0)
    }
  }

  private func problem(
    of violation: Violation, _ policy: RoutingPolicy
  ) -> UpgradeVerification.Problem {
    if let tool = deniedTool(of: violation.question, policy) { return .toolDenied(tool) }
    let (prohibition, target) = after.prohibition(of: violation, group)
    return .forbidden(prohibition, target)
  }

  private func deniedTool(of question: Int, _ policy: RoutingPolicy) -> Int? {
    guard case .call(.tool(let tool)) = after.questions[question].subject,
      !policy.permittedTools.contains(tool)
    else { return nil }
    return tool
  }

  // MARK: Runs that show it

  private func run(
    _ violation: Violation, _ view: PolicyView, _ onward: Reachability, _ origins: [Int: Int]
  ) -> UpgradeVerification.Run? {
    let later = after.platform.plans[now]
    let tracer = WitnessTracer(later, view, onward)
    let entry = tracer.entry(ofWayTo: violation.node)
    guard let origin = origins[entry] else { return nil }
    let trial = tracer.trial(of: violation)
    let frozen = tracer.facts(endingIn: violation)
    let last = Witness.Passage(
      step: view.graph.nodes[violation.node].step,
      course: tracer.course(of: violation, trial), facts: trial.facts, down: trial.down)
    let witness = Witness(
      plan: now, group: group, facts: frozen, passages: tracer.passages(to: violation.node),
      last: .forbidden(violation, last))
    return run(to: origin, witness)
  }

  private func run(to node: Int, _ witness: Witness?) -> UpgradeVerification.Run {
    let earlier = before.platform.plans[plan]
    let view = before.view(ofPlan: plan, oldGroup, isGated: before.platform.isGated)
    let tracer = WitnessTracer(earlier, view, reached)
    let facts = keptFacts(tracer.facts(until: node), witness?.facts ?? [])
    return UpgradeVerification.Run(
      before: UpgradeVerification.Beginning(
        plan: plan, group: oldGroup, facts: facts.before, passages: tracer.passages(to: node),
        step: view.graph.nodes[node].step),
      after: witness.map {
        Witness(
          plan: $0.plan, group: $0.group, facts: facts.after, passages: $0.passages, last: $0.last)
      })
  }

  /// Facts of a run, before and after. One that both forms of the plan have keeps its value: of two parts
  /// of its values that overlap, the larger of the least ones is in both.
  private func keptFacts(
    _ before: [Witness.FactValue], _ after: [Witness.FactValue]
  ) -> (before: [Witness.FactValue], after: [Witness.FactValue]) {
    let earlier = self.before.platform.plans[plan].facts
    guard now < self.after.platform.plans.count else { return (before, after) }
    let later = self.after.platform.plans[now].facts
    var values = (before: before.byFact, after: after.byFact)
    for (number, fact) in later.elements.enumerated() {
      guard let old = earlier.index(of: fact.name), earlier[old].type == fact.type,
        let value = [values.before[old], values.after[number]].compactMap({ $0 }).max()
      else { continue }
      values.before[old] = value
      if values.after[number] != nil { values.after[number] = value }
    }
    return (.init(byFact: values.before), .init(byFact: values.after))
  }
}

extension [Witness.FactValue] {
  fileprivate var byFact: [Int: Int64] {
    reduce(into: [:]) { if case .fact(let fact) = $1.term { $0[fact] = $1.value } }
  }

  fileprivate init(byFact values: [Int: Int64]) {
    self = values.map { Witness.FactValue(term: .fact($0.key), value: $0.value) }.sorted()
  }
}

extension StateTransfer.Loss {
  fileprivate var problem: UpgradeVerification.Problem? {
    switch self {
    case .step(let name): .stepGone(name)
    case .dataClass(let name): .dataClassGone(name)
    case .cases: nil
    }
  }
}
