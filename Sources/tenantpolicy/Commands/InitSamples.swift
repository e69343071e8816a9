/// The policy folder that `init` writes: small, complete, free of findings, and commented for
/// somebody who has not seen the language before.
enum InitSamples {
  static let files: [(name: String, text: String)] = [
    ("README.md", readme), ("platform.yaml", platform), ("tiers.yaml", tiers),
    ("orgs/acme.yaml", org), ("tenants/acme-shop.yaml", tenant), ("routes.yaml", routes),
    ("plans/answer-ticket.yaml", plan), ("tests.yaml", tests),
  ]

  private static let readme = """
    # Policies

    One document declares one thing, and its first key says which. Files and folders are for
    people: any layout works, and a file may hold several documents with `---` between them.

    | file | first key | what it says |
    |---|---|---|
    | `platform.yaml` | `platform:` | what exists, and what holds for everybody |
    | `tiers.yaml` | `policy_tier:` | what the tenants of a tier may have |
    | `orgs/acme.yaml` | `org_id:` | what an organisation adds to that |
    | `tenants/acme-shop.yaml` | `tenant_id:` | one tenant |
    | `routes.yaml` | `route:` | which endpoint is tried first |
    | `plans/answer-ticket.yaml` | `plan:` | the steps of a workflow |
    | `tests.yaml` | `test:` | what must stay true |

    Platform, tier, org and tenant are layers: `limit:` is a ceiling for everything below,
    `default:` holds where nobody below says otherwise, and a tenant's own value must lie within
    every limit.

    ## Next

    1. In this folder, run `tenantpolicy check .`: there is nothing to say.
    2. Raise `concurrency_cap` in `tenants/acme-shop.yaml` to 11 and check: its tier allows 10.
    3. Misspell the name of a tool: the nearest one is offered. `tenantpolicy explain TP0301` says
       why it is an error.
    4. Add a tenant of your own, then `tenantpolicy build . -o policies.bundle` for a bundle to look
       tenants up in.

    """

  private static let tiers = """
    # A limit is a ceiling for every tenant of the tier. A tenant that asks for more is an error,
    # never cut down silently.
    policy_tier: standard
    limit:
      concurrency_cap: 10
    default:
      priority: normal
      sla: 95% within 4 h

    """

  private static let org = """
    # An organisation may narrow what its tenants may do. This one keeps its data in the EU.
    org_id: acme
    limit:
      data_residency: eu

    """

  private static let tenant = """
    # A tenant says what is its own; the rest comes from its org, its tier and the platform.
    tenant_id: acme-shop
    org_id: acme
    policy_tier: standard
    data_residency: eu-west-1
    denied_tools: [close_account]  # a denial holds, whatever else allows the tool
    concurrency_cap: 8  # workflows at once
    ---
    tenant_id: acme-desk
    org_id: acme
    policy_tier: standard

    """

  private static let routes = """
    # The first endpoint that the tenant's policy permits and that is up. A faster one outside of
    # the tenant's regions is no candidate.
    route: draft_reply
    try:
      - { use: model-us, when: latency(model-us) < 200 ms }
      - { use: model-eu }
    on_unavailable: hold  # hold, queue, fail or { review: POOL }

    """

  private static let plan = """
    # A workflow. Every variable is written before it is read; every loop has a bound.
    plan: answer-ticket
    facts:
      refund: { type: money, known: at start }
    input:
      ticket: [pii]  # the classes of data that are in it
    steps:
      order:
        tool: look_up_order
        reads: [ticket]
        writes: order
        retry: 2
        then: draft
      draft:
        model: draft_reply
        reads: [ticket, order]
        writes: reply
        then: size
      size:
        branch:
          - { when: refund > 100 USD, then: review }
          - { when: refund > 0 USD, then: pay }
        else: send
      review:
        review: default  # the tenant's own pool
        reads: [order, reply]
        timeout: 24 h
        then: pay
      pay:
        tool: issue_refund
        reads: [order]
        on_fail: send  # where a refund cannot be made, an answer is sent all the same
        then: send
      send:
        tool: send_reply
        reads: [reply]
        then: end
    checkpoint: every step
    ---
    # Only tenants that may use every tool of a plan may run it.
    plan: close-account
    input:
      request: [pii]
    steps:
      close:
        tool: close_account
        reads: [request]
        then: end
    checkpoint: none

    """

  private static let tests = """
    test: the shop's tickets stay in the EU
    given: { tenant: acme-shop, plan: answer-ticket, down: [model-eu] }
    expect:
      - { never: { region: us-east-1 } }
      - { step: draft, is: held }
    ---
    test: the shop cannot close accounts
    given: { tenant: acme-shop }
    expect:
      - { denied: close_account }

    """
}
