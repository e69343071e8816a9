import BundleWriter
import PolicyGenerator
import PolicyModel
import PolicyReview
import TenantPolicy
import Threads

/// What comparing two states takes.
let diffLines: [BenchmarkLine] = [
  BenchmarkLine(
    name: "diff", title: "two bundles of 1,000,000 tenants, a third of them with another cap",
    goal: .atMost(2, "s")
  ) { bench in
    try measure(bench) { values in
      values[policyFields.concurrencyCap.index] = .number(2)
    }
  },
  BenchmarkLine(
    name: "diff-reach",
    title: "the same with a higher model tier, and what 1,000 plans reach by it",
    goal: .atMost(2, "s")
  ) { bench in
    try measure(bench) { values in
      let tier = values[policyFields.modelTier.index].number
      values[policyFields.modelTier.index] = .number(min(tier + 1, 2))
    }
  },
  BenchmarkLine(
    name: "diff-equal", title: "`diff` of two bundles that are the same, against `cmp`",
    goal: .atMost(3, "x")
  ) { bench in
    let file = try VerifiedBundleFile(bench.sizes.verified, at: bench.path("equal-1"))
    _ = try VerifiedBundleFile(bench.sizes.verified, at: bench.path("equal-2"))
    let paths = [file.path, bench.path("equal-2")]
    let times = try medians(
      bench.sizes.slowTurns,
      [
        { try seconds { try run([bench.command, "diff"] + paths, in: bench) } },
        { try seconds { try run(["cmp"] + paths, in: bench) } },
      ])
    return try .ratio(
      of: .init("diff", times[0] * 1e3, "ms"), to: .init("cmp", times[1] * 1e3, "ms"),
      [.init("bundle", Double(file.bytes) / 1e6, "MB")])
  },
]

/// The time of opening and comparing two bundles of which every third class of policies differs.
private func measure(
  _ bench: Workbench, _ edit: (inout [FieldValue]) -> Void
) throws -> Outcome {
  let world = bench.sizes.verified
  let policies = world.policies
  let paths = [bench.path("diff-old"), bench.path("diff-new")]
  try overwrite(paths[0], with: try encode(contents(of: policies), threads: 2))
  try overwrite(
    paths[1], with: try encode(contents(of: policies.edited(edit)), threads: 2))
  var diff: PolicyDiff?
  let times = try medians(
    bench.sizes.slowTurns,
    [
      {
        try seconds {
          _ = parallelMap(count: 2, threads: 2) { try? PolicyBundle(path: paths[$0]) }
        }
      },
      { try seconds { diff = try compared(paths) } },
    ])
  return .measured(
    times[1],
    details: [
      .init("of it to open", times[0], "s"), .init("classes", world.classes),
      .init("plans", world.plans), .init("groups", diff?.groups.count ?? 0),
      .init("changes of reach", diff?.reach.count ?? 0),
      .init("tenants hit", ChangeVerdict.allCases.reduce(0) { $0 + (diff?.tenants($1) ?? 0) }),
    ])
}

private func compared(_ paths: [String]) throws -> PolicyDiff {
  let sides = parallelMap(count: paths.count, threads: 2) { number in
    (try? PolicyBundle(path: paths[number])).flatMap { ReviewedBundle($0, title: paths[number]) }
  }
  guard let old = sides[0], let new = sides[1],
    let diff = PolicyDiff(old, new, on: GeneratedWorld.day, threads: 2)
  else { throw BenchError("the bundles of generated platforms cannot be compared") }
  return diff
}

extension CheckedPolicies {
  /// The same with every third class of policies edited.
  fileprivate func edited(_ edit: (inout [FieldValue]) -> Void) -> CheckedPolicies {
    let platform = platforms[0]
    let classes = platform.classes.enumerated().map { number, policy in
      guard number.isMultiple(of: 3) else { return policy }
      var values = policy.values
      edit(&values)
      return EffectivePolicy(org: policy.org, tier: policy.tier, values: values)
    }
    return CheckedPolicies(
      platforms: [
        CheckedPlatform(
          catalogue: platform.catalogue, tiers: platform.tiers, orgs: platform.orgs,
          routes: platform.routes, plans: platform.plans, tests: [], waivers: [],
          classes: classes, shapes: platform.shapes, tenants: platform.tenants, ceilings: [])
      ], sources: sources)
  }
}
