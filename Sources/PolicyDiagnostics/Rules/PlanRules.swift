/// TP06xx: routes and plans.
package struct PlanRules: Sendable {
  package let stepKind = Rule(
    "TP0601", "step-kind",
    what: "A step says nothing of what it does, or more than one thing.",
    why: "What a step may reach is proved from what it does; a guess would be proved instead.",
    bad: """
      plan: payout
      steps:
        pay: { then: end }  # error[TP0601]
      checkpoint: none
      """,
    good: """
      plan: payout
      steps:
        pay: { tool: notify, then: end }
      checkpoint: none
      """)

  package let unreachedStep = Rule(
    "TP0602", "unreached-step",
    what: "No run of the plan comes to a step.",
    why: """
      A check that is in the plan but on no way through it looks like protection and is none. A run \
      begins with the first step and follows `then`, `else`, `branch` and `on_fail`.
      """,
    bad: """
      plan: payout
      input: { application: [pii] }
      steps:
        pay:    { tool: notify, reads: [application], then: end }
        verify: { tool: identity_check, reads: [application], then: pay }  # error[TP0602]
      checkpoint: none
      """,
    good: """
      plan: payout
      input: { application: [pii] }
      steps:
        verify: { tool: identity_check, reads: [application], then: pay }
        pay:    { tool: notify, reads: [application], then: end }
      checkpoint: none
      """)

  package let noWayToEnd = Rule(
    "TP0603", "no-way-to-end",
    what: "From some step of the plan no way leads to `end`.",
    why: "A run that comes there can only fail or go round until it is stopped.",
    bad: """
      plan: payout
      steps:
        pay:   { tool: notify, then: wait }  # error[TP0603]
        wait:  { tool: notify, at_most: 5, then: pay }
      checkpoint: none
      """,
    good: """
      plan: payout
      steps:
        pay:   { tool: notify, on_fail: wait, then: end }
        wait:  { tool: notify, at_most: 5, then: pay }
      checkpoint: none
      """)

  package let readBeforeWrite = Rule(
    "TP0604", "read-before-write",
    what: "A step reads a variable that some way to the step has not written.",
    why: """
      What a variable may hold decides where it may go, and of one that was not written nothing is \
      known. A step that fails writes nothing.
      """,
    bad: """
      plan: payout
      input: { application: [pii] }
      steps:
        credit:
          tool: credit_bureau
          reads: [application]
          writes: report
          on_fail: tell
          then: tell
        tell: { tool: notify, reads: [report], then: end }  # error[TP0604]
      checkpoint: none
      """,
    good: """
      plan: payout
      input: { application: [pii] }
      steps:
        credit:
          tool: credit_bureau
          reads: [application]
          writes: report
          then: tell
        tell: { tool: notify, reads: [report], then: end }
      checkpoint: none
      """)

  package let neverRead = Rule(
    "TP0605", "variable-never-read", .warning,
    what: "No step reads a variable of the plan.",
    why: """
      It is stored with every checkpoint all the same, so it takes part in every question of \
      residency and retention.
      """,
    bad: """
      plan: payout
      input:
        application: [pii]
        history: [financial]  # warning[TP0605]
      steps:
        tell: { tool: notify, reads: [application], then: end }
      checkpoint: none
      """,
    good: """
      plan: payout
      input:
        application: [pii]
      steps:
        tell: { tool: notify, reads: [application], then: end }
      checkpoint: none
      """)

  package let unboundedLoop = Rule(
    "TP0606", "unbounded-loop",
    what: "A plan has a loop none of whose steps says `at_most`.",
    why: "Its worst case costs without end, so no budget holds, and a run may never end.",
    bad: """
      plan: payout
      input: { application: [pii] }
      steps:
        verify: { tool: identity_check, reads: [application], on_fail: tell, then: end }  # error[TP0606]
        tell:   { tool: notify, reads: [application], then: verify }
      checkpoint: none
      """,
    good: """
      plan: payout
      input: { application: [pii] }
      steps:
        verify: { tool: identity_check, reads: [application], on_fail: tell, then: end }
        tell:   { tool: notify, reads: [application], at_most: 2, then: verify }
      checkpoint: none
      """)

  package let reviewWithoutTimeout = Rule(
    "TP0607", "review-without-timeout",
    what: "A review step does not say how long it waits.",
    why: """
      People go on holiday. A run that waits for ever keeps its data stored and its tenant without \
      an answer.
      """,
    bad: """
      plan: payout
      input: { application: [pii] }
      steps:
        ask: { review: default, reads: [application], then: end }  # error[TP0607]
      checkpoint: none
      """,
    good: """
      plan: payout
      input: { application: [pii] }
      steps:
        ask: { review: default, reads: [application], timeout: 24 h, then: end }
      checkpoint: none
      """)

  package let shadowedCandidate = Rule(
    "TP0608", "shadowed-candidate",
    what: "A route names an endpoint again where it was tried already.",
    why: """
      Candidates are tried in order, in one snapshot of what is known. One whose endpoint stands \
      earlier under a condition that holds as well is never used: some other endpoint was meant.
      """,
    bad: """
      route: credit_bureau
      try:
        - { use: bureau-eu, when: latency(bureau-eu) < 80 ms }
        - { use: bureau-us }
        - { use: bureau-eu, when: latency(bureau-eu) < 50 ms }  # error[TP0608]
      on_unavailable: hold
      """,
    good: """
      route: credit_bureau
      try:
        - { use: bureau-eu, when: latency(bureau-eu) < 80 ms }
        - { use: bureau-us }
        - { use: bureau-eu }
      on_unavailable: hold
      """)

  package let servesOther = Rule(
    "TP0609", "candidate-serves-other",
    what: "A candidate's endpoint does not serve what the route is for.",
    why: "The call would reach a service that cannot answer it, with data that it should not see.",
    bad: """
      route: credit_bureau
      try:
        - { use: identity-eu }  # error[TP0609]
      on_unavailable: hold
      """,
    good: """
      route: credit_bureau
      try:
        - { use: bureau-eu }
      on_unavailable: hold
      """)

  package let noRoute = Rule(
    "TP0610", "model-without-route",
    what: "A plan asks a model for which there is no route.",
    why: "Which endpoint sees the data would be left to chance.",
    bad: """
      platform: small
      language: 1
      regions: { here: {} }
      model_tiers: [small]
      tools: {}
      models: { triage: { cost: 0.01 USD } }
      endpoints:
        triage-here: { serves: triage, model: small, process: [here], log: [here], retains: 0 days }
      budget_classes: {}
      ---
      plan: sort
      steps:
        look: { model: triage, then: end }  # error[TP0610]
      checkpoint: none
      """,
    good: """
      platform: small
      language: 1
      regions: { here: {} }
      model_tiers: [small]
      tools: {}
      models: { triage: { cost: 0.01 USD } }
      endpoints:
        triage-here: { serves: triage, model: small, process: [here], log: [here], retains: 0 days }
      budget_classes: {}
      ---
      route: triage
      try: [{ use: triage-here }]
      on_unavailable: hold
      ---
      plan: sort
      steps:
        look: { model: triage, then: end }
      checkpoint: none
      """)

  package let unusedRoute = Rule(
    "TP0611", "route-without-use", .warning,
    what: "No plan uses a route.",
    why: "Either the route is a leftover, or a plan asks for something else than was meant.",
    bad: """
      platform: small
      language: 1
      regions: { here: {} }
      model_tiers: [small]
      tools: { ping: { cost: 0.01 USD } }
      models: { triage: { cost: 0.01 USD } }
      endpoints:
        triage-here: { serves: triage, model: small, process: [here], log: [here], retains: 0 days }
        ping-here: { serves: ping, process: [here], log: [here], retains: 0 days }
      budget_classes: {}
      ---
      route: triage  # warning[TP0611]
      try: [{ use: triage-here }]
      on_unavailable: hold
      ---
      plan: sort
      steps:
        look: { tool: ping, then: end }
      checkpoint: none
      """,
    good: """
      platform: small
      language: 1
      regions: { here: {} }
      model_tiers: [small]
      tools: { ping: { cost: 0.01 USD } }
      models: { triage: { cost: 0.01 USD } }
      endpoints:
        triage-here: { serves: triage, model: small, process: [here], log: [here], retains: 0 days }
        ping-here: { serves: ping, process: [here], log: [here], retains: 0 days }
      budget_classes: {}
      ---
      route: triage
      try: [{ use: triage-here }]
      on_unavailable: hold
      ---
      plan: sort
      steps:
        look: { model: triage, then: tell }
        tell: { tool: ping, then: end }
      checkpoint: none
      """)

  package let noEndpoint = Rule(
    "TP0612", "no-endpoint",
    what: "A plan uses a tool or a model that no endpoint serves.",
    why: "No run can pass the step, and where its data would go nobody can say.",
    bad: """
      platform: small
      language: 1
      regions: { here: {} }
      model_tiers: [small]
      tools: { ping: { cost: 0.01 USD } }  # warning[TP0503]
      endpoints: {}
      budget_classes: {}
      ---
      plan: sort
      steps:
        look: { tool: ping, then: end }  # error[TP0612]
      checkpoint: none
      """,
    good: """
      platform: small
      language: 1
      regions: { here: {} }
      model_tiers: [small]
      tools: { ping: { cost: 0.01 USD } }
      endpoints:
        ping-here: { serves: ping, process: [here], log: [here], retains: 0 days }
      budget_classes: {}
      ---
      plan: sort
      steps:
        look: { tool: ping, then: end }
      checkpoint: none
      """)

  package let unusedFact = Rule(
    "TP0613", "fact-without-use", .warning,
    what: "No condition of a plan asks for one of its facts.",
    why: "Somebody has to supply it for every run, and a condition may have been forgotten.",
    bad: """
      plan: payout
      facts:
        amount: { type: money, known: at start }  # warning[TP0613]
      steps:
        pay: { tool: notify, then: end }
      checkpoint: none
      """,
    good: """
      plan: payout
      facts:
        amount: { type: money, known: at start }
      steps:
        size: { branch: [{ when: amount > 50_000 USD, then: tell }], else: pay }
        tell: { tool: notify, then: pay }
        pay:  { tool: notify, then: end }
      checkpoint: none
      """)

  package let otherType = Rule(
    "TP0614", "other-type",
    what: "A fact is compared with a value of another type, or asked for an order that it lacks.",
    why: "50_000 of what? A number without its unit is read in the wrong one sooner or later.",
    bad: """
      plan: payout
      facts:
        amount: { type: money, known: at start }
      steps:
        size:
          branch:
            - when: amount > 50_000  # error[TP0614]
              then: tell
          else: pay
        tell: { tool: notify, then: pay }
        pay:  { tool: notify, then: end }
      checkpoint: none
      """,
    good: """
      plan: payout
      facts:
        amount: { type: money, known: at start }
      steps:
        size:
          branch:
            - when: amount > 50_000 USD
              then: tell
          else: pay
        tell: { tool: notify, then: pay }
        pay:  { tool: notify, then: end }
      checkpoint: none
      """)

  package let constantCondition = Rule(
    "TP0615", "constant-condition", .warning,
    what: "A condition, or a part of it, holds always or never.",
    why: """
      One side of the branch is dead: a threshold outside the fact's range is a slip of the \
      keyboard, and the check that it guards does not take place.
      """,
    bad: """
      plan: payout
      facts:
        score: { type: integer 300..850, known: at each decision }
      steps:
        rate:
          branch:
            - when: score < 30  # warning[TP0615]
              then: tell
          else: pay
        tell: { tool: notify, then: pay }
        pay:  { tool: notify, then: end }
      checkpoint: none
      """,
    good: """
      plan: payout
      facts:
        score: { type: integer 300..850, known: at each decision }
      steps:
        rate:
          branch:
            - when: score < 580
              then: tell
          else: pay
        tell: { tool: notify, then: pay }
        pay:  { tool: notify, then: end }
      checkpoint: none
      """)

  package let namesNothing = Rule(
    "TP0616", "names-nothing",
    what: "A list that must name something is empty.",
    why: "A route without candidates and a choice without tools can only fail.",
    bad: """
      route: credit_bureau
      try: []  # error[TP0616]
      on_unavailable: hold
      """,
    good: """
      route: credit_bureau
      try: [{ use: bureau-eu }]
      on_unavailable: hold
      """)
}
