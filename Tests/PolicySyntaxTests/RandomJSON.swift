/// Writes random JSON texts with what a reader must make of each: the value in the notation of `show`,
/// and the source of every node, in order. Equal seeds give equal texts.
///
/// It shares nothing with the reader: values are made first and then written, each character of a string
/// in one of the ways in which it can be written.
struct RandomJSON {
  private var state: UInt64
  private(set) var text = ""
  private(set) var shown = ""
  /// The text of each node by its index; a collection's is set when it ends.
  private(set) var nodes: [String] = []
  private var keys = 0

  init(seed: UInt64) {
    state = seed &* 0x9E37_79B9_7F4A_7C15 &+ 1
    space()
    value(depth: 0)
    space()
  }

  private mutating func random(_ count: Int) -> Int {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return Int((state >> 33) % UInt64(count))
  }

  private mutating func space() {
    for _ in 0..<[0, 0, 1, 2][random(4)] { text += [" ", "\n", "\t", "\r\n"][random(4)] }
  }

  private mutating func value(depth: Int) {
    switch random(depth < 6 ? 5 : 3) {
    case 0: string(prefix: "")
    case 1: word(["true", "false", "null"][random(3)])
    case 2: word(number())
    case 3: collection("[", "]", depth: depth, isObject: false)
    default: collection("{", "}", depth: depth, isObject: true)
    }
  }

  private mutating func word(_ word: String) {
    text += word
    shown += word
    nodes.append(word)
  }

  private mutating func number() -> String {
    let sign = ["", "-"][random(2)]
    let whole = ["0", "\(1 + random(9))", "\(1 + random(9))\(random(1000))"][random(3)]
    let fraction = ["", ".\(random(10))0"][random(2)]
    let exponent = ["", "e\(random(10))", "E+0\(random(10))", "e-1"][random(4)]
    return sign + whole + fraction + exponent
  }

  private mutating func collection(
    _ opening: String, _ closing: String, depth: Int, isObject: Bool
  ) {
    let index = nodes.count
    let start = text.utf8.count
    nodes.append("")
    text += opening
    shown += opening
    space()
    for position in 0..<random(5) {
      if position > 0 {
        text += ","
        shown += ", "
        space()
      }
      if isObject { key() }
      value(depth: depth + 1)
      space()
    }
    text += closing
    shown += closing
    nodes[index] = String(decoding: text.utf8.dropFirst(start), as: UTF8.self)
  }

  private mutating func key() {
    keys += 1
    string(prefix: "k\(keys)")
    space()
    text += ":"
    shown += ": "
    space()
  }

  private mutating func string(prefix: String) {
    var written = prefix
    var decoded = prefix
    let alphabet: [UInt32] = [
      0x61, 0x5A, 0x20, 0x22, 0x5C, 0x2F, 0x0A, 0x09, 0x7B, 0x5D, 0x2C, 0x3A, 0x23, 0xE9, 0x20AC,
      0x4E2D, 0x1F600, 0x10FFFD,
    ]
    for _ in 0..<random(8) {
      guard let scalar = Unicode.Scalar(alphabet[random(alphabet.count)]) else { continue }
      written += spelling(of: scalar)
      decoded.unicodeScalars.append(scalar)
    }
    text += "\"\(written)\""
    nodes.append("\"\(written)\"")
    shown +=
      "'\(decoded.split(separator: "\n", omittingEmptySubsequences: false).joined(separator: "\\n"))'"
  }

  private mutating func spelling(of scalar: Unicode.Scalar) -> String {
    let short: [UInt32: String] = [
      0x22: "\\\"", 0x5C: "\\\\", 0x2F: "\\/", 0x0A: "\\n", 0x09: "\\t",
    ]
    let mustEscape = scalar.value < 0x20 || scalar == "\"" || scalar == "\\"
    switch random(3) {
    case 0: return escape(of: scalar)
    case 1 where !mustEscape: return String(scalar)
    default: return short[scalar.value] ?? escape(of: scalar)
    }
  }

  private mutating func escape(of scalar: Unicode.Scalar) -> String {
    let isUppercase = random(2) == 0
    return String(scalar).utf16.map { unit in
      let digits = String(unit, radix: 16, uppercase: isUppercase)
      return "\\u" + String(repeating: "0", count: 4 - digits.utf8.count) + digits
    }.joined()
  }
}
