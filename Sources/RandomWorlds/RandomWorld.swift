package import PolicyModel
import RandomNumbers
package import ReferenceInterpreter

/// A small platform with plans and tenants, of which everything follows from a seed.
package struct RandomWorld: Sendable {
  /// Of worlds from this seed on little is forbidden, and much can be stored: what one thing decides is
  /// not hidden behind others that go wrong.
  package static let firstMild: UInt64 = 1_000_000

  package let seed: UInt64
  package var world: World
  package var rights: [Rights]
  package var isGated: Bool

  package init(seed: UInt64) {
    self.seed = seed
    var dice = Dice(seed: seed, isMild: seed >= Self.firstMild)
    isGated = dice.percent(50)
    let catalogue = dice.catalogue()
    let routes = NameTable(sorting: dice.routes(of: catalogue))
    let plans = NameTable(
      sorting: (0..<dice.from(1, 2)).map { dice.plan("plan\($0)", of: catalogue) })
    world = World(
      catalogue: catalogue, routes: routes, plans: plans, day: Dice.day(dice.from(1, 28)))
    let tenants = (0..<dice.from(1, 3)).map { dice.rights(of: "tenant\($0)", catalogue) }
    // Whoever takes them for sorted is wrong.
    rights = seed.isMultiple(of: 2) ? tenants : tenants.reversed()
  }

  /// The same platform and tenants some time later: with other policies, and often other routes and
  /// plans of the same names.
  package var later: RandomWorld {
    var dice = Dice(seed: ~seed, isMild: seed >= Self.firstMild)
    let catalogue = world.catalogue
    var later = self
    later.rights = rights.map { dice.percent(75) ? dice.rights(of: $0.tenant, catalogue) : $0 }
    let routes =
      dice.percent(50) ? NameTable(sorting: dice.routes(of: catalogue)) : world.routes
    let plans = world.plans.elements.map { plan in
      dice.percent(50) ? dice.plan(plan.name, of: catalogue) : plan
    }
    later.world = World(
      catalogue: catalogue, routes: routes, plans: NameTable(inOrder: plans), day: world.day)
    if dice.percent(20) { later.isGated.toggle() }
    return later
  }
}

/// Random choices, with what worlds are made of.
package struct Dice {
  private var generator: SeededGenerator
  /// Whether little is to be forbidden.
  let isMild: Bool
  /// Whether most endpoints use no region and keep nothing, so that other things decide.
  var isNowhere = false

  package init(seed: UInt64, isMild: Bool = false) {
    generator = SeededGenerator(seed: seed)
    self.isMild = isMild
  }

  package mutating func from(_ least: Int, _ most: Int) -> Int {
    Int.random(in: least...most, using: &generator)
  }

  package mutating func percent(_ share: Int) -> Bool { from(0, 99) < share }

  package mutating func one<Element>(of elements: [Element]) -> Element {
    elements[from(0, elements.count - 1)]
  }

  /// A set of indices, each with that share.
  package mutating func some(of count: Int, percent share: Int) -> Bitset {
    Bitset((0..<count).filter { _ in percent(share) })
  }

  /// A day of July 2027.
  package static func day(_ day: Int) -> CalendarDate {
    CalendarDate(secondsSince1970: 1_814_400_000 + Int64(day - 1) * 86_400)
  }

  package static func days(_ count: Int) -> Duration {
    Duration(milliseconds: Int64(count) * 86_400_000)
  }
}
