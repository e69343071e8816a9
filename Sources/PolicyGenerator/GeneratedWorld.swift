import PolicyDiagnostics
package import PolicyModel
package import PolicyVerifier

/// A platform with plans and policies of a realistic spread, as large as is wanted, for the verifier.
package struct GeneratedWorld: Sendable {
  package var classes: Int
  package var tenants: Int
  package var plans: Int
  package let steps: Int
  let endpoints: Int

  /// - Parameter classes: Distinct policies, over which the tenants are spread.
  package init(classes: Int, tenants: Int, plans: Int, steps: Int, endpoints: Int) {
    self.classes = classes
    self.tenants = tenants
    self.plans = plans
    self.steps = steps
    self.endpoints = endpoints
  }

  /// The day of which things are to be verified.
  package static let day = CalendarDate(secondsSince1970: 1_800_000_000)

  static let regionCount = 30
  static let groupCount = 4
  /// Plans call the first of them.
  private static let tools = 40
  private static let calledTools = 20
  private static let models = 10
  private static let dataClasses = 4
  private static let providers = 6
  private static let candidates = 8
  static let nowhere = SourceSpan(SourceID(0), from: 0, to: 0)

  package var platform: VerifiedPlatform {
    var numbers = SeededNumbers(seed: 7, of: 0, .world)
    let catalogue = catalogue(&numbers)
    return VerifiedPlatform(
      catalogue: catalogue, routes: routes(catalogue, &numbers),
      plans: NameTable(inOrder: (0..<plans).map { plan($0, &numbers) }),
      tenants: groups, isGated: true,
      day: Self.day)
  }

  // MARK: What exists

  private func catalogue(_ numbers: inout SeededNumbers) -> Catalogue {
    var catalogue = Catalogue(name: located("generated"))
    catalogue.regions = NameTable(
      inOrder: (0..<Self.regionCount).map {
        Region("region-\(padded($0))", at: Self.nowhere, groups: Bitset([$0 % Self.groupCount]))
      })
    catalogue.groups = NameTable(
      inOrder: (0..<Self.groupCount).map { group in
        let regions = (0..<Self.regionCount).filter { $0 % Self.groupCount == group }
        return RegionGroup("group-\(padded(group))", at: Self.nowhere, regions: Bitset(regions))
      })
    catalogue.bases = NameTable(inOrder: [PlainName("adequacy", at: Self.nowhere)])
    catalogue.transfers = [
      Transfer(
        at: Self.nowhere, from: 1, to: 0, basis: 0,
        until: CalendarDate(secondsSince1970: 2_000_000_000))
    ]
    catalogue.dataClasses = NameTable(
      inOrder: (0..<Self.dataClasses).map { PlainName("class-\(padded($0))", at: Self.nowhere) })
    catalogue.modelTiers = NameTable(
      inOrder: (0..<3).map { PlainName("tier-\(padded($0))", at: Self.nowhere) })
    catalogue.tools = NameTable(inOrder: (0..<Self.tools).map { tool("tool-\(padded($0))", $0) })
    catalogue.models = NameTable(inOrder: (0..<Self.models).map { tool("model-\(padded($0))", $0) })
    catalogue.reviewerPools = NameTable(
      inOrder: (0..<Self.regionCount).map { region in
        ReviewerPool(
          located("pool-\(padded(region))"), region: region, staff: 5, dedicatedTo: nil,
          clearance: Bitset(all: Self.dataClasses))
      })
    catalogue.endpoints = NameTable(
      inOrder: (0..<endpoints).map { endpoint($0, &numbers) })
    return catalogue
  }

  private func tool(_ name: String, _ index: Int) -> Tool {
    Tool(
      located(name), cost: nil, adds: Bitset([index % Self.dataClasses]),
      removes: index.isMultiple(of: 9) ? Bitset([(index + 1) % Self.dataClasses]) : Bitset(),
      quota: nil)
  }

  /// Capabilities go round, and the endpoints of one go round the groups of regions, each time at other
  /// regions and another provider, so that each group has several that do not fail together.
  private func endpoint(_ index: Int, _ numbers: inout SeededNumbers) -> Endpoint {
    let capabilities = Self.calledTools + Self.models + Storage.allCases.count
    let (turn, capability) = index.quotientAndRemainder(dividingBy: capabilities)
    let (again, group) = turn.quotientAndRemainder(dividingBy: Self.groupCount)
    let places = Self.regionCount / Self.groupCount
    var endpoint = Endpoint(
      located("endpoint-\(padded(index))"),
      regions: RegionUse(Bitset([group + Self.groupCount * ((again * 3 + capability) % places)])))
    switch capability {
    case ..<Self.calledTools: endpoint.serves = [.tool(capability)]
    case ..<(Self.calledTools + Self.models):
      endpoint.serves = [.model(capability - Self.calledTools)]
      endpoint.modelTier = numbers.percent(90) ? 1 : 2
    default:
      endpoint.serves = [
        .storage(Storage.allCases[capability - Self.calledTools - Self.models])
      ]
      endpoint.regions.process = Bitset()
    }
    endpoint.retains = Duration(milliseconds: Int64(numbers.below(3)) * 86_400_000)
    if endpoint.serves == [.storage(.audit)] { endpoint.retains = Duration.longest }
    endpoint.provider = "provider-\((again + capability) % Self.providers)"
    return endpoint
  }

  private func routes(
    _ catalogue: Catalogue, _ numbers: inout SeededNumbers
  ) -> NameTable<Route> {
    let models = (0..<Self.models).map { Capability.model($0) }
    let tools = (0..<Self.calledTools).map { Capability.tool($0) }
    return NameTable(
      inOrder: (models + tools).map { capability in
        let serving = catalogue.endpoints.elements.indices.filter {
          catalogue.endpoints[$0].serves == [capability]
        }.prefix(Self.candidates)
        let candidates = serving.enumerated().map { position, endpoint in
          Route.Candidate(
            located(endpoint),
            when: located(
              position == 0 ? .inside(.latency(endpoint), IntervalSet([0...80])) : .always))
        }
        return Route(
          located(name(of: capability, catalogue)), capability: capability, candidates: candidates,
          onUnavailable: located(numbers.below(3) == 0 ? .hold : .fail))
      })
  }

  /// A route has the name of what it is a route to.
  private func name(of capability: Capability, _ catalogue: Catalogue) -> String {
    switch capability {
    case .tool(let tool): catalogue.tools[tool].name
    case .model(let model): catalogue.models[model].name
    case .storage(let storage): storage.rawValue
    }
  }

  // MARK: Plans

  /// Calls one after the other, each with its result; some are branches, some reviews, and some go on
  /// elsewhere when they fail.
  func plan(_ index: Int, _ numbers: inout SeededNumbers) -> Plan {
    let facts = NameTable(inOrder: [
      Fact("amount", at: Self.nowhere, type: .money, known: .atStart),
      Fact("urgent", at: Self.nowhere, type: .boolean, known: .atStart),
    ])
    var variables = [
      Plan.Variable(located("input"), input: Bitset([numbers.below(Self.dataClasses)]))
    ]
    var steps: [Step] = []
    for position in 0..<self.steps {
      steps.append(step(position, &variables, &numbers))
    }
    return Plan(
      located("plan-\(padded(index))"), facts: facts, variables: NameTable(inOrder: variables),
      steps: NameTable(inOrder: steps), checkpoint: located(.everyStep))
  }

  private func step(
    _ position: Int, _ variables: inout [Plan.Variable], _ numbers: inout SeededNumbers
  ) -> Step {
    let next: Step.Target = position + 1 < steps ? .step(position + 1) : .end
    let skip: Step.Target = position + 2 < steps ? .step(position + 2) : .end
    let known = variables.count
    let reads = Set([0, numbers.below(known)]).sorted()
    if position % 7 == 3 {
      let condition = Guard.inside(.fact(numbers.below(2)), IntervalSet([1...1_000_000]))
      return made(
        position, .branch, reads: [], writes: nil,
        exits: [(.arm(condition), skip), (.otherwise, next)])
    }
    if position % 7 == 6 {
      return made(
        position, .review(.tenantsOwn), reads: reads, writes: nil,
        exits: [(.success, next), (.failure, next)])
    }
    variables.append(Plan.Variable(located("result-\(padded(position))"), input: nil))
    let action: Step.Action =
      numbers.below(3) == 0
      ? .model(numbers.below(Self.models)) : .tool(numbers.below(Self.calledTools))
    return made(
      position, action, reads: reads, writes: known,
      exits: [(.success, next), (.failure, numbers.below(3) == 0 ? skip : .failed)])
  }

  private func made(
    _ position: Int, _ action: Step.Action, reads: [Int], writes: Int?,
    exits: [(Step.Exit.Occasion, Step.Target)]
  ) -> Step {
    Step(
      located("step-\(padded(position))"), action: located(action), reads: reads.map(located),
      writes: writes.map(located), retry: 1, timeout: nil, atMost: nil,
      exits: exits.map { Step.Exit($0.0, to: located($0.1)) })
  }

  // MARK: Tenants

  private var groups: [TenantGroup] {
    (0..<classes).map { index in
      let count = tenants / classes + (index < tenants % classes ? 1 : 0)
      return TenantGroup(policy(index), count: count, first: id(index), classRow: index)
    }
  }

  /// Most classes differ in where data may be, for how long, and who reviews; all of them differ in
  /// tools that no plan calls.
  private func policy(_ index: Int) -> RoutingPolicy {
    var numbers = SeededNumbers(seed: 7, of: index, .tenant)
    let own = (0..<20).filter { index >> $0 & 1 == 1 }.map { Self.calledTools + $0 }
    let home = (0..<Self.regionCount).filter { $0 % Self.groupCount == index % Self.groupCount }
    var general = Bitset(home)
    if numbers.percent(50) { general = general.subtracting(Bitset([numbers.one(of: home)])) }
    let narrow = general.subtracting(Bitset([numbers.one(of: home)]))
    let residency = Residency(
      RegionUse(general), byClass: numbers.percent(50) ? [.init(0, RegionUse(narrow))] : [],
      accepts: numbers.percent(10) ? Bitset([0]) : Bitset())
    return RoutingPolicy(
      permittedTools: Bitset(all: Self.calledTools).union(Bitset(own)), residency: residency,
      modelTier: numbers.percent(90) ? 2 : 1,
      dataRetention: Int64(numbers.percent(95) ? 3 : 1) * 86_400_000, auditRetention: 86_400_000,
      reviewerPool: numbers.percent(95) ? numbers.one(of: narrow.members) : nil, owner: nil)
  }

  /// Tenants go round the classes, so that the first of a class has the class's number.
  func id(_ tenant: Int) -> String { "tenant-\(padded(tenant, 7))" }

  private func located<Value>(_ value: Value) -> Located<Value> {
    Located(value, at: Self.nowhere, line: 1)
  }
}

/// A number with so many digits that names are in the order of their numbers.
private func padded(_ number: Int, _ digits: Int = 4) -> String {
  let text = String(number)
  return String(repeating: "0", count: max(digits - text.count, 0)) + text
}
