/// TP0100 to TP0109: what a policy file may hold as text, before it is read as YAML.
///
/// A sample cannot hold bytes that are not text, nor 64 MiB of them: those rules have empty samples,
/// and `PolicySyntaxTests` builds their cases.
package struct TextRules: Sendable {
  package let fileTooLarge = Rule(
    "TP0100", "file-too-large",
    what: "A file is larger than 64 MiB, or has more documents than a file may have.",
    why: "Every limit on the input is known and named, so that no file can exhaust the checker.",
    bad: "",
    good: "")

  package let notUTF8 = Rule(
    "TP0101", "not-utf8",
    what: "A file is not UTF-8.",
    why: """
      Two readers that repair bad bytes differently read two different policies. UTF-8 is the one \
      encoding, and it is checked before anything else.
      """,
    bad: "",
    good: tenant("# Zürich"))

  package let byteOrderMark = Rule(
    "TP0102", "byte-order-mark",
    what: "A file starts with a byte-order mark.",
    why: """
      The mark is invisible, says nothing in UTF-8, and moves every position that a tool counts. \
      Save the file as UTF-8 without it.
      """,
    bad: "\u{FEFF}# A bank.  # error[TP0102]\n" + tenant(""),
    good: tenant("concurrency_cap: 5"))

  package let controlCharacter = Rule(
    "TP0103", "control-character",
    what: "A file holds a control character, such as NUL or escape.",
    why: """
      Control characters hide text from a reviewer's terminal, and readers written in C stop at a \
      NUL. Only line feed is needed to write a policy.
      """,
    bad: tenant("concurrency_cap: 5\u{7F}  # error[TP0103]"),
    good: tenant("concurrency_cap: 5"))

  package let lineBreak = Rule(
    "TP0104", "line-break",
    what: "A line ends with something other than LF or CRLF.",
    why: """
      A lone carriage return, U+0085, U+2028 and U+2029 are line breaks for some readers and not \
      for others, so that a comment of one is a setting of the other.
      """,
    bad: tenant("concurrency_cap: 5 # was\u{2028}model_tier: small  # error[TP0104]"),
    good: tenant("concurrency_cap: 5 # was lower"))

  package let tab = Rule(
    "TP0105", "tab",
    what: "A tab stands outside quotes and comments.",
    why: """
      How far a tab indents is up to the editor, and in YAML indentation is meaning. Write spaces.
      """,
    bad: tenant("concurrency_cap:\t5  # error[TP0105]"),
    good: tenant("concurrency_cap: 5"))

  package let invisibleCharacter = Rule(
    "TP0106", "invisible-character",
    what: "A file holds a character that cannot be seen, or that reorders the text around it.",
    why: """
      A reviewer approves what the screen shows. Invisible and bidirectional characters make it \
      show something else than what is read, also inside comments (CVE-2021-42574).
      """,
    bad: tenant("allowed_tools: [not\u{200B}ify]  # error[TP0106]"),
    good: tenant("concurrency_cap: 5"))

  package let hiddenEscape = Rule(
    "TP0107", "hidden-escape",
    what: "A quoted value holds, by an escape, a character that may not be written.",
    why: "An escape would bring in by the back door what the file may not hold.",
    bad: tenant(#"allowed_tools: ["notify\x00"]  # error[TP0107]"#),
    good: tenant(#"allowed_tools: ["notify"]"#))

  package let tooManyFindings = Rule(
    "TP0109", "too-many-findings",
    what: "A file has so many findings that reading it stopped.",
    why: "A hundred findings in one file have one cause, such as a file that is no policy.",
    bad: "",
    good: "")
}
