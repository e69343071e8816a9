/// TP04xx: limits and defaults of the layers.
package struct LayerRules: Sendable {
  package let outsideLimit = Rule(
    "TP0401", "outside-limit",
    what: "A value lies outside a limit of a layer above.",
    why: """
      Layers only narrow. A value that is silently clipped leaves its author believing in a cap \
      that does not hold; one that is not clipped breaks the owner's promise.
      """,
    bad: """
      policy_tier: small
      limit: { concurrency_cap: 5 }
      ---
      tenant_id: bank-a
      org_id: holding
      policy_tier: small
      concurrency_cap: 6  # error[TP0401]
      """,
    good: """
      policy_tier: small
      limit: { concurrency_cap: 5 }
      default: { concurrency_cap: 4 }
      ---
      tenant_id: bank-a
      org_id: holding
      policy_tier: small
      concurrency_cap: 5
      """)

  package let limitWidens = Rule(
    "TP0402", "limit-widens",
    what: "A limit is wider than the platform's limit on the same field.",
    why: "A limit that is wider than the one above never applies, and reads as if it did.",
    bad: """
      platform: p
      language: 1
      regions: { here: {} }
      model_tiers: [small]
      tools: {}
      endpoints: {}
      budget_classes: {}
      limit: { concurrency_cap: 50 }
      ---
      policy_tier: wide
      limit: { concurrency_cap: 51 }  # error[TP0402]
      """,
    good: """
      policy_tier: narrow
      limit: { concurrency_cap: 5 }
      ---
      tenant_id: bank-a
      org_id: holding
      policy_tier: narrow
      concurrency_cap: 5
      """)

  package let notStated = Rule(
    "TP0403", "value-not-stated",
    what: "A tenant has no value for a field, and no layer above it has a default.",
    why: "Absent is not everything, and not a guess either: somebody has to say.",
    bad: """
      platform: p
      language: 1
      regions: { here: {} }
      model_tiers: [small]
      tools: { only: { cost: 0.01 USD } }
      endpoints:
        only-here: { serves: only, process: here, store: none, log: none, retains: 0 days }
      budget_classes:
        low: { per_workflow: 1 USD, per_month: 10 USD }
      ---
      policy_tier: standard
      ---
      org_id: holding
      ---
      tenant_id: bank-a  # error[TP0403]
      org_id: holding
      policy_tier: standard
      budget_class: low
      data_residency: here
      allowed_tools: [only]
      model_tier: small
      reviewer_pool: none
      audit_retention: 1 year
      """,
    good: """
      tenant_id: bank-a
      org_id: holding
      policy_tier: standard
      """)
}
