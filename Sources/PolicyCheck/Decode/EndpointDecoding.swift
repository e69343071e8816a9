import PolicyDiagnostics
package import PolicyModel
package import PolicySyntax

extension Decoder {
  mutating func tools(
    _ declarations: [CatalogueParts.Entry], in catalogue: Catalogue
  ) -> NameTable<Tool> {
    var tools: [Tool] = []
    for (name, value, _) in declarations {
      guard let keys = keys(of: value, as: Shapes.tool) else { continue }
      let adds = keys["adds"].flatMap { references($0, to: .dataClass, in: catalogue) }
      let removes = keys["removes"].flatMap { references($0, to: .dataClass, in: catalogue) }
      let quota = keys["quota"].flatMap { node in
        notation(node, as: Rate.self).map { Located($0, at: node.span, line: node.line) }
      }
      tools.append(
        Tool(
          name, cost: keys["cost"].flatMap { amount($0, in: catalogue) },
          adds: adds ?? Bitset(), removes: removes ?? Bitset(), quota: quota))
    }
    return NameTable(sorting: tools)
  }

  /// An amount in the platform's currency.
  mutating func amount(_ node: Node, in catalogue: Catalogue) -> Money? {
    guard let money = notation(node, as: Money.self) else { return nil }
    guard money.currency == catalogue.currency else {
      findings.raise(.otherCurrency(node, catalogue.currency))
      return nil
    }
    return money
  }

  mutating func endpoints(
    _ declarations: [CatalogueParts.Entry], in catalogue: Catalogue
  ) -> NameTable<Endpoint> {
    var endpoints: [Endpoint] = []
    for (name, value, isOwn) in declarations {
      guard let keys = keys(of: value, as: Shapes.endpoint) else { continue }
      endpoints.append(endpoint(name, keys, isOwn: isOwn, in: catalogue))
    }
    return NameTable(sorting: endpoints)
  }

  private mutating func endpoint(
    _ name: Located<String>, _ keys: DecodedKeys, isOwn: Bool, in catalogue: Catalogue
  ) -> Endpoint {
    var endpoint = Endpoint(name, regions: RegionUse(catalogue.everyRegion))
    let ofClass = keys["class"].flatMap { endpointClass($0, in: catalogue) }
    endpoint.serves = keys["serves"].map { capabilities($0, in: catalogue) } ?? []
    endpoint.modelTier = keys["model"].flatMap { reference($0, to: .modelTier, in: catalogue) }
    // A catalogue does not know a platform's tiers: its models are taken for those of the highest.
    if !isOwn, endpoint.servesModel, keys["model"] == nil {
      endpoint.modelTier = catalogue.modelTiers.elements.indices.last
    }
    endpoint.retains =
      keys["retains"].flatMap { notation($0, as: Duration.self) } ?? ofClass?.retains
    endpoint.dedicatedTo = keys["dedicated_to"].flatMap { newName($0, of: .tenant) }
    endpoint.provider = keys["provider"].flatMap { newName($0, of: .provider)?.value }
    // What keeps nothing stores nothing, and storage processes nothing; everything else that is not
    // stated is every region.
    let keepsNothing = endpoint.retains?.milliseconds == 0
    endpoint.regions = RegionUse(
      process: keys["process"].flatMap { regions($0, in: catalogue) }
        ?? ofClass?.regions?.process ?? (endpoint.isStorage ? Bitset() : catalogue.everyRegion),
      store: keys["store"].flatMap { regions($0, in: catalogue) }
        ?? (keepsNothing ? Bitset() : ofClass?.regions?.store ?? catalogue.everyRegion),
      log: keys["log"].flatMap { regions($0, in: catalogue) } ?? ofClass?.regions?.log
        ?? catalogue.everyRegion)
    if isOwn {
      checkStatements(endpoint, keys, in: catalogue, keepsNothing: keepsNothing)
    }
    return endpoint
  }

  private mutating func capabilities(_ node: Node, in catalogue: Catalogue) -> [Capability] {
    let elements = node.kind == .sequence ? node.elements : [node]
    var capabilities: [Capability] = []
    for element in elements {
      guard let capability = capability(element, in: catalogue) else { continue }
      if capabilities.contains(capability) { findings.raise(.repeatedName(element, .tool)) }
      capabilities.append(capability)
    }
    return capabilities
  }

  private mutating func capability(_ node: Node, in catalogue: Catalogue) -> Capability? {
    guard let text = scalar(node, expected: "a tool, a model or a kind of storage") else {
      return nil
    }
    if let tool = catalogue.tools.index(of: text) { return .tool(tool) }
    if let model = catalogue.models.index(of: text) { return .model(model) }
    if let storage = Storage(rawValue: text) { return .storage(storage) }
    let names = catalogue.tools.names + catalogue.models.names + Storage.allCases.map(\.rawValue)
    findings.raise(.unknownName(node, .tool, among: names))
    return nil
  }

  /// What an endpoint leaves unsaid is taken at its worst; saying so keeps that from being a surprise.
  private mutating func checkStatements(
    _ endpoint: Endpoint, _ keys: DecodedKeys, in catalogue: Catalogue, keepsNothing: Bool
  ) {
    var unsaid: [String] = []
    if keys["process"] == nil, !endpoint.isStorage { unsaid.append("process") }
    if keys["store"] == nil, !keepsNothing { unsaid.append("store") }
    if keys["log"] == nil { unsaid.append("log") }
    if !unsaid.isEmpty, keys["class"] == nil { findings.raise(.unsaidRegions(endpoint, unsaid)) }
    if endpoint.servesModel, keys["model"] == nil { findings.raise(.modelWithoutTier(endpoint)) }
  }

  mutating func reviewerPools(_ node: Node?, in catalogue: Catalogue) -> NameTable<ReviewerPool> {
    var pools: [ReviewerPool] = []
    for (name, value) in declarations(node, of: .reviewerPool) {
      guard let keys = keys(of: value, as: Shapes.reviewerPool),
        let region = keys["region"].flatMap({ reference($0, to: .region, in: catalogue) }),
        let staff = keys["staff"].flatMap({ count($0, in: 1...ReviewerPool.mostStaff) })
      else { continue }
      let clearance = keys["clearance"].flatMap { references($0, to: .dataClass, in: catalogue) }
      pools.append(
        ReviewerPool(
          name, region: region, staff: staff,
          dedicatedTo: keys["dedicated_to"].flatMap { newName($0, of: .tenant) },
          clearance: clearance ?? Bitset()))
    }
    return NameTable(sorting: pools)
  }

  mutating func workerPool(_ node: Node, in catalogue: Catalogue) -> Located<WorkerPool>? {
    guard let keys = keys(of: node, as: Shapes.workerPool),
      let slots = keys["slots"].flatMap({ count($0, in: 1...WorkerPool.mostSlots) })
    else { return nil }
    var byRegion: [WorkerPool.RegionSlots]? = []
    if let node = keys["by_region"] { byRegion = regionSlots(node, of: slots, in: catalogue) }
    guard let byRegion else { return nil }
    let pool = WorkerPool(
      slots: slots,
      rejectAbove: keys["reject_above"].flatMap {
        count($0, in: 0...WorkerPool.mostQueued, word: "queued")
      },
      typicalRun: keys["typical_run"].flatMap { notation($0, as: Duration.self) },
      byRegion: byRegion)
    return Located(pool, at: node.span, line: node.line)
  }

  /// Where the slots of the pool are: all of them, and each once.
  private mutating func regionSlots(
    _ node: Node, of slots: Int64, in catalogue: Catalogue
  ) -> [WorkerPool.RegionSlots]? {
    guard let entries = entries(of: node, expected: "a mapping from regions to slots") else {
      return nil
    }
    var placed: [WorkerPool.RegionSlots] = []
    for (key, value) in entries {
      guard let region = reference(key, to: .region, in: catalogue),
        let count = count(value, in: 1...WorkerPool.mostSlots)
      else { return nil }
      placed.append(WorkerPool.RegionSlots(region, count))
    }
    guard placed.count <= WorkerPool.mostRegions else {
      findings.raise(.tooMany(.region, placed.count, most: WorkerPool.mostRegions, at: node.span))
      return nil
    }
    let sum = placed.reduce(0) { $0 + $1.slots }
    guard sum == slots else {
      findings.raise(.slotsElsewhere(node, sum, of: slots))
      return nil
    }
    return placed.sorted { $0.region < $1.region }
  }

  /// A region, a region group, a list of them, `any` or `none`.
  package mutating func regions(_ node: Node, in catalogue: Catalogue) -> Bitset? {
    guard node.kind != .sequence else { return regionList(node, in: catalogue) }
    guard let text = scalar(node, expected: "regions or region groups") else { return nil }
    switch text {
    case "any": return catalogue.everyRegion
    case "none": return Bitset()
    default: return regionsNamed(node, in: catalogue)
    }
  }

  private mutating func regionList(_ node: Node, in catalogue: Catalogue) -> Bitset? {
    var regions = Bitset()
    var written: Set<String> = []
    var isWhole = true
    for element in node.elements {
      guard let named = regionsNamed(element, in: catalogue) else {
        isWhole = false
        continue
      }
      if !written.insert(element.text).inserted { findings.raise(.repeatedName(element, .region)) }
      regions = regions.union(named)
    }
    return isWhole ? regions : nil
  }

  private mutating func regionsNamed(_ node: Node, in catalogue: Catalogue) -> Bitset? {
    guard let text = scalar(node, expected: "a region or region group") else { return nil }
    if let region = catalogue.regions.index(of: text) { return Bitset([region]) }
    if let group = catalogue.groups[text] { return group.regions }
    findings.raise(
      .unknownName(node, .region, among: catalogue.regions.names + catalogue.groups.names))
    return nil
  }
}

extension Endpoint {
  fileprivate var servesModel: Bool {
    serves.contains { if case .model = $0 { true } else { false } }
  }
}

extension Finding {
  fileprivate static func otherCurrency(_ node: Node, _ currency: Currency?) -> Finding {
    guard let currency else {
      return Finding(
        Rules.names.unknownName, "the platform states no currency for `\(node.text)`",
        at: node.span, help: "add `currency:` to the platform")
    }
    return Finding(
      Rules.capacity.otherCurrency, "`\(node.text)` is not in the platform's currency \(currency)",
      at: node.span, help: "state it in \(currency): amounts of two currencies have no order")
  }

  fileprivate static func unsaidRegions(_ endpoint: Endpoint, _ unsaid: [String]) -> Finding {
    Finding(
      Rules.places.unsaidRegions,
      "endpoint `\(endpoint.name)` does not say where it may \(unsaid.joined(separator: " or "))",
      at: endpoint.span, label: "taken as every region",
      help:
        "state \(unsaid.map { "`\($0):`" }.joined(separator: " and ")), `none` where it does not")
  }

  fileprivate static func modelWithoutTier(_ endpoint: Endpoint) -> Finding {
    Finding(
      Rules.tools.modelWithoutTier,
      "endpoint `\(endpoint.name)` serves a model and does not say of which tier",
      at: endpoint.span, help: "add `model:` with one of the platform's model tiers")
  }
}
