import PolicyGenerator
import PolicyVerifier

/// What proving takes.
let verificationLines: [BenchmarkLine] = [
  BenchmarkLine(
    name: "verify", title: "1,000,000 tenants in 5,000 classes, 1,000 plans of 20 steps",
    goal: .atMost(1, "s")
  ) { bench in
    try verified(bench.sizes.verified, bench)
  },
  BenchmarkLine(
    name: "verify-classes", title: "the same where every tenant has a policy of its own",
    goal: .atMost(10, "s")
  ) { bench in
    var size = bench.sizes.verified
    size.classes = size.tenants
    return try verified(size, bench)
  },
  BenchmarkLine(
    name: "verify-plans", title: "time a plan with all plans, against a tenth of them",
    goal: .atMost(1.3, "x")
  ) { bench in
    let all = bench.sizes.verified
    var few = all
    few.plans = max(all.plans / 10, 1)
    let worlds = [all, few].map(\.platform)
    let times = try medians(
      bench.sizes.slowTurns,
      worlds.map { world in { try seconds { _ = Verification(world, threads: 2) } } })
    return try .ratio(
      of: .init("a plan", times[0] / Double(all.plans) * 1e6, "us"),
      to: .init("of few", times[1] / Double(few.plans) * 1e6, "us"))
  },
]

/// The time of one verification, and what came of it.
private func verified(_ world: GeneratedWorld, _ bench: Workbench) throws -> Outcome {
  let platform = world.platform
  var verification: Verification?
  let measure = { try seconds { verification = Verification(platform, threads: 2) } }
  let time = try medians(bench.sizes.slowTurns, [measure])[0]
  let cases = (verification?.results ?? []).flatMap(\.cases)
  let pairs = Double(max(cases.reduce(0) { $0 + $1.tenants }, 1))
  func share(_ name: String, _ holds: (CaseVerdict) -> Bool) -> Outcome.Detail {
    let tenants = cases.reduce(0) { holds($1.verdict) ? $0 + $1.tenants : $0 }
    return .init(name, Double(tenants) / pairs * 100, "%")
  }
  return .measured(
    time,
    details: [
      .init("classes", world.classes), .init("plans", world.plans),
      .init("rows of answers", verification?.rowCount ?? 0),
      .init("questions", verification?.questions.count ?? 0),
      .init("states", verification?.results.reduce(0) { $0 + $1.graph.nodes.count } ?? 0),
      .init("pairs of tenant and plan", pairs, ""), share("safe") { $0.safety == .proved },
      share("progressing") { $0.progress == .proved },
      share("resilience 0") { $0.resilience == 0 }, share("1") { $0.resilience == 1 },
      share("2") { $0.resilience == 2 },
    ])
}

private func seconds(_ work: () -> Void) throws -> Double { try nanoseconds(work) / 1e9 }
