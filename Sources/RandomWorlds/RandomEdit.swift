import PolicyModel
import ReferenceInterpreter

/// A kind of change of a world.
package enum RandomEdit: CaseIterable, Sendable {
  case policy, tenant, lostTenant, plan, newPlan, lostPlan, endpoint, newEndpoint, routes, regions
  case day, gate, tools, pools, nothing
}

extension RandomWorld {
  /// Changes the world in one way.
  package mutating func change(_ edit: RandomEdit, _ dice: inout Dice) {
    var catalogue = world.catalogue
    var routes = world.routes
    var plans = world.plans.elements
    var day = world.day
    switch edit {
    case .policy:
      let index = dice.from(0, rights.count - 1)
      rights[index] = dice.rights(of: rights[index].tenant, catalogue)
    case .tenant:
      let index = dice.from(0, rights.count)
      rights.insert(dice.rights(of: "tenant\(dice.from(10, 99))", catalogue), at: index)
    case .lostTenant where rights.count > 1: rights.remove(at: dice.from(0, rights.count - 1))
    case .plan:
      let index = dice.from(0, plans.count - 1)
      plans[index] = dice.plan(plans[index].name, of: catalogue)
    case .newPlan: plans.append(dice.plan("plan\(dice.from(10, 99))", of: catalogue))
    case .lostPlan where plans.count > 1: plans.remove(at: dice.from(0, plans.count - 1))
    case .endpoint:
      let index = dice.from(0, catalogue.endpoints.count - 1)
      var endpoints = catalogue.endpoints.elements
      var changed = dice.endpoint(0, serving: endpoints[index].serves[0], of: catalogue)
      changed.serves = endpoints[index].serves
      endpoints[index] = changed.named(endpoints[index].name)
      catalogue.endpoints = NameTable(inOrder: endpoints)
    case .newEndpoint:
      let more = dice.endpoint(
        dice.from(100, 999), serving: .tool(0), of: catalogue)
      catalogue.endpoints = NameTable(sorting: catalogue.endpoints.elements + [more])
      routes = NameTable(sorting: dice.routes(of: catalogue))
    case .routes: routes = NameTable(sorting: dice.routes(of: catalogue))
    case .regions:
      let groups = catalogue.groups.elements.map {
        RegionGroup(
          $0.name, at: nowhere, regions: dice.some(of: catalogue.regions.count, percent: 55))
      }
      catalogue.groups = NameTable(inOrder: groups)
      catalogue.transfers = (0..<dice.from(0, 2)).map { _ in
        Transfer(
          at: nowhere, from: dice.from(0, 1), to: dice.from(0, 1), basis: dice.from(0, 1),
          until: Dice.day(dice.from(10, 31)))
      }
    case .day: day = Dice.day(dice.from(1, 28))
    case .gate: isGated.toggle()
    case .tools:
      catalogue.tools = dice.tools(
        "tool", catalogue.tools.count, catalogue.dataClasses.count)
    case .pools:
      catalogue.reviewerPools = NameTable(
        inOrder: catalogue.reviewerPools.names.map { dice.pool($0, of: catalogue) })
    case .nothing, .lostTenant, .lostPlan: break
    }
    world = World(
      catalogue: catalogue, routes: routes, plans: NameTable(sorting: plans), day: day)
  }
}

extension Endpoint {
  fileprivate func named(_ name: String) -> Endpoint {
    var named = Endpoint(unwritten(name), regions: regions)
    named.serves = serves
    named.modelTier = modelTier
    named.retains = retains
    named.dedicatedTo = dedicatedTo
    named.provider = provider
    return named
  }
}
