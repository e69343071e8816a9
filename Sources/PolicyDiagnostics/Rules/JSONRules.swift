/// TP1050 to TP1059: what a file whose name ends in `.json` may hold.
///
/// What JSON has in common with YAML is refused by the rules of YAML: keys that are written twice or
/// empty, nesting, sizes, and characters that cannot be seen.
package struct JSONRules: Sendable {
  package let syntax = Rule(
    "TP1050", "json-syntax",
    what: "A file whose name ends in `.json` is not JSON as RFC 8259 defines it.",
    why: """
      Readers of JSON disagree about what lies beside the standard: of a comment, a trailing comma, \
      `NaN` or half a character one makes this and another that, so that two programs act on two \
      different files. Nothing but the standard is read.
      """,
    bad: """
      # file: bank-a.json
      {
        "tenant_id": "bank-a",
        "org_id": "holding",
        "policy_tier": "standard",
        "concurrency_cap": 5  # error[TP1050]
      }
      """,
    good: """
      # file: bank-a.json
      {
        "tenant_id": "bank-a",
        "org_id": "holding",
        "policy_tier": "standard",
        "concurrency_cap": 5
      }
      """)
}
