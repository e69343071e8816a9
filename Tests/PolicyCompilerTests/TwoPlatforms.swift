import PolicyCompiler
import PolicyDiagnostics
import PolicyGenerator
import PolicyModel
import TenantPolicy
import TestSupport
import Testing

/// Policies that checked, and the bundle that was made of them.
struct Compiled {
  let policies: CheckedPolicies
  let bundle: PolicyBundle

  init(_ sources: SourceMap) throws {
    let now = try CalendarDate(parsing: Array("2026-12-01".utf8)[...])
    let compilation = compile(sources, threads: 2, now: now)
    let found = compilation.findings.sorted().map { "\($0.rule.code) \($0.message)" }
    policies = try #require(compilation.policies, "\(found)")
    bundle = try PolicyBundle(copying: try PolicyCompiler.bundle(of: policies))
  }

  /// Each tenant with its platform's number and its effective policy.
  var tenants: [(context: TenantContext, platform: Int, policy: EffectivePolicy)] {
    policies.platforms.enumerated().flatMap { number, platform in
      platform.tenants.all.compactMap { tenant in
        let id = String(decoding: platform.tenants.id(of: tenant), as: UTF8.self)
        return bundle.context(for: id).map {
          ($0, number, platform.classes[Int(tenant.policyClass)])
        }
      }
    }
  }

  static func generated(tenants: Int) throws -> Compiled {
    let files = GeneratedPolicies(tenants: tenants, tenantFiles: 3, seed: 5).files
    return try Compiled(
      SourceMap(
        texts: Dictionary(
          uniqueKeysWithValues: files.map { ($0.name, String(decoding: $0.bytes, as: UTF8.self)) }))
    )
  }

  /// One of the folders of `policies`.
  static func folder(_ name: String) throws -> Compiled {
    try Compiled(try #require(SampleFolder.all.first { $0.name == name }).sources)
  }

  /// A platform whose routes and plans have every form that the language has.
  static func everyForm() throws -> Compiled {
    try Compiled(
      SourceMap(texts: [
        "all.yaml": platform("forms", region: "r1", tool: "ask", budget: "low")
          .replacing("\ndata_classes:", with: "\ngate: before each call\ndata_classes:")
          .replacing(
            "budget_classes:",
            with: """
              models: { think: { cost: 0.01 USD, adds: [secret] } }
              budget_classes:
              """
          )
          .replacing(
            "  audit: {",
            with: """
                thinker: { serves: think, model: small, process: r1, store: none, log: none, retains: 2 days, provider: p, dedicated_to: plain }
                saved: { serves: [checkpoint, state, queue, trace], store: r1, log: none, retains: 1 day }
                audit: {
              """)
          + tenant("plain", "concurrency_cap: 3\ndata_retention: 9 days") + workflows
      ]))
  }

  private static let workflows = """
    ---
    route: think
    try:
      - { use: thinker, when: not label has secret or latency(thinker) < 80 ms and latency(here) >= 1 s }
    on_unavailable: { review: crew }
    ---
    route: ask
    try: [{ use: here }]
    on_unavailable: queue
    ---
    route: checkpoint
    try: [{ use: saved }]
    on_unavailable: hold
    ---
    plan: forms
    facts:
      amount: { type: money, known: at start }
      limit: { type: money, known: at start }
      wait: { type: duration, known: at each decision }
      share: { type: percentage, known: at start }
      count: { type: integer 1..9, known: at start }
      urgent: { type: boolean, known: at start }
      kind: { type: [new, old], known: at start }
    input: { text: [secret], empty: [] }
    steps:
      first:
        branch:
          - { when: amount > limit, then: pick }
          - { when: "kind in [new] and (urgent or count in [1, 3..5])", then: pick }
          - { when: not (share >= 5% or wait < 3 s) and label has secret, then: end }
        reads: [text]
        else: ask
      pick: { choose: [ask, ask_more], reads: [text, empty], writes: found, retry: 3, timeout: 2 s, at_most: 4, on_fail: first, then: show }
      ask: { tool: ask, then: think }
      think: { model: think, reads: [text], writes: text, on_fail: end, then: show }
      show: { review: crew, reads: [text], timeout: 1 h, then: own }
      own: { review: default, timeout: 1 h, then: end }
    checkpoint: { after: [pick, show] }

    """

  /// Two platforms with other names, whose rows do not begin at 0 in every table, and tenants that use
  /// every form of every field.
  static func twoPlatforms() throws -> Compiled {
    try Compiled(
      SourceMap(texts: [
        "first/all.yaml": platform("first", region: "r1", tool: "ask", budget: "low")
          + tenant("plain", "concurrency_cap: 3"),
        "second/all.yaml": platform("second", region: "r9", tool: "tell", budget: "high")
          + tenant(
            "full",
            """
            concurrency_cap: 20
            data_residency:
              process: [r9, north]
              store: r9
              log: none
              by_class:
                secret: { process: r9, store: r9, log: none }
                public: any
              accepts: [treaty]
            denied_tools: [tell_more]
            model_tier: large
            reviewer_pool: crew
            data_retention: 90 min
            rate_limits: { tell_more: 20/second sliding }
            weight: 1000
            guaranteed_slots: 2
            priority: urgent
            sla: 99.95% within 80 ms
            burst: { to: 60, for: 10 min }
            """),
      ]))
  }

  private static func tenant(_ id: String, _ fields: String) -> String {
    "---\ntenant_id: \(id)\norg_id: owner\npolicy_tier: standard\n\(fields)\n"
  }

  private static func platform(
    _ name: String, region: String, tool: String, budget: String
  ) -> String {
    """
    platform: \(name)
    language: 1
    regions: { \(region): { in: [south] }, x-\(name): { in: [north] } }
    transfers: [{ from: south, to: north, basis: treaty, until: 2030-01-01 }]
    data_classes: [public, secret]
    model_tiers: [small, large]
    tools:
      \(tool): { cost: 0.01 USD, quota: 100_000/hour }
      \(tool)_more: { cost: 0.02 USD, quota: 100_000/hour }
    endpoints:
      here: { serves: [\(tool), \(tool)_more], process: \(region), store: none, log: none, retains: 0 days }
      audit: { serves: audit, process: none, store: \(region), log: none, retains: 10 years }
    reviewer_pools: { crew: { region: \(region), staff: 3 } }
    worker_pool: { slots: 100 }
    budget_classes:
      \(budget): { rate_limits: { \(tool): 500/hour, \(tool)_more: 100_000/hour }, per_workflow: 1 USD, per_month: 9.50 USD }
    default:
      budget_class: \(budget)
      data_residency: any
      allowed_tools: [\(tool), \(tool)_more]
      model_tier: small
      reviewer_pool: none
      audit_retention: 7 years
    ---
    policy_tier: standard
    ---
    org_id: owner

    """
  }
}
