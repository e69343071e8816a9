/// A condition as it is written, its names not yet resolved: `amount > 50_000 USD and not urgent`.
///
/// `not` binds tighter than `and`, and `and` tighter than `or`. Offsets are in bytes of the scalar.
package indirect enum Condition: Hashable, Sendable {
  case any([Condition])
  case all([Condition])
  case not(Condition)
  /// A fact that is `true` or `false`.
  case holds(Name)
  case compare(Subject, Comparison, Constant)
  case among(Subject, [Span])
  /// The data that is read has the data class.
  case labelHas(Name)

  /// Deepest nesting of parentheses and `not`.
  package static let mostDepth = 32
  /// Bytes of the longest condition.
  package static let mostBytes = 2_048
  /// Words that no fact can be named, since conditions give them a meaning.
  package static let keywords: Set<String> = [
    "and", "or", "not", "in", "has", "label", "latency", "true", "false",
  ]

  /// A name and where it begins.
  package struct Name: Hashable, Sendable {
    package let text: String
    package let offset: Int

    package init(_ text: String, at offset: Int) {
      self.text = text
      self.offset = offset
    }

    package var range: Range<Int> { offset..<(offset + text.utf8.count) }
  }

  package enum Subject: Hashable, Sendable {
    case fact(Name)
    /// `latency(ENDPOINT)`
    case latency(Name)

    package var name: Name {
      switch self {
      case .fact(let name), .latency(let name): name
      }
    }
  }

  package enum Comparison: String, CaseIterable, Sendable {
    // Those that begin others stand behind them.
    case atMost = "<="
    case atLeast = ">="
    case equal = "=="
    case notEqual = "!="
    case less = "<"
    case greater = ">"
  }

  /// A constant and where it stands.
  package struct Constant: Hashable, Sendable {
    package let value: Literal
    package let range: Range<Int>

    package init(_ value: Literal, at range: Range<Int>) {
      self.value = value
      self.range = range
    }
  }

  /// The constants from `first` to `last`, both included; one constant where there is no `last`.
  package struct Span: Hashable, Sendable {
    package let first: Constant
    package let last: Constant?

    package init(_ first: Constant, to last: Constant?) {
      self.first = first
      self.last = last
    }
  }
}

extension Condition: Notation {
  package static let title = "a condition"
  package static let sample = "amount > 50_000 USD and not urgent"

  package init(from cursor: inout Cursor) throws(NotationError) {
    guard cursor.remaining <= Self.mostBytes else {
      throw NotationError(at: 0, expected: "a condition of at most \(Self.mostBytes) bytes")
    }
    cursor.skipSpaces()
    self = try Self.alternatives(from: &cursor, depth: 0)
  }

  /// `a or b or c`
  private static func alternatives(
    from cursor: inout Cursor, depth: Int
  ) throws(NotationError) -> Condition {
    var parts = [try conjunction(from: &cursor, depth: depth)]
    while cursor.takeKeyword("or") { parts.append(try conjunction(from: &cursor, depth: depth)) }
    return parts.count == 1 ? parts[0] : .any(parts)
  }

  /// `a and b and c`
  private static func conjunction(
    from cursor: inout Cursor, depth: Int
  ) throws(NotationError) -> Condition {
    var parts = [try term(from: &cursor, depth: depth)]
    while cursor.takeKeyword("and") { parts.append(try term(from: &cursor, depth: depth)) }
    return parts.count == 1 ? parts[0] : .all(parts)
  }

  /// `not a`, `(a or b)` or a single test.
  private static func term(
    from cursor: inout Cursor, depth: Int
  ) throws(NotationError) -> Condition {
    guard depth < mostDepth else {
      throw NotationError(at: cursor.offset, expected: "at most \(mostDepth) levels of nesting")
    }
    if cursor.takeKeyword("not") { return .not(try term(from: &cursor, depth: depth + 1)) }
    guard cursor.takeSymbol("(") else { return try test(from: &cursor) }
    let inner = try alternatives(from: &cursor, depth: depth + 1)
    try cursor.requireSymbol(")")
    return inner
  }

  private static func test(from cursor: inout Cursor) throws(NotationError) -> Condition {
    let name = try cursor.takeName(expected: "a fact, `latency(endpoint)` or `label has class`")
    switch name.text {
    case "label":
      guard cursor.takeKeyword("has") else {
        throw NotationError(at: cursor.offset, expected: "`has` and a data class")
      }
      return .labelHas(try cursor.takeName(expected: "a data class"))
    case "latency":
      try cursor.requireSymbol("(")
      let endpoint = try cursor.takeName(expected: "an endpoint")
      try cursor.requireSymbol(")")
      return try relation(of: .latency(endpoint), from: &cursor)
    case let word where keywords.contains(word):
      throw NotationError(at: name.offset, expected: "a fact, which `\(word)` cannot be")
    case let word where !word.utf8.contains(where: \.isASCIILetter):
      throw NotationError(at: name.offset, expected: "a fact first, then the constant")
    default:
      return try relation(of: .fact(name), from: &cursor)
    }
  }

  /// What follows the subject of a test; nothing, for a fact that is `true` or `false`.
  private static func relation(
    of subject: Subject, from cursor: inout Cursor
  ) throws(NotationError) -> Condition {
    if cursor.takeKeyword("in") { return .among(subject, try spans(from: &cursor)) }
    if let comparison = Comparison.allCases.first(where: { cursor.takeSymbol($0.rawValue) }) {
      return .compare(subject, comparison, try constant(from: &cursor))
    }
    guard case .fact(let name) = subject else {
      throw NotationError(at: cursor.offset, expected: "a comparison, as in `< 80 ms`")
    }
    return .holds(name)
  }

  /// `[a, b, c..d]` or `c..d`.
  private static func spans(from cursor: inout Cursor) throws(NotationError) -> [Span] {
    guard cursor.takeSymbol("[") else {
      let span = try span(from: &cursor)
      guard span.last != nil else {
        throw NotationError(
          at: cursor.offset, expected: "`..` and the last value, or a list `[a, b]`")
      }
      return [span]
    }
    var spans = [try span(from: &cursor)]
    while cursor.takeSymbol(",") { spans.append(try span(from: &cursor)) }
    try cursor.requireSymbol("]")
    return spans
  }

  private static func span(from cursor: inout Cursor) throws(NotationError) -> Span {
    let first = try constant(from: &cursor)
    guard cursor.takeSymbol("..") else { return Span(first, to: nil) }
    return Span(first, to: try constant(from: &cursor))
  }

  private static func constant(from cursor: inout Cursor) throws(NotationError) -> Constant {
    let start = cursor.offset
    let value = try Literal(from: &cursor)
    let range = start..<cursor.offset
    cursor.skipSpaces()
    return Constant(value, at: range)
  }
}

extension Condition {
  package var description: String { text(within: .alternatives) }

  /// How tightly a condition holds together, loosest first.
  private enum Level: Int {
    case alternatives, conjunction, term
  }

  private func text(within level: Level) -> String {
    switch self {
    case .any(let parts):
      let text = parts.map { $0.text(within: .conjunction) }.joined(separator: " or ")
      return level == .alternatives ? text : "(\(text))"
    case .all(let parts):
      let text = parts.map { $0.text(within: .term) }.joined(separator: " and ")
      return level == .term ? "(\(text))" : text
    case .not(let inner): return "not \(inner.text(within: .term))"
    case .holds(let name): return name.text
    case .labelHas(let name): return "label has \(name.text)"
    case .compare(let subject, let comparison, let constant):
      return "\(subject.text) \(comparison.rawValue) \(constant.value)"
    case .among(let subject, let spans):
      return "\(subject.text) in [\(spans.map(\.text).joined(separator: ", "))]"
    }
  }
}

extension Condition.Subject {
  fileprivate var text: String {
    switch self {
    case .fact(let name): name.text
    case .latency(let name): "latency(\(name.text))"
    }
  }
}

extension Condition.Span {
  fileprivate var text: String {
    last.map { "\(first.value)..\($0.value)" } ?? "\(first.value)"
  }
}

extension Cursor {
  package mutating func skipSpaces() {
    _ = takeWhile { $0 == 0x20 }
  }

  /// Takes the text and the spaces behind it.
  fileprivate mutating func takeSymbol(_ symbol: String) -> Bool {
    guard take(text: symbol) else { return false }
    skipSpaces()
    return true
  }

  fileprivate mutating func requireSymbol(_ symbol: String) throws(NotationError) {
    guard takeSymbol(symbol) else { throw NotationError(at: offset, expected: "`\(symbol)`") }
  }

  /// Takes the word and the spaces behind it, unless it only begins a longer name.
  fileprivate mutating func takeKeyword(_ word: String) -> Bool {
    var ahead = self
    guard ahead.takeNameText() == word else { return false }
    ahead.skipSpaces()
    self = ahead
    return true
  }

  fileprivate mutating func takeName(expected: String) throws(NotationError) -> Condition.Name {
    let start = offset
    let text = takeNameText()
    guard let first = text.utf8.first, first.isASCIILetter || first.isASCIIDigit else {
      throw NotationError(at: start, expected: expected)
    }
    skipSpaces()
    return Condition.Name(text, at: start)
  }

  private mutating func takeNameText() -> String {
    String(decoding: takeWhile { $0.isNameByte }, as: UTF8.self)
  }
}
