import PolicyModel
import RandomWorlds
import ReferenceInterpreter

/// Everything that a random world decides for a tenant, by name: enumerated field by field and by the
/// reference interpreter, without anything of the review.
struct DecisionTable {
  /// By tenant.
  let tenants: [String: Decisions]

  struct Decisions: Equatable {
    /// By field, what is decided by it: each is a set, and the larger permits more. A field whose values
    /// have no such order is a set of its one value.
    var fields: [String: Set<String>]
    /// By plan, the places that runs come to.
    var reach: [String: Set<String>]
  }

  /// - Parameter other: The state that it is compared with: what only that one has can be asked here too.
  init(_ world: ReviewedWorld, besides other: ReviewedWorld) {
    let names = Names(world.random.world.catalogue, other.random.world.catalogue)
    var tenants: [String: Decisions] = [:]
    for (number, rights) in world.random.rights.enumerated() {
      tenants[rights.tenant] = Decisions(
        fields: Self.fields(
          rights.policy(in: world.random.world.catalogue, world.values[number]),
          world.random.world.catalogue, names), reach: Self.reach(of: rights, world.random))
    }
    self.tenants = tenants
  }

  /// Names of both states.
  private struct Names {
    let classes: [String]
    let tools: [String]

    init(_ one: Catalogue, _ other: Catalogue) {
      classes = Set(one.dataClasses.names + other.dataClasses.names).sorted()
      tools = Set(one.tools.names + other.tools.names).sorted()
    }
  }

  // MARK: Fields

  private static func fields(
    _ policy: EffectivePolicy, _ catalogue: Catalogue, _ names: Names
  ) -> [String: Set<String>] {
    var decided: [String: Set<String>] = [:]
    for (index, field) in PolicyFields.all.enumerated() {
      decided[field.name] = inputs(policy.values[index], field, catalogue, names)
    }
    decided["permitted_tools"] = Set(policy.permittedTools.members.map { catalogue.tools[$0].name })
    return decided
  }

  /// The inputs that a value permits, of those that tell values of random worlds apart.
  private static func inputs(
    _ value: FieldValue, _ field: AnyField, _ catalogue: Catalogue, _ names: Names
  ) -> Set<String> {
    switch (field.type, value) {
    case (.duration(.greater), .number(let number)): upTo(Int64(4 * 86_400_000) - number)
    case (.duration, .number(let number)): upTo(number)
    case (.modelTier, .number(let rank)): Set(catalogue.modelTiers.names.prefix(Int(rank) + 1))
    case (_, .number(let number)): upTo(number)
    case (.choice(let kind, _), .set(let members)):
      Set(
        members.members.map { index in
          catalogue.names(of: kind).indices.contains(index)
            ? catalogue.names(of: kind)[index] : "no \(kind)"
        })
    case (_, .set(let tools)): Set(tools.members.map { catalogue.tools[$0].name })
    case (_, .residency(let residency)): places(residency, catalogue, names)
    case (_, .rates(let rates)): bursts(rates, catalogue, names)
    case (_, .serviceLevel(let level)): promises(level)
    case (_, .burst(let burst)):
      Set(
        (0...3).flatMap { to in
          (0...3).filter { to <= burst.to && $0 <= burst.duration.milliseconds }.map {
            "\(to) for \($0)"
          }
        })
    }
  }

  /// Days are told apart where numbers are large.
  private static func upTo(_ number: Int64) -> Set<String> {
    let step: Int64 = number > 10_000 ? 86_400_000 : 1
    return Set((0...max(number / step, 0)).map { "\($0 * step)" })
  }

  private static func places(
    _ residency: Residency, _ catalogue: Catalogue, _ names: Names
  ) -> Set<String> {
    var places = Set(residency.accepts.members.map { "by \(catalogue.bases[$0].name)" })
    for name in ["any"] + names.classes {
      let dataClass = catalogue.dataClasses.index(of: name)
      let use = dataClass.map { residency.use(of: $0) } ?? residency.general
      for (verb, regions) in [("process", use.process), ("store", use.store), ("log", use.log)] {
        for region in regions.members {
          places.insert("\(verb) \(name) in \(catalogue.regions[region].name)")
        }
      }
    }
    return places
  }

  /// Numbers of calls in a stretch of time: what a rate admits, asked of its order.
  private static func bursts(
    _ rates: RateLimits, _ catalogue: Catalogue, _ names: Names
  ) -> Set<String> {
    var admitted: Set<String> = []
    for name in names.tools {
      let own = catalogue.tools.index(of: name).map { rates.rates(of: $0) } ?? []
      for window in [Rate.Window.minute, .hour] {
        for count in [Int64(1), 2, 60, 61, 120, 121, 3_600, 3_601, 7_200, 216_000, 219_600] {
          for isSliding in [false, true] {
            let asked = Rate(count: count, per: window, isSliding: isSliding)
            let isRefused = own.contains { $0.isAtLeastAsStrict(as: asked) }
            if !isRefused { admitted.insert("more than \(asked) of \(name)") }
          }
        }
      }
    }
    return admitted
  }

  private static func promises(_ level: ServiceLevel) -> Set<String> {
    guard case .share(let share, let time) = level else { return [] }
    let shares = (8_999...9_001).filter { $0 <= share.basisPoints }
    return Set(
      shares.flatMap { share in
        (1...3).filter { $0 >= time.milliseconds }.map { "\(share) within \($0)" }
      })
  }

  // MARK: Reach

  private static func reach(of rights: Rights, _ random: RandomWorld) -> [String: Set<String>] {
    var reach: [String: Set<String>] = [:]
    for (number, plan) in random.world.plans.elements.enumerated() where rights.admit(plan) {
      let interpreter = Interpreter(
        random.world, plan: number, rights: rights, isGated: random.isGated)
      let places = Exploration(interpreter).events.flatMap { self.places(of: $0, plan, random) }
      if !places.isEmpty { reach[plan.name] = Set(places) }
    }
    return reach
  }

  private static func places(
    of event: Event, _ plan: Plan, _ random: RandomWorld
  ) -> [String] {
    let catalogue = random.world.catalogue
    let kind: String
    let target: String
    let use: RegionUse
    switch event.kind {
    case .call(_, let endpoint):
      (kind, target) = ("call", catalogue.endpoints[endpoint].name)
      use = catalogue.endpoints[endpoint].regions
    case .store(let storage, let endpoint):
      (kind, target) = (storage.rawValue, catalogue.endpoints[endpoint].name)
      use = catalogue.endpoints[endpoint].regions
    case .review(let pool):
      (kind, target) = ("review", catalogue.reviewerPools[pool].name)
      use = RegionUse(
        process: Bitset([catalogue.reviewerPools[pool].region]), store: Bitset(), log: Bitset())
    }
    var regions = [("process", use.process), ("store", use.store), ("log", use.log)]
      .flatMap { verb, members in
        members.members.map { "\(verb) \(catalogue.regions[$0].name)" }
      }
    if regions.isEmpty { regions = ["- -"] }
    let classes =
      event.label.isEmpty
      ? ["-"] : event.label.members.map { catalogue.dataClasses[$0].name }
    return regions.flatMap { region in
      classes.map { "\(plan.steps[event.step].name) \(kind) \(target) \(region) \($0)" }
    }
  }
}
