/// A JSON value, for what tests ask of JSON that was written.
package indirect enum JSONValue: Equatable, Sendable {
  case object([String: JSONValue])
  case array([JSONValue])
  case string(String)
  /// As it is written.
  case number(String)
  case bool(Bool)
  case null

  /// A member of an object.
  package subscript(name: String) -> JSONValue? {
    if case .object(let members) = self { members[name] } else { nil }
  }

  /// An element of an array.
  package subscript(position: Int) -> JSONValue? {
    guard case .array(let elements) = self, elements.indices.contains(position) else { return nil }
    return elements[position]
  }

  package var elements: [JSONValue] {
    if case .array(let elements) = self { elements } else { [] }
  }

  package var text: String? {
    if case .string(let text) = self { text } else { nil }
  }

  package var integer: Int? {
    if case .number(let digits) = self { Int(digits) } else { nil }
  }
}

/// Why a text is not the JSON of RFC 8259, and where, in scalars from 0.
package struct JSONError: Error, CustomStringConvertible {
  package let reason: String
  package let position: Int

  package var description: String { "\(reason) at \(position)" }
}

/// The value of a text that is JSON, all of JSON and nothing but JSON: no repeated keys, no lone
/// surrogates, no trailing commas, no raw control characters.
package func parseStrictJSON(_ text: String) throws(JSONError) -> JSONValue {
  var parser = StrictJSONParser(text)
  let value = try parser.value(depth: 0)
  try parser.finish()
  return value
}

private struct StrictJSONParser {
  private let scalars: [Unicode.Scalar]
  private var position = 0

  private static let deepest = 512

  init(_ text: String) {
    scalars = Array(text.unicodeScalars)
  }

  mutating func finish() throws(JSONError) {
    skipSpace()
    guard position == scalars.count else { throw error("text after the value") }
  }

  mutating func value(depth: Int) throws(JSONError) -> JSONValue {
    guard depth < Self.deepest else { throw error("nested too deeply") }
    skipSpace()
    switch peek {
    case "{": return try object(depth: depth)
    case "[": return try array(depth: depth)
    case "\"": return .string(try string())
    case "t": return try word("true", .bool(true))
    case "f": return try word("false", .bool(false))
    case "n": return try word("null", .null)
    default: return try number()
    }
  }

  private var peek: Unicode.Scalar? { position < scalars.count ? scalars[position] : nil }

  private func error(_ reason: String) -> JSONError {
    JSONError(reason: reason, position: position)
  }

  private mutating func skipSpace() {
    while let next = peek, [" ", "\n", "\r", "\t"].contains(next) { position += 1 }
  }

  private mutating func take(_ scalar: Unicode.Scalar) -> Bool {
    guard peek == scalar else { return false }
    position += 1
    return true
  }

  private mutating func expect(_ scalar: Unicode.Scalar) throws(JSONError) {
    guard take(scalar) else { throw error("`\(scalar)` expected") }
  }

  private mutating func object(depth: Int) throws(JSONError) -> JSONValue {
    try expect("{")
    var members: [String: JSONValue] = [:]
    skipSpace()
    if take("}") { return .object(members) }
    repeat {
      skipSpace()
      let name = try string()
      guard members[name] == nil else { throw error("repeated key") }
      skipSpace()
      try expect(":")
      members[name] = try value(depth: depth + 1)
      skipSpace()
    } while take(",")
    try expect("}")
    return .object(members)
  }

  private mutating func array(depth: Int) throws(JSONError) -> JSONValue {
    try expect("[")
    var elements: [JSONValue] = []
    skipSpace()
    if take("]") { return .array(elements) }
    repeat {
      elements.append(try value(depth: depth + 1))
      skipSpace()
    } while take(",")
    try expect("]")
    return .array(elements)
  }

  private mutating func word(_ word: String, _ value: JSONValue) throws(JSONError) -> JSONValue {
    for scalar in word.unicodeScalars { try expect(scalar) }
    return value
  }

  private mutating func number() throws(JSONError) -> JSONValue {
    let start = position
    _ = take("-")
    if !take("0") { try digits() }
    if take(".") { try digits() }
    if take("e") || take("E") {
      if !take("+") { _ = take("-") }
      try digits()
    }
    var text = ""
    text.unicodeScalars.append(contentsOf: scalars[start..<position])
    return .number(text)
  }

  private mutating func digits() throws(JSONError) {
    let start = position
    while let next = peek, ("0"..."9").contains(next) { position += 1 }
    guard position > start else { throw error("digit expected") }
  }

  private mutating func string() throws(JSONError) -> String {
    try expect("\"")
    var text = ""
    while let next = peek, next != "\"" {
      guard next.value >= 0x20 else { throw error("raw control character") }
      position += 1
      text.unicodeScalars.append(next == "\\" ? try escape() : next)
    }
    try expect("\"")
    return text
  }

  private mutating func escape() throws(JSONError) -> Unicode.Scalar {
    guard let kind = peek else { throw error("unfinished escape") }
    position += 1
    switch kind {
    case "\"", "\\", "/": return kind
    case "b": return "\u{8}"
    case "f": return "\u{c}"
    case "n": return "\n"
    case "r": return "\r"
    case "t": return "\t"
    case "u": return try unicodeEscape()
    default: throw error("unknown escape")
    }
  }

  private mutating func unicodeEscape() throws(JSONError) -> Unicode.Scalar {
    let first = try codeUnit()
    if let scalar = Unicode.Scalar(first) { return scalar }
    try expect("\\")
    try expect("u")
    let second = try codeUnit()
    guard (0xD800...0xDBFF).contains(first), (0xDC00...0xDFFF).contains(second) else {
      throw error("lone surrogate")
    }
    let value = 0x1_0000 + (UInt32(first) - 0xD800) << 10 + (UInt32(second) - 0xDC00)
    guard let scalar = Unicode.Scalar(value) else { throw error("no scalar") }
    return scalar
  }

  private mutating func codeUnit() throws(JSONError) -> UInt16 {
    var unit: UInt16 = 0
    for _ in 0..<4 {
      guard let digit = peek.flatMap({ Character($0).hexDigitValue }) else {
        throw error("hexadecimal digit expected")
      }
      unit = unit << 4 | UInt16(digit)
      position += 1
    }
    return unit
  }
}
