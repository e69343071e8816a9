/// Text within the profile, laid out in every way that the profile allows, with comments wherever
/// one can stand. Each comment has a number, so that a lost one and a moved one are told apart.
struct RandomPolicy {
  private var random: SeededGenerator
  private(set) var text = ""
  /// The comments, in order.
  private(set) var comments: [String] = []
  private var keyCount = 0
  /// Below a block scalar, what is indented further than this is part of it and no comment.
  private var commentLimit = Int.max

  init(seed: UInt64) {
    random = SeededGenerator(seed: seed)
    addDocuments()
    if chance(4) { text = text.replacing("\n", with: "\r\n") }
  }

  private mutating func addDocuments() {
    let count = pick(1...3)
    for index in 0..<count {
      addLinesBetween(column: 0)
      if index > 0 || chance(3) { addMarker() }
      addLinesBetween(column: 0)
      addRoot()
    }
    addLinesBetween(column: 0)
  }

  private mutating func addMarker() {
    text += "---"
    endLine()
  }

  private mutating func addRoot() {
    switch pick(0...5) {
    case 0:
      addFlow(depth: 0, indent: 0)
      endLine()
    case 1: addSequence(column: pick(0...2), depth: 0, hasLine: false)
    default: addMapping(column: pick(0...2), depth: 0, hasLine: false)
    }
  }

  // MARK: Blocks

  private mutating func addMapping(column: Int, depth: Int, hasLine: Bool) {
    for index in 0..<pick(1...4) {
      if index > 0 || !hasLine { beginLine(column) }
      addKey()
      text += ":"
      addValue(column: column, depth: depth + 1, isElement: false)
    }
  }

  private mutating func addSequence(column: Int, depth: Int, hasLine: Bool) {
    for index in 0..<pick(1...4) {
      if index > 0 || !hasLine { beginLine(column) }
      text += "-"
      addValue(column: column, depth: depth + 1, isElement: true)
    }
  }

  private mutating func beginLine(_ column: Int) {
    addLinesBetween(column: column)
    text += spaces(column)
  }

  private mutating func addValue(column: Int, depth: Int, isElement: Bool) {
    let kind = depth > 5 ? pick(0...5) : pick(0...9)
    switch kind {
    case 0: endLine()
    case 1: addBlockScalar(column: column)
    case 2...3, 4...5:
      addGap(column: column)
      if kind < 4 {
        addScalar(indent: column + 1, inFlow: false)
      } else {
        addFlow(depth: depth, indent: column + 1)
      }
      endLine()
    case 6 where isElement:
      let gap = pick(1...3)
      text += spaces(gap)
      let inner = column + 1 + gap
      if chance(2) {
        addMapping(column: inner, depth: depth, hasLine: true)
      } else {
        addSequence(column: inner, depth: depth, hasLine: true)
      }
    case 6...7:
      endLine()
      let isZero = !isElement && chance(3)
      addSequence(column: column + (isZero ? 0 : pick(1...4)), depth: depth, hasLine: false)
    default:
      endLine()
      addMapping(column: column + pick(1...4), depth: depth, hasLine: false)
    }
  }

  private mutating func addBlockScalar(column: Int) {
    let indent = pick(1...4)
    let isStated = chance(3)
    text += " " + (chance(2) ? "|" : ">") + (isStated ? "\(indent)" : "")
    text += ["", "", "+", "-"][pick(0...3)]
    // The profile allows no tab there, also not in the comment.
    if chance(5) { addComment(" ", hasTab: false) } else { text += "\n" }
    for _ in 0..<pick(0...1) { text += spaces(pick(0...column)) + "\n" }
    let lineCount = pick(0...3)
    for index in 0..<lineCount {
      let more = index > 0 || isStated ? spaces(pick(0...2)) : ""
      text += spaces(column + indent) + more + "line # of text: \(index)" + spaces(pick(0...1))
      text += "\n"
      if chance(4) { text += spaces(pick(0...(column + indent + 1))) + "\n" }
    }
    if lineCount > 0, chance(4) { text += "\n" }
    commentLimit = column
  }

  // MARK: Flow

  private mutating func addFlow(depth: Int, indent: Int) {
    let isMapping = chance(2)
    text += isMapping ? "{" : "["
    let count = pick(0...(chance(6) ? 12 : 4))
    for index in 0..<count {
      addFlowGap(indent: indent)
      if isMapping {
        addFlowEntry(depth: depth, indent: indent)
      } else {
        addFlowValue(depth: depth, indent: indent)
      }
      addFlowGap(indent: indent)
      if index < count - 1 || chance(5) { text += "," }
    }
    addFlowGap(indent: indent)
    text += isMapping ? "}" : "]"
  }

  private mutating func addFlowEntry(depth: Int, indent: Int) {
    if chance(8) {
      keyCount += 1
      let quote = ["", "'", "\""][pick(0...2)]
      text += quote + ["k", "k - ", "kä"][pick(0...2)] + "\(keyCount)\n"
      text += (chance(2) ? "\n" : "") + spaces(indent) + "x" + quote
      return
    }
    addKey()
    if chance(8) { return }
    text += ": "
    if chance(8) { return }
    addFlowGap(indent: indent)
    addFlowValue(depth: depth, indent: indent)
  }

  private mutating func addFlowValue(depth: Int, indent: Int) {
    if depth < 5 && chance(4) {
      addFlow(depth: depth + 1, indent: indent)
    } else {
      addScalar(indent: indent, inFlow: true)
    }
  }

  private mutating func addFlowGap(indent: Int) {
    switch pick(0...15) {
    case 0:
      addComment(" ")
      text += spaces(indent + pick(0...2))
    case 1:
      text += "\n"
      if chance(3) { text += "\n" }
      if chance(2) { addComment(spaces(pick(0...3))) }
      text += spaces(indent + pick(0...2))
    case 2...5: text += " "
    default: break
    }
  }

  // MARK: Scalars

  private mutating func addKey() {
    keyCount += 1
    let word = "k\(keyCount)"
    text +=
      [word, word, word, "\"\(word)\"", "'\(word)'", "\"a: \(word)\"", "'é\(word)'"][
        pick(0...6)]
  }

  private mutating func addScalar(indent: Int, inFlow: Bool) {
    let lines = ["\n", "\n\n", " \n", "\n \n"][pick(0...3)] + spaces(indent + pick(0...3))
    let samples = [
      "word", "two words", "0.50 USD", "22:22", "~", "no", "a:b", "-1", "é ü 漢字", "a-b_c",
      "'no'", "\"no\"", "'word'", "\"word\"", "'it''s'", "'say \"x\"'", "'a\\b'", "\"a\\tb\"", "''",
      "\"\"", "'# no comment'", "\"x # y\"", "'-'", "\"two words\"", "' x'", "\"\\u0041b\"",
      "one\(lines)two", "\"one\(lines)two\"", "'one\(lines)two'", "\"one \\\(lines)two\"",
      "\"one\\ \(lines)- two\"", "\"\(lines)two\"", String(repeating: "long ", count: 9) + "x",
      inFlow ? "x-y" : "a, b] {c}", inFlow ? "[]" : "one\(lines)- two",
    ]
    text += samples[pick(0...(samples.count - 1))]
  }

  // MARK: Between

  /// From an opener to its value: a space, or comments and a new line.
  private mutating func addGap(column: Int) {
    guard chance(6) else { return text += spaces(pick(1...3)) }
    endLine()
    addLinesBetween(column: column + 1)
    text += spaces(column + pick(1...3))
  }

  private mutating func endLine() {
    if chance(5) { addComment(spaces(pick(1...3))) } else { text += spaces(pick(0...1)) + "\n" }
  }

  private mutating func addLinesBetween(column: Int) {
    while chance(4) {
      if chance(2) {
        text += "\n"
      } else {
        addComment(spaces(min(pick(0...(column + 4)), commentLimit)))
      }
    }
    commentLimit = Int.max
  }

  private mutating func addComment(_ space: String, hasTab: Bool = true) {
    let number = comments.count
    let last = hasTab ? 2 : 1
    let comment = ["# c\(number)", "#\(number): [é", "## '\(number)\t-"][pick(0...last)]
    comments.append(comment)
    text += space + comment + ["", " ", "\t "][pick(0...last)] + "\n"
  }

  private func spaces(_ count: Int) -> String { String(repeating: " ", count: count) }

  private mutating func pick(_ range: ClosedRange<Int>) -> Int {
    Int.random(in: range, using: &random)
  }

  /// One in `count`.
  private mutating func chance(_ count: Int) -> Bool { pick(1...count) == 1 }
}

/// Random numbers that are the same in every run (SplitMix64), so that a failure can be repeated.
struct SeededGenerator: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) {
    state = seed
  }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}
