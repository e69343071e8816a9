/// TP03xx: declarations and references.
package struct NameRules: Sendable {
  package let unknownName = Rule(
    "TP0301", "unknown-name",
    what: "A name refers to something that is not declared.",
    why: """
      A tool, region or tier that does not exist is a typo or a leftover. Skipping it would lift a \
      denial or empty a limit.
      """,
    bad: """
      tenant_id: bank-a
      org_id: holding
      policy_tier: standard
      denied_tools: [credit_buraeu]  # error[TP0301]
      """,
    good: """
      tenant_id: bank-a
      org_id: holding
      policy_tier: standard
      denied_tools: [credit_bureau]
      """)

  package let declaredTwice = Rule(
    "TP0302", "declared-twice",
    what: "The same name of the same kind is declared in two places.",
    why: "Which of the two holds would depend on the order of files.",
    bad: """
      policy_tier: gold
      ---
      policy_tier: gold  # error[TP0302]
      """,
    good: """
      policy_tier: gold
      ---
      tenant_id: bank-a
      org_id: holding
      policy_tier: gold
      """)

  package let repeatedName = Rule(
    "TP0303", "repeated-name",
    what: "A list names the same thing twice.",
    why: "One of the two was probably meant to be another.",
    bad: """
      tenant_id: bank-a
      org_id: holding
      policy_tier: standard
      allowed_tools: [credit_bureau, credit_bureau]  # error[TP0303]
      """,
    good: """
      tenant_id: bank-a
      org_id: holding
      policy_tier: standard
      allowed_tools: [credit_bureau, notify]
      """)

  package let emptyWildcard = Rule(
    "TP0304", "wildcard-matches-nothing",
    what: "A wildcard matches no declared name.",
    why: "A denial that matches nothing denies nothing, and stays unnoticed until it was needed.",
    bad: """
      tenant_id: bank-a
      org_id: holding
      policy_tier: standard
      denied_tools: [experimental_*]  # error[TP0304]
      """,
    good: """
      tenant_id: bank-a
      org_id: holding
      policy_tier: standard
      denied_tools: [credit_*]
      """)

  package let noPlatform = Rule(
    "TP0305", "no-platform",
    what: "No platform document governs this document.",
    why: "Without the catalogue no name can be checked, and unchecked is not allowed.",
    bad: """
      # file: a/platform.yaml
      platform: a
      language: 1
      regions: { here: {} }
      model_tiers: [small]
      tools: {}
      endpoints: {}
      budget_classes: {}
      # file: b/platform.yaml
      platform: b
      language: 1
      regions: { here: {} }
      model_tiers: [small]
      tools: {}
      endpoints: {}
      budget_classes: {}
      # file: elsewhere.yaml
      policy_tier: gold  # error[TP0305]
      """,
    good: """
      # file: a/platform.yaml
      platform: a
      language: 1
      regions: { here: {} }
      model_tiers: [small]
      tools: {}
      endpoints: {}
      budget_classes: {}
      # file: a/tiers.yaml
      policy_tier: gold
      # file: b/platform.yaml
      platform: b
      language: 1
      regions: { here: {} }
      model_tiers: [small]
      tools: {}
      endpoints: {}
      budget_classes: {}
      """)

  package let twoPlatforms = Rule(
    "TP0306", "two-platforms",
    what: "Two platform documents govern the same folder.",
    why: """
      A document has to know which catalogue its names come from. Several platforms in one run each \
      govern a folder of their own.
      """,
    bad: """
      platform: a  # error[TP0306]
      language: 1
      regions: { here: {} }
      model_tiers: [small]
      tools: {}
      endpoints: {}
      budget_classes: {}
      ---
      platform: b  # error[TP0306]
      language: 1
      regions: { here: {} }
      model_tiers: [small]
      tools: {}
      endpoints: {}
      budget_classes: {}
      """,
    good: """
      platform: a
      language: 1
      regions: { here: {} }
      model_tiers: [small]
      tools: {}
      endpoints: {}
      budget_classes: {}
      """)
}
