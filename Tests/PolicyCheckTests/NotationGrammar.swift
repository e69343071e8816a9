/// `grammar/notations.ebnf`, read: productions that can be run, and the samples beside them.
struct NotationGrammar: Sendable {
  /// The right side of a production.
  indirect enum Expression: Sendable {
    case text([UInt8])
    case oneOf(Set<UInt8>)
    case name(String)
    case sequence([Expression])
    case choice([Expression])
    case repeated(Expression, least: Int, most: Int)

    var names: [String] {
      switch self {
      case .text, .oneOf: []
      case .name(let name): [name]
      case .sequence(let parts), .choice(let parts): parts.flatMap(\.names)
      case .repeated(let inner, _, _): inner.names
      }
    }
  }

  private(set) var productions: [String: Expression] = [:]
  private(set) var samples: [String: (ok: [String], bad: [String])] = [:]

  init(_ text: String) {
    var current = ""
    var rules: [String: String] = [:]
    for line in Self.withoutComments(text).split(separator: "\n") {
      if line.hasPrefix("; ") {
        takeSamples(line.dropFirst(2), of: current)
      } else if let (name, right) = Self.cut(line, at: "::=") {
        current = name
        rules[name] = right
      } else if !line.allSatisfy({ $0 == " " }) {
        rules[current, default: ""] += " " + line
      }
    }
    productions = rules.mapValues { right in
      var parser = ExpressionParser(right)
      return parser.choice()
    }
  }

  /// Whether the production derives the whole text.
  func derives(_ text: String, from name: String) -> Bool {
    let bytes = Array(text.utf8)
    return ends(of: .name(name), in: bytes, from: 0).contains(bytes.count)
  }

  /// Every place where a derivation that begins at `start` can end.
  private func ends(of expression: Expression, in bytes: [UInt8], from start: Int) -> Set<Int> {
    switch expression {
    case .text(let text):
      return bytes[start...].starts(with: text) ? [start + text.count] : []
    case .oneOf(let set):
      return start < bytes.count && set.contains(bytes[start]) ? [start + 1] : []
    case .name(let name):
      return productions[name].map { ends(of: $0, in: bytes, from: start) } ?? []
    case .sequence(let parts):
      return parts.reduce([start]) { starts, part in
        Set(starts.flatMap { ends(of: part, in: bytes, from: $0) })
      }
    case .choice(let parts):
      return Set(parts.flatMap { ends(of: $0, in: bytes, from: start) })
    case .repeated(let inner, let least, let most):
      return repeatedEnds(of: inner, least, most, in: bytes, from: start)
    }
  }

  private func repeatedEnds(
    of inner: Expression, _ least: Int, _ most: Int, in bytes: [UInt8], from start: Int
  ) -> Set<Int> {
    var (all, latest): (Set<Int>, Set<Int>) = (least == 0 ? [start] : [], [start])
    var round = 0
    while !latest.isEmpty, round < most {
      round += 1
      let next = Set(latest.flatMap { ends(of: inner, in: bytes, from: $0) })
      latest = next.subtracting(all)
      if round >= least { all.formUnion(next) }
    }
    return all
  }

  /// Samples belong to the production above them unless they name another.
  private mutating func takeSamples(_ line: Substring, of current: String) {
    guard let (head, list) = Self.cut(line, at: ": ") else { return }
    let words = head.split(separator: " ")
    let name = words.count > 1 ? String(words[1]) : current
    var entry = samples[name] ?? ([], [])
    for sample in Self.samples(in: list) {
      if words.first == "ok" { entry.ok.append(sample) } else { entry.bad.append(sample) }
    }
    samples[name] = entry
  }

  private static func samples(in list: String) -> [String] {
    var rest = Substring(list)
    var samples: [String] = []
    while let (sample, after) = cut(rest, at: " | ") {
      samples.append(sample)
      rest = Substring(after)
    }
    return (samples + [String(rest)]).map { sample in
      let isQuoted = sample.count > 1 && sample.hasPrefix("\"") && sample.hasSuffix("\"")
      return isQuoted ? String(sample.dropFirst().dropLast()) : sample
    }
  }

  private static func withoutComments(_ text: String) -> String {
    var result = ""
    var rest = Substring(text)
    while let (before, after) = cut(rest, at: "(* ") {
      result += before
      rest = cut(Substring(after), at: "*)").map { Substring($0.1) } ?? ""
    }
    return result + rest
  }

  /// The text before and after the first occurrence, without the spaces around it.
  static func cut(_ text: Substring, at separator: String) -> (String, String)? {
    let separator = Array(separator)
    let characters = Array(text)
    guard
      let start = characters.indices.first(where: { characters[$0...].starts(with: separator) })
    else { return nil }
    var before = characters[..<start]
    while before.last == " " { before.removeLast() }
    return (String(before), String(characters[(start + separator.count)...]))
  }
}

/// Reads the right side of a production.
private struct ExpressionParser {
  private var rest: ArraySlice<UInt8>

  init(_ text: String) {
    rest = Array(text.utf8)[...]
  }

  mutating func choice() -> NotationGrammar.Expression {
    var parts = [sequence()]
    while take("|") { parts.append(sequence()) }
    return parts.count == 1 ? parts[0] : .choice(parts)
  }

  private mutating func sequence() -> NotationGrammar.Expression {
    var parts: [NotationGrammar.Expression] = []
    while let part = item() { parts.append(part) }
    return parts.count == 1 ? parts[0] : .sequence(parts)
  }

  private mutating func item() -> NotationGrammar.Expression? {
    guard let inner = atom() else { return nil }
    if takeHere("?") { return .repeated(inner, least: 0, most: 1) }
    if takeHere("*") { return .repeated(inner, least: 0, most: .max) }
    if takeHere("+") { return .repeated(inner, least: 1, most: .max) }
    return inner
  }

  private mutating func atom() -> NotationGrammar.Expression? {
    if take("(") {
      let inner = choice()
      _ = take(")")
      return inner
    }
    if take("\"") { return .text(Array(takeUntil(0x22))) }
    if take("[") { return .oneOf(Self.members(of: takeUntil(0x5D))) }
    let isNameByte = { (byte: UInt8) in byte == 0x5F || (0x61...0x7A).contains(byte) }
    let name = rest.prefix(while: isNameByte)
    rest = rest.dropFirst(name.count)
    return name.isEmpty ? nil : .name(String(decoding: name, as: UTF8.self))
  }

  private static func members(of text: ArraySlice<UInt8>) -> Set<UInt8> {
    let bytes = Array(text)
    return Set(
      stride(from: 0, to: bytes.count - 2, by: 3).flatMap { bytes[$0]...bytes[$0 + 2] })
  }

  private mutating func takeUntil(_ end: UInt8) -> ArraySlice<UInt8> {
    let taken = rest.prefix { $0 != end }
    rest = rest.dropFirst(taken.count + 1)
    return taken
  }

  private mutating func take(_ symbol: Character) -> Bool {
    rest = rest.drop { $0 == 0x20 }
    return takeHere(symbol)
  }

  private mutating func takeHere(_ symbol: Character) -> Bool {
    guard let byte = symbol.asciiValue, rest.first == byte else { return false }
    rest = rest.dropFirst()
    return true
  }
}
