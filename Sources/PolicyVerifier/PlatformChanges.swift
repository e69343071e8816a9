import PolicyModel

/// What differs between two states of a platform, as far as verification is concerned: compared in
/// full, by what things mean and not by where they are written.
struct PlatformChanges {
  /// By plan of the new state, the one of the old state that has the same graph.
  let samePlans: [Int?]
  /// By group of tenants of the new state, the one of the old state with the same policy.
  let sameGroups: [Int?]
  /// Whether groups are the same, with as many tenants and in the same order.
  let areGroupsSame: Bool
  /// Groups of the new state whose policy nobody had, at the same place, in the old one.
  var movedGroups: Int { sameGroups.count { $0 == nil } }
  /// Whether nobody touched the plans.
  let arePlansSame: Bool
  private let decisions: Set<Capability>
  private let grounds: Bool
  private let pools: Bool

  /// - Returns: `nil` where things have other numbers than before, or so much differs that nothing is
  ///   gained by looking at what does not.
  init?(
    from old: VerifiedPlatform, _ oldDecisions: PlatformDecisions, to new: VerifiedPlatform,
    _ newDecisions: PlatformDecisions
  ) {
    let isSame = old.hasSameThings(as: new)
    guard old.isGated == new.isGated,
      isSame
        || new.catalogue.hasNames(of: old.catalogue)
          && oldDecisions.served == newDecisions.served
    else { return nil }
    let capabilities = isSame ? [] : new.catalogue.capabilities
    let flows = capabilities.filter {
      !newDecisions.hasFlow(of: $0, as: oldDecisions)
    }
    decisions = Set(
      capabilities.filter {
        newDecisions.content(of: $0) != oldDecisions.content(of: $0)
      })
    grounds = Grounds(old) != Grounds(new)
    pools =
      old.catalogue.reviewerPools.elements.map(PoolContent.init)
      != new.catalogue.reviewerPools.elements.map(PoolContent.init)
    arePlansSame = new.plans.elements.isIdentical(to: old.plans.elements)
    samePlans = Self.samePlans(old.plans, new.plans, Set(flows))
    (sameGroups, areGroupsSame) = Self.sameGroups(old.tenants, new.tenants)
  }

  /// Whether policies may answer a question otherwise than before.
  func concerns(_ question: Question) -> Bool {
    guard let capability = question.capability else { return pools }
    return decisions.contains(capability) || grounds && !question.isStorage
  }

  private static func samePlans(
    _ old: NameTable<Plan>, _ new: NameTable<Plan>, _ changed: Set<Capability>
  ) -> [Int?] {
    if changed.isEmpty, new.elements.isIdentical(to: old.elements) {
      return new.elements.indices.map { $0 }
    }
    return new.elements.enumerated().map { index, plan in
      let likely = index < old.count && old[index].name == plan.name ? index : nil
      guard let same = likely ?? old.index(of: plan.name), old[same].means(sameAs: plan),
        changed.isEmpty || plan.capabilities.isDisjoint(with: changed)
      else { return nil }
      return same
    }
  }

  /// Groups that come or go leave those before and after them in order.
  private static func sameGroups(
    _ old: [TenantGroup], _ new: [TenantGroup]
  ) -> ([Int?], Bool) {
    if old.isIdentical(to: new) { return (old.indices.map { $0 }, true) }
    let shorter = min(old.count, new.count)
    let before = (0..<shorter).first { old[$0].policy != new[$0].policy } ?? shorter
    let shift = new.count - old.count
    let after =
      (0..<(shorter - before)).first {
        old[old.count - 1 - $0].policy != new[new.count - 1 - $0].policy
      } ?? shorter - before
    let same = new.indices.map { index -> Int? in
      if index < before { return index }
      if index >= new.count - after { return index - shift }
      let isSame = shift == 0 && old[index].policy == new[index].policy
      return isSame ? index : nil
    }
    let areAllSame =
      shift == 0
      && new.indices.allSatisfy {
        same[$0] == $0 && old[$0].count == new[$0].count && old[$0].first == new[$0].first
      }
    return (same, areAllSame)
  }
}

// MARK: What things mean

extension VerifiedPlatform {
  /// Whether the catalogue and the routes are those of another state, and nobody touched them; if not,
  /// they may mean the same still.
  func hasSameThings(as other: VerifiedPlatform) -> Bool {
    let (own, its) = (catalogue, other.catalogue)
    return own.endpoints.elements.isIdentical(to: its.endpoints.elements)
      && routes.elements.isIdentical(to: other.routes.elements)
      && own.tools.elements.isIdentical(to: its.tools.elements)
      && own.models.elements.isIdentical(to: its.models.elements)
      && own.regions.elements.isIdentical(to: its.regions.elements)
      && own.groups.elements.isIdentical(to: its.groups.elements)
      && own.bases.elements.isIdentical(to: its.bases.elements)
      && own.dataClasses.elements.isIdentical(to: its.dataClasses.elements)
      && own.modelTiers.elements.isIdentical(to: its.modelTiers.elements)
      && own.reviewerPools.elements.isIdentical(to: its.reviewerPools.elements)
      && own.transfers.isIdentical(to: its.transfers)
  }
}

/// What of an endpoint decides for whom it is permitted, and what it falls with.
private struct EndpointContent: Hashable {
  let index: Int
  let modelTier: Int?
  let regions: RegionUse
  let retains: Duration?
  let dedicatedTo: String?
  let provider: String?

  init(_ index: Int, _ endpoint: Endpoint) {
    self.index = index
    modelTier = endpoint.modelTier
    regions = endpoint.regions
    retains = endpoint.retains
    dedicatedTo = endpoint.dedicatedTo?.value
    provider = endpoint.provider
  }
}

private struct DecisionContent: Hashable {
  let endpoints: [EndpointContent]
  let conditions: [Guard]
}

private struct PoolContent: Hashable {
  let region: Int
  let clearance: Bitset
  let dedicatedTo: String?

  init(_ pool: ReviewerPool) {
    region = pool.region
    clearance = pool.clearance
    dedicatedTo = pool.dedicatedTo?.value
  }
}

/// The grounds that count on the day, by the regions that they are about.
private struct Grounds: Hashable {
  private let all: [Ground]

  private struct Ground: Hashable {
    let from: Bitset
    let to: Bitset
    let basis: Int
    let until: CalendarDate
  }

  init(_ platform: VerifiedPlatform) {
    let groups = platform.catalogue.groups
    all = platform.catalogue.transfers.filter { platform.day < $0.until }.map {
      Ground(
        from: groups[$0.from].regions, to: groups[$0.to].regions, basis: $0.basis,
        until: $0.until)
    }
  }
}

extension Catalogue {
  fileprivate func hasNames(of other: Catalogue) -> Bool {
    let kinds: [NameKind] = [
      .region, .basis, .dataClass, .modelTier, .tool, .model, .endpoint, .reviewerPool,
    ]
    return kinds.allSatisfy { names(of: $0) == other.names(of: $0) }
  }

  fileprivate var capabilities: [Capability] {
    tools.elements.indices.map { .tool($0) } + models.elements.indices.map { .model($0) }
      + Storage.allCases.map { .storage($0) }
  }
}

extension PlatformDecisions {
  /// Whether what is called for a capability makes the same of data, and as much becomes of a step
  /// without an endpoint.
  fileprivate func hasFlow(of capability: Capability, as other: PlatformDecisions) -> Bool {
    decisions[capability].fallback == other.decisions[capability].fallback
      && result(of: capability, 0) == other.result(of: capability, 0)
      && result(of: capability, .max) == other.result(of: capability, .max)
  }

  fileprivate func content(of capability: Capability) -> DecisionContent {
    let decision = decisions[capability]
    return DecisionContent(
      endpoints: decision.endpoints.map { EndpointContent($0, catalogue.endpoints[$0]) },
      conditions: decision.conditions)
  }
}

extension Plan {
  /// Whether it has the same runs, wherever it is written.
  fileprivate func means(sameAs other: Plan) -> Bool {
    steps.elements.isIdentical(to: other.steps.elements)
      && facts.elements.isIdentical(to: other.facts.elements)
      && variables.elements.isIdentical(to: other.variables.elements)
      && checkpoint.value == other.checkpoint.value
      || facts.elements.elementsEqual(other.facts.elements) {
        $0.type == $1.type && $0.known == $1.known
      } && variables.elements.elementsEqual(other.variables.elements) { $0.input == $1.input }
        && steps.elements.elementsEqual(other.steps.elements) { $0.means(sameAs: $1) }
        && checkpoint.value == other.checkpoint.value
  }

  fileprivate var capabilities: Set<Capability> {
    Set(
      steps.elements.flatMap { step -> [Capability] in
        switch step.action.value {
        case .tool(let tool): [.tool(tool)]
        case .model(let model): [.model(model)]
        case .choose(let tools): tools.members.map { .tool($0) }
        case .branch, .review, .unknown: []
        }
      })
  }
}

extension Step {
  fileprivate func means(sameAs other: Step) -> Bool {
    action.value == other.action.value && atMost == other.atMost && retry == other.retry
      && writes?.value == other.writes?.value
      && reads.elementsEqual(other.reads) { $0.value == $1.value }
      && exits.elementsEqual(other.exits) {
        $0.occasion == $1.occasion && $0.target == $1.target
      }
  }
}

extension Array {
  /// Whether both are one array in memory, and so the same; if not, they may be the same still.
  fileprivate func isIdentical(to other: [Element]) -> Bool {
    guard count == other.count else { return false }
    return unsafe withUnsafeBufferPointer { own in
      unsafe other.withUnsafeBufferPointer { unsafe own.baseAddress == $0.baseAddress }
    }
  }
}
