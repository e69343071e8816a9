import PolicyModel
import ReferenceInterpreter

/// A mistake in what a platform or a tenant declares: one thing is not as it was.
package enum PolicyFault: String, CaseIterable, Sendable {
  case regionWidened = "an endpoint uses one region more"
  case residencyNarrowed = "a tenant permits one region less"
  case classExceptionDropped = "a data class loses its own regions"
  case classExceptionAdded = "a data class gets regions of its own"
  case groundEnded = "a transfer ground has ended"
  case groundNotAccepted = "a tenant accepts a ground no longer"
  case tierLowered = "a tenant permits lower model tiers only"
  case tierRaised = "an endpoint runs a model of a higher tier"
  case retentionRaised = "an endpoint keeps data for longer"
  case retentionUnstated = "an endpoint does not say how long it keeps data"
  case retentionLowered = "an endpoint keeps data for less long"
  case auditRetentionRaised = "a tenant demands longer audit logs"
  case dedicated = "an endpoint is another tenant's own"
  case poolDedicated = "a pool is another tenant's own"
  case poolMoved = "a pool sits elsewhere"
  case clearanceDropped = "a pool loses a clearance"
  case ownPoolChanged = "a tenant has other reviewers"
  case denyDropped = "a tenant may use a tool more"
  case gateDropped = "the gate is not asked any more"
  case candidatesSwapped = "two candidates are swapped"
  case candidateAdded = "a route lists one endpoint more"
  case candidateRemoved = "a route lists one endpoint less"
  case guardOffByOne = "a bound of a candidate's condition is off by one"
  case guardDropped = "a candidate has no condition any more"
  case guardNegated = "a candidate's condition is the other way round"
  case fallbackChanged = "a route does something else where none is left"
  case routeDropped = "there is no route any more"
  case redactionRemoved = "a tool removes nothing any more"
  case classAdded = "a tool adds a data class"
  case inputClass = "an input has one data class more"
  case readAdded = "a step reads one variable more"
  case writeDropped = "a step writes nothing any more"
  case armOffByOne = "a bound of a branch is off by one"
  case armsSwapped = "two arms of a branch are swapped"
  case exitRedirected = "a step leads elsewhere"
  case visitMore = "a step may be come to once more"
  case checkpointMore = "a plan stores after every step"
  case storageServed = "an endpoint is a store as well"
  case factSampled = "a fact may change during a run"
}

extension RandomWorld {
  /// The world with a mistake, which of its kind follows from the world's seed; `nil` where there is
  /// nothing in which it could be made, or it makes no difference to what is declared.
  package func with(_ fault: PolicyFault) -> RandomWorld? {
    var dice = Dice(seed: seed &* 97 &+ UInt64(PolicyFault.allCases.firstIndex(of: fault) ?? 0))
    var faulty = self
    guard faulty.make(fault, &dice), faulty.description != description else { return nil }
    return faulty
  }

  private mutating func make(_ fault: PolicyFault, _ dice: inout Dice) -> Bool {
    switch fault {
    case .regionWidened, .tierRaised, .retentionRaised, .retentionUnstated, .retentionLowered,
      .dedicated, .storageServed:
      changeEndpoint(fault, &dice)
    case .residencyNarrowed, .classExceptionDropped, .classExceptionAdded, .groundNotAccepted,
      .tierLowered, .auditRetentionRaised, .ownPoolChanged, .denyDropped:
      changeRights(fault, &dice)
    case .groundEnded: endGround(&dice)
    case .poolDedicated, .poolMoved, .clearanceDropped: changePool(fault, &dice)
    case .redactionRemoved, .classAdded: changeTool(fault, &dice)
    case .gateDropped: dropGate()
    case .candidatesSwapped, .candidateAdded, .candidateRemoved, .guardOffByOne, .guardDropped,
      .guardNegated, .fallbackChanged, .routeDropped:
      changeRoute(fault, &dice)
    case .inputClass, .readAdded, .writeDropped, .armOffByOne, .armsSwapped, .exitRedirected,
      .visitMore, .checkpointMore, .factSampled:
      changePlan(fault, &dice)
    }
  }

  // MARK: What exists

  private mutating func changeEndpoint(_ fault: PolicyFault, _ dice: inout Dice) -> Bool {
    let catalogue = world.catalogue
    let index = dice.from(0, catalogue.endpoints.count - 1)
    return changeElement(\.endpoints, at: index) { endpoint in
      switch fault {
      case .regionWidened:
        let use = dice.one(of: [\RegionUse.process, \.store, \.log])
        endpoint.regions[keyPath: use].insert(dice.from(0, catalogue.regions.count - 1))
      case .tierRaised: endpoint.modelTier = endpoint.modelTier.map { _ in catalogue.topTier }
      case .retentionRaised: endpoint.retains = Dice.days(dice.from(2, 9))
      case .retentionUnstated: endpoint.retains = nil
      case .retentionLowered: endpoint.retains = Dice.days(0)
      case .dedicated: endpoint.dedicatedTo = unwritten("tenant\(dice.from(0, 2))")
      default: endpoint.serves.append(.storage(dice.one(of: Storage.allCases)))
      }
    }
  }

  private mutating func changePool(_ fault: PolicyFault, _ dice: inout Dice) -> Bool {
    let regions = world.catalogue.regions.count
    let index = dice.from(0, world.catalogue.reviewerPools.count - 1)
    return changeElement(\.reviewerPools, at: index) { pool in
      let lost = pool.clearance.members.isEmpty ? nil : dice.one(of: pool.clearance.members)
      pool = ReviewerPool(
        unwritten(pool.name),
        region: fault == .poolMoved ? dice.from(0, regions - 1) : pool.region, staff: pool.staff,
        dedicatedTo: fault == .poolDedicated
          ? unwritten("tenant\(dice.from(0, 2))") : pool.dedicatedTo,
        clearance: fault == .clearanceDropped
          ? pool.clearance.subtracting(Bitset(lost.map { [$0] } ?? [])) : pool.clearance)
    }
  }

  private mutating func changeTool(_ fault: PolicyFault, _ dice: inout Dice) -> Bool {
    let classes = world.catalogue.dataClasses.count
    let table: WritableKeyPath<Catalogue, NameTable<Tool>> =
      dice.percent(60) ? \.tools : \.models
    let index = dice.from(0, world.catalogue[keyPath: table].count - 1)
    return changeElement(table, at: index) { tool in
      let added = Bitset([dice.from(0, classes - 1)])
      tool = Tool(
        unwritten(tool.name), cost: tool.cost,
        adds: fault == .classAdded ? tool.adds.union(added) : tool.adds,
        removes: fault == .redactionRemoved ? Bitset() : tool.removes, quota: tool.quota)
    }
  }

  private mutating func endGround(_ dice: inout Dice) -> Bool {
    guard !world.catalogue.transfers.isEmpty else { return false }
    let index = dice.from(0, world.catalogue.transfers.count - 1)
    let day = world.day
    world = world.with { catalogue in
      let old = catalogue.transfers[index]
      catalogue.transfers[index] = Transfer(
        at: nowhere, from: old.from, to: old.to, basis: old.basis, until: day)
    }
    return true
  }

  private mutating func changeElement<Element>(
    _ table: WritableKeyPath<Catalogue, NameTable<Element>>, at index: Int,
    _ change: (inout Element) -> Void
  ) -> Bool {
    world = world.with { catalogue in
      var elements = catalogue[keyPath: table].elements
      change(&elements[index])
      catalogue[keyPath: table] = NameTable(inOrder: elements)
    }
    return true
  }

  private mutating func dropGate() -> Bool {
    defer { isGated = false }
    return isGated
  }

  // MARK: Tenants

  private mutating func changeRights(_ fault: PolicyFault, _ dice: inout Dice) -> Bool {
    let catalogue = world.catalogue
    let index = dice.from(0, rights.count - 1)
    let old = rights[index]
    rights[index] = Rights(
      tenant: old.tenant,
      tools: fault == .denyDropped ? Bitset(all: catalogue.tools.count) : old.tools,
      residency: old.residency.with(fault, catalogue, &dice),
      modelTier: fault == .tierLowered ? 0 : old.modelTier,
      dataRetention: old.dataRetention,
      auditRetention: fault == .auditRetentionRaised
        ? Dice.days(dice.from(2, 9)).milliseconds : old.auditRetention,
      reviewerPool: fault == .ownPoolChanged
        ? dice.from(0, catalogue.reviewerPools.count - 1) : old.reviewerPool)
    return true
  }
}

extension Catalogue {
  fileprivate var topTier: Int { modelTiers.count - 1 }
}

extension Residency {
  fileprivate func with(
    _ fault: PolicyFault, _ catalogue: Catalogue, _ dice: inout Dice
  ) -> Residency {
    let region = Bitset([dice.from(0, catalogue.regions.count - 1)])
    let use = dice.one(of: [\RegionUse.process, \.store, \.log])
    switch fault {
    case .residencyNarrowed:
      var narrowed = general
      narrowed[keyPath: use] = narrowed[keyPath: use].subtracting(region)
      return Residency(narrowed, byClass: byClass, accepts: accepts)
    case .classExceptionDropped:
      return Residency(general, byClass: Array(byClass.dropLast()), accepts: accepts)
    case .classExceptionAdded:
      let dataClass = dice.from(0, catalogue.dataClasses.count - 1)
      var narrowed = self.use(of: dataClass)
      narrowed[keyPath: use] = narrowed[keyPath: use].subtracting(region)
      let others = byClass.filter { $0.dataClass != dataClass }
      return Residency(
        general, byClass: others + [ClassUse(dataClass, narrowed)], accepts: accepts)
    case .groundNotAccepted: return Residency(general, byClass: byClass)
    default: return self
    }
  }
}
