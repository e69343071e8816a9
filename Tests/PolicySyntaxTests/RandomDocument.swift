/// Writes random documents of the profile: block and flow collections and scalars of every style,
/// with comments and blank lines between them. Equal seeds give equal documents.
struct RandomDocument {
  private var state: UInt64
  private var keys = 0

  init(seed: UInt64) {
    state = seed &* 0x9E37_79B9_7F4A_7C15 &+ 1
  }

  mutating func document() -> String {
    block(indent: 0, depth: 0)
  }

  private mutating func random(_ count: Int) -> Int {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return Int((state >> 33) % UInt64(count))
  }

  /// A block collection whose lines are indented, and that ends with a line break.
  private mutating func block(indent: Int, depth: Int) -> String {
    let isSequence = random(3) == 0
    let margin = String(repeating: " ", count: indent)
    var text = ""
    for _ in 0...random(4) {
      text += margin + (isSequence ? "-" : "\(key()):")
      text +=
        random(3) == 0 && depth < 4
        ? "\n" + block(indent: indent + 1 + random(3), depth: depth + 1)
        : value(indent: indent) + ending(margin)
    }
    return text
  }

  private mutating func ending(_ margin: String) -> String {
    ["\n", "\n", "  # note\n", "\n\n", "\n\(margin)# note \u{E9}\n"][random(5)]
  }

  private mutating func key() -> String {
    keys += 1
    return ["key\(keys)", "'key \(keys)'", "\"k\\x65y\(keys)\"", "cl\u{E9}\(keys)"][random(4)]
  }

  private mutating func value(indent: Int) -> String {
    let margin = "\n" + String(repeating: " ", count: indent + 2)
    switch random(9) {
    case 0: return ""
    case 1: return " plain words"
    case 2: return " 'it''s quoted'"
    case 3: return " \"a\\n\\u00e9 \u{1F512}\""
    case 4: return " \(flow(depth: 0))"
    case 5: return " plain\(margin)on two lines"
    case 6: return " \"quoted\(margin)on two lines\""
    case 7: return " |\(margin)literal\(margin)  more \u{E9}"
    default: return " >-\(margin)folded\(margin)more"
    }
  }

  private mutating func flow(depth: Int) -> String {
    switch random(depth < 3 ? 4 : 2) {
    case 0: return "plain\u{E9}"
    case 1: return "'quoted'"
    case 2:
      return "[" + (0..<random(4)).map { _ in flow(depth: depth + 1) }.joined(separator: ", ") + "]"
    default:
      let entries = (0..<random(4)).map { _ in "\(key()): \(flow(depth: depth + 1))" }
      return "{ " + entries.joined(separator: ", ") + " }"
    }
  }
}
