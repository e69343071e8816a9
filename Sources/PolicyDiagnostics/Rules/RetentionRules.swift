/// TP05xx: how long data is kept, and how short it may be.
package struct RetentionRules: Sendable {
  package let auditTooShort = Rule(
    "TP0505", "audit-store-keeps-too-short",
    what: "No audit store in the tenant's regions keeps logs as long as the policy demands.",
    why: "The log would be gone when the regulator asks for it.",
    bad: """
      platform: p
      language: 1
      regions: { here: { in: [home] }, there: { in: [away] } }
      model_tiers: [small]
      tools: { only: {} }
      endpoints:
        only-here: { serves: only, process: here, store: none, log: none, retains: 0 days }
        audit-here: { serves: audit, store: here, log: none, retains: 1 year }
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
      audit_retention: 7 years  # error[TP0505]
      """,
    good: """
      platform: p
      language: 1
      regions: { here: { in: [home] }, there: { in: [away] } }
      model_tiers: [small]
      tools: { only: {} }
      endpoints:
        only-here: { serves: only, process: here, store: none, log: none, retains: 0 days }
        audit-here: { serves: audit, store: here, log: none, retains: 7 years }
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
      audit_retention: 7 years
      """)

  package let dataTooLong = Rule(
    "TP0506", "data-store-keeps-too-long",
    what:
      "Every checkpoint or state store in the tenant's regions keeps data longer than the policy allows.",
    why: "The right to erasure ends where the store's retention begins.",
    bad: """
      platform: p
      language: 1
      regions: { here: { in: [home] }, there: { in: [away] } }
      model_tiers: [small]
      tools: { only: {} }
      endpoints:
        only-here: { serves: only, process: here, store: none, log: none, retains: 0 days }
        checkpoints: { serves: checkpoint, store: here, log: none, retains: 31 days }
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
      data_retention: 30 days  # error[TP0506]
      """,
    good: """
      platform: p
      language: 1
      regions: { here: { in: [home] }, there: { in: [away] } }
      model_tiers: [small]
      tools: { only: {} }
      endpoints:
        only-here: { serves: only, process: here, store: none, log: none, retains: 0 days }
        checkpoints: { serves: checkpoint, store: here, log: none, retains: 30 days }
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
      data_retention: 30 days
      """)

  package let emptyRetention = Rule(
    "TP0507", "empty-retention",
    what: "One store would have to keep audit logs for longer and data for less than it does.",
    why: "At least seven years and at most thirty days leave no retention that is right for both.",
    bad: """
      platform: p
      language: 1
      regions: { here: { in: [home] }, there: { in: [away] } }
      model_tiers: [small]
      tools: { only: {} }
      endpoints:
        only-here: { serves: only, process: here, store: none, log: none, retains: 0 days }
        audit-here: { serves: [audit, trace], store: here, log: none, retains: 7 years }
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
      audit_retention: 7 years  # error[TP0507]
      """,
    good: """
      platform: p
      language: 1
      regions: { here: { in: [home] }, there: { in: [away] } }
      model_tiers: [small]
      tools: { only: {} }
      endpoints:
        only-here: { serves: only, process: here, store: none, log: none, retains: 0 days }
        audit-here: { serves: audit, store: here, log: none, retains: 7 years }
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
      audit_retention: 7 years
      """)
}
