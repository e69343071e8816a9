/// TP05xx: which tools may be called, what serves them and what meters them.
package struct ToolRules: Sendable {
  package let allowedAndDenied = Rule(
    "TP0501", "allowed-and-denied",
    what: "A tool is allowed by name and denied in the same layer or above.",
    why: "The denial holds, so the author of the allowance believes in something that is not so.",
    bad: """
      tenant_id: bank-a
      org_id: holding
      policy_tier: standard
      allowed_tools: [credit_bureau, notify]  # error[TP0501]
      denied_tools: [notify]
      """,
    good: """
      tenant_id: bank-a
      org_id: holding
      policy_tier: standard
      allowed_tools: [credit_bureau]
      denied_tools: [notify]
      """)

  package let unreachableTool = Rule(
    "TP0502", "unreachable-tool", .warning,
    what: "A tool is allowed although none of its endpoints stays in the data residency.",
    why:
      "Every plan that calls the tool would be refused, at the first workflow instead of in review.",
    bad: """
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
      data_residency: there
      allowed_tools: [only]  # warning[TP0502]
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
      data_residency: here
      allowed_tools: [only]
      """)

  package let toolWithoutEndpoint = Rule(
    "TP0503", "tool-without-endpoint", .warning,
    what: "A tool or model is declared, and no endpoint serves it.",
    why: "What runs nowhere can be allowed, planned and budgeted, and never called.",
    bad: """
      platform: p
      language: 1
      regions: { here: { in: [home] }, there: { in: [away] } }
      model_tiers: [small]
      tools: { only: {}, lost: {} }  # warning[TP0503]
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

  package let modelWithoutTier = Rule(
    "TP0515", "model-without-tier",
    what: "An endpoint serves a model and does not state its tier.",
    why: "Without the tier no tenant's highest tier can be compared with it.",
    bad: """
      platform: p
      language: 1
      regions: { here: { in: [home] }, there: { in: [away] } }
      model_tiers: [small]
      tools: { only: {} }
      endpoints:
        only-here: { serves: only, process: here, store: none, log: none, retains: 0 days }
        judge-here: { serves: judge, process: here, log: none, retains: 0 days }  # error[TP0515]
      models: { judge: {} }
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
      """,
    good: """
      platform: p
      language: 1
      regions: { here: { in: [home] }, there: { in: [away] } }
      model_tiers: [small]
      tools: { only: {} }
      endpoints:
        only-here: { serves: only, process: here, store: none, log: none, retains: 0 days }
        judge-here: { serves: judge, model: small, process: here, log: none, retains: 0 days }
      models: { judge: {} }
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

  package let unmeteredTool = Rule(
    "TP0519", "unmetered-tool",
    what: "A tool with a shared quota is allowed without a rate for the tenant.",
    why: "One tenant's burst exhausts the quota for all.",
    bad: """
      platform: p
      language: 1
      regions: { here: { in: [home] }, there: { in: [away] } }
      model_tiers: [small]
      tools: { only: { quota: 500/hour } }
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
      allowed_tools: [only]  # error[TP0519]
      """,
    good: """
      platform: p
      language: 1
      regions: { here: { in: [home] }, there: { in: [away] } }
      model_tiers: [small]
      tools: { only: { quota: 500/hour } }
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
      allowed_tools: [only]
      rate_limits: { only: 50/hour }
      """)

  package let denialsNotStated = Rule(
    "TP0524", "denials-not-stated",
    what: "Tools are allowed by `any` or a wildcard, and that layer or one above it does not say "
      + "which are denied.",
    why: "What nobody named is only kept away by a denial, and a denial that was lost is not seen.",
    bad: """
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
        denied_tools: []
      ---
      policy_tier: standard
      limit: { denied_tools: [] }
      ---
      org_id: holding
      ---
      tenant_id: bank-a
      org_id: holding
      policy_tier: standard
      allowed_tools: any  # error[TP0524]
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
        denied_tools: []
      ---
      policy_tier: standard
      limit: { denied_tools: [] }
      ---
      org_id: holding
      limit: { denied_tools: [] }
      ---
      tenant_id: bank-a
      org_id: holding
      policy_tier: standard
      allowed_tools: any
      denied_tools: []
      """)

  package let rateWithoutQuota = Rule(
    "TP0526", "rate-without-quota",
    what: "A rate is stated for a tool that has no `quota` in the catalogue.",
    why: "Only with a quota must everybody who may call the tool have a rate; without one, a line "
      + "that was lost would lift the rate and nobody would see it.",
    bad: """
      tenant_id: bank-a
      org_id: holding
      policy_tier: standard
      rate_limits: { notify: 10/hour }  # error[TP0526]
      """,
    good: """
      tenant_id: bank-a
      org_id: holding
      policy_tier: standard
      rate_limits: { credit_bureau: 10/hour }
      """)
}
