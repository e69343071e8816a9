/// The policy folder that `init` writes: small, complete, and free of findings.
enum InitSamples {
  static let files: [(name: String, text: String)] = [
    ("README.md", readme), ("platform.yaml", platform), ("acme.yaml", acme),
    ("answer-ticket.yaml", plan),
  ]

  private static let readme = """
    # Policies

    - `platform.yaml` says what exists: regions, tools, where they run, and what holds by default.
    - `acme.yaml` holds an organisation and its tenants.
    - `answer-ticket.yaml` is the work that is done for them, step by step.

    From the folder above this one:

        tenantpolicy check FOLDER
        tenantpolicy build FOLDER -o policies.bundle

    """

  private static let platform = """
    # What exists. Tenants refer to it by name; a name that is not here is an error.
    platform: support
    language: 1
    regions:
      eu-west-1: { in: [eu] }
      us-east-1: { in: [us] }
    data_classes: [public, pii]
    model_tiers: [small, large]  # lowest first
    tools:
      look_up_order: { cost: 0.01 USD, adds: [pii], quota: 2_000/hour }
      send_reply: { cost: 0.01 USD }
    models:
      draft_reply: { cost: 0.02 USD }
    endpoints:
      orders-eu:
        serves: look_up_order
        process: [eu-west-1]
        store: [eu-west-1]
        log: [eu-west-1]
        retains: 0 days
      orders-us:
        serves: look_up_order
        process: [us-east-1]
        store: [us-east-1]
        log: [us-east-1]
        retains: 0 days
      mail-eu:
        serves: send_reply
        process: [eu-west-1]
        store: [eu-west-1]
        log: [eu-west-1]
        retains: 0 days
      mail-us:
        serves: send_reply
        process: [us-east-1]
        store: [us-east-1]
        log: [us-east-1]
        retains: 0 days
      model-eu:
        serves: draft_reply
        model: large
        process: [eu-west-1]
        store: [eu-west-1]
        log: [eu-west-1]
        retains: 0 days
      model-us:
        serves: draft_reply
        model: large
        process: [us-east-1]
        store: [us-east-1]
        log: [us-east-1]
        retains: 0 days
      checkpoints-eu:
        serves: checkpoint
        process: [eu-west-1]
        store: [eu-west-1]
        log: [eu-west-1]
        retains: 30 days
      checkpoints-us:
        serves: checkpoint
        process: [us-east-1]
        store: [us-east-1]
        log: [us-east-1]
        retains: 30 days
    reviewer_pools:
      duty-team: { region: eu-west-1, staff: 4, clearance: [public, pii] }
    worker_pool: { slots: 50, reject_above: 1_000 queued }
    budget_classes:
      normal:
        rate_limits: { look_up_order: 100/hour }
        per_workflow: 0.50 USD
        per_month: 500 USD
    # What holds for a tenant that does not say otherwise.
    default:
      budget_class: normal
      data_residency: any
      allowed_tools: [look_up_order, send_reply]
      model_tier: large
      concurrency_cap: 5
      reviewer_pool: duty-team
      audit_retention: 1 year
      data_retention: 30 days
    ---
    policy_tier: standard

    """

  private static let acme = """
    org_id: acme
    limit:  # No tenant of acme may have more.
      concurrency_cap: 10
    ---
    tenant_id: acme-eu
    org_id: acme
    policy_tier: standard
    data_residency: eu-west-1
    concurrency_cap: 8
    ---
    tenant_id: acme-us
    org_id: acme
    policy_tier: standard

    """

  private static let plan = """
    route: draft_reply
    try:
      - { use: model-eu }
      - { use: model-us }
    on_unavailable: hold
    ---
    plan: answer-ticket
    facts:
      refund: { type: money, known: at start }
    input: { ticket: [pii] }
    steps:
      order: { tool: look_up_order, reads: [ticket], writes: order, retry: 2, then: draft }
      draft: { model: draft_reply, reads: [ticket, order], writes: reply, then: size }
      size: { branch: [{ when: refund > 100 USD, then: review }], else: send }
      review: { review: default, reads: [reply], timeout: 24 h, then: send }
      send: { tool: send_reply, reads: [reply], then: end }
    checkpoint: every step

    """
}
