import PolicyDiagnostics

/// How the refusals of `Profile.swift` and `DocumentBuilder.swift` are worded.
extension Finding {
  static func anchor(at span: SourceSpan) -> Finding {
    Finding(Rules.yaml.anchor, "anchors are not used in policies", at: span, help: "remove it")
  }

  static func alias(at span: SourceSpan) -> Finding {
    Finding(
      Rules.yaml.alias, "an alias stands for a value that is written elsewhere", at: span,
      help: "write the value here, or share it by a tier or an organisation")
  }

  static func tag(at span: SourceSpan) -> Finding {
    Finding(
      Rules.yaml.tag, "a value has a tag; its type comes from its field", at: span,
      help: "remove the tag, or quote a text that starts with `!`")
  }

  static func complexKey(at span: SourceSpan) -> Finding {
    Finding(
      Rules.yaml.complexKey, "a list or a mapping cannot be a key", at: span,
      help: "write a name before the colon")
  }

  static func bracelessPair(at span: SourceSpan) -> Finding {
    Finding(
      Rules.yaml.bracelessPair, "a `key: value` in a list needs braces", at: span,
      help: "write `{ key: value }`, or `key:` and the list if the pair is a setting")
  }

  static func emptyKey(at span: SourceSpan) -> Finding {
    Finding(
      Rules.yaml.emptyKey, "an entry has no key", at: span, help: "write a name before the colon")
  }

  static func keyTooLong(_ length: Int, _ limit: Int, at span: SourceSpan) -> Finding {
    Finding(
      Rules.yaml.keyTooLong, "the key has \(length) bytes, more than \(limit)", at: span,
      help: "no name is that long: check the line for a missing line break")
  }

  static func mergeKey(at span: SourceSpan) -> Finding {
    Finding(
      Rules.yaml.mergeKey, "the merge key `<<` is not used in policies", at: span,
      help: "write the entries here, or share them by a tier or an organisation")
  }

  static func loneDash(at span: SourceSpan) -> Finding {
    Finding(
      Rules.yaml.syntax, "`-` begins no element inside brackets", at: span,
      help: "separate elements by commas, or quote the dash")
  }

  static func colonSpace(key: String, at span: SourceSpan, colon: SourceSpan) -> Finding {
    Finding(
      Rules.yaml.colonSpace, "`\(key)` is a key without a value", at: span,
      help: "write a space after the colon, or quote the key and write its value",
      fix: Fix(replacing: colon, with: ": "))
  }

  static func invisible(_ scalar: UInt32, at span: SourceSpan) -> Finding {
    Finding(
      Rules.text.invisibleCharacter, "\(codePoint(scalar)) cannot be seen", at: span,
      help: "remove it", fix: Fix(replacing: span, with: ""))
  }

  static func hiddenEscape(_ scalar: UInt32, at span: SourceSpan) -> Finding {
    Finding(
      Rules.text.hiddenEscape, "the value holds \(codePoint(scalar)) by an escape", at: span,
      help: "remove the escape")
  }

  static func emptyDocument(at span: SourceSpan) -> Finding {
    Finding(
      Rules.yaml.emptyDocument, "nothing follows this `---`", at: span,
      help: "remove it, or write a document after it")
  }

  static func documentEndMarker(at span: SourceSpan) -> Finding {
    Finding(
      Rules.yaml.documentEndMarker, "`...` is not needed", at: span,
      help: "remove it, or write `---` if another document follows")
  }

  static func nestingTooDeep(_ limit: Int, at span: SourceSpan) -> Finding {
    Finding(
      Rules.yaml.nestingTooDeep, "nested more than \(limit) deep", at: span,
      notes: ["the rest of the file was not read"])
  }

  static func scalarTooLong(_ length: Int, _ limit: Int, at span: SourceSpan) -> Finding {
    Finding(
      Rules.yaml.scalarTooLong, "the value has \(length) bytes, more than \(limit)",
      at: SourceSpan(span.source, from: span.start, to: min(span.start + 1, span.end)))
  }

  static func documentTooLarge(_ limit: Int, at span: SourceSpan) -> Finding {
    Finding(
      Rules.yaml.documentTooLarge, "the document has more than \(limit) values", at: span,
      notes: ["the rest of the file was not read"], help: "split it into several documents")
  }

  static func tooManyDocuments(_ limit: Int, at span: SourceSpan) -> Finding {
    Finding(
      Rules.text.fileTooLarge, "the file has more than \(limit) documents", at: span,
      notes: ["the rest of the file was not read"], help: "split it into several files")
  }
}
