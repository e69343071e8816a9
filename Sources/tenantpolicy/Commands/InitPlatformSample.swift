extension InitSamples {
  /// The catalogue of the folder that `init` writes.
  static let platform = """
    # What exists. Everything else refers to it by name, and a name that is not here is an error.
    platform: support
    language: 1  # a later release never reads this file differently
    gate: before each call  # the runtime asks the bundle, and skips what a tenant's policy forbids

    regions:
      eu-west-1: { in: [eu] }
      us-east-1: { in: [us] }
    data_classes: [public, pii]
    model_tiers: [small, large]  # lowest first

    # What plans call, and what one call costs.
    tools:
      look_up_order: { cost: 0.01 USD, adds: [pii], quota: 2_000/hour }
      send_reply: { cost: 0.01 USD }
      issue_refund: { cost: 0.01 USD }
      close_account: { cost: 0.01 USD }
    models:
      draft_reply: { cost: 0.02 USD }

    # Where it runs. Regions that are not stated are every region, which few tenants permit.
    endpoints:
      services-eu:
        serves: [look_up_order, send_reply, issue_refund, close_account]
        process: eu-west-1
        store: none
        log: eu-west-1
        retains: 0 days
      services-us:
        serves: [look_up_order, send_reply, issue_refund, close_account]
        process: us-east-1
        store: none
        log: us-east-1
        retains: 0 days
      model-eu:
        serves: draft_reply
        model: large
        process: eu-west-1
        store: none
        log: eu-west-1
        retains: 0 days
      model-us:
        serves: draft_reply
        model: large
        process: us-east-1
        store: none
        log: us-east-1
        retains: 0 days
      # What the platform itself keeps: the state of runs for a month, the audit log for years.
      runs-eu:
        { serves: [state, checkpoint, queue], store: eu-west-1, log: eu-west-1, retains: 30 days }
      runs-us:
        { serves: [state, checkpoint, queue], store: us-east-1, log: us-east-1, retains: 30 days }
      audit-eu: { serves: audit, store: eu-west-1, log: eu-west-1, retains: 7 years }
      audit-us: { serves: audit, store: us-east-1, log: us-east-1, retains: 7 years }

    reviewer_pools:
      duty-team: { region: eu-west-1, staff: 4, clearance: [public, pii] }

    # Workflows of all tenants share these slots.
    worker_pool: { slots: 50, reject_above: 1_000 queued }

    # Rates and budgets that tenants take by name.
    budget_classes:
      normal:
        rate_limits: { look_up_order: 500/hour }
        per_workflow: 0.50 USD
        per_month: 500 USD

    # What holds for a tenant where nobody below says otherwise. Left out never means everything:
    # what no layer states is an error, or the strictest there is.
    default:
      budget_class: normal
      data_residency: eu-west-1
      allowed_tools: [look_up_order, send_reply, issue_refund, close_account]
      model_tier: large
      concurrency_cap: 5
      reviewer_pool: duty-team
      audit_retention: 1 year
      data_retention: 30 days

    """
}
