package import PolicyModel
package import PolicyVerifier

/// Tells runs in words.
package struct RunWords: Sendable {
  let catalogue: Catalogue
  private let plans: NameTable<Plan>
  private let platform: VerifiedPlatform
  /// `nil` where nothing was proved of the runs that are told.
  private let verification: Verification?

  /// Whether the tenants are none that exist.
  private let isAboutAnyTenant: Bool

  init(_ verification: Verification, isAboutAnyTenant: Bool = false) {
    self.init(verification.platform, verification, isAboutAnyTenant: isAboutAnyTenant)
  }

  /// For runs that are not those of a verification.
  package init(_ platform: VerifiedPlatform) {
    self.init(platform, nil, isAboutAnyTenant: false)
  }

  private init(
    _ platform: VerifiedPlatform, _ verification: Verification?, isAboutAnyTenant: Bool
  ) {
    self.platform = platform
    self.verification = verification
    self.isAboutAnyTenant = isAboutAnyTenant
    catalogue = platform.catalogue
    plans = platform.plans
  }

  /// A run that comes somewhere.
  package func run(_ run: ReachingRun, ofPlan number: Int, forGroup group: Int) -> String {
    let plan = plans[number]
    let end = run.event.map { event in
      let name =
        event.endpoint.map { catalogue.endpoints[$0].name }
        ?? event.pool.map { catalogue.reviewerPools[$0].name }
      return text(
        of: event.question, at: name ?? "", run.step,
        circumstances(down: event.down, event.facts, plan), plan)
    }
    let passages =
      run.passages.map { text(of: $0, plan) }
      + [end ?? "it comes to `\(plan.steps[run.step].name)`"]
    return "a run of `\(platform.tenants[group].first)`" + given(run.facts, of: plan, " with ")
      + ": "
      + passages.joined(separator: "; ")
  }

  /// The run, step by step, in one sentence.
  func run(_ replayed: ReplayedRun) -> String {
    let witness = replayed.witness
    let plan = plans[witness.plan]
    let tenant = platform.tenants[witness.group].first
    let whose = isAboutAnyTenant ? "" : " of `\(tenant)`"
    let start = "a run\(whose)" + given(witness.facts, of: plan, " with ")
    return start + ": " + onward(witness)
  }

  /// The run step by step, without whose it is.
  func onward(_ witness: Witness) -> String {
    let plan = plans[witness.plan]
    return (witness.passages.map { text(of: $0, plan) } + last(of: witness, plan))
      .joined(separator: "; ")
  }

  /// A run up to where another bundle takes it over.
  func beginning(_ run: UpgradeVerification.Beginning) -> String {
    let plan = plans[run.plan]
    let start =
      "a run of `\(platform.tenants[run.group].first)`"
      + given(run.facts, of: plan, " with ")
    let passages = run.passages.map { text(of: $0, plan) }
    return ([start] + (passages.isEmpty ? [] : [passages.joined(separator: "; ")]))
      .joined(separator: ": ")
  }

  private func last(of witness: Witness, _ plan: Plan) -> [String] {
    guard let verification else { return [] }
    switch witness.last {
    case .forbidden(let violation, let passage):
      let target = verification.target(of: violation, forGroup: witness.group)
      return [
        text(
          of: verification.questions[violation.question], at: name(of: target), passage.step,
          circumstances(down: passage.down, passage.facts, plan), plan)
      ]
    case .obstructed(let obstruction, let down):
      let step = verification.results[witness.plan].graph.nodes[obstruction.node].step
      let end = obstruction.hasFailed ? "the run fails" : "the run waits for ever"
      let lost = down.isEmpty ? "" : " with \(listed(down.map { name(of: $0) })) down"
      return ["at `\(plan.steps[step].name)` \(end)\(lost)"]
    }
  }

  /// What a question comes to, as it happens.
  ///
  /// - Parameter name: The endpoint or pool.
  private func text(
    of question: Question, at name: String, _ step: Int, _ circumstances: String, _ plan: Plan
  ) -> String {
    let step = "`\(plan.steps[step].name)`"
    let shown = data(of: question.label) + circumstances
    return switch question.subject {
    case .call(let capability):
      "\(step) calls `\(catalogue.name(of: capability))` at `\(name)` with \(shown)"
    case .store(let storage): "at \(step), \(storage.rawValue) is written to `\(name)`: \(shown)"
    case .review: "\(step) shows `\(name)` \(shown)"
    }
  }

  // MARK: Steps

  private func text(of passage: Witness.Passage, _ plan: Plan) -> String {
    "`\(plan.steps[passage.step].name)` " + course(of: passage, plan)
      + circumstances(down: passage.down, passage.facts, plan)
  }

  /// What was down, and the values of facts, in brackets.
  private func circumstances(
    down: [Int], _ facts: [Witness.FactValue], _ plan: Plan
  ) -> String {
    let circumstances =
      down.map { "`\(catalogue.endpoints[$0].name)` is down" }
      + facts.map { text(of: $0, plan) }
    return circumstances.isEmpty ? "" : " (\(circumstances.joined(separator: ", ")))"
  }

  private func course(of passage: Witness.Passage, _ plan: Plan) -> String {
    switch passage.course {
    case .called(let capability, let endpoint?, let hasFailed):
      let place = "`\(catalogue.endpoints[endpoint].name)`"
      guard case .storage(let storage) = capability else {
        let end = hasFailed ? ", which fails" : ""
        return "calls `\(catalogue.name(of: capability))` at \(place)\(end)"
      }
      return "has \(storage.rawValue) written to \(place)"
    case .called(let capability, nil, _):
      return "finds no endpoint for `\(catalogue.name(of: capability))`"
    case .reviewed(let reviewers, let hasFailed):
      return "shows data to \(name(of: reviewers))" + (hasFailed ? ", who fail" : "")
    case .branched(let exit):
      switch plan.steps[passage.step].exits[exit].target {
      case .step(let next): return "leads to `\(plan.steps[next].name)`"
      case .end: return "ends the run"
      case .failed: return "fails the run"
      }
    }
  }

  // MARK: Names and values

  package func data(of label: UInt64) -> String {
    let names = Bitset(classes: label).members.map { "`\(catalogue.dataClasses[$0].name)`" }
    return names.isEmpty ? "data of no class" : listed(names)
  }

  func name(of target: Cause.Target) -> String {
    switch target {
    case .endpoint(let endpoint, _): catalogue.endpoints[endpoint].name
    case .pool(let pool): catalogue.reviewerPools[pool].name
    }
  }

  package func name(of reviewers: Reviewers) -> String {
    switch reviewers {
    case .tenantsOwn: "the tenant's reviewers"
    case .pool(let pool): "`\(catalogue.reviewerPools[pool].name)`"
    }
  }

  func name(of domain: FailureDomain) -> String {
    switch domain {
    case .endpoint(let endpoint): "`\(catalogue.endpoints[endpoint].name)`"
    case .region(let region): "region `\(catalogue.regions[region].name)`"
    case .provider(let provider): "provider `\(provider)`"
    }
  }

  private func given(_ facts: [Witness.FactValue], of plan: Plan, _ lead: String) -> String {
    facts.isEmpty ? "" : lead + listed(facts.map { text(of: $0, plan) })
  }

  private func text(of value: Witness.FactValue, _ plan: Plan) -> String {
    switch value.term {
    case .latency(let endpoint):
      return "latency(\(catalogue.endpoints[endpoint].name)) = \(value.value) ms"
    case .fact(let fact):
      return "`\(plan.facts[fact].name)` = \(text(of: value.value, plan.facts[fact].type))"
    case .opaque(let facts):
      let holds = value.value == 1 ? "" : "not "
      return
        "\(holds)`\(plan.facts[facts.left].name)` \(facts.comparison.rawValue) "
        + "`\(plan.facts[facts.right].name)`"
    }
  }

  package func text(of value: Int64, _ type: FactType) -> String {
    switch type {
    case .money:
      catalogue.currency.map { Money(micros: value, currency: $0).description } ?? "\(value)"
    case .duration: Duration(milliseconds: value).description
    case .percentage: Percentage(basisPoints: value).description
    case .integer: "\(value)"
    case .boolean: value == 1 ? "true" : "false"
    case .words(let words): words.indices.contains(Int(value)) ? words[Int(value)] : "\(value)"
    }
  }
}

extension Catalogue {
  package func name(of capability: Capability) -> String {
    switch capability {
    case .tool(let tool): tools[tool].name
    case .model(let model): models[model].name
    case .storage(let storage): storage.rawValue
    }
  }
}

extension Bitset {
  /// The data classes of a label.
  init(classes label: UInt64) {
    self.init((0..<64).filter { label >> UInt64($0) & 1 == 1 })
  }
}

/// Several things as people list them.
func listed(_ parts: [String], joiner: String = "and") -> String {
  guard let last = parts.last, parts.count > 1 else { return parts.first ?? "" }
  return parts.dropLast().joined(separator: ", ") + " \(joiner) " + last
}
