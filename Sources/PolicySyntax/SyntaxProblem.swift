import PolicyDiagnostics

/// A mistake that libyaml found, in its words; `finding(in:)` puts it into ours.
struct SyntaxProblem {
  /// What was being read, such as `while parsing a flow sequence`; empty for none.
  let context: String
  let problem: String
  /// Where that began.
  let contextMark: Mark?
  let mark: Mark

  static let outOfMemory = SyntaxProblem(
    context: "", problem: outOfMemoryText, contextMark: nil,
    mark: Mark(character: 0, line: 0, column: 0))

  private static let outOfMemoryText = "out of memory"

  func finding(in builder: DocumentBuilder) -> Finding {
    var builder = builder
    let place = builder.word(at: builder.offset(of: mark))
    let start = contextMark.map { builder.word(at: builder.offset(of: $0)) }
    if builder.byte(at: Int(place.start)) == 0x09 { return .tab(at: place) }
    if problem == SyntaxProblem.outOfMemoryText {
      return Finding(Rules.yaml.syntax, "there is not enough memory to read the file", at: place)
    }
    if problem.hasSuffix("',' or ']'") || problem.hasSuffix("',' or '}'") {
      return unclosed(from: start ?? place, noticedAt: place, in: builder)
    }
    return worded(at: place, from: start, in: builder)
  }

  // MARK: Brackets and quotes

  private func unclosed(
    from opening: SourceSpan, noticedAt place: SourceSpan, in builder: DocumentBuilder
  ) -> Finding {
    let bracket = problem.hasSuffix("']'") ? ("[", "]") : ("{", "}")
    let opening = SourceSpan(opening.source, from: opening.start, to: opening.start + 1)
    if contextMark?.line != mark.line {
      return Finding(
        Rules.yaml.syntax, "this `\(bracket.0)` is not closed", at: opening,
        others: [Finding.OtherPlace(place, "noticed here")],
        help: "write `\(bracket.1)` after the last element, and commas between elements")
    }
    return Finding(
      Rules.yaml.syntax, "expected `,` or `\(bracket.1)` here", at: place,
      others: [Finding.OtherPlace(opening, "opened here")])
  }

  // MARK: Everything else

  private func worded(
    at place: SourceSpan, from start: SourceSpan?, in builder: DocumentBuilder
  ) -> Finding {
    func finding(_ message: String, help: String? = nil, at span: SourceSpan? = nil) -> Finding {
      let span = span ?? place
      let others = start.flatMap { $0 == span ? nil : [Finding.OtherPlace($0, "began here")] } ?? []
      return Finding(Rules.yaml.syntax, message, at: span, others: others, help: help)
    }
    switch problem {
    case "could not find expected ':'":
      return finding(
        "this line is no `key: value`", help: "write a colon and a space after the key",
        at: start ?? place)
    case "mapping values are not allowed in this context":
      return finding(
        "a second `: ` on this line, or a line that is indented too far",
        help: "quote a text that holds `: `, or put the key on a line of its own")
    case "mapping keys are not allowed in this context",
      "block sequence entries are not allowed in this context":
      return finding("no entry may begin here", help: "begin it on a line of its own")
    case "did not find expected key", "did not find expected '-' indicator":
      return finding(
        "this line is not indented like the entries before it",
        help: "indent all entries of a mapping or a list alike")
    case "did not find expected node content":
      return finding("a value is missing here")
    case "did not find expected <document start>":
      return finding(
        "the document has ended here, but more text follows",
        help: "write `---` on a line of its own before another document")
    default:
      return scannerFinding(finding)
    }
  }

  private func scannerFinding(_ finding: (String, String?, SourceSpan?) -> Finding) -> Finding {
    switch problem {
    case "found unexpected end of stream", "found unexpected document indicator":
      return finding("the quote that begins here is not closed", nil, nil)
    case "found character that cannot start any token":
      return finding(
        "no value may start with this character", "put the value in quotes", nil)
    case "found unknown escape character":
      return finding(
        "unknown escape after `\\`", "write `\\\\` for a backslash, or use single quotes", nil)
    case "did not find expected hexdecimal number", "found invalid Unicode character escape code":
      return finding("the escape is no character", "write `\\u` and four hexadecimal digits", nil)
    case "did not find expected comment or line break":
      return finding("nothing may follow here but a comment", nil, nil)
    case "found an indentation indicator equal to 0":
      return finding("an indentation of 0 is not possible", nil, nil)
    case "found a tab character where an indentation space is expected",
      "found a tab character that violates indentation":
      return finding("a tab cannot indent", "write spaces", nil)
    default:
      return finding("this is not YAML", nil, nil)
    }
  }
}

extension DocumentBuilder {
  /// The word at an offset, for the carets: up to a space, a line break or 40 bytes.
  func word(at offset: Int) -> SourceSpan {
    var end = offset
    while end < bytes.count, end - offset < 40, bytes[end] > 0x20 { end += 1 }
    if end == offset && end < bytes.count && bytes[end] != 0x0A { end += 1 }
    while end < bytes.count, bytes[end] & 0xC0 == 0x80 { end += 1 }
    return SourceSpan(source, from: offset, to: end)
  }
}
