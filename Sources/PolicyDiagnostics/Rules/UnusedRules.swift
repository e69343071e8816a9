/// TP05xx: what is declared and nobody uses.
package struct UnusedRules: Sendable {
  package let unusedTier = Rule(
    "TP0510", "unused-tier", .warning,
    what: "A policy tier is declared and no tenant is in it.",
    why: "A limit on nobody looks like a limit.",
    bad: """
      policy_tier: lonely  # warning[TP0510]
      """,
    good: """
      policy_tier: shared
      ---
      tenant_id: bank-a
      org_id: holding
      policy_tier: shared
      """)

  package let unusedOrg = Rule(
    "TP0511", "unused-org", .warning,
    what: "An org is declared and no tenant belongs to it.",
    why: "A limit on nobody looks like a limit.",
    bad: """
      org_id: lonely  # warning[TP0511]
      """,
    good: """
      org_id: busy
      ---
      tenant_id: bank-a
      org_id: busy
      policy_tier: standard
      """)

  package let unusedTool = Rule(
    "TP0512", "unused-tool", .warning,
    what: "A tool is declared and no plan calls it.",
    why: "What no plan needs should not be allowed to anybody; it may also be a plan's typo.",
    bad: """
      platform: p
      language: 1
      regions: { here: {} }
      model_tiers: [small]
      tools:
        only: { cost: 0.02 USD }
        idle: { cost: 0.02 USD }  # warning[TP0512]
      endpoints:
        here-all: { serves: [only, idle], process: here, store: none, log: none, retains: 0 days }
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
        call: { tool: only, then: end }
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
        low: { per_workflow: 1 USD, per_month: 10 USD }
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
        call: { tool: only, then: end }
      checkpoint: none
      """)

  package let unusedBudgetClass = Rule(
    "TP0523", "unused-budget-class", .warning,
    what: "A budget class is declared and no tenant has it.",
    why: "Rates and budgets of nobody look like limits.",
    bad: """
      platform: p
      language: 1
      regions: { here: { in: [home] }, there: { in: [away] } }
      model_tiers: [small]
      tools: { only: {} }
      endpoints:
        only-here: { serves: only, process: here, store: none, log: none, retains: 0 days }
      budget_classes:
        high: { per_workflow: 2 USD, per_month: 20 USD }  # warning[TP0523]
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
      """,
    good: """
      platform: p
      language: 1
      regions: { here: { in: [home] }, there: { in: [away] } }
      model_tiers: [small]
      tools: { only: {} }
      endpoints:
        only-here: { serves: only, process: here, store: none, log: none, retains: 0 days }
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
      """)
}
