/// TP05xx: regions, the people in them, and the grounds on which data goes from one to another.
package struct PlaceRules: Sendable {
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
}
