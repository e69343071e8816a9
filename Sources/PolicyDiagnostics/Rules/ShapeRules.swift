/// TP02xx: keys, forms and values.
package struct ShapeRules: Sendable {
  package let unknownKey = Rule(
    "TP0201", "unknown-key",
    what: "A mapping has a key that the language does not know.",
    why: """
      A misspelt key is a rule that is not there. Where unknown keys are ignored, one letter lifts \
      a limit.
      """,
    bad: """
      tenant_id: bank-a
      org_id: holding
      policy_tier: standard
      concurency_cap: 5  # error[TP0201]
      """,
    good: """
      tenant_id: bank-a
      org_id: holding
      policy_tier: standard
      concurrency_cap: 5
      """)

  package let missingKey = Rule(
    "TP0202", "missing-key",
    what: "A mapping lacks a key that it must have.",
    why: "What is left out is never taken for everything, nor guessed.",
    bad: """
      tenant_id: bank-a  # error[TP0202]
      policy_tier: standard
      """,
    good: """
      tenant_id: bank-a
      org_id: holding
      policy_tier: standard
      """)

  package let outOfRange = Rule(
    "TP0203", "value-out-of-range",
    what: "A number lies outside the range of its field.",
    why:
      "A cap of 0 admits nothing and a cap of a billion is no cap: both are slips of the keyboard.",
    bad: """
      tenant_id: bank-a
      org_id: holding
      policy_tier: standard
      concurrency_cap: 0  # error[TP0203]
      """,
    good: """
      tenant_id: bank-a
      org_id: holding
      policy_tier: standard
      concurrency_cap: 1
      """)

  package let wrongForm = Rule(
    "TP0204", "wrong-form",
    what: "A value is a list, a mapping or a single value where another of these belongs.",
    why: "Reading one form as another is how a list of regions becomes a region of a strange name.",
    bad: """
      tenant_id: bank-a
      org_id: holding
      policy_tier: standard
      concurrency_cap: [5]  # error[TP0204]
      """,
    good: """
      tenant_id: bank-a
      org_id: holding
      policy_tier: standard
      concurrency_cap: 5
      """)

  package let badNotation = Rule(
    "TP0205", "bad-notation",
    what: "A value does not follow the notation of its field.",
    why: """
      A number without a unit is read in the wrong one sooner or later. Durations, amounts and \
      rates carry theirs.
      """,
    bad: """
      tenant_id: bank-a
      org_id: holding
      policy_tier: standard
      audit_retention: 7  # error[TP0205]
      """,
    good: """
      tenant_id: bank-a
      org_id: holding
      policy_tier: standard
      audit_retention: 7 years
      """)

  package let badName = Rule(
    "TP0206", "bad-name",
    what: "A name holds characters that names may not have.",
    why: """
      Names are ASCII letters, digits, `.`, `_` and `-`, compared as bytes. A Cyrillic letter or an \
      invisible one makes two names that look the same.
      """,
    bad: """
      tenant_id: bank\u{2024}a  # error[TP0206]
      org_id: holding
      policy_tier: standard
      """,
    good: """
      tenant_id: bank-a
      org_id: holding
      policy_tier: standard
      """)

  package let unknownWord = Rule(
    "TP0207", "unknown-word",
    what: "A value is not one of the words that its field knows.",
    why: "A word that nobody reads is a setting that nobody applies.",
    bad: """
      tenant_id: bank-a
      org_id: holding
      policy_tier: standard
      priority: urgnet  # error[TP0207]
      """,
    good: """
      tenant_id: bank-a
      org_id: holding
      policy_tier: standard
      priority: urgent
      """)

  package let emptyValue = Rule(
    "TP0208", "empty-value",
    what: "A key has no value, or `null`.",
    why: """
      Nothing written may be nothing meant or something forgotten. `[]`, `none` and `any` say which.
      """,
    bad: """
      tenant_id: bank-a
      org_id: holding
      policy_tier: standard
      allowed_tools:  # error[TP0208]
      """,
    good: """
      tenant_id: bank-a
      org_id: holding
      policy_tier: standard
      allowed_tools: []
      """)

  package let unknownDocument = Rule(
    "TP0209", "unknown-document",
    what: "A document's first key is none that says what the document declares.",
    why: "A document of no known kind would be a policy that is silently left out.",
    bad: """
      tenant: bank-a  # error[TP0209]
      """,
    good: """
      tenant_id: bank-a
      org_id: holding
      policy_tier: standard
      """)

  package let reservedName = Rule(
    "TP0210", "reserved-name",
    what: "A name is a word that has a meaning of its own.",
    why:
      "A region group named `any` would turn every other `any` into it, or itself into everything.",
    bad: """
      policy_tier: any  # error[TP0210]
      """,
    good: """
      policy_tier: gold
      ---
      tenant_id: bank-a
      org_id: holding
      policy_tier: gold
      """)

  package let tooMany = Rule(
    "TP0211", "too-many",
    what: "More of a kind are declared than the language allows.",
    why: "Every table of a bundle has a named bound, so that a reader's work has one too.",
    bad: """
      platform: wide
      language: 1
      regions: { here: {} }
      data_classes: [\((0...64).map { "c\($0)" }.joined(separator: ", "))]  # error[TP0211]
      model_tiers: [small]
      tools: {}
      endpoints: {}
      budget_classes: {}
      """,
    good: """
      platform: wide
      language: 1
      regions: { here: {} }
      data_classes: [\((0...63).map { "c\($0)" }.joined(separator: ", "))]
      model_tiers: [small]
      tools: {}
      endpoints: {}
      budget_classes: {}
      """)

  package let unknownLanguage = Rule(
    "TP0212", "unknown-language",
    what: "A platform names a language that this release does not know.",
    why: "A later language may give a key another meaning; guessing it could widen a policy.",
    bad: """
      platform: elsewhere
      language: 9  # error[TP0212]
      regions: { here: {} }
      model_tiers: [small]
      tools: {}
      endpoints: {}
      budget_classes: {}
      """,
    good: """
      platform: elsewhere
      language: 1
      regions: { here: {} }
      model_tiers: [small]
      tools: {}
      endpoints: {}
      budget_classes: {}
      """)
}
