/// The tables of routes, plans and rights, as far as decisions read them: where rows lie, and where in a
/// row its columns do. All kinds and targets are as they are named here, so that a row that leads to
/// another leads to one that exists.
struct WorkflowTables: Sendable {
  let platforms: Platforms
  let tools: Served
  let models: Served
  let endpoints: Endpoints
  let pools: Pools
  let routes: Routes
  let candidates: Candidates
  let plans: Plans
  let steps: Steps
  let decisions: Decisions
  let rights: Rights
  let permissions: Permissions
  /// Number of the table.
  let dataClasses: Int
  /// Bytes of a row of `classes` before the index of its rights.
  let classRights: Int

  /// `nil` where a table or a column is missing, or is of another kind.
  init?(
    _ memory: BundleMemory, _ header: BundleHeader, _ directory: TableDirectory,
    _ required: RequiredTables
  ) {
    let finder = ColumnFinder(memory, header, directory)
    guard let dataClasses = finder.table("data_classes"),
      let tools = Served(finder, "tools"), let models = Served(finder, "models"),
      let platforms = Platforms(finder), let endpoints = Endpoints(finder),
      let pools = Pools(finder), let routes = Routes(finder),
      let candidates = Candidates(finder), let plans = Plans(finder),
      let steps = Steps(finder), let decisions = Decisions(finder),
      let rights = Rights(finder), let permissions = Permissions(finder),
      let column = directory.column(.rights, of: directory.tables[required.classes]),
      column.kind == .index, column.target == rights.place.number
    else { return nil }
    self.dataClasses = dataClasses.number
    (self.tools, self.models, self.platforms, self.endpoints) = (
      tools, models, platforms, endpoints
    )
    (self.pools, self.routes, self.candidates, self.plans) = (pools, routes, candidates, plans)
    (self.steps, self.decisions, self.rights) = (steps, decisions, rights)
    self.permissions = permissions
    classRights = column.offset
  }

  struct Platforms: Sendable {
    let place: TablePlace
    let gate: Int
    let storageDecisions: Int
    let dataClassCount: Int
    let firstDataClass: Int
    let firstPool: Int
    let firstDecision: Int

    fileprivate init?(_ finder: ColumnFinder) {
      guard let place = finder.table("platforms"), let gate = finder.integer(9, place),
        let storageDecisions = finder.list(11, place), let count = finder.integer(12, place),
        let first = finder.integer(13, place), let pool = finder.integer(14, place),
        let decision = finder.integer(15, place)
      else { return nil }
      self.place = place
      self.gate = gate
      self.storageDecisions = storageDecisions
      dataClassCount = count
      firstDataClass = first
      firstPool = pool
      firstDecision = decision
    }

    func place(_ row: Int) -> Int? { place.row(row) }

    /// The row that is bit 0 of a label.
    func firstDataClass(_ row: Int, _ memory: BundleMemory) -> Int {
      Int(truncatingIfNeeded: memory.load(Int64.self, at: row + firstDataClass) ?? 0)
    }
  }

  /// `tools` and `models`.
  struct Served: Sendable {
    let place: TablePlace
    let platform: Int
    let decision: Int

    fileprivate init?(_ finder: ColumnFinder, _ name: String) {
      guard let place = finder.table(name),
        let platform = finder.index(0, place, of: "platforms"),
        let decision = finder.index(9, place, of: "decisions")
      else { return nil }
      (self.place, self.platform, self.decision) = (place, platform, decision)
    }
  }

  struct Endpoints: Sendable {
    let place: TablePlace
    let platform: Int
    let dedicated: Int
    let source: Int
    let dedicatedLine: Int

    fileprivate init?(_ finder: ColumnFinder) {
      guard let place = finder.table("endpoints"),
        let platform = finder.index(0, place, of: "platforms"),
        let dedicated = finder.string(10, place), let source = finder.integer(12, place),
        let line = finder.integer(14, place)
      else { return nil }
      (self.place, self.platform, self.dedicated) = (place, platform, dedicated)
      (self.source, dedicatedLine) = (source, line)
    }
  }

  struct Pools: Sendable {
    let place: TablePlace
    let platform: Int
    let dedicated: Int
    let source: Int
    let line: Int
    let dedicatedLine: Int

    fileprivate init?(_ finder: ColumnFinder) {
      guard let place = finder.table("reviewer_pools"),
        let platform = finder.index(0, place, of: "platforms"),
        let dedicated = finder.string(4, place), let source = finder.integer(6, place),
        let line = finder.integer(7, place), let dedicatedLine = finder.integer(8, place)
      else { return nil }
      (self.place, self.platform, self.dedicated) = (place, platform, dedicated)
      (self.source, self.line, self.dedicatedLine) = (source, line, dedicatedLine)
    }
  }

  struct Routes: Sendable {
    let place: TablePlace
    let fallback: Int
    let pool: Int
    let fallbackLine: Int
    let source: Int

    fileprivate init?(_ finder: ColumnFinder) {
      guard let place = finder.table("routes"), let fallback = finder.integer(5, place),
        let pool = finder.index(6, place, of: "reviewer_pools"),
        let line = finder.integer(7, place), let source = finder.integer(8, place)
      else { return nil }
      (self.place, self.fallback, self.pool) = (place, fallback, pool)
      (fallbackLine, self.source) = (line, source)
    }
  }

  struct Candidates: Sendable {
    let place: TablePlace
    let condition: Int
    let source: Int
    let line: Int

    fileprivate init?(_ finder: ColumnFinder) {
      guard let place = finder.table("candidates"), let condition = finder.list(2, place),
        let source = finder.integer(4, place), let line = finder.integer(5, place)
      else { return nil }
      (self.place, self.condition, self.source, self.line) = (place, condition, source, line)
    }
  }

  struct Plans: Sendable {
    let place: TablePlace
    let platform: Int
    let name: Int
    let source: Int
    let line: Int
    /// A mask over `tools`, with so many words.
    let tools: Int
    let toolWords: Int

    fileprivate init?(_ finder: ColumnFinder) {
      guard let place = finder.table("plans"),
        let platform = finder.index(0, place, of: "platforms"),
        let name = finder.string(1, place),
        let source = finder.integer(4, place), let line = finder.integer(5, place),
        let tools = finder.mask(6, place, of: "tools")
      else { return nil }
      (self.place, self.platform, self.source, self.line) = (place, platform, source, line)
      (self.name, self.tools, toolWords) = (name, tools.offset, tools.width / 8)
    }
  }

  struct Steps: Sendable {
    let place: TablePlace
    let plan: Int
    let kind: Int
    let tool: Int
    let model: Int
    let choose: ColumnDescriptor
    let pool: Int
    let source: Int
    let line: Int
    let asks: Int

    fileprivate init?(_ finder: ColumnFinder) {
      guard let place = finder.table("steps"), let plan = finder.index(0, place, of: "plans"),
        let kind = finder.integer(2, place), let tool = finder.index(3, place, of: "tools"),
        let model = finder.index(4, place, of: "models"),
        let choose = finder.mask(5, place, of: "tools"),
        let pool = finder.index(6, place, of: "reviewer_pools"),
        let source = finder.integer(15, place), let line = finder.integer(16, place),
        let asks = finder.list(17, place)
      else { return nil }
      (self.place, self.plan, self.kind, self.tool) = (place, plan, kind, tool)
      (self.model, self.choose, self.pool) = (model, choose, pool)
      (self.source, self.line, self.asks) = (source, line, asks)
    }
  }

  struct Decisions: Sendable {
    let place: TablePlace
    let platform: Int
    let route: Int

    fileprivate init?(_ finder: ColumnFinder) {
      guard let place = finder.table("decisions"),
        let platform = finder.index(0, place, of: "platforms"),
        let route = finder.index(4, place, of: "routes")
      else { return nil }
      (self.place, self.platform, self.route) = (place, platform, route)
    }
  }

  struct Rights: Sendable {
    let place: TablePlace
    let platform: Int
    let endpoints: ColumnDescriptor
    let models: ColumnDescriptor
    let reviewers: Int
    let firstPermission: Int

    fileprivate init?(_ finder: ColumnFinder) {
      guard let place = finder.table("rights"),
        let platform = finder.index(0, place, of: "platforms"),
        let endpoints = finder.mask(1, place, of: "endpoints"),
        let models = finder.mask(2, place, of: "models"), let reviewers = finder.list(3, place),
        let first = finder.integer(4, place)
      else { return nil }
      (self.place, self.platform, self.endpoints) = (place, platform, endpoints)
      (self.models, self.reviewers, firstPermission) = (models, reviewers, first)
    }
  }

  struct Permissions: Sendable {
    let place: TablePlace
    let rights: Int
    let decision: Int
    let candidates: Int

    fileprivate init?(_ finder: ColumnFinder) {
      guard let place = finder.table("permissions"),
        let rights = finder.index(0, place, of: "rights"),
        let decision = finder.index(1, place, of: "decisions"),
        let candidates = finder.list(2, place)
      else { return nil }
      (self.place, self.rights, self.decision) = (place, rights, decision)
      self.candidates = candidates
    }
  }
}

/// Where the rows of a table lie.
struct TablePlace: Sendable {
  let number: Int
  let rows: Int
  let stride: Int
  let rowCount: Int

  /// Where a row begins; `nil` if there is none.
  @inline(__always)
  func row(_ number: Int) -> Int? {
    number >= 0 && number < rowCount ? rows &+ number &* stride : nil
  }

  @inline(__always)
  func row(_ number: UInt32?) -> Int? { number.flatMap { row(Int($0)) } }
}

/// Finds columns by id, each with the kind and the target that it must have.
private struct ColumnFinder {
  private let memory: BundleMemory
  private let header: BundleHeader
  private let directory: TableDirectory

  init(_ memory: BundleMemory, _ header: BundleHeader, _ directory: TableDirectory) {
    (self.memory, self.header, self.directory) = (memory, header, directory)
  }

  func table(_ name: String) -> TablePlace? {
    guard let number = directory.number(ofTable: name, memory, header) else { return nil }
    let table = directory.tables[number]
    return TablePlace(
      number: number, rows: table.rows, stride: table.stride, rowCount: table.rowCount)
  }

  func integer(_ id: UInt32, _ place: TablePlace) -> Int? { column(id, place, .integer)?.offset }
  func list(_ id: UInt32, _ place: TablePlace) -> Int? { column(id, place, .list)?.offset }
  func string(_ id: UInt32, _ place: TablePlace) -> Int? { column(id, place, .string)?.offset }

  func index(_ id: UInt32, _ place: TablePlace, of target: String) -> Int? {
    column(id, place, .index, of: target)?.offset
  }

  func mask(_ id: UInt32, _ place: TablePlace, of target: String) -> ColumnDescriptor? {
    column(id, place, .mask, of: target)
  }

  private func column(
    _ id: UInt32, _ place: TablePlace, _ kind: ColumnKind, of target: String? = nil
  ) -> ColumnDescriptor? {
    let table = directory.tables[place.number]
    guard let column = directory.column(ColumnID(id), of: table), column.kind == kind,
      column.target == target.flatMap({ directory.number(ofTable: $0, memory, header) })
    else { return nil }
    return column
  }
}

extension TableDirectory {
  /// The number of the table with this name.
  func number(
    ofTable name: String, _ memory: BundleMemory, _ header: BundleHeader
  ) -> Int? {
    for (number, descriptor) in tables.enumerated() where descriptor.name.length == name.utf8.count
    {
      guard let range = descriptor.name.range(in: header[.strings]) else { continue }
      if memory.holds(name.utf8.span, at: range.lowerBound) { return number }
    }
    return nil
  }
}
