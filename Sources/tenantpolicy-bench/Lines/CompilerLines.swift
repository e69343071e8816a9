/// The compiler against a bare event scan of the same bytes.
let compilerLines: [BenchmarkLine] = [
  BenchmarkLine(
    name: "build-instructions",
    title: "check and build, against an event scan in C, one thread, in instructions",
    goal: .atMost(1.5, "x")
  ) { bench in
    guard isInstalled("valgrind", in: bench) else {
      return .notMeasured("valgrind is not installed")
    }
    let folder = try bench.policies(tenants: bench.sizes.tenants, files: bench.sizes.files)
    let own = try instructions(of: bench.build(folder, threads: 1), in: bench)
    let scan = try instructions(of: bench.scan(folder, threads: 1), in: bench)
    return try .ratio(
      of: .init("build", own / 1e6, "M"), to: .init("scan", scan / 1e6, "M"), folder.sizes)
  },
  timeLine(
    "build-one-thread", "the same in time", files: { $0.files }, threads: 1),
  timeLine(
    "build-two-threads", "the same with two threads, against a scan with two, in time",
    files: { $0.files }, threads: 2),
  timeLine(
    "build-many-files", "the same as many files, against reading and scanning them, one thread",
    files: { $0.manyFiles }, threads: 1),
  timeLine(
    "build-many-files-two", "the same as many files with two threads, against a scan with two",
    files: { $0.manyFiles }, threads: 2),
  BenchmarkLine(
    name: "build-growth", title: "time a tenant with many tenants, against few",
    goal: .atMost(1.3, "x")
  ) { bench in
    let many = try bench.policies(tenants: bench.sizes.tenants, files: bench.sizes.files)
    let few = try bench.policies(tenants: bench.sizes.fewTenants, files: 1)
    let times = try medians(
      bench.sizes.slowTurns,
      [
        { try run(bench.build(many, threads: 1), in: bench).wallSeconds },
        { try run(bench.build(few, threads: 1), in: bench).wallSeconds },
      ])
    return try .ratio(
      of: .init("a tenant of many", times[0] * 1e6 / Double(many.tenants), "us"),
      to: .init("a tenant of few", times[1] * 1e6 / Double(few.tenants), "us"),
      [.init("many", many.tenants), .init("few", few.tenants)])
  },
  BenchmarkLine(
    name: "build-memory", title: "most memory held at once, a byte of YAML, one thread",
    goal: .atMost(1.5, "bytes")
  ) { bench in
    let folder = try bench.policies(tenants: bench.sizes.tenants, files: bench.sizes.files)
    let peak = try run(bench.build(folder, threads: 1), in: bench).peakBytes
    return try .ratio(
      of: .init("most memory", Double(peak) / 1e6, "MB"),
      to: .init("YAML", Double(folder.bytes) / 1e6, "MB"),
      [.init("tenants", folder.tenants), .init("files", folder.files)])
  },
]

/// Check and build against a scan, with as many threads, in time.
private func timeLine(
  _ name: String, _ title: String, files: @escaping @Sendable (Sizes) -> Int, threads: Int
) -> BenchmarkLine {
  BenchmarkLine(name: name, title: title, goal: .atMost(1.5, "x")) { bench in
    let folder = try bench.policies(tenants: bench.sizes.tenants, files: files(bench.sizes))
    try checkAnswers(bench, folder)
    let times = try medians(
      bench.sizes.slowTurns,
      [
        { try run(bench.build(folder, threads: threads), in: bench).wallSeconds },
        { try run(bench.scan(folder, threads: threads), in: bench).wallSeconds },
      ])
    return try .ratio(
      of: .init("build", times[0] * 1e3, "ms"), to: .init("scan", times[1] * 1e3, "ms"),
      folder.sizes + [.init("threads", threads)])
  }
}

/// One thread and two make the same bundle, and see the same events.
private func checkAnswers(_ bench: Workbench, _ folder: PolicyFolder) throws {
  let bundles = try [1, 2].map { threads in
    try run(bench.build(folder, threads: threads), in: bench)
    return try readFile(bench.bundlePath)
  }
  let events = try [1, 2].map { threads in
    try run(bench.scan(folder, threads: threads), in: bench).output
  }
  guard bundles[0] == bundles[1], events[0] == events[1] else {
    throw BenchError("one thread and two do not come to the same")
  }
}

extension Workbench {
  var bundlePath: String { path("policies.bundle") }

  func build(_ folder: PolicyFolder, threads: Int) -> [String] {
    [command, "build", folder.path, "--threads", "\(threads)", "-o", bundlePath]
  }

  func scan(_ folder: PolicyFolder, threads: Int) -> [String] {
    [ownPath, "scan", "--threads", "\(threads)", folder.path]
  }
}
