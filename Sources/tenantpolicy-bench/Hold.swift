import TenantPolicy

extension Subcommand {
  /// A process of its own that opens a bundle where it lies and looks its tenants up, and says how many
  /// bytes of memory it then has to itself that it had not before.
  static let hold = Subcommand(name: "hold", usage: "BUNDLE") { arguments throws(BenchError) in
    try arguments.allow([])
    guard let path = arguments.operands.first, arguments.operands.count == 1 else {
      throw BenchError("name one bundle")
    }
    let before = try privateBytes()
    let after = try withTenants(of: path) { () throws(BenchError) -> Int in try privateBytes() }
    print(after - before)
    return 0
  }
}

/// Calls `body` while a bundle is open in place and a part of its tenants was looked up.
func withTenants<Result>(
  of path: String, _ body: () throws(BenchError) -> Result
) throws(BenchError) -> Result {
  let bundle: PolicyBundle
  do {
    bundle = try PolicyBundle(inPlace: path)
  } catch {
    throw BenchError("the bundle does not open: \(error)")
  }
  let step = max(1, bundle.tenantCount / 20_000)
  for ordinal in stride(from: 0, to: bundle.tenantCount, by: step) {
    guard let entry = bundle.tenant(at: ordinal), bundle.context(for: entry.id) != nil else {
      throw BenchError("a tenant is not found")
    }
  }
  let result = try body()
  return extendedLifetime(of: bundle, result)
}

private func extendedLifetime<Result>(of bundle: PolicyBundle, _ result: Result) -> Result {
  withExtendedLifetime(bundle) { result }
}

/// Bytes of this process's memory that no other shares.
private func privateBytes() throws(BenchError) -> Int {
  let text = String(decoding: try readFile("/proc/self/smaps_rollup"), as: UTF8.self)
  let lines = text.split(separator: "\n").filter { $0.hasPrefix("Private_") }
  let sizes = lines.compactMap { $0.split(separator: " ").dropFirst().first.flatMap { Int($0) } }
  guard !sizes.isEmpty else { throw BenchError("the system does not say what is shared") }
  return 1_024 * sizes.reduce(0, +)
}
