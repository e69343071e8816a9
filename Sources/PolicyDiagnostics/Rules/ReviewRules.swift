/// TP07xx: policy tests and waivers. Samples are dated: they are checked as of a day in 2026.
package struct ReviewRules: Sendable {
  package let testSubject = Rule(
    "TP0701", "test-subject",
    what: "A test says of no tenant, or of two kinds of tenants, whose run it is about.",
    why: "What is allowed differs from tenant to tenant; a test about nobody tests nothing.",
    bad: """
      test: nobody may skip the bureau
      given: { plan: base-plan }  # error[TP0701]
      expect:
        - { allowed: credit_bureau }
      """,
    good: """
      test: standard tenants may ask the bureau
      given: { every: standard, plan: base-plan }
      expect:
        - { allowed: credit_bureau }
      """)

  package let expectationForm = Rule(
    "TP0702", "expectation-form",
    what: "An expectation says nothing that can be tested, or several things.",
    why: "Each expectation is one line of the test's report: it holds or it does not.",
    bad: """
      test: the bureau may be asked
      given: { tenant: base-tenant }
      expect:
        - { step: credit }  # error[TP0702]
      """,
    good: """
      test: the bureau may be asked
      given: { tenant: base-tenant }
      expect:
        - { allowed: credit_bureau }
      """)

  package let needsPlan = Rule(
    "TP0703", "test-without-plan",
    what: "A test states or expects something of a run, and names no plan.",
    why: "Steps, facts, costs and places that are reached are those of a plan's runs.",
    bad: """
      test: runs are cheap
      given: { tenant: base-tenant }
      expect:
        - { costs_at_most: 0.40 USD }  # error[TP0703]
      """,
    good: """
      test: runs are cheap
      given: { tenant: base-tenant, plan: base-plan }
      expect:
        - { costs_at_most: 0.40 USD }
      """)

  package let expiredWaiver = Rule(
    "TP0704", "expired-waiver",
    what: "A waiver's last day is over.",
    why: """
      What was accepted for a while is not accepted for ever. The finding it covered counts again, \
      and the waiver itself has to be renewed or removed.
      """,
    bad: """
      waiver: W-1
      of: TP0901
      for: { plan: base-plan }
      reason: the history is read from next quarter on
      owner: risk
      until: 2001-01-31  # error[TP0704]
      """,
    good: """
      waiver: W-1
      of: TP0901
      for: { plan: base-plan }
      reason: the history is read from next quarter on
      owner: risk
      until: 2027-01-31
      """)

  package let unwaivable = Rule(
    "TP0705", "unwaivable-rule",
    what: "A waiver is of a rule whose findings cannot be accepted.",
    why: """
      Text that cannot be read, names that do not exist and plans that do not hold together have no \
      meaning that could be accepted. A waiver is a decision about a policy, not a way round one.
      """,
    bad: """
      waiver: W-1
      of: TP0301  # error[TP0705]
      for: { tenant: base-tenant }
      reason: the tool comes next week
      owner: risk
      until: 2027-01-31
      """,
    good: """
      waiver: W-1
      of: TP0901
      for: { plan: base-plan }
      reason: the history is read from next quarter on
      owner: risk
      until: 2027-01-31
      """)

  package let blankText = Rule(
    "TP0706", "waiver-says-nothing",
    what: "A waiver's reason or owner is blank.",
    why: "Who reads it in a year has to know why it is there and whom to ask.",
    bad: """
      waiver: W-1
      of: TP0901
      for: { plan: base-plan }
      reason: " "  # error[TP0706]
      owner: risk
      until: 2027-01-31
      """,
    good: """
      waiver: W-1
      of: TP0901
      for: { plan: base-plan }
      reason: the history is read from next quarter on
      owner: risk
      until: 2027-01-31
      """)

  package let endlessWaiver = Rule(
    "TP0707", "endless-waiver", .warning,
    what: "A waiver ends more than 366 days from now.",
    why: "An exception that nobody looks at again within a year is the rule.",
    bad: """
      waiver: W-1
      of: TP0901
      for: { plan: base-plan }
      reason: the history is read some day
      owner: risk
      until: 9999-12-31  # warning[TP0707]
      """,
    good: """
      waiver: W-1
      of: TP0901
      for: { plan: base-plan }
      reason: the history is read from next quarter on
      owner: risk
      until: 2027-01-31
      """)

  package let boundlessWaiver = Rule(
    "TP0708", "boundless-waiver",
    what: "A waiver does not say what it is limited to.",
    why: "It would cover every finding of its rule, those of tomorrow's tenants among them.",
    bad: """
      waiver: W-1
      of: TP0901
      for: {}  # error[TP0708]
      reason: the history is read from next quarter on
      owner: risk
      until: 2027-01-31
      """,
    good: """
      waiver: W-1
      of: TP0901
      for: { plan: base-plan }
      reason: the history is read from next quarter on
      owner: risk
      until: 2027-01-31
      """)
}
