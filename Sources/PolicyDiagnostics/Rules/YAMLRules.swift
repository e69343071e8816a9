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
    bad: """
      platform: lending
      regions: { us-east-1: { in: [us] }  # error[TP0110]
      """,
    good: """
      platform: lending
      regions: { us-east-1: { in: [us] } }
      """)

  package let continuationIndent = Rule(
    "TP0111", "continuation-indent",
    what: "A value that goes on over several lines is not indented below its key.",
    why: """
      YAML asks for the indentation; libraries differ in whether they insist. Without it a line \
      of a value looks like a setting.
      """,
    bad: """
      platform: lending
      data_classes: [public,
      pii]  # error[TP0111]
      """,
    good: """
      platform: lending
      data_classes: [public,
        pii]
      """)

  package let commentSpace = Rule(
    "TP0112", "comment-space",
    what: "A comment follows a value without a space.",
    why: "With the space it is a comment, without it most readers take it for part of the value.",
    bad: """
      platform: lending
      data_classes: [public]#, pii]  # error[TP0112]
      """,
    good: """
      platform: lending
      data_classes: [public] #, pii]
      """)

  package let colonSpace = Rule(
    "TP0113", "colon-space",
    what: "A key inside braces has no space after its colon.",
    why: "`{a:1}` is not the key `a` with the value 1 but the key `a:1` without a value.",
    bad: """
      platform: lending
      regions: { us-east-1:x }  # error[TP0113]
      """,
    good: """
      platform: lending
      regions: { us-east-1: { in: [us] } }
      """)

  package let bracelessPair = Rule(
    "TP0114", "braceless-pair",
    what: "A list in brackets holds a `key: value` without braces.",
    why: "`[a: b]` is a list of one mapping, which the eye reads as a mapping.",
    bad: """
      platform: lending
      data_classes: [public: pii]  # error[TP0114]
      """,
    good: """
      platform: lending
      data_classes: [public, pii]
      """)

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

  package let emptyKey = Rule(
    "TP0121", "empty-key",
    what: "A mapping has an entry without a key.",
    why: "An entry that names nothing sets nothing; most often the key was lost in an edit.",
    bad: """
      platform: lending
      "": [public]  # error[TP0121]
      """,
    good: """
      platform: lending
      data_classes: [public]
      """)

  package let complexKey = Rule(
    "TP0122", "complex-key",
    what: "A key is a list or a mapping.",
    why: "A key names a field or a thing. Several libraries crash on a key that is not a scalar.",
    bad: """
      platform: lending
      [regions, tools]: all  # error[TP0122]
      """,
    good: """
      platform: lending
      data_classes: [public]
      """)

  package let questionMark = Rule(
    "TP0123", "question-mark",
    what: "A `?` introduces a key, or starts a word inside brackets or braces.",
    why: "The notation is not needed, and libraries differ in what they take for part of the word.",
    bad: """
      platform: lending
      ? data_classes  # error[TP0123]
      : [public]
      """,
    good: """
      platform: lending
      data_classes: [public]
      """)

  package let mergeKey = Rule(
    "TP0124", "merge-key",
    what: "A mapping has the merge key `<<`.",
    why: """
      YAML 1.2 has no merge key: some readers merge, others see a key named `<<`. What a tenant \
      shares with others belongs into its organisation or its tier.
      """,
    bad: """
      platform: lending
      <<: { data_classes: [public] }  # error[TP0124]
      """,
    good: """
      platform: lending
      data_classes: [public]
      """)

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
    bad: """
      platform: lending
      data_classes: &classes [public]  # error[TP0130]
      """,
    good: """
      platform: lending
      data_classes: [public]
      """)

  package let alias = Rule(
    "TP0131", "alias",
    what: "An alias (`*name`) stands for a value that is written elsewhere.",
    why: """
      The line does not say what it means, and aliases of aliases make a small file enormous. \
      Share values by a tier, an organisation or a class.
      """,
    bad: """
      platform: lending
      data_classes: &classes [public]  # error[TP0130]
      regions: *classes  # error[TP0131]
      """,
    good: """
      platform: lending
      data_classes: [public]
      """)

  package let tag = Rule(
    "TP0132", "tag",
    what: "A value has a tag (`!name`).",
    why: "The type of a value comes from its field; a tag says the same or contradicts it.",
    bad: """
      platform: lending
      data_classes: !!seq [public]  # error[TP0132]
      """,
    good: """
      platform: lending
      data_classes: [public]
      """)

  package let directive = Rule(
    "TP0133", "directive",
    what: "A line starts with `%`, which makes it a directive.",
    why: "The meaning of a file is pinned by `language:`, not by a directive of the YAML reader.",
    bad: """
      %YAML 1.2  # error[TP0133]
      ---
      platform: lending
      """,
    good: """
      platform: lending
      language: 1
      """)

  package let emptyDocument = Rule(
    "TP0134", "empty-document",
    what: "Nothing follows a `---`.",
    why: "A document declares one thing. An empty one is a file that was cut, or a `---` too many.",
    bad: """
      platform: lending
      ---  # error[TP0134]
      """,
    good: """
      platform: lending
      """)

  package let documentEndMarker = Rule(
    "TP0135", "document-end-marker",
    what: "A document is ended by `...`.",
    why: "One separator is enough: `---` begins the next document, and the last one needs none.",
    bad: """
      platform: lending
      ...  # error[TP0135]
      """,
    good: """
      platform: lending
      """)

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
