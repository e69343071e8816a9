import PolicyDiagnostics
import PolicyModel
import TenantPolicy

/// The way back from rows to a catalogue.
extension PlatformRows {
  func catalogue() throws(NotLiftable) -> Catalogue {
    let row = try all.row(platform, of: .platforms)
    let name = try row.identifier("name")
    var catalogue = Catalogue(name: try row.located(name))
    let source = catalogue.name.span
    catalogue.language = try row.integer(
      "language", in: Catalogue.newestLanguage...Catalogue.newestLanguage)
    catalogue.currency = try currency(row)
    catalogue.gate = try gate(row)
    catalogue.bases = try names(of: .bases, .basis, source)
    catalogue.dataClasses = try names(of: .dataClasses, .dataClass, source)
    catalogue.modelTiers = try modelTiers(source)
    try liftPlaces(source, into: &catalogue)
    catalogue.workerPool = try workerPool(row, regions: catalogue.regions.count)
    catalogue.transfers = try transfers(source)
    let currency = catalogue.currency
    catalogue.tools = try tools(.tools, .tool, currency)
    catalogue.models = try tools(.models, .model, currency)
    catalogue.endpoints = try declared(.endpoints, most: Catalogue.most(of: .endpoint), endpoint)
    catalogue.reviewerPools = try declared(
      .reviewerPools, most: Catalogue.most(of: .reviewerPool), reviewerPool)
    catalogue.budgetClasses = try declared(
      .budgetClasses, most: Catalogue.most(of: .budgetClass)
    ) { row throws(NotLiftable) in
      BudgetClass(try row.identifier("name"), at: source, values: [:])
    }
    return catalogue
  }

  // MARK: The platform itself

  private func currency(_ row: Row) throws(NotLiftable) -> Currency? {
    let code = try row.text("currency")
    if code.isEmpty { return nil }
    guard let currency = Currency(code) else { throw NotLiftable() }
    return currency
  }

  private func gate(_ row: Row) throws(NotLiftable) -> Gate {
    let number = try row.integer("gate")
    guard let gate = Gate.allCases.first(where: { $0.number == number }) else {
      throw NotLiftable()
    }
    return gate
  }

  private func workerPool(
    _ row: Row, regions: Int
  ) throws(NotLiftable) -> Located<WorkerPool>? {
    let slots = try row.optional("slots", in: 1...WorkerPool.mostSlots)
    let rejectAbove = try row.optional("reject_above", in: 0...WorkerPool.mostQueued)
    let typicalRun = try row.duration("typical_run")
    let byRegion = try regionSlots(row, of: slots ?? 0, regions: regions)
    guard slots != nil || (rejectAbove == nil && typicalRun == nil && byRegion.isEmpty) else {
      throw NotLiftable()
    }
    return try row.located(
      ifAny: slots.map {
        WorkerPool(
          slots: $0, rejectAbove: rejectAbove, typicalRun: typicalRun, byRegion: byRegion)
      }, line: "pool_line")
  }

  private func regionSlots(
    _ row: Row, of slots: Int64, regions: Int
  ) throws(NotLiftable) -> [WorkerPool.RegionSlots] {
    let cells = try row.list("slots_by_region", most: 2 * WorkerPool.mostRegions)
    var placed: [WorkerPool.RegionSlots] = []
    for start in stride(from: 0, to: cells.count, by: 2) {
      guard start + 1 < cells.count, let region = Int(exactly: cells[start]),
        (placed.last.map { $0.region + 1 } ?? 0)..<regions ~= region,
        1...WorkerPool.mostSlots ~= cells[start + 1]
      else { throw NotLiftable() }
      placed.append(WorkerPool.RegionSlots(region, cells[start + 1]))
    }
    guard placed.isEmpty || placed.reduce(0, { $0 + $1.slots }) == slots else {
      throw NotLiftable()
    }
    return placed
  }

  // MARK: Names and places

  private func names(
    of table: CatalogueTable, _ kind: NameKind, _ source: SourceSpan
  ) throws(NotLiftable) -> NameTable<PlainName> {
    try declared(table, most: Catalogue.most(of: kind)) { row throws(NotLiftable) in
      PlainName(try row.identifier("name"), at: source)
    }
  }

  private func modelTiers(_ source: SourceSpan) throws(NotLiftable) -> NameTable<PlainName> {
    let tiers = try names(of: .modelTiers, .modelTier, source)
    for (rank, row) in try rows(of: .modelTiers).enumerated() {
      _ = try row.integer("rank", in: Int64(rank)...Int64(rank))
    }
    return tiers
  }

  /// Regions and groups, each of which says who is in which: both must say the same.
  private func liftPlaces(
    _ source: SourceSpan, into catalogue: inout Catalogue
  ) throws(NotLiftable) {
    let regions = try declared(
      .regions, most: Catalogue.most(of: .region)
    ) { row throws(NotLiftable) in
      Region(
        try row.identifier("name"), at: source,
        groups: try members(try row.cell("groups"), of: .groups))
    }
    let groups = try declared(
      .groups, most: Catalogue.most(of: .regionGroup)
    ) { row throws(NotLiftable) in
      RegionGroup(
        try row.identifier("name"), at: source,
        regions: try members(try row.cell("regions"), of: .regions))
    }
    for (number, group) in groups.elements.enumerated() {
      let inside = regions.elements.indices.filter { regions[$0].groups.contains(number) }
      guard group.regions == Bitset(inside) else { throw NotLiftable() }
    }
    (catalogue.regions, catalogue.groups) = (regions, groups)
  }

  private func transfers(_ source: SourceSpan) throws(NotLiftable) -> [Transfer] {
    var transfers: [Transfer] = []
    for row in try rows(of: .transfers) {
      let seconds = try row.integer("until")
      let until = CalendarDate(secondsSince1970: seconds)
      guard until.secondsSince1970 == seconds else { throw NotLiftable() }
      transfers.append(
        Transfer(
          at: source, from: try requiredIndex(try row.cell("from"), of: .groups),
          to: try requiredIndex(try row.cell("to"), of: .groups),
          basis: try requiredIndex(try row.cell("basis"), of: .bases), until: until))
    }
    return transfers
  }

  // MARK: Tools, endpoints and reviewers

  private func tools(
    _ table: CatalogueTable, _ kind: NameKind, _ currency: Currency?
  ) throws(NotLiftable) -> NameTable<Tool> {
    try declared(table, most: Catalogue.most(of: kind)) { row throws(NotLiftable) in
      let micros = try row.optional("cost", in: 0 ... .max)
      let cost = micros.flatMap { micros in
        currency.map { Money(micros: micros, currency: $0) }
      }
      guard (cost == nil) == (micros == nil) else { throw NotLiftable() }
      return Tool(
        try row.located(try row.identifier("name")), cost: cost,
        adds: try members(try row.cell("adds"), of: .dataClasses),
        removes: try members(try row.cell("removes"), of: .dataClasses),
        quota: try row.located(ifAny: try quota(row), line: "quota_line"))
    }
  }

  private func quota(_ row: Row) throws(NotLiftable) -> Rate? {
    let cells = try row.list("quota", most: 3)
    return cells.isEmpty ? nil : try Rate(lifting: cells)
  }

  private func endpoint(_ row: Row) throws(NotLiftable) -> Endpoint {
    let regions = RegionUse(
      process: try members(try row.cell("process"), of: .regions),
      store: try members(try row.cell("store"), of: .regions),
      log: try members(try row.cell("log"), of: .regions))
    var endpoint = Endpoint(try row.located(try row.identifier("name")), regions: regions)
    endpoint.serves = try served(row)
    endpoint.modelTier = try index(try row.cell("model_tier"), of: .modelTiers)
    endpoint.retains = try row.duration("retains")
    endpoint.dedicatedTo = try dedicatedTo(row)
    endpoint.provider = try row.optionalIdentifier("provider")
    return endpoint
  }

  /// Tools, then models, then storage: the order in which they are written has no meaning.
  private func served(_ row: Row) throws(NotLiftable) -> [Capability] {
    let tools = try members(try row.cell("serves_tools"), of: .tools)
    let models = try members(try row.cell("serves_models"), of: .models)
    let storage = try row.integer("serves_storage", in: 0...Storage.everyNumber)
    return tools.members.map { .tool($0) } + models.members.map { .model($0) }
      + Storage.allCases.filter { $0.number & storage != 0 }.map { .storage($0) }
  }

  private func dedicatedTo(_ row: Row) throws(NotLiftable) -> Located<String>? {
    try row.located(ifAny: try row.optionalIdentifier("dedicated_to"), line: "dedicated_line")
  }

  private func reviewerPool(_ row: Row) throws(NotLiftable) -> ReviewerPool {
    ReviewerPool(
      try row.located(try row.identifier("name")),
      region: try requiredIndex(try row.cell("region"), of: .regions),
      staff: try row.integer("staff", in: 1...ReviewerPool.mostStaff),
      dedicatedTo: try dedicatedTo(row),
      clearance: try members(try row.cell("clearance"), of: .dataClasses))
  }
}

extension Rate {
  /// Of calls, the window in milliseconds and whether it slides.
  init(lifting cells: some Collection<Int64>) throws(NotLiftable) {
    let parts = Array(cells)
    guard parts.count == 3, 0...Rate.mostCalls ~= parts[0], 0...1 ~= parts[2],
      let window = Rate.Window.allCases.first(where: { $0.milliseconds == parts[1] })
    else { throw NotLiftable() }
    self.init(count: parts[0], per: window, isSliding: parts[2] == 1)
  }
}
