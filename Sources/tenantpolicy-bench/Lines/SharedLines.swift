import TenantPolicy

/// What checking all of a bundle costs, and what a second process takes for it.
let sharedLines: [BenchmarkLine] = [
  BenchmarkLine(
    name: "open-verified",
    title: "opening a checked copy, against copying and hashing the same bytes",
    goal: .atMost(1.3, "x")
  ) { bench in
    let path = try bench.openedBundle(tenants: bench.sizes.opened.many)
    let times = try medians(
      bench.sizes.slowTurns, [{ try openCopy(path) }, { try copyAndHash(path) }])
    return try .ratio(
      of: .init("opening", times[0] / 1e6, "ms"), to: .init("copy and hash", times[1] / 1e6, "ms"),
      [.init("bundle", Double(try fileSize(path)) / 1e6, "MB")])
  },
  BenchmarkLine(
    name: "second-process",
    title: "memory of a second process on one bundle, beyond what they share",
    goal: .atMost(1, "MB")
  ) { bench in
    let path = try bench.openedBundle(tenants: bench.sizes.opened.many)
    let held = try withTenants(of: path) { () throws(BenchError) -> ProgramRun in
      try run([bench.ownPath, "hold", path], in: bench)
    }
    let text = String(decoding: held.output, as: UTF8.self)
    guard let bytes = text.split(separator: "\n").first.flatMap({ Double($0) }) else {
      throw BenchError("the second process did not say what it took")
    }
    return .measured(
      bytes / 1e6, details: [.init("bundle", Double(try fileSize(path)) / 1e6, "MB")])
  },
]

private func openCopy(_ path: String) throws -> Double {
  try nanoseconds {
    do {
      guard try PolicyBundle(path: path).tenantCount > 0 else { throw BenchError("no tenant") }
    } catch {
      throw BenchError("the bundle does not open: \(error)")
    }
  }
}

private func copyAndHash(_ path: String) throws -> Double {
  let size = try fileSize(path)
  return try nanoseconds {
    let bytes = try readWhole(path, size)
    guard BundleDigest.of(bytes).count == 32 else { throw BenchError("no digest") }
  }
}
