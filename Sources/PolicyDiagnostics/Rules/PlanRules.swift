/// TP0601 to TP0607: the steps of a plan and the data that goes through them.
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
}
