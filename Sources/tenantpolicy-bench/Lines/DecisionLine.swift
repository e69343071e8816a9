import PolicyDiagnostics
import TenantPolicy

extension BenchmarkLine {
  /// A decision against Cedar, through its Python package.
  static let decision = BenchmarkLine(
    name: "decision", title: "a decision of tenant, tool and region, against Cedar's own time",
    goal: .atLeast(50, "x faster"), measure: measureDecision)
}

private func measureDecision(_ bench: Workbench) throws -> Outcome {
  guard exists(cedarScript) else { return .notMeasured("there is no `\(cedarScript)` here") }
  guard exists(cedarPython) else {
    return .notMeasured("cedarpy is not installed; `Benchmarks/install_peers.sh` does that")
  }
  let bundle = try bench.bundle(tenants: bench.sizes.decidedTenants).open()
  let questions = try Questions(bench, bundle)
  let cedar = try questions.askCedar(bench)
  var times: [Double] = []
  for _ in 0..<bench.sizes.quickTurns {
    var answers = ""
    times.append(
      try nanoseconds { answers = questions.ask(bundle) })
    guard answers == cedar.answers else { throw BenchError("Cedar decides otherwise") }
  }
  return try .ratio(
    of: .init("Cedar's own", cedar.own * 1e3, "ns"),
    to: .init("own", median(times) / Double(questions.count), "ns"),
    [
      .init("Cedar's caller", cedar.caller * 1e3, "ns"), .init("tenants", bundle.tenantCount),
      .init("questions", questions.count),
    ])
}

private let cedarScript = "Benchmarks/cedar_decisions.py"
private let cedarPython = ".build/peers/bin/python3"

/// Whether some tenant may use some tool in some region, many times.
private struct Questions {
  private struct Question {
    let tenant: Int
    let tool: Int
    let region: Int
    let id: [UInt8]
  }

  private let questions: [Question]
  private let tools: [ToolIndex]
  private let regions: [RegionIndex]
  private let tenants: Int

  init(_ bench: Workbench, _ bundle: PolicyBundle) throws {
    let tenants = bundle.tenantCount
    self.tenants = tenants
    questions = (0..<bench.sizes.decisions).map { number in
      let tenant = Int(mixed(number) % UInt64(tenants))
      return Question(
        tenant: tenant, tool: Int(mixed(number) >> 32) % LookUpBundle.toolCount,
        region: Int(mixed(~number) >> 32) % LookUpBundle.regionCount, id: LookUpBundle.id(tenant))
    }
    guard let platform = bundle.platform(named: "platform") else {
      throw BenchError("the bundle has no platform")
    }
    tools = (0..<LookUpBundle.toolCount).compactMap {
      bundle.tool(named: LookUpBundle.toolName($0), of: platform)
    }
    regions = (0..<LookUpBundle.regionCount).compactMap {
      bundle.region(named: LookUpBundle.regionName($0), of: platform)
    }
    guard tools.count == LookUpBundle.toolCount, regions.count == LookUpBundle.regionCount else {
      throw BenchError("the bundle lacks names")
    }
  }

  var count: Int { questions.count }

  /// A `1` for each question that is permitted, a `0` for each that is not: each finds its tenant
  /// and decides.
  func ask(_ bundle: PolicyBundle) -> String {
    var answers: [UInt8] = []
    answers.reserveCapacity(questions.count)
    for question in questions {
      let handle = bundle.handle(for: question.id.span)
      let isPermitted = handle.map {
        bundle.decide($0, tool: tools[question.tool], region: regions[question.region]).isPermitted
      }
      answers.append(isPermitted ?? false ? 0x31 : 0x30)
    }
    return String(decoding: answers, as: UTF8.self)
  }

  /// Cedar's answers, and the microseconds of one: its own, and those of who calls it.
  func askCedar(
    _ bench: Workbench
  ) throws -> (own: Double, caller: Double, answers: String) {
    let path = bench.path("questions.json")
    try overwrite(path, with: Array(try json(bench).utf8))
    let output = try run([cedarPython, cedarScript, path], in: bench).output
    let words = String(decoding: output, as: UTF8.self).split { $0 == " " || $0 == "\n" }
    guard words.count == 6, let own = Double(words[1]), let caller = Double(words[3]) else {
      throw BenchError("`\(cedarScript)` said something else than was expected")
    }
    return (own, caller, String(words[5]))
  }

  private func json(_ bench: Workbench) throws -> String {
    let bundle = try bench.bundle(tenants: tenants).open()
    return jsonObject(.compact) { root in
      root.object("tenants") { object in
        for number in 0..<tenants {
          let id = LookUpBundle.id(number)
          let row = bundle.context(for: id.span)?.classRow ?? 0
          object.object(String(decoding: id, as: UTF8.self)) { fill(&$0, row) }
        }
      }
      root.array("questions") { array in
        for question in questions {
          array.array { words in
            words.element(String(decoding: question.id, as: UTF8.self))
            words.element(LookUpBundle.toolName(question.tool))
            words.element(LookUpBundle.regionName(question.region))
          }
        }
      }
    }
  }

  /// What a class permits, from what the bundle was made of and not from the bundle.
  private func fill(_ object: inout JSONObject, _ row: Int) {
    object.array("tools") { array in
      for tool in 0..<LookUpBundle.toolCount where LookUpBundle.permits(tool: tool, class: row) {
        array.element(LookUpBundle.toolName(tool))
      }
    }
    object.array("regions") { array in
      for region in 0..<LookUpBundle.regionCount
      where LookUpBundle.permits(region: region, class: row) {
        array.element(LookUpBundle.regionName(region))
      }
    }
  }
}
