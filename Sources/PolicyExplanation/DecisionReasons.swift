import PolicyModel
import PolicyVerifier
import VerificationFindings

// What steps of a plan ask, and what the policy answers.
extension ExplainedTenant {
  /// The decisions of the steps of a plan, in the order of its runs.
  ///
  /// What the tenant's runs would ask is told also where it may not run the plan.
  func asked(
    inPlan plan: Int, where isWanted: (SituationRuns.Asked) -> Bool
  ) -> [Reason] {
    let situation = Situation(plan: plan, day: day)
    let rehearsal = Rehearsal(platform, [situation])
    let runs: SituationRuns
    do throws(Obstacle) {
      runs = try rehearsal.runs(in: situation, forGroup: 0)
    } catch {
      return [Reason("what runs of the plan come to could not be decided")]
    }
    let asked = runs.asked.filter(isWanted)
    var order: [Int] = []
    for one in asked where !order.contains(one.step) { order.append(one.step) }
    return order.map { step in
      let written = plans[plan].steps[step]
      return Reason(
        "step `\(written.name)`", at: places.shown(Written(written.action)),
        because: asked.filter { $0.step == step }.map { decision($0) })
    }
  }

  /// The calls of a tool or model: in a plan, or by whatever plan.
  func calls(of capability: Capability, _ plan: Int?) -> [Reason] {
    if let plan { return asked(inPlan: plan) { $0.question.subject == .call(capability) } }
    return catalogue.endpoints.elements.indices
      .filter { catalogue.endpoints[$0].serves.contains(capability) }
      .map { use(of: $0, .call(capability)) }
  }

  /// What an endpoint may be used for: by a plan's steps, or by whatever plan.
  func endpoint(_ endpoint: Int, _ plan: Int?) -> [Reason] {
    if let plan {
      let found = asked(inPlan: plan) { $0.endpoints.contains(endpoint) }
      guard found.isEmpty else { return found }
      let name = catalogue.endpoints[endpoint].name
      return [Reason("no run of plan `\(plans[plan].name)` has `\(name)` as a candidate")]
    }
    return catalogue.endpoints[endpoint].serves.map { capability in
      switch capability {
      case .storage(let storage): use(of: endpoint, .store(storage))
      case .tool, .model: use(of: endpoint, .call(capability))
      }
    }
  }

  // MARK: One decision

  private func decision(_ asked: SituationRuns.Asked) -> Reason {
    if case .review(let reviewers) = asked.question.subject { return review(asked, reviewers) }
    let capability = asked.question.capability.map(catalogue.name) ?? ""
    let act = asked.question.isStorage ? "stores \(capability)" : "calls `\(capability)`"
    let shown = "\(act) with \(words.data(of: asked.question.label))"
    let candidates = asked.endpoints.indices.map { candidate($0, asked) }
    guard let index = asked.route else {
      return Reason(
        shown + ", which has no route: any endpoint that serves it, in order of name",
        because: candidates.isEmpty ? [Reason("no endpoint serves it")] : candidates)
    }
    let route = platform.routes[index]
    let written = places.routes.elements.first { $0.capability == route.capability }
    let fallback = Reason(
      "where none is left, \(text(of: asked.fallback))",
      at: written.map { places.shown(Written($0.onUnavailable)) })
    return Reason(
      shown + ", by route `\(route.name)`", at: places.shown(Written(route.span, line: route.line)),
      because: candidates + [fallback])
  }

  private func candidate(_ position: Int, _ asked: SituationRuns.Asked) -> Reason {
    let endpoint = asked.endpoints[position]
    let condition = asked.conditions[position]
    let when = condition == .always ? "" : " when \(words.clause(of: condition))"
    let place: String
    if let route = asked.route {
      place = places.shown(Written(platform.routes[route].candidates[position].endpoint))
    } else {
      let declared = catalogue.endpoints[endpoint]
      place = places.shown(Written(declared.span, line: declared.line))
    }
    return verdict(
      on: endpoint, asked.question, "`\(catalogue.endpoints[endpoint].name)`\(when)", at: place)
  }

  private func review(_ asked: SituationRuns.Asked, _ reviewers: Reviewers) -> Reason {
    let shown = "shows \(words.data(of: asked.question.label)) to \(words.name(of: reviewers))"
    guard let pool = asked.pool else {
      return Reason("\(shown), who do not exist: the step fails", .denied)
    }
    let declared = catalogue.reviewerPools[pool]
    let place = places.shown(Written(declared.span, line: declared.line))
    let permissions = Permissions(catalogue, on: day)
    let name = "`\(declared.name)`"
    guard
      let prohibition = permissions.prohibition(
        ofPool: pool, label: asked.question.label, routing)
    else {
      return Reason(shown, because: [Reason("\(name) may be shown it", at: place, .allowed)])
    }
    return Reason(
      shown,
      because: [
        Reason(
          "\(name) may not be shown it, \(places.reason(prohibition))", at: place, .denied,
          because: field(of: prohibition))
      ])
  }

  private func text(of fallback: Route.Fallback) -> String {
    switch fallback {
    case .hold: "the run is held"
    case .queue: "the run goes back to the queue"
    case .fail: "the step fails"
    case .review(let reviewers): "the run is handed to \(words.name(of: reviewers))"
    }
  }

  // MARK: Verdicts

  private func verdict(
    on endpoint: Int, _ question: Question, _ text: String, at place: String
  ) -> Reason {
    let permissions = Permissions(catalogue, on: day)
    if let prohibition = permissions.prohibition(of: endpoint, question, routing) {
      let rest = platform.isGated ? "" : ", and no gate keeps a run from it"
      return Reason(
        "\(text) is forbidden: it is one \(places.reason(prohibition))\(rest)", at: place, .denied,
        because: field(of: prohibition))
    }
    let end = permissions.groundEnd(of: endpoint, question, routing.residency)
    let ground = end.map { ", on a transfer ground until \($0)" } ?? ""
    return Reason("\(text) is permitted\(ground)", at: place, .allowed)
  }

  /// For each class of data whether an endpoint may be used for something.
  private func use(of endpoint: Int, _ subject: Question.Subject) -> Reason {
    let declared = catalogue.endpoints[endpoint]
    let place = places.shown(Written(declared.span, line: declared.line))
    let name = subject.capability.map(catalogue.name) ?? ""
    let labels: [UInt64] = [0] + catalogue.dataClasses.elements.indices.map { 1 << UInt64($0) }
    return Reason(
      "`\(declared.name)` serves `\(name)`", at: place,
      because: labels.map { label in
        verdict(
          on: endpoint, Question(subject: subject, label: label), words.data(of: label), at: place)
      })
  }
}
