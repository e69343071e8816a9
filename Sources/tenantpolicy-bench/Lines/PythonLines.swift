import PolicyDiagnostics
import PolicyGenerator
import TenantPolicy

/// Admission from Python, against Cedar through its own package.
let pythonLines: [BenchmarkLine] = [
  BenchmarkLine(
    name: "admission-python", title: "processor time of an admission at random from Python",
    goal: .atMost(2, "us")
  ) { bench in
    try measured(bench, in: bench.sizes.admitted) { race in
      .measured(race.own, details: [.init("tenants", bench.sizes.admitted.tenants)])
    }
  },
  BenchmarkLine(
    name: "admission-python-cedar",
    title: "a question from Python, against the same of Cedar in the same process",
    goal: .atLeast(20, "x faster")
  ) { bench in
    try measured(bench, in: bench.sizes.admitted) { race in
      try .ratio(of: .init("Cedar", race.cedar, "us"), to: .init("own", race.same, "us"))
    }
  },
  BenchmarkLine(
    name: "load-memory", title: "memory that loading policies takes, against Cedar, from Python",
    goal: .atLeast(100, "x less")
  ) { bench in
    try measuredLoads(bench) { own, cedar in
      try .ratio(
        of: .init("Cedar", cedar.bytes / 1e6, "MB"), to: .init("own", own.bytes / 1e6, "MB"),
        [.init("tenants", bench.sizes.loaded.tenants)])
    }
  },
  BenchmarkLine(
    name: "load-time", title: "time that loading policies takes, against Cedar, from Python",
    goal: .atLeast(100, "x less")
  ) { bench in
    try measuredLoads(bench) { own, cedar in
      try .ratio(
        of: .init("Cedar", cedar.seconds * 1e3, "ms"), to: .init("own", own.seconds * 1e3, "ms"),
        [.init("tenants", bench.sizes.loaded.tenants)])
    }
  },
]

private let python = ".build/peers/bin/python3"
private let admissionScript = "Benchmarks/python_admission.py"
private let loadScript = "Benchmarks/python_load.py"

/// Why nothing can be measured; `nil` where it can.
private func whatIsMissing(_ bench: Workbench) -> Outcome? {
  guard exists(admissionScript), exists(loadScript) else {
    return .notMeasured("there is no `\(admissionScript)` here")
  }
  let arePackagesThere =
    exists(python) && (try? run([python, "-c", "import cedarpy, tenantpolicy"], in: bench)) != nil
  return arePackagesThere
    ? nil
    : .notMeasured(
      "cedarpy and the reader for Python are not installed; `Benchmarks/install_peers.sh` does that"
    )
}

// MARK: Admission

/// What the script says: microseconds of processor time.
private struct PythonRace {
  let own: Double
  let same: Double
  let cedar: Double
}

private func measured(
  _ bench: Workbench, in world: GeneratedWorld, _ outcome: (PythonRace) throws -> Outcome
) throws -> Outcome {
  if let missing = whatIsMissing(bench) { return missing }
  let bundle = try admittedBundle(bench, world, "admitted.bundle")
  let facts = bench.path("python-facts.json")
  if !exists(facts) {
    try overwrite(facts, with: Array(try AdmissionFacts(bundle).json(bench).utf8))
  }
  let turns = bench.sizes.slowTurns == 1 ? "1" : "9"
  let output = try run(
    [python, admissionScript, bench.path("admitted.bundle"), facts, turns], in: bench
  ).output
  let said = words(of: output)
  guard let own = Double(said["own"] ?? ""), let same = Double(said["same"] ?? ""),
    let cedar = Double(said["cedar"] ?? ""), let answers = said["own-answers"]
  else { throw BenchError("`\(admissionScript)` said something else than was expected") }
  guard answers == said["cedar-answers"], answers.contains("0"), answers.contains("1") else {
    throw BenchError("Cedar decides otherwise, or all questions have one answer")
  }
  return try outcome(PythonRace(own: own, same: same, cedar: cedar))
}

/// The bundle of a generated world, written when it is first asked for.
private func admittedBundle(
  _ bench: Workbench, _ world: GeneratedWorld, _ name: String
) throws -> PolicyBundle {
  let path = bench.path(name)
  if !exists(path) { _ = try VerifiedBundleFile(world, at: path) }
  do {
    return try PolicyBundle(path: path)
  } catch {
    throw BenchError("the bundle does not open: \(error)")
  }
}

/// What a script writes: lines of a name and a value.
private func words(of output: [UInt8]) -> [String: String] {
  let lines = String(decoding: output, as: UTF8.self).split(separator: "\n")
  return Dictionary(
    lines.compactMap { line in
      let parts = line.split(separator: " ", maxSplits: 1).map { String($0) }
      return parts.count == 2 ? (parts[0], parts[1]) : nil
    }, uniquingKeysWith: { $1 })
}

// MARK: Loading

private struct Load {
  let seconds: Double
  let bytes: Double
}

/// The medians of several processes each.
private func measuredLoads(
  _ bench: Workbench, _ outcome: (_ own: Load, _ cedar: Load) throws -> Outcome
) throws -> Outcome {
  if let missing = whatIsMissing(bench) { return missing }
  let bundle = try admittedBundle(bench, bench.sizes.loaded, "loaded.bundle")
  let facts = try AdmissionFacts(bundle)
  let entities = bench.path("entities.json")
  if !exists(entities) { try overwrite(entities, with: Array(facts.entities().utf8)) }
  func load(_ kind: String, _ path: String) throws -> Load {
    let output = try run(
      [python, loadScript, kind, path, facts.aTenant, facts.platform, facts.plan], in: bench
    ).output
    let said = words(of: output)
    guard let seconds = Double(said["seconds"] ?? ""), let bytes = Double(said["bytes"] ?? "")
    else { throw BenchError("`\(loadScript)` said something else than was expected") }
    // Less than a page cannot be told from nothing.
    return Load(seconds: seconds, bytes: max(bytes, 4_096))
  }
  var loads: (own: [Load], cedar: [Load]) = ([], [])
  for _ in 0..<min(bench.sizes.slowTurns, 3) {
    loads.own.append(try load("bundle", bench.path("loaded.bundle")))
    loads.cedar.append(try load("cedar", entities))
  }
  func middle(_ loads: [Load]) -> Load {
    Load(seconds: median(loads.map(\.seconds)), bytes: median(loads.map(\.bytes)))
  }
  return try outcome(middle(loads.own), middle(loads.cedar))
}

// MARK: What is asked

/// What tenants may use, what plans name, and whom to ask about.
private struct AdmissionFacts {
  let platform: String
  let plan: String
  let aTenant: String
  private let bundle: PolicyBundle
  private let tools: [(name: String, index: ToolIndex)]
  private let regions: [(name: String, index: RegionIndex)]
  private let plans: [(name: String, tools: [String])]

  /// How many tenants are asked about, each with every plan.
  private static let asked = 1_000

  init(_ bundle: PolicyBundle) throws {
    self.bundle = bundle
    guard let table = bundle.table(named: "plans"), let nameColumn = table.nameColumn,
      let toolColumn = table.columns.firstIndex(where: { $0.name == "tools" }),
      let platform = bundle.platformNames.first, let index = bundle.platform(named: platform)
    else { throw BenchError("the bundle lacks its plans") }
    let tools = (0..<bundle.toolCount).compactMap { row -> (name: String, index: ToolIndex)? in
      let index = ToolIndex(row: UInt32(row), tag: index.tag)
      return bundle.name(of: index).map { ($0, index) }
    }
    plans = (0..<table.rowCount).compactMap { row in
      guard case .string(let name) = table.cell(row: row, column: nameColumn),
        case .mask(let rows) = table.cell(row: row, column: toolColumn)
      else { return nil }
      return (name, rows.map { tools[$0].name })
    }
    regions = (0..<bundle.regionCount).compactMap { row in
      let index = RegionIndex(row: UInt32(row), tag: index.tag)
      return bundle.name(of: index).map { ($0, index) }
    }
    self.platform = platform
    self.tools = tools
    guard let first = plans.first, let tenant = bundle.tenant(at: 0) else {
      throw BenchError("the bundle lacks plans and tenants")
    }
    plan = first.name
    aTenant = tenant.id
  }

  private func tools(of tenant: String) -> [String] {
    guard let context = bundle.context(for: tenant) else { return [] }
    return tools.filter { context.permits(tool: $0.index) }.map(\.name)
  }

  private func regions(of tenant: String) -> [String] {
    guard let context = bundle.context(for: tenant) else { return [] }
    return regions.filter { context.permitsProcessing(in: $0.index) }.map(\.name)
  }

  private func id(_ ordinal: Int) -> String { bundle.tenant(at: ordinal)?.id ?? "" }

  /// For the script of admissions. A twentieth of the questions is about nobody.
  func json(_ bench: Workbench) throws -> String {
    let order = shuffled(bundle.tenantCount)
    let known = order.prefix(Self.asked).map { id(Int($0)) }
    return jsonObject(.compact) { root in
      root.field("platform", platform)
      root.field("plan", plan)
      root.array("ids") { ids in
        for ordinal in order { ids.element(id(Int(ordinal))) }
      }
      root.object("plans") { object in
        for plan in plans { fill(&object, plan.name, plan.tools) }
      }
      root.object("tenants") { object in
        for tenant in known { fill(&object, tenant, tools(of: tenant)) }
      }
      root.array("questions") { questions in
        for (number, tenant) in known.enumerated() {
          for plan in plans {
            questions.array { question in
              question.element(number % 20 == 19 ? "nobody-\(number)" : tenant)
              question.element(plan.name)
            }
          }
        }
      }
    }
  }

  private func fill(_ object: inout JSONObject, _ name: String, _ tools: [String]) {
    object.array(name) { array in
      for tool in tools { array.element(tool) }
    }
  }

  /// Every tenant and plan as an entity of Cedar. Of what a bundle holds of a tenant, Cedar gets the tools
  /// that it may use and the regions that its data may be processed in.
  func entities() -> String {
    var entities = (0..<bundle.tenantCount).map { number in
      let tenant = id(number)
      return entity("Tenant", tenant, tools(of: tenant), regions: regions(of: tenant))
    }
    entities += plans.map { entity("Plan", $0.name, $0.tools) }
    return "[" + entities.joined(separator: ",") + "]"
  }

  private func entity(
    _ kind: String, _ name: String, _ tools: [String], regions: [String]? = nil
  ) -> String {
    jsonObject(.compact) { entity in
      entity.object("uid") { uid in
        uid.field("type", kind)
        uid.field("id", name)
      }
      entity.object("attrs") { attributes in
        fill(&attributes, "tools", tools)
        if let regions { fill(&attributes, "regions", regions) }
      }
      entity.array("parents") { _ in }
    }
  }
}
