extension BenchmarkLine {
  /// Checking again with a cache after an edit of one file, against checking all.
  static let recheck = BenchmarkLine(
    name: "recheck", title: "check again after an edit of one file, against checking all",
    goal: .atMost(10, "%"), measure: measureRecheck)
}

private func measureRecheck(_ bench: Workbench) throws -> Outcome {
  let folder = try bench.policies(tenants: bench.sizes.tenants, files: bench.sizes.cachedFiles)
  let whole = [bench.command, "check", folder.path, "--threads", "1"]
  let cached = whole + ["--cache", bench.path("cache")]
  let expected = try run(cached, in: bench).output
  let text = try readFile(folder.aTenantFile)
  var times: (again: [Double], all: [Double]) = ([], [])
  for turn in 0..<bench.sizes.slowTurns {
    try overwrite(folder.aTenantFile, with: text + Array("# edit \(turn)\n".utf8))
    let again = try run(cached, in: bench)
    let all = try run(whole, in: bench)
    guard again.output == expected, all.output == expected else {
      throw BenchError("the cache changes what is found")
    }
    times.again.append(again.wallSeconds)
    times.all.append(all.wallSeconds)
  }
  let (again, all) = (median(times.again), median(times.all))
  return .measured(
    100 * again / all,
    details: [.init("again", again * 1e3, "ms"), .init("all", all * 1e3, "ms")] + folder.sizes)
}
