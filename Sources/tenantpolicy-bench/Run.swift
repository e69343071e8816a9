import PolicyDiagnostics

extension Subcommand {
  /// Measures all lines of the table, or one.
  static let run = Subcommand(
    name: "run", usage: "[--small] [--only NAME] [--format table|json]"
  ) { arguments throws(BenchError) in
    try arguments.allow(["small", "only", "format"])
    let chosen = try lines(named: arguments.text("only"))
    let workbench = try Workbench(arguments.has("small") ? .small : .full)
    let report = try Report(
      arguments.text("format") ?? "table", Machine(workbench), workbench.sizes)
    report.begin()
    do {
      for line in chosen { report.add(line, try line.measure(workbench)) }
    } catch {
      throw error as? BenchError ?? BenchError("\(error)")
    }
    report.end()
    return 0
  }

  private static func lines(named name: String?) throws(BenchError) -> [BenchmarkLine] {
    guard let name else { return BenchmarkLine.all }
    let chosen = BenchmarkLine.all.filter { $0.name == name }
    guard !chosen.isEmpty else {
      let names = BenchmarkLine.all.map(\.name).joined(separator: ", ")
      throw BenchError("there is no line `\(name)`, but \(names)")
    }
    return chosen
  }
}

extension BenchmarkLine {
  /// The table, in its order.
  static let all =
    compilerLines + [.recheck, .importing] + lookUpLines + admissionLines + pythonLines
    + [.decision, .swap] + openingLines
    + sharedLines + startLines + verificationLines + verifyAgainLines + testingLines + diffLines
    + [.solver]
}
