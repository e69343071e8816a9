/// TP05xx: money, rates and shares of the worker pool.
package struct CapacityRules: Sendable {
  package let otherCurrency = Rule(
    "TP0500", "other-currency",
    what: "An amount is in another currency than the platform's.",
    why: "Amounts of two currencies have no order, so no limit could be checked.",
    bad: """
      tenant_id: bank-a
      org_id: holding
      policy_tier: standard
      per_workflow: 0.50 EUR  # error[TP0500]
      """,
    good: """
      tenant_id: bank-a
      org_id: holding
      policy_tier: standard
      per_workflow: 0.50 USD
      """)

  package let overcommitted = Rule(
    "TP0508", "guarantees-exceed-pool",
    what: "The slots that are guaranteed to tenants exceed the worker pool.",
    why: "A guarantee that cannot be kept for all is one for whoever comes first.",
    bad: """
      platform: p
      language: 1
      regions: { here: { in: [home] }, there: { in: [away] } }
      model_tiers: [small]
      tools: { only: {} }
      endpoints:
        only-here: { serves: only, process: here, store: none, log: none, retains: 0 days }
      worker_pool: { slots: 3 }  # error[TP0508]
      budget_classes:
        low: { per_workflow: 1 USD, per_month: 10 USD }
      default:
        budget_class: low
        data_residency: here
        allowed_tools: [only]
        model_tier: small
        concurrency_cap: 2
        reviewer_pool: none
        audit_retention: 1 year
        data_retention: 30 days
      ---
      policy_tier: standard
      ---
      org_id: holding
      ---
      tenant_id: bank-a
      org_id: holding
      policy_tier: standard
      guaranteed_slots: 2
      ---
      tenant_id: bank-b
      org_id: holding
      policy_tier: standard
      guaranteed_slots: 2
      """,
    good: """
      platform: p
      language: 1
      regions: { here: { in: [home] }, there: { in: [away] } }
      model_tiers: [small]
      tools: { only: {} }
      endpoints:
        only-here: { serves: only, process: here, store: none, log: none, retains: 0 days }
      worker_pool: { slots: 4 }
      budget_classes:
        low: { per_workflow: 1 USD, per_month: 10 USD }
      default:
        budget_class: low
        data_residency: here
        allowed_tools: [only]
        model_tier: small
        concurrency_cap: 2
        reviewer_pool: none
        audit_retention: 1 year
        data_retention: 30 days
      ---
      policy_tier: standard
      ---
      org_id: holding
      ---
      tenant_id: bank-a
      org_id: holding
      policy_tier: standard
      guaranteed_slots: 2
      ---
      tenant_id: bank-b
      org_id: holding
      policy_tier: standard
      guaranteed_slots: 2
      """)

  package let slotsElsewhere = Rule(
    "TP0528", "slots-do-not-add-up",
    what: "The slots of the worker pool by region are not as many as there are.",
    why:
      "Slots in no region could be anywhere, and guarantees could not be checked for a lost region.",
    bad: ProofRules.shares(
      pool: "slots: 4, by_region: { home: 2, abroad: 1 }", mark: "  # error[TP0528]"),
    good: ProofRules.shares(pool: "slots: 4, by_region: { home: 2, abroad: 2 }"))

  package let exhaustedRate = Rule(
    "TP0509", "rate-exhausted-early", .warning,
    what: "The tenant's concurrency exhausts a rate within a thirtieth of its window.",
    why: "Workflows that wait for the next window hold their slots until it opens.",
    bad: """
      platform: p
      language: 1
      regions: { here: { in: [home] }, there: { in: [away] } }
      model_tiers: [small]
      tools: { only: { quota: 10_000/hour } }
      endpoints:
        only-here: { serves: only, process: here, store: none, log: none, retains: 0 days }
      worker_pool: { slots: 100, typical_run: 45 s }
      budget_classes:
        low: { per_workflow: 1 USD, per_month: 10 USD }
      default:
        budget_class: low
        data_residency: here
        allowed_tools: [only]
        model_tier: small
        concurrency_cap: 2
        reviewer_pool: none
        audit_retention: 1 year
        data_retention: 30 days
      ---
      policy_tier: standard
      ---
      org_id: holding
      ---
      tenant_id: bank-a
      org_id: holding
      policy_tier: standard
      concurrency_cap: 50
      rate_limits: { only: 100/hour }  # warning[TP0509]
      """,
    good: """
      platform: p
      language: 1
      regions: { here: { in: [home] }, there: { in: [away] } }
      model_tiers: [small]
      tools: { only: { quota: 10_000/hour } }
      endpoints:
        only-here: { serves: only, process: here, store: none, log: none, retains: 0 days }
      worker_pool: { slots: 100, typical_run: 45 s }
      budget_classes:
        low: { per_workflow: 1 USD, per_month: 10 USD }
      default:
        budget_class: low
        data_residency: here
        allowed_tools: [only]
        model_tier: small
        concurrency_cap: 2
        reviewer_pool: none
        audit_retention: 1 year
        data_retention: 30 days
      ---
      policy_tier: standard
      ---
      org_id: holding
      ---
      tenant_id: bank-a
      org_id: holding
      policy_tier: standard
      concurrency_cap: 10
      rate_limits: { only: 200/hour }
      """)

  package let burstBelowCap = Rule(
    "TP0516", "burst-below-cap", .warning,
    what: "A burst does not exceed the concurrency cap.",
    why: "It has no effect, and whoever wrote it expects one.",
    bad: """
      tenant_id: bank-a
      org_id: holding
      policy_tier: standard
      concurrency_cap: 5
      burst: { to: 5, for: 10 min }  # warning[TP0516]
      """,
    good: """
      tenant_id: bank-a
      org_id: holding
      policy_tier: standard
      concurrency_cap: 5
      burst: { to: 6, for: 10 min }
      """)

  package let guaranteeAboveCap = Rule(
    "TP0517", "guarantee-above-cap",
    what: "More slots are guaranteed than the concurrency cap lets be used.",
    why: "The slots above the cap would be kept from everybody.",
    bad: """
      tenant_id: bank-a
      org_id: holding
      policy_tier: standard
      concurrency_cap: 2
      guaranteed_slots: 3  # error[TP0517]
      """,
    good: """
      tenant_id: bank-a
      org_id: holding
      policy_tier: standard
      concurrency_cap: 3
      guaranteed_slots: 3
      """)

  package let workflowAboveMonth = Rule(
    "TP0518", "workflow-above-month", .warning,
    what: "One workflow may cost more than the whole month.",
    why: "The first workflow could end the month for the tenant.",
    bad: """
      tenant_id: bank-a
      org_id: holding
      policy_tier: standard
      per_workflow: 0.40 USD  # warning[TP0518]
      per_month: 0.30 USD
      """,
    good: """
      tenant_id: bank-a
      org_id: holding
      policy_tier: standard
      per_workflow: 0.30 USD
      per_month: 0.40 USD
      """)

  package let capAbovePool = Rule(
    "TP0520", "cap-above-pool", .warning,
    what: "A concurrency cap exceeds the worker pool.",
    why: "A cap that is never reached protects nobody from this tenant.",
    bad: """
      tenant_id: bank-a
      org_id: holding
      policy_tier: standard
      concurrency_cap: 101  # warning[TP0520]
      """,
    good: """
      tenant_id: bank-a
      org_id: holding
      policy_tier: standard
      concurrency_cap: 20
      """)

  package let budgetBelowPlan = Rule(
    "TP0525", "budget-below-plan", .warning,
    what: "A workflow's budget is below the worst case of a plan that the tenant may run.",
    why: """
      Budgets are enforced at every step: a run that retries and replans as it may would stop \
      half-way, with its money spent.
      """,
    bad: """
      platform: p
      language: 1
      regions: { here: {} }
      model_tiers: [small]
      tools:
        only: { cost: 0.02 USD }
      endpoints:
        here-all: { serves: [only], process: here, store: none, log: none, retains: 0 days }
      budget_classes:
        low: { per_workflow: 0.05 USD, per_month: 10 USD }  # warning[TP0525]
      default:
        budget_class: low
        data_residency: here
        allowed_tools: [only]
        model_tier: small
        concurrency_cap: 2
        reviewer_pool: none
        audit_retention: 1 year
      ---
      policy_tier: standard
      ---
      org_id: holding
      ---
      tenant_id: bank-a
      org_id: holding
      policy_tier: standard
      ---
      plan: only-plan
      steps:
        call: { tool: only, retry: 2, then: end }
      checkpoint: none
      """,
    good: """
      platform: p
      language: 1
      regions: { here: {} }
      model_tiers: [small]
      tools:
        only: { cost: 0.02 USD }
      endpoints:
        here-all: { serves: [only], process: here, store: none, log: none, retains: 0 days }
      budget_classes:
        low: { per_workflow: 0.06 USD, per_month: 10 USD }
      default:
        budget_class: low
        data_residency: here
        allowed_tools: [only]
        model_tier: small
        concurrency_cap: 2
        reviewer_pool: none
        audit_retention: 1 year
      ---
      policy_tier: standard
      ---
      org_id: holding
      ---
      tenant_id: bank-a
      org_id: holding
      policy_tier: standard
      ---
      plan: only-plan
      steps:
        call: { tool: only, retry: 2, then: end }
      checkpoint: none
      """)
}
