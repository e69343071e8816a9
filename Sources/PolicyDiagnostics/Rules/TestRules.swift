/// TP072x: what policy tests say, and what comes of running them.
package struct TestRules: Sendable {
  package let expectsNothing = Rule(
    "TP0720", "test-expects-nothing",
    what: "A test, or a case of its table, expects nothing.",
    why: "It cannot fail, and looks like a promise that somebody keeps.",
    bad: """
      test: the bureau may be asked  # error[TP0720]
      given: { tenant: base-tenant }
      """,
    good: """
      test: the bureau may be asked
      given: { tenant: base-tenant }
      expect:
        - { allowed: credit_bureau }
      """)

  package let branchFails = Rule(
    "TP0721", "branch-cannot-fail",
    what: "A test lets a step fail that is a branch.",
    why: "A branch calls nothing; which way it takes is for the facts to say.",
    bad: """
      test: large amounts are reviewed
      given: { tenant: base-tenant, plan: base-plan, fails: [size] }  # error[TP0721]
      expect:
        - { reaches: { step: review } }
      """,
    good: """
      test: large amounts are reviewed
      given: { tenant: base-tenant, plan: base-plan, facts: { amount: 20_000 USD } }
      expect:
        - { reaches: { step: review } }
      """)

  package let failed = Rule(
    "TP0722", "test-failed",
    what: "An expectation of a policy test does not hold.",
    why: """
      Whoever wrote the test wanted this to stay so. What is tested is what the verifier proves: the \
      tables of the bundle that the policies compile to.
      """,
    bad: """
      test: nothing is held while the model is down
      given: { tenant: base-tenant, plan: base-plan, down: [compliance-us, compliance-eu] }
      expect:
        - { step: comply, is: done }  # error[TP0722]
        - { never: { region: us-east-1 } }  # error[TP0722]
      """,
    good: """
      test: runs are held while the model is down
      given: { tenant: base-tenant, plan: base-plan, down: [compliance-us, compliance-eu] }
      expect:
        - { step: comply, is: held }
        - { never: { step: tell } }
      """)

  package let aboutNothing = Rule(
    "TP0723", "test-about-nothing",
    what: "An expectation of a policy test is about something that does not happen.",
    why: """
      Where no run comes to a step, or the tenant may not run the plan, anything would be true of it: \
      the test would stay green whatever the policies say.
      """,
    bad: """
      test: small amounts are reviewed
      given: { tenant: base-tenant, plan: base-plan, facts: { amount: 1 USD } }
      expect:
        - { step: review, is: reviewed }  # error[TP0723]
      """,
    good: """
      test: small amounts are not reviewed
      given: { tenant: base-tenant, plan: base-plan, facts: { amount: 1 USD } }
      expect:
        - { never: { step: review } }
      """)

  package let undecided = Rule(
    "TP0724", "test-undecided",
    what: "Whether an expectation of a policy test holds could not be decided.",
    why: "What is not known never counts as passed.",
    bad: "", good: "")

  package let survivor = Rule(
    "TP0725", "surviving-mutant", .warning,
    what: "A policy can be broken here without any test noticing.",
    why: """
      `test --mutate` breaks the policies one rule at a time and runs the tests. A break that no test \
      notices is a promise that nobody has written down.
      """,
    bad: "", good: "")
}
