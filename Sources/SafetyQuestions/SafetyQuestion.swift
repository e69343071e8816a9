import PolicyModel
package import ReferenceInterpreter

/// Whether some run of a plan does what a tenant's policy forbids, as a question to an SMT solver.
///
/// Written from `docs/verification.md`, and neither from the verifier nor from the interpreter, of which
/// it uses the types. A run of a plan without loops comes to each step once at most: whether it does,
/// the labels that variables then have, and what decisions see are unknowns of the solver.
package struct SafetyQuestion {
  private let world: World
  private let plan: Plan
  private let rights: Rights
  private let isGated: Bool
  private var lines: [String] = []
  /// Terms each of which says that something forbidden happens.
  private var offences: [String] = []
  private var unknownCount = 0
  /// By step, the variables that runs still need there.
  private let needed: [Set<Int>]

  /// - Returns: `nil` where the plan has a loop, or the tenant no run of it.
  package init?(_ world: World, plan: Int, rights: Rights, isGated: Bool) {
    self.world = world
    self.plan = world.plans[plan]
    self.rights = rights
    self.isGated = isGated
    guard self.plan.tools.isSubset(of: rights.tools), let order = self.plan.stepsInOrder else {
      return nil
    }
    needed = self.plan.neededVariables(order)
    ask(order)
  }

  /// SMT-LIB 2: `sat` if there is such a run.
  package var text: String {
    (["(push)"] + lines + ["(assert (or false \(offences.joined(separator: " "))))"]
      + ["(check-sat)", "(pop)"]).joined(separator: "\n")
  }

  // MARK: The run

  private mutating func ask(_ order: [Int]) {
    for (fact, one) in plan.facts.elements.enumerated() where one.known == .atStart {
      declareNumber("fact\(fact)", in: one.type.domain)
    }
    for step in order {
      declare("at\(step)", "Bool")
      for variable in plan.variables.elements.indices {
        declare(label(of: variable, at: step), labelSort)
      }
      for exit in plan.steps[step].exits.indices { declare("way\(step).\(exit)", "Bool") }
    }
    for (variable, one) in plan.variables.elements.enumerated() {
      assert("= \(label(of: variable, at: 0)) \(classes(one.input ?? Bitset()))")
    }
    for step in order where step != 0 {
      // Where it comes to, it has come from somewhere: ways assert what then holds.
      assert("=> at\(step) (or false \(ways(to: step, among: order).joined(separator: " ")))")
    }
    for step in order { pass(step) }
  }

  private func ways(to step: Int, among order: [Int]) -> [String] {
    order.flatMap { from in
      plan.steps[from].exits.enumerated().compactMap { exit, one in
        one.target == .step(step) ? "way\(from).\(exit)" : nil
      }
    }
  }

  /// One step: what must be stored, what is tried, and where it may lead.
  private mutating func pass(_ index: Int) {
    let step = plan.steps[index]
    atMostOne(step.exits.indices.map { "way\(index).\($0)" })
    let needed = live(at: index, labels: { label(of: $0, at: index) })
    var here = "at\(index)"
    here = store(.state, needed, if: here)
    switch step.action.value {
    case .branch: branch(index, here)
    case .unknown: unknown(index, here)
    case .review(let reviewers): review(index, reviewers, here)
    case .tool(let tool): call(index, .tool(tool), here)
    case .model(let model): call(index, .model(model), here)
    case .choose(let tools):
      // Which one it is, is free: each has its own unknowns.
      let chosen = tools.members.map { _ in unknown("Bool") }
      atMostOne(chosen)
      let ways = zip(tools.members, chosen).map { tool, isChosen in
        outcome(index, .tool(tool), all(here, isChosen))
      }
      lead(index, ways)
    }
  }

  private mutating func branch(_ index: Int, _ here: String) {
    let snapshot = snapshot()
    let shown = shown(at: index)
    var passed = "true"
    var conditions: [String] = []
    for exit in plan.steps[index].exits {
      var holds = "true"
      if case .arm(let condition) = exit.occasion { holds = term(condition, snapshot, shown) }
      conditions.append(all(here, passed, holds))
      passed = all(passed, "(not \(holds))")
    }
    declareValues(of: snapshot)
    for (exit, condition) in conditions.enumerated() {
      leave(index, exit, if: condition, writing: nil)
    }
  }

  /// Either way, and nothing is said of what happens.
  private mutating func unknown(_ index: Int, _ here: String) {
    let succeeds = unknown("Bool")
    leave(index, .success, if: all(here, succeeds), writing: shown(at: index))
    leave(index, .failure, if: all(here, "(not \(succeeds))"), writing: nil)
  }

  private mutating func review(_ index: Int, _ reviewers: Reviewers, _ here: String) {
    let shown = shown(at: index)
    let asked = store(.audit, shown, if: here)
    if let pool = pool(reviewers) {
      offend(all(asked, forbidden(pool: pool, shown)))
      leave(index, .success, if: asked, writing: shown)
    } else {
      leave(index, .success, if: "false", writing: shown)
    }
    leave(index, .failure, if: asked, writing: nil)
  }

  private mutating func call(_ index: Int, _ capability: Capability, _ here: String) {
    lead(index, [outcome(index, capability, here)])
  }

  /// When a call succeeds and fails, and what it then has written.
  private typealias Ways = (success: String, failure: String, written: String)

  private mutating func outcome(
    _ index: Int, _ capability: Capability, _ here: String
  ) -> Ways {
    let shown = shown(at: index)
    let result = result(of: capability, shown)
    var asked = store(.audit, shown, if: here)
    let traced = plan.steps[index].writes == nil ? shown : "(bvor \(shown) \(result))"
    asked = store(.trace, traced, if: asked)
    let tried = decide(capability, shown, if: asked)
    var failure = all(asked, tried)
    let needed = live(at: index, labels: { label(of: $0, at: index) })
    switch fallback(of: capability) {
    case .fail: failure = asked
    case .hold:
      let kind = [Storage.state, .checkpoint].first { !serving(.storage($0)).isEmpty }
      if let kind { _ = store(kind, needed, if: asked) }
    case .queue: _ = store(.queue, needed, if: asked)
    case .review(let reviewers):
      let handed = store(.audit, shown, if: asked)
      if let pool = pool(reviewers) {
        offend(all(handed, forbidden(pool: pool, shown)))
      } else {
        failure = "(or \(failure) \(handed))"
      }
    }
    return (all(asked, tried), failure, result)
  }

  /// The ends of a step that made one of several calls.
  private mutating func lead(_ index: Int, _ ways: [Ways]) {
    var written = classes(Bitset())
    for way in ways { written = "(ite \(way.success) \(way.written) \(written))" }
    written = named(written, labelSort)
    let success = named("(or false \(ways.map(\.success).joined(separator: " ")))")
    leave(index, .success, if: success, writing: written)
    let failure = named("(or false \(ways.map(\.failure).joined(separator: " ")))")
    leave(index, .failure, if: failure, writing: nil)
  }

  // MARK: Ways on

  private mutating func leave(
    _ index: Int, _ occasion: Step.Exit.Occasion, if condition: String, writing result: String?
  ) {
    guard let exit = plan.steps[index].exits.firstIndex(where: { $0.occasion == occasion }) else {
      return
    }
    leave(index, exit, if: condition, writing: result)
  }

  /// A way that is gone only if the condition holds, the checkpoint is written, and labels are passed on.
  private mutating func leave(
    _ index: Int, _ exit: Int, if condition: String, writing result: String?
  ) {
    let way = "way\(index).\(exit)"
    guard case .step(let next) = plan.steps[index].exits[exit].target else {
      return assert("=> \(way) \(condition)")
    }
    let written = plan.steps[index].writes?.value
    let after = plan.variables.elements.indices.map { variable in
      variable == written
        ? result ?? label(of: variable, at: index) : label(of: variable, at: index)
    }
    var gone = condition
    if isCheckpointed(index) {
      gone = store(
        .checkpoint, live(at: next, labels: { after[$0] }), if: condition, isNeeded: true)
    }
    assert("=> \(way) \(all(gone, "at\(next)"))")
    for variable in plan.variables.elements.indices {
      assert("=> \(way) (= \(label(of: variable, at: next)) \(after[variable]))")
    }
  }

  private func isCheckpointed(_ step: Int) -> Bool {
    switch plan.checkpoint.value {
    case .everyStep: true
    case .never: false
    case .after(let steps): steps.contains(step)
    }
  }

  // MARK: Decisions

  /// What is stored before something else, where an endpoint serves that.
  ///
  /// - Returns: when the run goes on.
  private mutating func store(
    _ storage: Storage, _ label: String, if condition: String, isNeeded: Bool = false
  ) -> String {
    guard isNeeded || !serving(.storage(storage)).isEmpty else { return condition }
    return all(condition, decide(.storage(storage), label, if: condition))
  }

  /// Something forbidden happens if a candidate is tried that is: which of those that hold is tried is
  /// left to what is up.
  ///
  /// - Returns: whether any is tried.
  private mutating func decide(
    _ capability: Capability, _ label: String, if condition: String
  ) -> String {
    let snapshot = snapshot()
    let label = named(label, labelSort)
    let condition = named(condition)
    let tried = candidates(of: capability).map { endpoint, guarded in
      let holds = term(guarded, snapshot, label)
      let forbidden = forbidden(endpoint, capability, label)
      guard isGated else {
        offend(all(condition, holds, forbidden))
        return holds
      }
      return all(holds, "(not \(forbidden))")
    }
    declareValues(of: snapshot)
    return named("(or false \(tried.joined(separator: " ")))")
  }

  private func candidates(of capability: Capability) -> [(Int, Guard)] {
    if let route = world.routes.elements.first(where: { $0.capability == capability }) {
      return route.candidates.map { ($0.endpoint.value, $0.condition.value) }
    }
    return serving(capability).map { ($0, .always) }
  }

  private func serving(_ capability: Capability) -> [Int] {
    world.catalogue.endpoints.elements.indices.filter {
      world.catalogue.endpoints[$0].serves.contains(capability)
    }
  }

  private func fallback(of capability: Capability) -> Route.Fallback {
    world.routes.elements.first { $0.capability == capability }?.onUnavailable.value ?? .fail
  }

  private func pool(_ reviewers: Reviewers) -> Int? {
    switch reviewers {
    case .tenantsOwn: rights.reviewerPool
    case .pool(let pool): pool
    }
  }

  // MARK: Labels

  private var labelSort: String { "(_ BitVec \(max(world.catalogue.dataClasses.count, 1)))" }

  private func label(of variable: Int, at step: Int) -> String { "label\(step).\(variable)" }

  private func classes(_ set: Bitset) -> String {
    bits(set, of: max(world.catalogue.dataClasses.count, 1))
  }

  private func shown(at step: Int) -> String {
    union(plan.steps[step].reads.map { label(of: $0.value, at: step) })
  }

  private func live(at step: Int, labels: (Int) -> String) -> String {
    union(needed[step].sorted().map(labels))
  }

  private func union(_ labels: [String]) -> String {
    labels.reduce(classes(Bitset())) { "(bvor \($0) \($1))" }
  }

  private func result(of capability: Capability, _ label: String) -> String {
    let tool: Tool
    switch capability {
    case .tool(let index): tool = world.catalogue.tools[index]
    case .model(let index): tool = world.catalogue.models[index]
    case .storage: return label
    }
    return "(bvand (bvor \(label) \(classes(tool.adds))) (bvnot \(classes(tool.removes))))"
  }

  // MARK: What is forbidden

  private func forbidden(_ index: Int, _ capability: Capability, _ label: String) -> String {
    let endpoint = world.catalogue.endpoints[index]
    if let owner = endpoint.dedicatedTo?.value, owner != rights.tenant { return "true" }
    let kept = endpoint.retains?.milliseconds
    if capability == .storage(.audit) {
      if let kept, kept < rights.auditRetention { return "true" }
    } else if kept == nil || kept ?? 0 > rights.dataRetention {
      return "true"
    }
    if case .model = capability {
      guard let tier = endpoint.modelTier, tier <= rights.modelTier else { return "true" }
    }
    let isStorage = if case .storage = capability { true } else { false }
    return eachUse(of: label) { permitted in
      [\RegionUse.process, \.store, \.log].map { use in
        astray(
          endpoint.regions[keyPath: use], permitted[keyPath: use], isOnGrounds: !isStorage)
      }
    }
  }

  private func forbidden(pool index: Int, _ label: String) -> String {
    let pool = world.catalogue.reviewerPools[index]
    if let owner = pool.dedicatedTo?.value, owner != rights.tenant { return "true" }
    let uncleared = "(not (= (bvand \(label) (bvnot \(classes(pool.clearance)))) \(none)))"
    let astray = eachUse(of: label) {
      [self.astray(Bitset([pool.region]), $0.process, isOnGrounds: false)]
    }
    return "(or \(uncleared) \(astray))"
  }

  /// Whether one of the sets of regions that count for a label is not enough.
  private func eachUse(of label: String, _ offences: (RegionUse) -> [String]) -> String {
    var terms = offences(rights.residency.general).map { "(and (= \(label) \(none)) \($0))" }
    for dataClass in world.catalogue.dataClasses.elements.indices {
      let isThere = "(= ((_ extract \(dataClass) \(dataClass)) \(label)) #b1)"
      terms += offences(rights.residency.use(of: dataClass)).map { "(and \(isThere) \($0))" }
    }
    return "(or \(terms.joined(separator: " ")))"
  }

  /// Whether a region is used that is neither permitted nor good on a ground; of sets of regions, so that
  /// the solver compares them.
  private func astray(_ used: Bitset, _ permitted: Bitset, isOnGrounds: Bool) -> String {
    let regions = max(world.catalogue.regions.count, 1)
    func set(_ regions: Bitset) -> String { bits(regions, of: world.catalogue.regions.count) }
    var good = set(permitted)
    for ground in world.catalogue.transfers
    where isOnGrounds && world.day < ground.until
      && rights.residency.accepts.contains(ground.basis) && !permitted.isEmpty
    {
      let from = set(world.catalogue.groups[ground.from].regions)
      let to = set(world.catalogue.groups[ground.to].regions)
      let leaves = "(= (bvand \(set(permitted)) (bvnot \(from))) \(bits(Bitset(), of: regions)))"
      good = "(ite \(leaves) (bvor \(good) \(to)) \(good))"
    }
    return "(not (= (bvand \(set(used)) (bvnot \(good))) \(bits(Bitset(), of: regions))))"
  }

  private var none: String { classes(Bitset()) }

  // MARK: Conditions

  /// Names the values that facts have at one decision, of those that are not known from the start.
  private mutating func snapshot() -> String {
    unknownCount += 1
    return "s\(unknownCount)"
  }

  private var sampled: [String: ClosedRange<Int64>] = [:]

  /// Values are declared once conditions have asked for them.
  private mutating func declareValues(of snapshot: String) {
    for (name, domain) in sampled.sorted(by: { $0.key < $1.key }) {
      declareNumber(name, in: domain)
    }
    sampled = [:]
  }

  private mutating func term(_ condition: Guard, _ snapshot: String, _ label: String) -> String {
    switch condition {
    case .always: return "true"
    case .labelHas(let dataClass):
      return "(= ((_ extract \(dataClass) \(dataClass)) \(label)) #b1)"
    case .inside(let asked, let values):
      let name = name(of: asked, snapshot)
      let ranges = values.ranges.map { range in
        "(and (<= \(number(range.lowerBound)) \(name)) (<= \(name) \(number(range.upperBound))))"
      }
      return "(or false \(ranges.joined(separator: " ")))"
    case .not(let inner): return "(not \(term(inner, snapshot, label)))"
    case .all(let parts):
      return all(["true"] + parts.map { term($0, snapshot, label) })
    case .any(let parts):
      let terms = parts.map { term($0, snapshot, label) }
      return "(or false \(terms.joined(separator: " ")))"
    }
  }

  private mutating func name(of asked: Guard.Term, _ snapshot: String) -> String {
    let name: String
    let domain: ClosedRange<Int64>
    switch asked {
    case .fact(let fact):
      if plan.facts[fact].known == .atStart { return "fact\(fact)" }
      (name, domain) = ("\(snapshot).fact\(fact)", plan.facts[fact].type.domain)
    case .latency(let endpoint):
      (name, domain) = ("\(snapshot).latency\(endpoint)", Guard.latencies)
    case .opaque(let comparison):
      (name, domain) = ("\(snapshot).\(comparison.left).\(comparison.right)", Guard.truthValues)
    }
    sampled[name] = domain
    return name
  }

  // MARK: Writing

  private mutating func declare(_ name: String, _ sort: String) {
    lines.append("(declare-const \(name) \(sort))")
  }

  private mutating func declareNumber(_ name: String, in domain: ClosedRange<Int64>) {
    // Stands before what asks for it.
    lines.append("(declare-const \(name) Int)")
    assert("<= \(number(domain.lowerBound)) \(name)")
    assert("<= \(name) \(number(domain.upperBound))")
  }

  private mutating func unknown(_ sort: String) -> String {
    unknownCount += 1
    declare("u\(unknownCount)", sort)
    return "u\(unknownCount)"
  }

  /// A term that is said more than once gets a name, or the text would double with each step.
  private mutating func named(_ term: String, _ sort: String = "Bool") -> String {
    guard term.contains(" ") else { return term }
    unknownCount += 1
    lines.append("(define-fun t\(unknownCount) () \(sort) \(term))")
    return "t\(unknownCount)"
  }

  private mutating func assert(_ term: String) { lines.append("(assert (\(term)))") }

  private mutating func offend(_ term: String) { offences.append(term) }

  private mutating func atMostOne(_ names: [String]) {
    for (index, first) in names.enumerated() {
      for second in names[(index + 1)...] { assert("not (and \(first) \(second))") }
    }
  }

  private func all(_ terms: String...) -> String { all(terms) }

  private func all(_ terms: [String]) -> String { "(and \(terms.joined(separator: " ")))" }

  private func number(_ value: Int64) -> String {
    value < 0 ? "(- \(value.magnitude))" : "\(value)"
  }

  private func bits(_ set: Bitset, of count: Int) -> String {
    "#b" + (0..<count).reversed().map { set.contains($0) ? "1" : "0" }.joined()
  }
}
