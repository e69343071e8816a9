/// TP0110 to TP0149: what a policy file may hold as YAML.
///
/// The profile is the part of YAML 1.2 that every reader reads alike and that says on the line what
/// it means. Limits of size have empty samples; `PolicySyntaxTests` builds their cases.
package struct YAMLRules: Sendable {
  package let syntax = Rule(
    "TP0110", "yaml-syntax",
    what: "A document is not YAML.",
    why: """
      Where the structure is broken nothing after it can be trusted, so that reading the file stops \
      there.
      """,
    bad: tenant(
      """
      allowed_tools: [notify  # error[TP0110]
      denied_tools: []
      """),
    good: tenant(
      """
      allowed_tools: [notify]
      denied_tools: []
      """))

  package let continuationIndent = Rule(
    "TP0111", "continuation-indent",
    what: "A value that goes on over several lines is not indented below its key.",
    why: """
      YAML asks for the indentation; libraries differ in whether they insist. Without it a line \
      of a value looks like a setting.
      """,
    bad: tenant(
      """
      allowed_tools: [notify,
      redact]  # error[TP0111]
      """),
    good: tenant(
      """
      allowed_tools: [notify,
        redact]
      """))

  package let commentSpace = Rule(
    "TP0112", "comment-space",
    what: "A comment follows a value without a space.",
    why: "With the space it is a comment, without it most readers take it for part of the value.",
    bad: tenant("allowed_tools: [notify]#, redact]  # error[TP0112]"),
    good: tenant("allowed_tools: [notify] #, redact]"))

  package let colonSpace = Rule(
    "TP0113", "colon-space",
    what: "A key inside braces has no space after its colon.",
    why: "`{a:1}` is not the key `a` with the value 1 but the key `a:1` without a value.",
    bad: tenant("burst: {to:9, for: 10 min}  # error[TP0113]"),
    good: tenant("burst: {to: 9, for: 10 min}"))

  package let bracelessPair = Rule(
    "TP0114", "braceless-pair",
    what: "A list in brackets holds a `key: value` without braces.",
    why: "`[a: b]` is a list of one mapping, which the eye reads as a mapping.",
    bad: tenant("allowed_tools: [notify: redact]  # error[TP0114]"),
    good: tenant("allowed_tools: [notify, redact]"))

  package let duplicateKey = Rule(
    "TP0120", "duplicate-key",
    what: "A mapping has the same key twice.",
    why: """
      YAML libraries keep the first or the last and say nothing: a limit that is written twice is \
      a limit that nobody can read off the file.
      """,
    bad: tenant(
      """
      concurrency_cap: 5
      concurrency_cap: 50  # error[TP0120]
      """),
    good: tenant("concurrency_cap: 5"))

  package let emptyKey = Rule(
    "TP0121", "empty-key",
    what: "A mapping has an entry without a key.",
    why: "An entry that names nothing sets nothing; most often the key was lost in an edit.",
    bad: tenant(#""": [notify]  # error[TP0121]"#),
    good: tenant("allowed_tools: [notify]"))

  package let complexKey = Rule(
    "TP0122", "complex-key",
    what: "A key is a list or a mapping.",
    why: "A key names a field or a thing. Several libraries crash on a key that is not a scalar.",
    bad: tenant("[allowed_tools, denied_tools]: [notify]  # error[TP0122]"),
    good: tenant("allowed_tools: [notify]"))

  package let questionMark = Rule(
    "TP0123", "question-mark",
    what: "A `?` introduces a key, or starts a word inside brackets or braces.",
    why: "The notation is not needed, and libraries differ in what they take for part of the word.",
    bad: tenant(
      """
      ? allowed_tools  # error[TP0123]
      : [notify]
      """),
    good: tenant("allowed_tools: [notify]"))

  package let mergeKey = Rule(
    "TP0124", "merge-key",
    what: "A mapping has the merge key `<<`.",
    why: """
      YAML 1.2 has no merge key: some readers merge, others see a key named `<<`. What a tenant \
      shares with others belongs into its organisation or its tier.
      """,
    bad: tenant("<<: { allowed_tools: [notify] }  # error[TP0124]"),
    good: tenant("allowed_tools: [notify]"))

  package let keyTooLong = Rule(
    "TP0125", "key-too-long",
    what: "A key is longer than 256 bytes.",
    why: "No name of the language comes near; a longer key is a mistake or an attack.",
    bad: "",
    good: "")

  package let anchor = Rule(
    "TP0130", "anchor",
    what: "A value has an anchor (`&name`).",
    why: "A value that is written once and used elsewhere does not say where it holds.",
    bad: tenant("allowed_tools: &tools [notify]  # error[TP0130]"),
    good: tenant("allowed_tools: [notify]"))

  package let alias = Rule(
    "TP0131", "alias",
    what: "An alias (`*name`) stands for a value that is written elsewhere.",
    why: """
      The line does not say what it means, and aliases of aliases make a small file enormous. \
      Share values by a tier, an organisation or a class.
      """,
    bad: tenant(
      """
      allowed_tools: &tools [notify]  # error[TP0130]
      denied_tools: *tools  # error[TP0131]
      """),
    good: tenant(
      """
      allowed_tools: [notify]
      denied_tools: [redact]
      """))

  package let tag = Rule(
    "TP0132", "tag",
    what: "A value has a tag (`!name`).",
    why: "The type of a value comes from its field; a tag says the same or contradicts it.",
    bad: tenant("allowed_tools: !!seq [notify]  # error[TP0132]"),
    good: tenant("allowed_tools: [notify]"))

  package let directive = Rule(
    "TP0133", "directive",
    what: "A line starts with `%`, which makes it a directive.",
    why: "The meaning of a file is pinned by `language:`, not by a directive of the YAML reader.",
    bad: "%YAML 1.2  # error[TP0133]\n---\n" + tenant(""),
    good: tenant(""))

  package let emptyDocument = Rule(
    "TP0134", "empty-document",
    what: "Nothing follows a `---`.",
    why: "A document declares one thing. An empty one is a file that was cut, or a `---` too many.",
    bad: tenant("---  # error[TP0134]"),
    good: tenant(""))

  package let documentEndMarker = Rule(
    "TP0135", "document-end-marker",
    what: "A document is ended by `...`.",
    why: "One separator is enough: `---` begins the next document, and the last one needs none.",
    bad: tenant("...  # error[TP0135]"),
    good: tenant(""))

  package let nestingTooDeep = Rule(
    "TP0140", "nesting-too-deep",
    what: "Values are nested more than 64 deep.",
    why: "No policy is; the time of a YAML reader can grow with the square of the depth.",
    bad: "",
    good: "")

  package let scalarTooLong = Rule(
    "TP0141", "scalar-too-long",
    what: "A value is longer than 65,536 bytes.",
    why: "Every limit on the input is known and named, so that no file can exhaust the checker.",
    bad: "",
    good: "")

  package let documentTooLarge = Rule(
    "TP0142", "document-too-large",
    what: "A document has more than 1,000,000 values.",
    why: "Every limit on the input is known and named, so that no file can exhaust the checker.",
    bad: "",
    good: "")
}

/// A sample that adds lines to the three that every tenant has.
func tenant(_ lines: String) -> String {
  """
  tenant_id: bank-a
  org_id: holding
  policy_tier: standard
  \(lines)
  """
}
