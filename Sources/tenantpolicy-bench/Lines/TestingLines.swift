import BundleTables
import PolicyGenerator
import PolicyModel
import TenantPolicy

/// What running policy tests takes, and asking why something is so: as programs, start-up included.
let testingLines: [BenchmarkLine] = [
  BenchmarkLine(
    name: "test-cases", title: "`tenantpolicy test`: cases a second, from YAML to the report",
    goal: .atLeast(10_000, "/s")
  ) { bench in
    let platform = "policies/lending"
    guard exists(platform) else { return .notMeasured("there is no `\(platform)` in this folder") }
    let cases = bench.sizes.testCases
    let path = bench.path("cases.yaml")
    try overwrite(path, with: Array(testTable(of: cases).utf8))
    let words = [bench.command, "test", platform, path, "--quiet", "--now", "2026-11-24"]
    let time = try medians(
      bench.sizes.slowTurns, [{ try run(words, in: bench).wallSeconds }])[0]
    return .measured(
      Double(cases) / time,
      details: [.init("cases", cases), .init("all of them", time * 1e3, "ms")])
  },
  BenchmarkLine(
    name: "explain", title: "`tenantpolicy explain TENANT PLAN STEP` from a bundle of all tenants",
    goal: .atMost(10, "ms")
  ) { bench in
    let file = try VerifiedBundleFile(bench.sizes.verified, at: bench.path("explained"))
    let words = try question(of: file.path)
    let times = try medians(
      bench.sizes.quickTurns,
      [
        {
          try run([bench.command, "explain"] + words + [file.path], in: bench).wallSeconds
        },
        { try run([bench.command, "--version"], in: bench).wallSeconds },
      ])
    return .measured(
      times[0] * 1e3,
      details: [
        .init("tenants", bench.sizes.verified.tenants), .init("plans", bench.sizes.verified.plans),
        .init("bundle", Double(file.bytes) / 1e6, "MB"),
        .init("of it starting", times[1] * 1e3, "ms"),
      ])
  },
]

/// A tenant in the middle of the bundle, a plan in the middle of its platform, and its first step.
private func question(of path: String) throws -> [String] {
  guard let bundle = try? PolicyBundle(inPlace: path), let rows = BundleRows(bundle),
    let tenant = bundle.tenant(at: bundle.tenantCount / 2)?.id,
    let names = LiftedPlatform(0, of: rows, plans: { _ in false })?.planNames, !names.isEmpty
  else { throw BenchError("the bundle of a generated platform cannot be read") }
  let plan = names[names.count / 2]
  guard
    let step = LiftedPlatform(0, of: rows, plans: { $0 == plan })?.plans[plan]?.steps.names.first
  else { throw BenchError("a generated plan has no step") }
  return [tenant, plan, step]
}

/// One test with a table of so many cases, of which no two are alike.
private func testTable(of count: Int) -> String {
  let tenants = ["euro-bank", "institution-x-4921", "regional-bank", "credit-union"]
  let downs = ["[]", "[compliance-eu]", "[compliance-us]", "[bureau-eu, registry-us]"]
  var text = "test: what stays true\ngiven: { plan: loan-approval }\ncases:\n"
  for number in 0..<count {
    let (tenant, down) = (tenants[number % 4], downs[number / 4 % 4])
    text +=
      "  - { tenant: \(tenant), facts: { amount: \(number * 10) USD, score: \(300 + number % 551) }, "
      + "down: \(down), now: 2026-12-0\(1 + number % 9) }\n"
  }
  return text + """
    expect:
      - { never: { endpoint: experimental-us } }
      - { costs_at_most: 2.00 USD }

    """
}
