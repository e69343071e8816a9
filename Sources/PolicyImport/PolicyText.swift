import PolicyDiagnostics

/// Policy documents as they are written: block mappings with an order that the writer chooses, and beside
/// each line where it came from.
///
///     var text = PolicyText()
///     text.document(saying: "from config.yaml") { document in
///       document.entry("route", "gpt-4o", from: "config.yaml:12")
///       document.list("try") { $0.element(["use": "gpt-4o-1"], from: "config.yaml:14") }
///     }
///
/// What is given as a value is text of one line: it is quoted where YAML would read it otherwise, and in
/// comments nothing is written that a terminal would obey. `text` is YAML of the project's profile; run
/// `PolicyFormatter.format` over it for the canonical layout, or `trees` over it for the documents as if
/// they stood where they came from.
package struct PolicyText: Sendable {
  package private(set) var text = ""
  /// By line of the text, where it came from; `nil` where that is where the line before did.
  package private(set) var origins: [Origin?] = []
  private var depth = 0

  package init() {}

  /// Begins a document, after the one before.
  package mutating func document(
    saying comment: String? = nil, _ fill: (inout PolicyText) throws -> Void
  ) rethrows {
    if !text.isEmpty { line("---", nil) }
    if let comment { self.comment(comment) }
    try fill(&self)
  }

  /// A comment on lines of its own.
  package mutating func comment(_ comment: String) {
    for line in comment.split(separator: "\n", omittingEmptySubsequences: false) {
      text += margin + "# \(escaped(String(line)))\n"
      origins.append(nil)
    }
  }

  package mutating func entry(_ key: String, _ value: String, from origin: Origin? = nil) {
    line(scalar(key) + ": " + scalar(value), origin)
  }

  /// A list of names: on one line if they fit.
  package mutating func entry(_ key: String, _ values: [String], from origin: Origin? = nil) {
    let flow = "[" + values.map(inFlow).joined(separator: ", ") + "]"
    guard flow.utf8.count > PolicyText.widestList else {
      return line(scalar(key) + ": " + flow, origin)
    }
    list(key, from: origin) { list in
      for value in values { list.element(value) }
    }
  }

  /// A mapping below a key; an empty one is written as `{}`.
  package mutating func mapping(
    _ key: String, from origin: Origin? = nil, _ fill: (inout PolicyText) throws -> Void
  ) rethrows {
    try collection(key, empty: "{}", origin, fill)
  }

  /// A list below a key, of what `element` adds; an empty one is written as `[]`.
  package mutating func list(
    _ key: String, from origin: Origin? = nil, _ fill: (inout PolicyText) throws -> Void
  ) rethrows {
    try collection(key, empty: "[]", origin, fill)
  }

  package mutating func element(_ value: String, from origin: Origin? = nil) {
    line("- " + scalar(value), origin)
  }

  /// An element that is a mapping, on one line.
  package mutating func element(
    _ entries: KeyValuePairs<String, String>, from origin: Origin? = nil
  ) {
    let pairs = entries.map { "\(inFlow($0)): \(inFlow($1))" }
    line("- { " + pairs.joined(separator: ", ") + " }", origin)
  }
}

// MARK: Lines

extension PolicyText {
  private static let widestList = 72

  private var margin: String { String(repeating: "  ", count: depth) }

  private mutating func line(_ content: String, _ origin: Origin?) {
    text += margin + content + (origin.map { "  # \(escaped($0.text))" } ?? "") + "\n"
    origins.append(origin)
  }

  private mutating func collection(
    _ key: String, empty: String, _ origin: Origin?, _ fill: (inout PolicyText) throws -> Void
  ) rethrows {
    var inner = PolicyText()
    inner.depth = depth + 1
    try fill(&inner)
    guard !inner.text.isEmpty else { return line("\(scalar(key)): \(empty)", origin) }
    line(scalar(key) + ":", origin)
    text += inner.text
    origins += inner.origins
  }
}

// MARK: Scalars

extension PolicyText {
  private func inFlow(_ value: String) -> String {
    value.utf8.contains { [0x2C, 0x5B, 0x5D, 0x7B, 0x7D].contains($0) }
      ? quoted(value) : scalar(value)
  }

  private func scalar(_ value: String) -> String {
    isPlain(value) ? value : quoted(value)
  }

  /// Whether every reader of YAML takes a text for itself: it begins with a letter or digit, and holds
  /// neither `: ` nor ` #` nor what cannot be seen.
  private func isPlain(_ value: String) -> Bool {
    let bytes = Array(value.utf8)
    guard let first = bytes.first, let last = bytes.last, isWordByte(first), last != 0x3A,
      last != 0x20
    else { return false }
    return bytes.indices.allSatisfy { index in
      let byte = bytes[index]
      let next = index + 1 < bytes.count ? bytes[index + 1] : 0
      return byte == 0x3A ? next != 0x20 : byte == 0x20 ? next != 0x23 : byte > 0x20 && byte < 0x7F
    }
  }

  private func isWordByte(_ byte: UInt8) -> Bool {
    (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
  }

  private func quoted(_ value: String) -> String {
    "\"" + value.unicodeScalars.map(spelling).joined() + "\""
  }

  private func spelling(of scalar: Unicode.Scalar) -> String {
    switch scalar {
    case "\"", "\\": return "\\" + String(scalar)
    case "\n": return "\\n"
    case "\t": return "\\t"
    case " "..."~": return String(scalar)
    default:
      let digits = String(scalar.value, radix: 16)
      let width = digits.utf8.count <= 4 ? 4 : 8
      let padding = String(repeating: "0", count: width - digits.utf8.count)
      return (width == 4 ? "\\u" : "\\U") + padding + digits
    }
  }
}
