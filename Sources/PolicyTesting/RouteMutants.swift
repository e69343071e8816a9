import PolicyModel
import VerificationFindings

// Routes, plans and tools with one thing broken.
extension Mutant {
  /// Candidates left out, swapped, and without their conditions; another end where none is left.
  static func routes(of places: WrittenPlaces) -> [Mutant] {
    places.routes.elements.enumerated().flatMap { number, route -> [Mutant] in
      let title = "route `\(route.name)`"
      func name(_ position: Int) -> String {
        "`\(places.catalogue.endpoints[route.candidates[position].endpoint.value].name)`"
      }
      var mutants: [Mutant] = []
      func add(_ text: String, _ place: Written, _ changed: Route) {
        mutants.append(
          Mutant(name: "\(title): \(text)", place: place, change: .route(number, changed)))
      }
      for (position, candidate) in route.candidates.enumerated() {
        let place = Written(candidate.endpoint)
        add(
          "candidate \(name(position)) is left out", place,
          route.with { $0.remove(at: position) })
        if candidate.condition.value != .always {
          add(
            "the condition of \(name(position)) is left out", Written(candidate.condition),
            route.with { $0[position] = candidate.unconditional })
        }
        if position + 1 < route.candidates.count {
          add(
            "\(name(position)) and \(name(position + 1)) are swapped", place,
            route.with { $0.swapAt(position, position + 1) })
        }
      }
      let other: Route.Fallback = route.onUnavailable.value == .fail ? .hold : .fail
      add(
        "`on_unavailable` becomes `\(other == .fail ? "fail" : "hold")`",
        Written(route.onUnavailable), route.with(other))
      return mutants
    }
  }

  /// Conditions that always or never hold, failures that go elsewhere, one attempt and one visit more, no
  /// checkpoints.
  static func plans(of places: WrittenPlaces) -> [Mutant] {
    places.plans.elements.enumerated().flatMap { number, plan -> [Mutant] in
      var mutants: [Mutant] = []
      func add(_ text: String, _ place: Written, _ changed: Plan) {
        mutants.append(
          Mutant(
            name: "plan `\(plan.name)`: \(text)", place: place, change: .plan(number, changed)))
      }
      for (index, step) in plan.steps.elements.enumerated() {
        for (position, exit) in step.exits.enumerated() {
          let place = Written(exit.span, line: exit.line)
          switch exit.occasion {
          case .arm:
            for (words, condition) in [("always", Guard.always), ("never", .not(.always))] {
              add(
                "a condition of step `\(step.name)` \(words) holds", place,
                plan.with(step.with(exit.with(.arm(condition)), at: position), at: index))
            }
          case .failure where exit.target != .failed:
            add(
              "a failure of step `\(step.name)` fails the run", place,
              plan.with(step.with(exit.leading(to: .failed), at: position), at: index))
          case .failure, .success, .otherwise: break
          }
        }
        let place = Written(step.action)
        if step.atMost != nil {
          add(
            "runs may come to step `\(step.name)` once more", place,
            plan.with(step.with(atMost: step.atMost.map { $0 + 1 }), at: index))
        }
        if step.retry > 0 {
          add(
            "step `\(step.name)` is tried once more", place,
            plan.with(step.with(retry: step.retry + 1), at: index))
        }
      }
      if plan.checkpoint.value != .never {
        add("no checkpoint is written", Written(plan.checkpoint), plan.with(.never))
      }
      return mutants
    }
  }

  /// Redactors that leave everything in, sources that add nothing, calls at double the price.
  static func tools(of places: WrittenPlaces) -> [Mutant] {
    let catalogue = places.catalogue
    return of(catalogue.tools, "tool") { .tool($0, $1) }
      + of(catalogue.models, "model") {
        .model($0, $1)
      }
  }

  private static func of(
    _ tools: NameTable<Tool>, _ kind: String, _ change: (Int, Tool) -> Change
  ) -> [Mutant] {
    tools.elements.enumerated().flatMap { number, tool -> [Mutant] in
      let place = Written(tool.span, line: tool.line)
      var mutants: [Mutant] = []
      func add(_ text: String, _ changed: Tool) {
        mutants.append(
          Mutant(
            name: "\(kind) `\(tool.name)` \(text)", place: place, change: change(number, changed)))
      }
      if !tool.removes.isEmpty { add("removes nothing", tool.with(removes: Bitset())) }
      if !tool.adds.isEmpty { add("adds nothing", tool.with(adds: Bitset())) }
      if let cost = tool.cost, cost.micros > 0, cost.micros < .max / 2 {
        add(
          "costs twice as much",
          tool.with(cost: Money(micros: cost.micros * 2, currency: cost.currency)))
      }
      return mutants
    }
  }
}

extension Route {
  fileprivate func with(_ change: (inout [Candidate]) -> Void) -> Route {
    var candidates = candidates
    change(&candidates)
    return Route(
      Located(name, at: span, line: line), capability: capability, candidates: candidates,
      onUnavailable: onUnavailable)
  }

  fileprivate func with(_ fallback: Fallback) -> Route {
    Route(
      Located(name, at: span, line: line), capability: capability, candidates: candidates,
      onUnavailable: onUnavailable.map { _ in fallback })
  }
}

extension Route.Candidate {
  fileprivate var unconditional: Route.Candidate {
    Route.Candidate(endpoint, when: condition.map { _ in .always })
  }
}

extension Plan {
  fileprivate func with(_ step: Step, at index: Int) -> Plan {
    var steps = steps.elements
    steps[index] = step
    return Plan(
      Located(name, at: span, line: line), facts: facts, variables: variables,
      steps: NameTable(inOrder: steps), checkpoint: checkpoint)
  }

  fileprivate func with(_ checkpoint: Checkpoint) -> Plan {
    Plan(
      Located(name, at: span, line: line), facts: facts, variables: variables, steps: steps,
      checkpoint: self.checkpoint.map { _ in checkpoint })
  }
}

extension Step {
  fileprivate func with(_ exit: Exit, at position: Int) -> Step {
    var exits = exits
    exits[position] = exit
    return changed(retry: retry, atMost: atMost, exits: exits)
  }

  fileprivate func with(retry: Int64) -> Step {
    changed(retry: retry, atMost: atMost, exits: exits)
  }

  fileprivate func with(atMost: Int64?) -> Step {
    changed(retry: retry, atMost: atMost, exits: exits)
  }

  private func changed(retry: Int64, atMost: Int64?, exits: [Exit]) -> Step {
    Step(
      Located(name, at: span, line: line), action: action, reads: reads, writes: writes,
      retry: retry, timeout: timeout, atMost: atMost, exits: exits)
  }
}

extension Step.Exit {
  fileprivate func with(_ occasion: Occasion) -> Step.Exit {
    Step.Exit(occasion, to: Located(target, at: span, line: line))
  }

  fileprivate func leading(to target: Step.Target) -> Step.Exit {
    Step.Exit(occasion, to: Located(target, at: span, line: line))
  }
}

extension Tool {
  fileprivate func with(
    cost: Money? = nil, adds: Bitset? = nil, removes: Bitset? = nil
  ) -> Tool {
    Tool(
      Located(name, at: span, line: line), cost: cost ?? self.cost, adds: adds ?? self.adds,
      removes: removes ?? self.removes, quota: quota)
  }
}
