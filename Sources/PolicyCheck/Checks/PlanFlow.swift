package import PolicyDiagnostics
package import PolicyModel

/// What a plan's graph shows by itself: steps and facts that are of no use, loops without bound, ways
/// that lead nowhere, and variables that are read too early or never.
package func checkFlow(of plan: Plan, into findings: inout Findings) {
  let graph = StepGraph(plan)
  let reached = graph.reachable(from: [0])
  for step in plan.steps.elements.indices where !reached.contains(step) {
    findings.raise(.unreachedStep(plan.steps[step], first: plan.steps[0]))
  }
  checkWayOut(of: plan, graph, reached, into: &findings)
  checkLoops(of: plan, graph, reached, into: &findings)
  checkReads(of: plan, graph, reached, into: &findings)
  checkUnused(in: plan, into: &findings)
}

// MARK: Ways out

private func checkWayOut(
  of plan: Plan, _ graph: StepGraph, _ reached: Bitset, into findings: inout Findings
) {
  let lasts = plan.steps.elements.indices.filter { step in
    plan.steps[step].exits.contains {
      $0.target == .end || $0.target == .failed && $0.occasion != .failure
    }
  }
  let finishing = graph.reversed.reachable(from: lasts)
  let stuck = reached.subtracting(finishing).members
  guard let first = stuck.first else { return }
  findings.raise(.noWayToEnd(plan, stuck.map { plan.steps[$0] }, plan.steps[first]))
}

// MARK: Loops

/// One finding a loop: once a loop is reported, its step is taken out and the search goes on.
private func checkLoops(
  of plan: Plan, _ graph: StepGraph, _ reached: Bitset, into findings: inout Findings
) {
  let unbounded = reached.members.filter { plan.steps[$0].atMost == nil }
  var rest = graph.restricted(to: Bitset(unbounded)).core()
  while let loop = rest.loop() {
    findings.raise(.unboundedLoop(loop.map { plan.steps[$0] }))
    rest = rest.restricted(to: rest.steps.subtracting(Bitset(loop))).core()
  }
}

// MARK: Variables

/// A variable may be read where every way to the step has written it. A failed step writes nothing.
private func checkReads(
  of plan: Plan, _ graph: StepGraph, _ reached: Bitset, into findings: inout Findings
) {
  let known = writtenBefore(each: plan, reached)
  for step in reached.members {
    for read in plan.steps[step].reads where known[step]?.contains(read.value) == false {
      let variable = plan.variables[read.value]
      findings.raise(.readBeforeWrite(variable, at: read.span, in: plan.steps[step]))
    }
  }
}

/// For each step that is reached, the variables that are written on every way to it.
private func writtenBefore(each plan: Plan, _ reached: Bitset) -> [Int: Bitset] {
  let inputs = plan.variables.elements.indices.filter { plan.variables[$0].input != nil }
  var known = [0: Bitset(inputs)]
  var waiting = [0]
  while let index = waiting.popLast() {
    let step = plan.steps[index]
    for exit in step.exits {
      guard case .step(let next) = exit.target, var after = known[index] else { continue }
      if exit.occasion == .success, let written = step.writes { after.insert(written.value) }
      let merged = known[next].map { $0.intersection(after) } ?? after
      guard merged != known[next] else { continue }
      known[next] = merged
      waiting.append(next)
    }
  }
  return known
}

private func checkUnused(in plan: Plan, into findings: inout Findings) {
  let read = Bitset(plan.steps.elements.flatMap { $0.reads.map(\.value) })
  for (index, variable) in plan.variables.elements.enumerated() where !read.contains(index) {
    findings.raise(.neverRead(variable))
  }
  var asked = Bitset()
  for exit in plan.steps.elements.flatMap(\.exits) {
    if case .arm(let condition) = exit.occasion { asked = asked.union(condition.facts) }
  }
  for (index, fact) in plan.facts.elements.enumerated() where !asked.contains(index) {
    findings.raise(.unusedFact(fact))
  }
}

// MARK: - Messages

extension Finding {
  fileprivate static func unreachedStep(_ step: Step, first: Step) -> Finding {
    Finding(
      Rules.plans.unreachedStep, "no run comes to step `\(step.name)`", at: step.span,
      others: [OtherPlace(first.span, "runs begin here")],
      help: "lead some step to it, or remove it")
  }

  fileprivate static func noWayToEnd(_ plan: Plan, _ steps: [Step], _ first: Step) -> Finding {
    let others = steps.dropFirst().map(\.name)
    return Finding(
      Rules.plans.noWayToEnd, "no way leads from step `\(first.name)` to `end`", at: first.span,
      notes: others.isEmpty ? [] : ["nor from \(quoted(others))"])
  }

  fileprivate static func unboundedLoop(_ steps: [Step]) -> Finding {
    let way = (steps + steps.prefix(1)).map { "`\($0.name)`" }
    return Finding(
      Rules.plans.unboundedLoop, "a run may go round this loop for ever", at: steps.first?.span,
      label: "\(way.prefix(12).joined(separator: " to "))\(way.count > 12 ? " and on" : "")",
      help: "give one of its steps `at_most:`")
  }

  fileprivate static func readBeforeWrite(
    _ variable: Plan.Variable, at span: SourceSpan, in step: Step
  ) -> Finding {
    Finding(
      Rules.plans.readBeforeWrite,
      "step `\(step.name)` may read `\(variable.name)` before it is written", at: span,
      others: [OtherPlace(variable.span, "written here, which not every way passes")],
      notes: ["a step that fails writes nothing"])
  }

  fileprivate static func neverRead(_ variable: Plan.Variable) -> Finding {
    Finding(
      Rules.plans.neverRead, "no step reads `\(variable.name)`", at: variable.span,
      help: "do not keep it: what is not there cannot leak")
  }

  fileprivate static func unusedFact(_ fact: Fact) -> Finding {
    Finding(
      Rules.routes.unusedFact, "no condition asks for fact `\(fact.name)`", at: fact.span)
  }
}
