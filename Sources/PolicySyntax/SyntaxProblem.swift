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
    context: "", problem: "out of memory", contextMark: nil,
    mark: Mark(character: 0, line: 0, column: 0))

  var concernsDocumentStart: Bool { problem == "did not find expected <document start>" }
  var concernsDirective: Bool {
    context.hasSuffix("directive") || problem.hasSuffix("directive")
      || problem == "found incompatible YAML document"
  }

  func finding(in builder: DocumentBuilder) -> Finding {
    var builder = builder
    let place = builder.word(at: builder.offset(of: mark))
    let start = contextMark.map { builder.word(at: builder.offset(of: $0)) } ?? place
    if builder.byte(at: Int(place.start)) == 0x09 { return .tab(at: place.first) }
    if let refused = refusedNotation(at: start) { return refused }
    switch problem {
    case "did not find expected ',' or ']'", "did not find expected ',' or '}'":
      return unclosed(start.first, noticedAt: place, isSameLine: contextMark?.line == mark.line)
    case "did not find expected node content" where builder.endsInBrackets(at: place):
      return unclosed(builder.openBracket.first, noticedAt: place, isSameLine: false)
    case "found unexpected end of stream", "found unexpected document indicator":
      return Finding(
        Rules.yaml.syntax, "this quote is not closed", at: start.first,
        others: [Finding.OtherPlace(place, "noticed here")], help: "close the quote")
    default:
      return worded(at: place, from: start)
    }
  }

  /// A mistake inside what the profile refuses anyway is refused as that.
  private func refusedNotation(at start: SourceSpan) -> Finding? {
    switch context {
    case "while scanning an anchor": .anchor(at: start)
    case "while scanning an alias": .alias(at: start)
    case "while scanning a tag", "while parsing a tag": .tag(at: start)
    default: problem == "found undefined tag handle" ? .tag(at: start) : nil
    }
  }

  private func unclosed(
    _ opening: SourceSpan, noticedAt place: SourceSpan, isSameLine: Bool
  ) -> Finding {
    let bracket = context.hasSuffix("sequence") ? "]" : "}"
    if isSameLine && place.start < place.end {
      return Finding(
        Rules.yaml.syntax, "expected a comma or `\(bracket)` here", at: place,
        others: [Finding.OtherPlace(opening, "opened here")])
    }
    return Finding(
      Rules.yaml.syntax, "this bracket is not closed", at: opening,
      others: [Finding.OtherPlace(place, "noticed here")],
      help: "close it after the last element, and write commas between elements")
  }

  /// The mistakes that need no more than a place and words.
  private func worded(at place: SourceSpan, from start: SourceSpan) -> Finding {
    let wording = wordings[problem] ?? Wording("this is not YAML")
    let span = wording.isAtStart ? start : place
    let others = start == span ? [] : [Finding.OtherPlace(start, "in what begins here")]
    return Finding(Rules.yaml.syntax, wording.message, at: span, others: others, help: wording.help)
  }
}

/// What a problem of libyaml is called here.
private struct Wording {
  let message: String
  let help: String?
  /// Whether the mistake is where the construct begins rather than where libyaml gave up.
  let isAtStart: Bool

  init(_ message: String, help: String? = nil, isAtStart: Bool = false) {
    self.message = message
    self.help = help
    self.isAtStart = isAtStart
  }
}

private let notAllowedHere = Wording(
  "no entry may begin here", help: "begin it on a line of its own")
private let wrongIndent = Wording(
  "this line is not indented like the entries before it",
  help: "indent all entries of a mapping or a list alike")
private let wrongEscape = Wording(
  "the escape is no character", help: "write `\\u` and four hexadecimal digits")
private let tabIndent = Wording("a tab cannot indent", help: "write spaces")

private let wordings: [String: Wording] = [
  "out of memory": Wording("there is not enough memory to read the file"),
  "could not find expected ':'": Wording(
    "this line is no `key: value`", help: "write a colon and a space after the key",
    isAtStart: true),
  "mapping values are not allowed in this context": Wording(
    "a `: ` where no key can stand",
    help: "quote a text that holds `: `, and indent keys of one mapping alike"),
  "mapping keys are not allowed in this context": notAllowedHere,
  "block sequence entries are not allowed in this context": notAllowedHere,
  "did not find expected key": wrongIndent,
  "did not find expected '-' indicator": wrongIndent,
  "did not find expected node content": Wording(
    "a value is missing here", help: "write it, or quote a text that starts with a bracket or comma"
  ),
  "did not find expected <document start>": Wording(
    "the document has ended here, but more text follows",
    help: "write `---` on a line of its own before another document"),
  "found character that cannot start any token": Wording(
    "no value may start with this character", help: "put the value in quotes"),
  "found unknown escape character": Wording(
    "unknown escape after `\\`", help: "write `\\\\` for a backslash, or use single quotes"),
  "did not find expected hexdecimal number": wrongEscape,
  "found invalid Unicode character escape code": wrongEscape,
  "did not find expected comment or line break": Wording(
    "nothing may follow here but a comment"),
  "found an indentation indicator equal to 0": Wording("an indentation of 0 is not possible"),
  "found a tab character where an indentation space is expected": tabIndent,
  "found a tab character that violates indentation": tabIndent,
]

extension DocumentReader {
  /// The word at an offset, for the carets: up to a space, a line break or 40 bytes.
  func word(at offset: Int) -> SourceSpan {
    var end = offset
    while end < bytes.count, end - offset < 40, bytes[end] > 0x20 { end += 1 }
    if end == offset && end < bytes.count && bytes[end] != 0x0A { end += 1 }
    while end < bytes.count, bytes[end] & 0xC0 == 0x80 { end += 1 }
    return SourceSpan(source, from: offset, to: end)
  }
}

extension DocumentBuilder {
  /// Whether brackets are open where the document or the source ends.
  fileprivate func endsInBrackets(at place: SourceSpan) -> Bool {
    let start = Int(place.start)
    let word = bytes[min(start, bytes.count)..<min(start + 3, bytes.count)]
    return parent.hasBrackets
      && (word.isEmpty || word.elementsEqual("---".utf8) || word.elementsEqual("...".utf8))
  }

  fileprivate var openBracket: SourceSpan {
    let start = document.nodes[parent.node].start
    return SourceSpan(source, from: start, to: start + 1)
  }
}

extension SourceSpan {
  /// The first byte, or nothing of an empty span.
  fileprivate var first: SourceSpan {
    SourceSpan(source, from: start, to: start < end ? start + 1 : end)
  }
}
