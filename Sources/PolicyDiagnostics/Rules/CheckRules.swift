/// TP05xx: what fields say about each other and about the catalogue.
package struct CheckRules: Sendable {
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

  package let foreignPool = Rule(
    "TP0504", "foreign-reviewer-pool",
    what: "A tenant uses a reviewer pool that is dedicated to another.",
    why: "Reviewers of one customer would read the data of another.",
    bad: """
      platform: p
      language: 1
      regions: { here: { in: [home] }, there: { in: [away] } }
      model_tiers: [small]
      tools: { only: {} }
      endpoints:
        only-here: { serves: only, process: here, store: none, log: none, retains: 0 days }
      reviewer_pools:
        theirs: { region: here, staff: 3, dedicated_to: bank-b }
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
      reviewer_pool: theirs  # error[TP0504]
      ---
      tenant_id: bank-b
      org_id: holding
      policy_tier: standard
      reviewer_pool: theirs
      """,
    good: """
      platform: p
      language: 1
      regions: { here: { in: [home] }, there: { in: [away] } }
      model_tiers: [small]
      tools: { only: {} }
      endpoints:
        only-here: { serves: only, process: here, store: none, log: none, retains: 0 days }
      reviewer_pools:
        theirs: { region: here, staff: 3, dedicated_to: bank-a }
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
      reviewer_pool: theirs
      """)

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

  package let similarGroups = Rule(
    "TP0513", "similar-region-groups", .warning,
    what: "Two region groups that no list declares differ in one letter.",
    why:
      "A group is declared by the first region that names it, so a typo makes a group of its own.",
    bad: """
      platform: p
      language: 1
      regions:
        here: { in: [home] }
        there: { in: [hone] }  # warning[TP0513]
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
      """,
    good: """
      platform: p
      language: 1
      regions: { here: { in: [home] }, there: { in: [away] } }
      region_groups: [home, away]
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

  package let unsaidRegions = Rule(
    "TP0514", "regions-not-stated", .warning,
    what: "An endpoint does not state where it processes, stores or logs.",
    why: "What is not stated is every region: no residency-bound tenant can be routed there.",
    bad: """
      platform: p
      language: 1
      regions: { here: { in: [home] }, there: { in: [away] } }
      model_tiers: [small]
      tools: { only: {} }
      endpoints:
        only-here: { serves: only, process: here, retains: 0 days }  # warning[TP0514]
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
      data_residency: any
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

  package let reviewersElsewhere = Rule(
    "TP0521", "reviewers-elsewhere", .warning,
    what: "A reviewer pool sits outside the tenant's data residency.",
    why: "What is shown to a reviewer is processed where the reviewer sits.",
    bad: """
      tenant_id: bank-a
      org_id: holding
      policy_tier: standard
      data_residency: eu-west-1
      reviewer_pool: shared-reviewers  # warning[TP0521]
      """,
    good: """
      tenant_id: bank-a
      org_id: holding
      policy_tier: standard
      data_residency: [eu-west-1, eu-central-1]
      reviewer_pool: shared-reviewers
      """)

  package let idleAcceptance = Rule(
    "TP0522", "idle-acceptance", .warning,
    what:
      "A transfer ground is accepted although no transfer on it starts in the tenant's regions.",
    why: "It has no effect today, and would have one as soon as such a transfer is declared.",
    bad: """
      tenant_id: bank-a
      org_id: holding
      policy_tier: standard
      data_residency: { process: us-east-1, store: us-east-1, accepts: [adequacy] }  # warning[TP0522]
      """,
    good: """
      tenant_id: bank-a
      org_id: holding
      policy_tier: standard
      data_residency: { process: eu-west-1, store: eu-west-1, accepts: [adequacy] }
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
