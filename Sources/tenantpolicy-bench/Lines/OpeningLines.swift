import TenantPolicy

/// Opening a bundle where it lies.
let openingLines: [BenchmarkLine] = [
  BenchmarkLine(
    name: "open", title: "opening a large bundle in place, against a small one",
    goal: .atMost(1.5, "x")
  ) { bench in
    let (many, few, sizes) = try openingTimes(bench)
    return try .ratio(of: .init("large", many, "us"), to: .init("small", few, "us"), sizes)
  },
  BenchmarkLine(
    name: "open-time", title: "opening the large bundle in place", goal: .atMost(20, "us")
  ) { bench in
    let (many, _, sizes) = try openingTimes(bench)
    return .measured(many, details: sizes)
  },
]

/// The microseconds that opening the large and the small bundle takes.
private func openingTimes(
  _ bench: Workbench
) throws -> (many: Double, few: Double, [Outcome.Detail]) {
  let many = try bundleFile(bench, tenants: bench.sizes.opened.many)
  let few = try bundleFile(bench, tenants: bench.sizes.opened.few)
  let times = try medians(
    bench.sizes.quickTurns,
    [
      { try open(many.path) },
      { try open(few.path) },
    ])
  return (
    times[0] / 1e3, times[1] / 1e3,
    [
      .init("large", Double(many.bytes) / 1e6, "MB"), .init("small", Double(few.bytes) / 1e6, "MB"),
    ]
  )
}

private func bundleFile(
  _ bench: Workbench, tenants: Int
) throws -> (path: String, bytes: Int) {
  let path = try bench.openedBundle(tenants: tenants)
  return (path, try fileSize(path))
}

extension Workbench {
  /// The file of a bundle with that many tenants, written when it is first asked for.
  func openedBundle(tenants: Int) throws(BenchError) -> String {
    let path = path("opened-\(tenants).bundle")
    if !exists(path) { try overwrite(path, with: try LookUpBundle(tenants: tenants).bytes) }
    return path
  }
}

private func open(_ path: String) throws -> Double {
  var found = false
  let time = try nanoseconds {
    do {
      let bundle = try PolicyBundle(inPlace: path)
      found = bundle.tenantCount > 0
    } catch {
      throw BenchError("the bundle does not open: \(error)")
    }
  }
  guard found else { throw BenchError("the bundle has no tenant") }
  return time
}
