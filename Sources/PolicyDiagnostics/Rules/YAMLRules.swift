/// TP01xx: what a policy file may hold as text and as YAML.
package struct YAMLRules: Sendable {
  package let duplicateKey = Rule(
    "TP0120", "duplicate-key",
    what: "A mapping has the same key twice.",
    why: """
      YAML libraries keep the first or the last and say nothing: a limit that is written twice is \
      a limit that nobody can read off the file.
      """,
    bad: """
      tenant_id: bank-a
      org_id: holding
      policy_tier: standard
      concurrency_cap: 5
      concurrency_cap: 50  # error[TP0120]
      """,
    good: """
      tenant_id: bank-a
      org_id: holding
      policy_tier: standard
      concurrency_cap: 5
      """)
}
