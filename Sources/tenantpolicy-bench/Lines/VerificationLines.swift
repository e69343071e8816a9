import CertificateChecker
import PolicyGenerator
import PolicyModel
import PolicyVerifier
import TenantPolicy
import VerificationFindings

/// What proving takes: all properties, on two threads.
let verificationLines: [BenchmarkLine] = [
  BenchmarkLine(
    name: "verify", title: "1,000,000 tenants in 5,000 classes, 1,000 plans of 20 steps",
    goal: .atMost(1, "s")
  ) { bench in
    let world = bench.sizes.verified
    let file = try VerifiedBundleFile(world, at: bench.path("verified"))
    var verification: Verification?
    let times = try medians(
      bench.sizes.slowTurns,
      [
        { try seconds { _ = try file.platform(threads: 2) } },
        { try seconds { verification = Verification(try file.platform(threads: 2), threads: 2) } },
      ])
    return .measured(
      times[1],
      details: [
        .init("bundle", Double(file.bytes) / 1e6, "MB"), .init("of it to read", times[0], "s"),
      ] + spread(of: verification, in: world))
  },
  BenchmarkLine(
    name: "verify-memory", title: "most memory that `tenantpolicy verify` takes for it",
    goal: .atMost(1_000, "MB")
  ) { bench in
    let file = try VerifiedBundleFile(bench.sizes.verified, at: bench.path("verified"))
    let words = [bench.command, "verify", file.path, "--threads", "2", "--format", "json"]
    let command = try run(words, status: 6, in: bench)
    return .measured(
      Double(command.peakBytes) / 1e6,
      details: [
        .init("the command with its report", command.wallSeconds, "s"),
        .init("report", Double(command.output.count) / 1e6, "MB"),
      ])
  },
  BenchmarkLine(
    name: "verify-classes", title: "the same where every tenant has a policy of its own",
    goal: .atMost(10, "s")
  ) { bench in
    var world = bench.sizes.verified
    world.classes = world.tenants
    let platform = world.platform
    var verification: Verification?
    let measure = { try seconds { verification = Verification(platform, threads: 2) } }
    let time = try medians(bench.sizes.slowTurns, [measure])[0]
    return .measured(time, details: spread(of: verification, in: world))
  },
  BenchmarkLine(
    name: "verify-tenants", title: "time with all tenants, against a hundredth in as many classes",
    goal: .atMost(1.2, "x")
  ) { bench in
    var few = bench.sizes.verified
    few.tenants = max(few.tenants / 100, few.classes)
    return try growth([bench.sizes.verified, few], bench) { _ in 1 }
  },
  BenchmarkLine(
    name: "verify-plans", title: "time a plan with all plans, against a tenth of them",
    goal: .atMost(1.2, "x")
  ) { bench in
    var few = bench.sizes.verified
    few.plans = max(few.plans / 10, 1)
    return try growth([bench.sizes.verified, few], bench) { Double($0.plans) }
  },
  BenchmarkLine(
    name: "verify-cell", title: "safety of a class, plan and step, everything in the cache",
    goal: .atMost(1, "ns")
  ) { bench in
    let verification = Verification(bench.sizes.verified.platform, threads: 2)
    let plans = (0..<min(bench.sizes.verified.plans, 5)).map { plan in
      (
        verification.repeated(plan: plan, isSafetyOnly: true),
        verification.repeated(plan: plan, isSafetyOnly: false)
      )
    }
    var found = 0
    let times = try medians(
      bench.sizes.quickTurns,
      [
        { try nanoseconds { for (safety, _) in plans { found &+= safety() } } },
        { try nanoseconds { for (_, all) in plans { found &+= all() } } },
      ])
    let cells = Double(verification.rowCount * bench.sizes.verified.steps * plans.count)
    return .measured(
      times[0] / cells,
      details: [
        .init("all properties", times[1] / cells, "ns"),
        .init("rows of answers", verification.rowCount), .init("found", found),
      ])
  },
  BenchmarkLine(
    name: "certificate", title: "certificate of 1,000 plans", goal: .atMost(1, "MB")
  ) { bench in
    let certified = try CertifiedBundle(bench)
    return .measured(
      Double(certified.certificate.count) / 1e6,
      details: [
        .init("a plan", Double(certified.certificate.count) / Double(certified.plans), "bytes"),
        .init("states", certified.audit.states), .init("policies", certified.audit.policies),
        .init("proved", certified.audit.proved),
        .init("without the gate", certified.audit.provedWithoutGate),
      ])
  },
  BenchmarkLine(
    name: "audit",
    title: "checking the certificate, against verifying; both from the bundle, on two threads",
    goal: .atMost(1, "x")
  ) { bench in
    let certified = try CertifiedBundle(bench)
    let times = try medians(
      bench.sizes.slowTurns,
      [
        { try seconds { _ = try certified.audited() } },
        { try seconds { _ = Verification(try certified.file.platform(threads: 2), threads: 2) } },
      ])
    return try .ratio(
      of: .init("audit", times[0] * 1e3, "ms"),
      to: .init("verification", times[1] * 1e3, "ms"))
  },
]

/// The time of verifying a large world from its bundle for one of something, against a small one.
private func growth(
  _ worlds: [GeneratedWorld], _ bench: Workbench, per size: (GeneratedWorld) -> Double
) throws -> Outcome {
  let files = try worlds.enumerated().map { index, world in
    try VerifiedBundleFile(world, at: bench.path("verified-\(index)"))
  }
  let times = try medians(
    bench.sizes.slowTurns,
    files.map { file in
      { try seconds { _ = Verification(try file.platform(threads: 2), threads: 2) } }
    })
  return try .ratio(
    of: .init("all", times[0] / size(worlds[0]) * 1e3, "ms"),
    to: .init("few", times[1] / size(worlds[1]) * 1e3, "ms"))
}

/// The bundle of the large world with the certificate of its proofs, which the checker accepts.
private struct CertifiedBundle {
  let file: VerifiedBundleFile
  let plans: Int
  let certificate: [UInt8]
  let audit: Audit

  init(_ bench: Workbench) throws {
    let file = try VerifiedBundleFile(bench.sizes.verified, at: bench.path("certified"))
    let bundle = try PolicyBundle(path: file.path)
    let settings = ProofSettings()
    guard
      let verified = VerifiedBundle(bundle, on: GeneratedWorld.day, settings: settings, threads: 2)
    else { throw BenchError("the bundle of a generated platform cannot be verified") }
    self.file = file
    plans = bench.sizes.verified.plans
    certificate = verified.certificateBytes
    audit = try Self.audited(certificate, file)
  }

  func audited() throws -> Audit { try Self.audited(certificate, file) }

  private static func audited(_ bytes: [UInt8], _ file: VerifiedBundleFile) throws -> Audit {
    try Audit(
      bytes, of: try PolicyBundle(path: file.path), now: GeneratedWorld.day.secondsSince1970,
      threads: 2)
  }
}

/// What was verified, and with what result.
private func spread(of verification: Verification?, in world: GeneratedWorld) -> [Outcome.Detail] {
  let cases = (verification?.results ?? []).flatMap(\.cases)
  let pairs = Double(max(cases.reduce(0) { $0 + $1.tenants }, 1))
  func share(_ name: String, _ holds: (CaseVerdict) -> Bool) -> Outcome.Detail {
    let tenants = cases.reduce(0) { holds($1.verdict) ? $0 + $1.tenants : $0 }
    return .init(name, Double(tenants) / pairs * 100, "%")
  }
  return [
    .init("classes", world.classes), .init("plans", world.plans),
    .init("rows of answers", verification?.rowCount ?? 0),
    .init("questions", verification?.questions.count ?? 0),
    .init("states", verification?.results.reduce(0) { $0 + $1.graph.nodes.count } ?? 0),
    .init("pairs of tenant and plan", pairs, ""), share("safe") { $0.safety == .proved },
    share("progressing") { $0.progress == .proved },
    share("resilience 0") { $0.resilience == 0 }, share("1") { $0.resilience == 1 },
    share("2") { $0.resilience == 2 },
  ]
}

func seconds(_ work: () throws -> Void) throws -> Double { try nanoseconds(work) / 1e9 }
