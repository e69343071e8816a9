package import PolicyModel
package import ReferenceInterpreter

extension Dice {
  package mutating func catalogue() -> Catalogue {
    var catalogue = Catalogue(name: unwritten("world"))
    isNowhere = isMild && percent(25)
    catalogue.currency = Currency("EUR")
    addPlaces(to: &catalogue)
    catalogue.dataClasses = names("class", from(2, 3))
    catalogue.modelTiers = names("tier", from(2, 3))
    let classes = catalogue.dataClasses.count
    catalogue.tools = tools("tool", from(2, 3), classes)
    catalogue.models = tools("model", from(1, 2), classes)
    catalogue.reviewerPools = NameTable(
      sorting: (0..<from(1, 2)).map { pool("pool\($0)", of: catalogue) })
    catalogue.endpoints = NameTable(sorting: endpoints(of: catalogue))
    return catalogue
  }

  package mutating func rights(of tenant: String, _ catalogue: Catalogue) -> Rights {
    if isMild { return mildRights(of: tenant, catalogue) }
    let regions = catalogue.regions.count
    let general = regionUse(regions, percent: 75)
    let exceptions = (0..<catalogue.dataClasses.count).filter { _ in percent(25) }
      .map { Residency.ClassUse($0, regionUse(regions, percent: 65)) }
    return Rights(
      tenant: tenant, tools: some(of: catalogue.tools.count, percent: 92),
      residency: Residency(
        general, byClass: exceptions, accepts: some(of: catalogue.bases.count, percent: 50)),
      modelTier: from(percent(60) ? 1 : 0, catalogue.modelTiers.count - 1),
      dataRetention: Self.days(percent(70) ? 3 : from(0, 3)).milliseconds,
      auditRetention: Self.days(percent(70) ? 1 : from(0, 3)).milliseconds,
      reviewerPool: percent(80) ? from(0, catalogue.reviewerPools.count - 1) : nil)
  }

  /// All but a region or two, some of which may be left on a ground.
  private mutating func mildRights(of tenant: String, _ catalogue: Catalogue) -> Rights {
    let regions = catalogue.regions.count
    func use() -> RegionUse {
      var use = RegionUse(Bitset(all: regions))
      let left = Bitset([from(0, regions - 1)])
      if percent(70) { use.process = use.process.subtracting(left) }
      if percent(40) { use.store = use.store.subtracting(left) }
      if percent(40) { use.log = use.log.subtracting(left) }
      if percent(4) { use.process = Bitset() }
      return use
    }
    let exceptions = (0..<catalogue.dataClasses.count).filter { _ in percent(20) }
      .map { Residency.ClassUse($0, use()) }
    return Rights(
      tenant: tenant, tools: some(of: catalogue.tools.count, percent: 96),
      residency: Residency(
        use(), byClass: exceptions, accepts: some(of: catalogue.bases.count, percent: 80)),
      modelTier: percent(80) ? catalogue.modelTiers.count - 1 : 0,
      dataRetention: Self.days(percent(85) ? 4 : 1).milliseconds,
      auditRetention: Self.days(percent(85) ? 0 : from(1, 3)).milliseconds,
      reviewerPool: percent(65) ? from(0, catalogue.reviewerPools.count - 1) : nil)
  }

  mutating func addPlaces(to catalogue: inout Catalogue) {
    let count = from(2, 3)
    let groups = (0..<2).map { _ in some(of: count, percent: isMild ? 85 : 55) }
    catalogue.regions = NameTable(
      sorting: (0..<count).map { region in
        Region(
          "region\(region)", at: nowhere,
          groups: Bitset(groups.indices.filter { groups[$0].contains(region) }))
      })
    catalogue.groups = NameTable(
      sorting: groups.indices.map { RegionGroup("group\($0)", at: nowhere, regions: groups[$0]) })
    catalogue.bases = names("basis", 2)
    catalogue.transfers = (0..<(isMild ? from(1, 3) : from(0, 2))).map { _ in
      Transfer(
        at: nowhere, from: from(0, 1), to: from(0, 1), basis: from(0, 1),
        until: Self.day(from(10, 31)))
    }
  }

  mutating func tools(_ name: String, _ count: Int, _ classes: Int) -> NameTable<Tool> {
    NameTable(
      sorting: (0..<count).map {
        Tool(
          unwritten("\(name)\($0)"), cost: cost(), adds: some(of: classes, percent: 25),
          removes: some(of: classes, percent: 30), quota: nil)
      })
  }

  private mutating func cost() -> Money? {
    percent(95) ? Currency("EUR").map { Money(micros: Int64(from(0, 9)), currency: $0) } : nil
  }

  mutating func pool(_ name: String, of catalogue: Catalogue) -> ReviewerPool {
    ReviewerPool(
      unwritten(name), region: from(0, catalogue.regions.count - 1), staff: 1,
      dedicatedTo: dedication(), clearance: some(of: catalogue.dataClasses.count, percent: 85))
  }

  /// One to three endpoints for each capability; kinds of storage often have none.
  private mutating func endpoints(of catalogue: Catalogue) -> [Endpoint] {
    var endpoints: [Endpoint] = []
    let calls =
      (0..<catalogue.tools.count).map { Capability.tool($0) }
      + (0..<catalogue.models.count).map { Capability.model($0) }
    for capability in calls {
      for _ in 0..<from(1, 3) {
        endpoints.append(endpoint(endpoints.count, serving: capability, of: catalogue))
      }
    }
    for storage in Storage.allCases where percent(storage == .checkpoint || isMild ? 70 : 25) {
      for _ in 0..<from(1, 2) {
        endpoints.append(endpoint(endpoints.count, serving: .storage(storage), of: catalogue))
      }
    }
    return endpoints
  }

  mutating func endpoint(
    _ number: Int, serving capability: Capability, of catalogue: Catalogue
  ) -> Endpoint {
    var endpoint = Endpoint(
      unwritten("endpoint\(number + 10)"), regions: use(by: capability, of: catalogue))
    endpoint.serves = [capability]
    if percent(8) { endpoint.serves.append(.storage(one(of: Storage.allCases))) }
    if percent(8) { endpoint.serves.append(.tool(from(0, catalogue.tools.count - 1))) }
    if case .model = capability, percent(90) {
      endpoint.modelTier = percent(75) ? 0 : from(0, catalogue.modelTiers.count - 1)
    }
    if isNowhere {
      endpoint.retains = capability == .storage(.audit) ? nil : Self.days(0)
    } else if percent(95) {
      endpoint.retains = Self.days(percent(50) ? 1 : from(0, 4))
    }
    endpoint.dedicatedTo = dedication()
    if percent(55) { endpoint.provider = "provider\(from(0, 1))" }
    return endpoint
  }

  /// Mostly one region for everything: what uses many is seldom permitted.
  private mutating func use(by capability: Capability, of catalogue: Catalogue) -> RegionUse {
    let count = catalogue.regions.count
    if isNowhere, percent(80) { return RegionUse(Bitset()) }
    var use = RegionUse(Bitset([from(0, count - 1)]))
    if case .storage = capability { use.process = Bitset() }
    if percent(20) { use.store = Bitset() }
    if isMild {
      if percent(25) { use.log = Bitset() }
      if percent(20) { use.process = Bitset() }
      return use
    }
    if percent(10) { use.process = some(of: count, percent: 50) }
    if percent(10) { use.store = some(of: count, percent: 50) }
    if percent(10) { use.log = some(of: count, percent: 50) }
    return use
  }

  private mutating func regionUse(_ regions: Int, percent share: Int) -> RegionUse {
    var use = RegionUse(some(of: regions, percent: share))
    if percent(25) { use.process = some(of: regions, percent: share) }
    if percent(25) { use.store = some(of: regions, percent: share) }
    if percent(25) { use.log = some(of: regions, percent: share) }
    return use
  }

  private mutating func dedication() -> Located<String>? {
    percent(6) ? unwritten("tenant\(from(0, 2))") : nil
  }

  private func names(_ name: String, _ count: Int) -> NameTable<PlainName> {
    NameTable(inOrder: (0..<count).map { PlainName("\(name)\($0)", at: nowhere) })
  }
}
