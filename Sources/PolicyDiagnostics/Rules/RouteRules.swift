/// TP0608 to TP0616: routes, facts and the conditions on them.
package struct RouteRules: Sendable {
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
