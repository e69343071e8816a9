/// TP08xx: what the verifier proves of plans, and what shows that it does not hold.
package struct ProofRules: Sendable {
  package let dedicated = Rule(
    "TP0801", "dedicated-to-another",
    what: "Runs of a plan reach an endpoint or a pool that is dedicated to another tenant.",
    why: "What one tenant pays for and trusts would be shown data of another.",
    bad: small(others: [elsewhere], tries: ["triage-other  # error[TP0801]", "triage-here"]),
    good: small(others: [elsewhere], tries: ["triage-other", "triage-here"], gate: true))

  package let region = Rule(
    "TP0802", "forbidden-region",
    what: "Runs of a plan reach an endpoint in a region that a tenant's policy does not permit.",
    why: """
      A fallback is taken on the day on which something else is down, and then data has left. All \
      regions of the endpoint count, for each class that the data can have by then.
      """,
    bad: small(others: [abroad], tries: ["triage-here", "triage-abroad  # error[TP0802]"]),
    good: small(others: [], tries: ["triage-here"]))

  package let modelTier = Rule(
    "TP0803", "forbidden-model-tier",
    what: "Runs of a plan reach a model of a higher tier than a tenant's policy allows.",
    why: "The tier is what the tenant pays for and what its risk was assessed with.",
    bad: small(others: [large], tries: ["triage-large  # error[TP0803]", "triage-here"]),
    good: small(others: [large], tries: ["triage-large", "triage-here"], gate: true))

  package let retention = Rule(
    "TP0804", "kept-too-long",
    what: "Runs of a plan reach an endpoint that keeps data for longer than a policy allows.",
    why: "What is kept elsewhere is not deleted when the tenant deletes it.",
    bad: small(others: [keeping], tries: ["triage-keeping  # error[TP0804]", "triage-here"]),
    good: small(others: [], tries: ["triage-here"]))

  package let auditRetention = Rule(
    "TP0805", "audit-kept-too-short",
    what: "Runs of a plan write audit logs to a store that drops them too soon.",
    why: "What an auditor asks for years later must still be there.", bad: "", good: "")

  package let reviewers = Rule(
    "TP0806", "reviewers-elsewhere",
    what: "Runs of a plan show data to reviewers in a region where a policy does not permit that.",
    why: "Who looks at data processes it where they sit.", bad: "", good: "")

  package let clearance = Rule(
    "TP0807", "reviewers-not-cleared",
    what: "Runs of a plan show data of a class to reviewers who have no clearance for it.",
    why: "No gate keeps reviewers from what they are shown: it must not come to that.", bad: "",
    good: "")

  package let noProgress = Rule(
    "TP0808", "no-progress",
    what: "Runs of a plan cannot go on though everything is up: a tenant's policy leaves nothing.",
    why: """
      With the gate, a plan whose endpoints are all forbidden is safe and useless: its runs fail, or \
      wait for ever, from the first day on.
      """,
    bad: small(
      others: [abroad], tries: ["triage-abroad"], gate: true, mark: "  # error[TP0808]"),
    good: small(others: [abroad], tries: ["triage-abroad", "triage-here"], gate: true))

  package let undecided = Rule(
    "TP0809", "undecided",
    what: "Whether a plan stays within policy could not be decided.",
    why: "What is not known is never taken for safe; the reason says what must be simpler.",
    bad: "", good: "")

  package let vacuous = Rule(
    "TP0810", "nothing-to-prove", .warning,
    what: "No tenant may run a plan, or the plan calls, stores and shows nothing.",
    why: "A proof about no run at all looks like protection and is none.", bad: "", good: "")

  package let resilience = Rule(
    "TP0811", "not-resilient",
    what: "Fewer domains may be down than `--resilience` asks for.",
    why: "Endpoints of one region or provider fail together.", bad: "", good: "")

  package let anyTenant = Rule(
    "TP0812", "not-for-any-tenant",
    what: "A tenant could be written under a tier of which runs would do what is forbidden.",
    why: """
      `--any-tenant` asks for all tenants that the limits of a tier allow, so that a new tenant needs \
      no new proof.
      """, bad: "", good: "")

  package let guaranteesElsewhere = Rule(
    "TP0813", "guarantees-elsewhere",
    what: "More slots are guaranteed to tenants than there are where they may be processed.",
    why: """
      A slot in a region that a tenant's policy does not permit is none for it: the pool is large \
      enough, and the guarantee cannot be kept.
      """,
    bad: shares(pool: "slots: 4, by_region: { home: 1, abroad: 3 }", mark: "  # error[TP0813]"),
    good: shares(pool: "slots: 4, by_region: { home: 2, abroad: 2 }"))

  package let guaranteesLost = Rule(
    "TP0814", "guarantees-lost-with-region", .warning,
    what: "With one region lost, fewer slots are left than are guaranteed to tenants.",
    why: """
      On the day on which a region is lost everybody moves to what is left. Tenants that may be \
      processed nowhere else are not counted: they stand still either way.
      """,
    bad: shares(
      pool: "slots: 3, by_region: { home: 2, abroad: 1 }", residency: "[home, abroad]",
      mark: "  # warning[TP0814]"),
    good: shares(
      pool: "slots: 4, by_region: { home: 2, abroad: 2 }", residency: "[home, abroad]"))

  package let upgrade = Rule(
    "TP0815", "upgrade-reaches-forbidden",
    what: "Runs that wait under an earlier bundle do what a policy forbids when they go on.",
    why: """
      A run that began before a tool was denied, or before data was redacted first, still carries what it \
      carried then: `verify --upgrade-from` looks at every step at which it may be.
      """, bad: "", good: "")

  package let leftBehind = Rule(
    "TP0816", "runs-left-behind",
    what: "Runs that wait under an earlier bundle have no way on under this one.",
    why:
      "A run whose plan, step, data class or tenant is gone waits for ever, with the data it holds.",
    bad: "", good: "")
}

extension ProofRules {
  /// A platform whose one tenant is guaranteed two slots.
  static func shares(pool: String, residency: String = "home", mark: String = "") -> String {
    """
    platform: small
    language: 1
    regions: { home: { in: [eu] }, abroad: { in: [us] } }
    model_tiers: [small]
    tools: {}
    endpoints: {}
    worker_pool: { \(pool) }\(mark)
    budget_classes: { normal: { per_workflow: 1 USD, per_month: 9 USD } }
    default:
      budget_class: normal
      allowed_tools: []
      model_tier: small
      concurrency_cap: 2
      reviewer_pool: none
      audit_retention: 1 year
      data_retention: 1 day
    ---
    policy_tier: standard
    ---
    org_id: owner
    ---
    tenant_id: bank-a
    org_id: owner
    policy_tier: standard
    data_residency: \(residency)
    guaranteed_slots: 2
    """
  }
}

/// A platform of one plan, with what its route tries.
///
/// - Parameter mark: What is expected at the step that asks the model.
private func small(
  others: [String], tries: [String], gate: Bool = false, mark: String = ""
) -> String {
  let endpoints = [here] + others
  let isAbroad = others.contains(abroad)
  let isShared = others.contains(elsewhere)
  return """
    platform: small
    language: 1
    gate: \(gate ? "before each call" : "none")
    regions: { home: { in: [eu] }\(isAbroad ? ", abroad: { in: [us] }" : "") }
    data_classes: [pii]
    model_tiers: [small, large]
    tools: {}
    models: { triage: { cost: 0.01 USD } }
    endpoints:
    \(endpoints.map { "  " + $0 }.joined(separator: "\n"))
    budget_classes: { normal: { per_workflow: 1 USD, per_month: 9 USD } }
    default:
      budget_class: normal
      allowed_tools: []
      model_tier: small
      concurrency_cap: 1
      reviewer_pool: none
      audit_retention: 1 year
      data_retention: 1 day
    ---
    policy_tier: standard
    ---
    org_id: owner
    ---
    tenant_id: bank-a
    org_id: owner
    policy_tier: standard
    data_residency: { process: [home], store: [home], log: [home] }
    ---\(isShared ? otherTenant : "")
    route: triage
    try:
    \(tries.map { "  - use: " + $0 }.joined(separator: "\n"))
    on_unavailable: fail
    ---
    plan: sort
    input: { mail: [pii] }
    steps:
      look: { model: triage, reads: [mail], then: end }\(mark)
    checkpoint: none
    """
}

private let otherTenant = """

  tenant_id: bank-b
  org_id: owner
  policy_tier: standard
  data_residency: { process: [home], store: [home], log: [home] }
  ---
  """

private let here = endpoint("here", in: "home")
private let abroad = endpoint("abroad", in: "abroad")
private let elsewhere = endpoint("other", in: "home", ", dedicated_to: bank-b")
private let large = endpoint("large", in: "home", tier: "large")
private let keeping = endpoint("keeping", in: "home", keeps: "90 days")

private func endpoint(
  _ name: String, in region: String, tier: String = "small", keeps: String = "0 days",
  _ more: String = ""
) -> String {
  "triage-\(name): { serves: triage, model: \(tier), process: \(region), store: "
    + "\(keeps == "0 days" ? "none" : region), log: none, retains: \(keeps)\(more) }"
}
