import PolicyDiagnostics
import PolicyModel
import RandomWorlds
import ReferenceInterpreter
import TenantPolicy
import Testing

/// What a runtime is told against an interpreter that shares nothing with the reader: on random worlds,
/// compiled, for every tenant, capability, label, snapshot and set of endpoints that are up.
@Suite struct AdmissionComparisonTests {
  @Test func routesAreThoseOfTheReference() throws {
    var counts = RouteComparison.Counts()
    for seed in 0..<UInt64(100) {
      let comparison = try RouteComparison(RandomWorld(seed: seed))
      let disagreements = comparison.disagreements(&counts)
      #expect(disagreements.isEmpty, "world \(seed): \(disagreements.prefix(4))")
    }
    // That the worlds have something of everything.
    #expect(counts.chosen > 10_000 && counts.none > 1_000 && counts.forbidden > 1_000, "\(counts)")
  }

  @Test func whatRunsDoIsInsideOfTheProofAndNothingElse() throws {
    var inside = 0
    var outside = 0
    for seed in 0..<UInt64(100) {
      let random = RandomWorld(seed: seed)
      let comparison = try RouteComparison(random)
      for plan in random.world.plans.elements.indices {
        for group in random.rights.indices {
          let found = comparison.monitored(plan: plan, group: group)
          #expect(found.wrong.isEmpty, "world \(seed), plan \(plan): \(found.wrong.prefix(4))")
          inside += found.inside
          outside += found.outside
        }
      }
    }
    #expect(inside > 1_000 && outside > 1_000, "\(inside) inside, \(outside) outside")
  }

  @Test func runsAreAdmittedAsInTheReference() throws {
    var counts = (admitted: 0, refused: 0)
    for seed in 0..<UInt64(150) {
      let random = RandomWorld(seed: seed)
      let bundle = try random.bundle()
      for rights in random.rights {
        for plan in random.world.plans.elements {
          do throws(Decision) {
            _ = try bundle.admit(tenant: rights.tenant, plan: plan.name)
            #expect(rights.admit(plan), "world \(seed)")
            counts.admitted += 1
          } catch {
            #expect(!rights.admit(plan) && error.code == .toolNotPermitted, "world \(seed)")
            counts.refused += 1
          }
        }
      }
    }
    #expect(counts.admitted > 30 && counts.refused > 30, "\(counts)")
  }
}

/// One random world, as the reader and as the interpreter have it. It has one platform, so that rows are
/// indices.
struct RouteComparison {
  struct Counts {
    var chosen = 0
    var none = 0
    var forbidden = 0
  }

  private let random: RandomWorld
  private let bundle: PolicyBundle
  private let platform: PlatformIndex
  private let now: Int64

  init(_ random: RandomWorld) throws {
    self.random = random
    bundle = try random.bundle()
    platform = try #require(bundle.platform(named: random.world.catalogue.name.value))
    now = random.world.day.secondsSince1970
  }

  // MARK: Routes

  func disagreements(_ counts: inout Counts) -> [String] {
    var found: [String] = []
    for group in random.rights.indices {
      guard let (admission, plan) = admission(of: group) else { continue }
      let interpreter = Interpreter(
        random.world, plan: plan, rights: random.rights[group], isGated: random.isGated)
      for (capability, index) in capabilities {
        for label in labels {
          for values in interpreter.snapshots(of: capability).prefix(12) {
            found += compare(
              admission, interpreter, capability, index, label, values, group, &counts)
          }
        }
      }
    }
    return found
  }

  private func compare(
    _ admission: Admission, _ interpreter: Interpreter, _ capability: Capability,
    _ index: CapabilityIndex, _ label: Bitset, _ values: Values, _ group: Int,
    _ counts: inout Counts
  ) -> [String] {
    let expected = interpreter.tries(capability, label: label, in: values)
    var found: [String] = []
    for up in upSets(expected) {
      var tried: [Int] = []
      var question = RouteQuestion(index, label: DataLabel(label.word(0)), now: now)
      while tried.count <= expected.count {
        let route = admission.route(
          question, latency: { values[.latency($0.number)] ?? 0 }, up: { up.contains($0.number) })
        guard let endpoint = route.endpoint else {
          counts.none += 1
          break
        }
        counts.chosen += 1
        let reason = interpreter.reason(against: endpoint.number, for: capability, label: label)
        if DecisionCode(reason) != route.decision.code {
          found.append("\(capability): \(route.decision.code), not \(String(describing: reason))")
        }
        if reason != nil { counts.forbidden += 1 }
        tried.append(endpoint.number)
        question.after = route.position
      }
      if tried != expected.filter({ up.contains($0) }) {
        found.append("tenant \(group), \(capability), \(label.members): \(tried), not \(expected)")
      }
    }
    for endpoint in random.world.catalogue.endpoints.elements.indices {
      found += comparePermission(
        admission, interpreter, capability, index, label, endpoint, &counts)
    }
    return found
  }

  private func comparePermission(
    _ admission: Admission, _ interpreter: Interpreter, _ capability: Capability,
    _ index: CapabilityIndex, _ label: Bitset, _ endpoint: Int, _ counts: inout Counts
  ) -> [String] {
    let name = random.world.catalogue.endpoints[endpoint].name
    guard let row = bundle.endpoint(named: name, of: platform) else { return ["no \(name)"] }
    let question = RouteQuestion(index, label: DataLabel(label.word(0)), now: now)
    let code = admission.permission(of: row, for: question).code
    guard code != .notACandidate else { return [] }
    let reason = interpreter.reason(against: endpoint, for: capability, label: label)
    if reason != nil { counts.forbidden += 1 }
    if reason == nil, !admission.permits(endpoint: row) { return ["\(name) is masked"] }
    return DecisionCode(reason) == code
      ? [] : ["\(name): \(code), not \(String(describing: reason))"]
  }

  /// Everything up, nothing up, and each of the candidates down.
  private func upSets(_ candidates: [Int]) -> [Set<Int>] {
    let all = Set(candidates)
    return [all, []] + all.sorted().map { all.subtracting([$0]) }
  }

  // MARK: The monitor

  func monitored(plan: Int, group: Int) -> (inside: Int, outside: Int, wrong: [String]) {
    let rights = random.rights[group]
    let name = random.world.plans[plan].name
    guard let admission = try? bundle.admit(tenant: rights.tenant, plan: name) else {
      return (0, 0, [])
    }
    let interpreter = Interpreter(random.world, plan: plan, rights: rights, isGated: false)
    let events = Exploration(interpreter).events
    let asked = self.asked(plan)
    var result = (inside: 0, outside: 0, wrong: [String]())
    for event in events {
      let code = self.code(of: event, at: event.step, event.label, admission)
      let expected = DecisionCode(random.world.reason(against: event, of: rights))
      if code != expected { result.wrong.append("\(event): \(code), not \(expected)") }
      result.inside += 1
      // The same with a label that no run has there, whatever the tenant may.
      for label in labels where !events.contains(event.with(label)) {
        let code = self.code(of: event, at: event.step, label, admission)
        if code == .permitted, !asked.contains(Asked(event.with(label))) {
          result.wrong.append("\(event) with \(label.members) is inside")
        }
        result.outside += code == .labelNotReached ? 1 : 0
      }
    }
    return result
  }

  /// What is asked at a step, whoever answers.
  private struct Asked: Hashable {
    let step: Int
    let kind: String
    let label: Bitset

    init(_ event: Event) {
      (step, label) = (event.step, event.label)
      kind =
        switch event.kind {
        case .call: "call"
        case .store(let storage, _): storage.rawValue
        case .review: "review"
        }
    }
  }

  /// What runs of a plan ask where every decision has a candidate and every tenant has reviewers: what is
  /// proved is the same for all.
  private func asked(_ plan: Int) -> Set<Asked> {
    var catalogue = random.world.catalogue
    var helper = Endpoint(
      Located("zz", at: nowhere, line: 1), regions: RegionUse(Bitset(all: catalogue.regions.count)))
    helper.serves = capabilities.map(\.capability).filter { capability in
      if case .storage = capability { false } else { true }
    }
    catalogue.endpoints = NameTable(sorting: catalogue.endpoints.elements + [helper])
    let routes = random.world.routes.elements.map { route in
      Route(
        Located(route.name, at: route.span, line: route.line), capability: route.capability,
        candidates: route.candidates.map {
          Route.Candidate($0.endpoint, when: $0.condition.map { _ in .always })
        }, onUnavailable: route.onUnavailable)
    }
    let world = World(
      catalogue: catalogue, routes: NameTable(sorting: routes), plans: random.world.plans,
      day: random.world.day)
    let one = random.rights[0]
    let free = Rights(
      tenant: one.tenant, tools: world.plans[plan].tools, residency: one.residency,
      modelTier: one.modelTier, dataRetention: one.dataRetention,
      auditRetention: one.auditRetention,
      reviewerPool: catalogue.reviewerPools.count > 0 ? 0 : nil)
    let interpreter = Interpreter(world, plan: plan, rights: free, isGated: false)
    return Set(Exploration(interpreter).events.map { Asked($0) })
  }

  private func code(
    of event: Event, at step: Int, _ label: Bitset, _ admission: Admission
  ) -> DecisionCode {
    let plan = random.world.plans.elements.first {
      bundle.plan(named: $0.name, of: platform) == admission.plan
    }
    guard let plan, let row = bundle.step(named: plan.steps[step].name, of: admission.plan) else {
      return .unknownName
    }
    let kind: RunAction.Kind
    switch event.kind {
    case .call(let capability, let endpoint):
      guard let use = use(capability, endpoint) else { return .unknownName }
      kind = use
    case .store(let storage, let endpoint):
      guard let use = use(.storage(storage), endpoint) else { return .unknownName }
      kind = use
    case .review(let pool):
      let name = random.world.catalogue.reviewerPools[pool].name
      let named = bundle.reviewerPool(named: name, of: platform)
      // A step that asks for the tenant's own does not name the pool.
      let codes = [named, nil].map {
        admission.monitor(
          RunAction(at: row, .review($0), label: DataLabel(label.word(0)), now: now)
        ).code
      }
      return codes.first { $0 != .notAskedHere } ?? .notAskedHere
    }
    return admission.monitor(
      RunAction(at: row, kind, label: DataLabel(label.word(0)), now: now)
    ).code
  }

  private func use(_ capability: Capability, _ endpoint: Int) -> RunAction.Kind? {
    guard let index = capabilities.first(where: { $0.capability == capability })?.index,
      let row = bundle.endpoint(
        named: random.world.catalogue.endpoints[endpoint].name, of: platform)
    else { return nil }
    return .use(index, row)
  }

  // MARK: What there is

  private func admission(of group: Int) -> (Admission, plan: Int)? {
    for plan in random.world.plans.elements.indices {
      let admitted = try? bundle.admit(
        tenant: random.rights[group].tenant, plan: random.world.plans[plan].name)
      if let admitted { return (admitted, plan) }
    }
    return nil
  }

  private var capabilities: [(capability: Capability, index: CapabilityIndex)] {
    let catalogue = random.world.catalogue
    let tools = catalogue.tools.names.enumerated().compactMap { index, name in
      bundle.tool(named: name, of: platform).map {
        (Capability.tool(index), CapabilityIndex.tool($0))
      }
    }
    let models = catalogue.models.names.enumerated().compactMap { index, name in
      bundle.model(named: name, of: platform).map {
        (Capability.model(index), CapabilityIndex.model($0))
      }
    }
    let stores = Storage.allCases.enumerated().map { index, storage in
      (Capability.storage(storage), CapabilityIndex.storage(StorageKind.allCases[index]))
    }
    return tools + models + stores
  }

  private var labels: [Bitset] {
    let count = random.world.catalogue.dataClasses.count
    return (0..<(1 << min(count, 4))).map { Bitset(word: UInt64($0)) }
  }
}

extension Event {
  fileprivate func with(_ label: Bitset) -> Event { Event(step: step, kind: kind, label: label) }
}

extension DecisionCode {
  /// What the reference calls a reason.
  fileprivate init(_ reason: Reason?) {
    self =
      switch reason {
      case nil: .permitted
      case .dedicated: .dedicatedToAnother
      case .processing: .regionNotPermitted
      case .storing: .storingNotPermitted
      case .logging: .loggingNotPermitted
      case .modelTier: .modelTierNotPermitted
      case .retention: .retainsTooLong
      case .auditRetention: .retainsTooShort
      case .reviewersRegion: .reviewersElsewhere
      case .clearance: .clearanceMissing
      }
  }
}

private let nowhere = SourceSpan(SourceID(0), from: 0, to: 0)
