extension BenchmarkLine {
  /// A workflow of another tool as policies: its time must grow as its bytes do.
  static let importing = BenchmarkLine(
    name: "import-growth", title: "time a byte to import a large machine, against a small one",
    goal: .atMost(1.3, "x")
  ) { bench in
    let (few, many) = bench.sizes.importedStates
    let machines = try [many, few].map { try ImportedMachine(states: $0, in: bench) }
    let times = try medians(
      bench.sizes.slowTurns,
      machines.map { machine in
        { try run(machine.words(bench), in: bench).wallSeconds }
      })
    let perByte = zip(times, machines).map { $0 * 1e9 / Double($1.bytes) }
    return try .ratio(
      of: .init("a byte of the large", perByte[0], "ns"),
      to: .init("a byte of the small", perByte[1], "ns"),
      [
        .init("large", Double(machines[0].bytes) / 1e6, "MB"),
        .init("in", times[0] * 1e3, "ms"), .init("states", many),
      ])
  }
}

/// A machine that is mostly states that do nothing, so that a plan holds what is left.
private struct ImportedMachine {
  let path: String
  let bytes: Int

  init(states: Int, in bench: Workbench) throws(BenchError) {
    let every = max(states / 500, 1)
    let bodies = (0..<states).map { number in
      let kind =
        number % every == 0
        ? "\"Type\": \"Task\", \"Resource\": \"arn:aws:states:::aws-sdk:s3:getObject\""
        : "\"Type\": \"Pass\", \"Result\": { \"note\": \"what this state hands on to the next\" }"
      return "\"State number \(number)\": { \(kind), \"Next\": \"State number \(number + 1)\" }"
    }
    let end = "\"State number \(states)\": { \"Type\": \"Succeed\" }"
    let text =
      "{ \"StartAt\": \"State number 0\", \"States\": {\n"
      + (bodies + [end]).joined(separator: ",\n") + "\n} }\n"
    path = bench.path("machine-\(states).asl.json")
    bytes = text.utf8.count
    if !exists(path) { try write(Array(text.utf8), to: path) }
  }

  func words(_ bench: Workbench) -> [String] {
    [
      bench.command, "import", "asl", path, "--deploy-region", "eu-central-1", "-o",
      bench.path("imported.yaml"), "--quiet",
    ]
  }
}
