import PolicyDiagnostics

/// How the refusals of the JSON reader are worded.
extension Finding {
  static func moreText(at span: SourceSpan) -> Finding {
    syntax(
      "the value has ended here, but more text follows", at: span,
      help: "a JSON file holds one value: remove the rest, or put the values into one array")
  }

  static func noValue(at span: SourceSpan) -> Finding {
    syntax("the file holds no value", at: span, help: "write one, such as `{}`")
  }

  static func unclosed(_ collection: SourceSpan, noticedAt end: SourceSpan) -> Finding {
    let bracket = SourceSpan(
      collection.source, from: collection.start, to: min(collection.start + 1, collection.end))
    return syntax(
      "this bracket is not closed", at: bracket, others: [OtherPlace(end, "noticed here")])
  }

  static func trailingComma(at span: SourceSpan) -> Finding {
    syntax(
      "nothing follows this comma", at: span, help: "remove it",
      fix: Fix(replacing: span, with: ""))
  }

  static func noKey(at span: SourceSpan) -> Finding {
    syntax("expected a key or `}` here", at: span, help: "a key stands in double quotes")
  }

  static func noColon(at span: SourceSpan) -> Finding {
    syntax("expected `:` and the value of the key here", at: span)
  }

  static func noComma(
    before closing: UInt8, at span: SourceSpan, opened opening: SourceSpan
  ) -> Finding {
    let bracket = String(UnicodeScalar(closing))
    return syntax(
      "expected a comma or `\(bracket)` here", at: span,
      others: [OtherPlace(opening, "opened here")])
  }

  static func comment(at span: SourceSpan) -> Finding {
    syntax("JSON has no comments", at: span, help: "remove it, or write the file in YAML")
  }

  static func tabInString(at span: SourceSpan) -> Finding {
    syntax(
      "a tab stands in a string", at: span, help: "write `\\t`",
      fix: Fix(replacing: span, with: "\\t"))
  }

  static func unclosedString(_ quote: SourceSpan) -> Finding {
    syntax(
      "this string is not closed on its line", at: quote,
      help: "close the quote; a line break in a string is `\\n`")
  }

  static func wrongEscape(at span: SourceSpan) -> Finding {
    syntax(
      "the escape is no character", at: span,
      help: "write `\\\\` for a backslash, or `\\u` and four hexadecimal digits")
  }

  static func loneSurrogate(at span: SourceSpan) -> Finding {
    syntax(
      "the escape is half a character", at: span,
      help: "write both halves one after the other, the one from `\\ud800` to `\\udbff` first")
  }

  static func singleQuote(at span: SourceSpan) -> Finding {
    syntax("a string stands in double quotes", at: span, help: "write `\"` for `'`")
  }

  static func missingValue(at span: SourceSpan) -> Finding {
    syntax("a value is missing here", at: span, help: "write it, or `null`")
  }

  static func noValue(_ word: String, at span: SourceSpan) -> Finding {
    syntax("`\(word)` is no JSON value", at: span, help: help(for: word))
  }

  private static func help(for word: String) -> String {
    if let name = nearestName(to: word, among: ["true", "false", "null"]) {
      return "did you mean `\(name)`?"
    }
    return word.utf8.first.map { (0x2B...0x39).contains($0) } == true
      ? "a number has no leading `0` or `+`, and digits on both sides of its point"
      : "put a text in double quotes"
  }

  private static func syntax(
    _ message: String, at span: SourceSpan, others: [OtherPlace] = [], help: String? = nil,
    fix: Fix? = nil
  ) -> Finding {
    Finding(Rules.json.syntax, message, at: span, others: others, help: help, fix: fix)
  }
}
