import PolicyDiagnostics

/// The sources and findings that the renderers are shown with.
enum FindingSamples {
  static let tenant = """
    tenant_id: acme-eu
    org_id: acme
    regions:
      allow:
    \u{20}\u{20}\u{20}\u{20}- us-east-1
    concurency_cap: 5
    limits: {per_hour: 10,
      per_day: 20,
      per_month: 30}
    \tnote: 東京 \u{202e}\u{7}
    description: this line is longer than a terminal is wide, so that it is cut around the wrong \
    word, which is here, and goes on for a while after it, as descriptions do
    """

  static let organisation = """
    org_id: acme

    limits:
      regions:
        process: [eu]

    """

  static let sources = SourceMap(texts: [
    "policies/tenants/acme eu.yaml": tenant, "policies/orgs/acme.yaml": organisation,
  ])

  static let outsideLimit = Rule(
    "TP9901", "region-outside-limit",
    what: "A tenant allows a region that its org forbids.",
    why: "An org's limit binds all of its tenants.",
    bad: "regions: {allow: [us-east-1]}", good: "regions: {allow: [eu-west-1]}")
  static let unknownKey = Rule(
    "TP9902", "unknown-key",
    what: "A key is not part of the language.", why: "A mistyped key sets nothing.",
    bad: "concurency_cap: 5", good: "concurrency_cap: 5")
  static let looseLimit = Rule(
    "TP9903", "loose-limit", .warning,
    what: "A limit never applies.", why: "Who reads it believes in it.", bad: "a: 1", good: "a: 2")

  static let findings: [Finding] = [
    Finding(looseLimit, "no tenant is left in org `old`", at: nil),
    Finding(
      outsideLimit, "tenant `acme-eu` allows region `us-east-1`, which its org forbids",
      at: span(of: "us-east-1", in: 1), label: "not in the org's regions {eu}",
      others: [Finding.OtherPlace(span(of: "eu", in: 0), "limited here")],
      notes: ["the limit is checked [here](https://example.com) as well"],
      help: "remove it here, or ask the owner of `acme` to widen its limit"),
    Finding(
      unknownKey, "unknown key `concurency_cap`", at: span(of: "concurency_cap", in: 1),
      help: "write `concurrency_cap`",
      fix: Finding.Fix(
        replacing: span(of: "concurency_cap", in: 1), with: "concurrency_cap")),
    Finding(
      looseLimit, "limits of 100 % in `a,b:c` never apply",
      at: span(of: "{per_hour: 10,\n  per_day: 20,\n  per_month: 30}", in: 1), label: "all of it"),
    Finding(
      unknownKey, "unknown key `\u{202e}\u{7}`", at: span(of: "\u{202e}\u{7}", in: 1),
      label: "control characters"),
    Finding(
      looseLimit, "`wrong` is not the word", at: span(of: "wrong", in: 1), label: "this one"),
    Finding(
      unknownKey, "a place past the end", at: SourceSpan(SourceID(1), from: 90_000, to: 90_005)),
    Finding(unknownKey, "a source nobody knows", at: SourceSpan(SourceID(7), from: 1, to: 2)),
  ]

  /// Where `words` first stand in a source; the sources are sorted by name.
  static func span(of words: String, in source: Int) -> SourceSpan {
    let bytes = Array((source == 0 ? organisation : tenant).utf8)
    let wanted = Array(words.utf8)
    let start = bytes.indices.first { bytes[$0...].starts(with: wanted) } ?? bytes.count
    return SourceSpan(SourceID(source), from: UInt32(start), to: UInt32(start + wanted.count))
  }
}
