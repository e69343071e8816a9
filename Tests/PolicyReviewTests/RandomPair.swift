import PolicyModel
import RandomWorlds
import ReferenceInterpreter
import TestSupport

/// Two states of a random platform: a world, and what a few edits make of it, or another world.
struct RandomPair {
  let seed: UInt64
  var old: ReviewedWorld
  var new: ReviewedWorld

  init(seed: UInt64) {
    self.seed = seed
    var dice = Dice(seed: seed ^ 0xD1FF)
    old = ReviewedWorld(RandomWorld(seed: seed), &dice)
    if dice.percent(15) {
      new = ReviewedWorld(RandomWorld(seed: seed + 100_000), &dice)
      new.random.isGated = dice.percent(50)
      return
    }
    new = old
    for _ in 0..<dice.from(0, 3) { new.edit(&dice) }
  }
}

/// A random world whose tenants have values for every field.
struct ReviewedWorld {
  var random: RandomWorld
  /// By tenant and field.
  var values: [[FieldValue]]

  init(_ random: RandomWorld, _ dice: inout Dice) {
    self.random = random
    values = []
    for _ in random.rights { values.append(dice.values(in: random.world.catalogue)) }
  }

  mutating func edit(_ dice: inout Dice) {
    let catalogue = random.world.catalogue
    switch dice.from(0, 9) {
    case 0 where random.rights.count > 1:
      let tenant = dice.from(0, random.rights.count - 1)
      random.rights.remove(at: tenant)
      values.remove(at: tenant)
    case 1:
      random.rights.append(dice.rights(of: "tenant\(dice.from(5, 9))x", catalogue))
      values.append(dice.values(in: catalogue))
      dropRepeated()
    case 2, 3:
      let tenant = dice.from(0, random.rights.count - 1)
      random.rights[tenant] = dice.rights(of: random.rights[tenant].tenant, catalogue)
    case 4, 5:
      let field = dice.from(0, PolicyFields.all.count - 1)
      values[dice.from(0, values.count - 1)][field] =
        dice.value(of: PolicyFields.all[field].type, in: catalogue)
    case 6: editCatalogue(&dice)
    case 7:
      let plan = dice.plan("plan\(dice.from(0, 2))", of: catalogue)
      let others = random.world.plans.elements.filter { $0.name != plan.name }
      replace(plans: NameTable(sorting: others + [plan]))
    case 8:
      replace(routes: NameTable(sorting: dice.routes(of: catalogue)))
    default: random.isGated = !random.isGated
    }
  }

  private mutating func editCatalogue(_ dice: inout Dice) {
    var catalogue = random.world.catalogue
    var endpoints = catalogue.endpoints.elements
    let index = dice.from(0, endpoints.count - 1)
    switch dice.from(0, 4) {
    case 0:
      endpoints[index].regions.process = Bitset([dice.from(0, catalogue.regions.count - 1)])
    case 1: endpoints[index].retains = dice.percent(30) ? nil : Dice.days(dice.from(0, 4))
    case 2: endpoints[index].dedicatedTo = dice.percent(50) ? nil : unwritten("tenant0")
    case 3: catalogue.transfers.removeAll()
    default:
      let groups = catalogue.groups.elements.map { group in
        RegionGroup(
          group.name, at: nowhere, regions: dice.some(of: catalogue.regions.count, percent: 50))
      }
      catalogue.groups = NameTable(sorting: groups)
      catalogue.regions = NameTable(
        sorting: catalogue.regions.elements.enumerated().map { number, region in
          let holding = groups.indices.filter { groups[$0].regions.contains(number) }
          return Region(region.name, at: nowhere, groups: Bitset(holding))
        })
    }
    catalogue.endpoints = NameTable(sorting: endpoints)
    random.world = World(
      catalogue: catalogue, routes: random.world.routes, plans: random.world.plans,
      day: random.world.day)
  }

  private mutating func replace(
    plans: NameTable<Plan>? = nil, routes: NameTable<Route>? = nil
  ) {
    random.world = World(
      catalogue: random.world.catalogue, routes: routes ?? random.world.routes,
      plans: plans ?? random.world.plans, day: random.world.day)
  }

  private mutating func dropRepeated() {
    let ids = random.rights.map(\.tenant)
    guard Set(ids).count < ids.count else { return }
    random.rights.removeLast()
    values.removeLast()
  }
}

extension Dice {
  mutating func values(in catalogue: Catalogue) -> [FieldValue] {
    PolicyFields.all.map { value(of: $0.type, in: catalogue) }
  }

  /// Few different values, so that they are often equal and often comparable.
  mutating func value(of type: FieldType, in catalogue: Catalogue) -> FieldValue {
    switch type {
    case .integer(let range, _): return .number(range.lowerBound + Int64(from(0, 2)))
    case .duration, .money: return .number(Int64(from(0, 2)))
    case .modelTier: return .number(Int64(from(0, catalogue.modelTiers.count - 1)))
    case .words(let words): return .number(Int64(from(0, words.count - 1)))
    case .choice: return .set(Bitset([0]))
    case .allowedTools, .deniedTools: return .set(some(of: catalogue.tools.count, percent: 30))
    case .residency: return .residency(Residency(RegionUse(Bitset())))
    case .rateLimits:
      let entries = (0..<from(0, 2)).map { _ in
        RateLimits.Entry(
          from(0, catalogue.tools.count - 1),
          Rate(
            count: one(of: [1, 60, 3_600]), per: one(of: [.minute, .hour]),
            isSliding: percent(30)))
      }
      return .rates(RateLimits(entries))
    case .serviceLevel:
      return .serviceLevel(
        percent(30)
          ? .bestEffort
          : .share(
            Percentage(basisPoints: Int64(9_000 + from(0, 1))),
            within: Duration(milliseconds: Int64(from(1, 2)))))
    case .burst:
      return .burst(
        percent(30)
          ? .none
          : Burst(to: Int64(from(1, 2)), for: Duration(milliseconds: Int64(from(1, 2)))))
    }
  }
}
