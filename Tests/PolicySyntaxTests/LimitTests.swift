import PolicySyntax
import Testing

/// Each limit of a source, at it and past it.
@Suite struct LimitTests {
  @Test func `a file may have as many bytes as the limit`() {
    let limits = SyntaxLimits(fileBytes: 4)
    #expect(Reading("a: 1", limits: limits).shown == "{a: 1}")
    #expect(Reading("a: 12", limits: limits).answers == ["TP0100:1"])
    #expect(Reading("a: 12", limits: limits).shown == "")
  }

  @Test func `a value may be nested 64 deep`() {
    #expect(nested(64).answers == [])
    #expect(nested(64).trees.count == 1)
    #expect(nested(65).answers == ["TP0140:1"])
    #expect(nested(65).trees.isEmpty)
  }

  private func nested(_ depth: Int) -> Reading {
    Reading(String(repeating: "[", count: depth) + String(repeating: "]", count: depth))
  }

  @Test(arguments: ["", "'", "\""])
  func `a scalar may have 65,536 bytes`(_ quote: String) {
    let longest = String(repeating: "x", count: 65_536)
    #expect(Reading("a: \(quote)\(longest)\(quote)").answers == [])
    #expect(Reading("a: \(quote)\(longest)x\(quote)").answers == ["TP0141:1"])
  }

  @Test func `the limit of a scalar counts decoded bytes`() {
    let limits = SyntaxLimits(scalarBytes: 3)
    #expect(Reading("a: \"\\x61\\x62\\x63\"", limits: limits).shown == "{a: 'abc'}")
    #expect(Reading("a: \"\\x61\\x62\\x63d\"", limits: limits).answers == ["TP0141:1"])
    #expect(Reading("a: \u{20AC}", limits: limits).answers == [])
    #expect(Reading("a: \u{20AC}x", limits: limits).answers == ["TP0141:1"])
  }

  @Test func `a key may have 256 bytes`() {
    let longest = String(repeating: "k", count: 256)
    #expect(Reading("\(longest): 1").answers == [])
    #expect(Reading("\(longest)k: 1").answers == ["TP0125:1"])
  }

  @Test func `a document may have as many nodes as the limit`() {
    let limits = SyntaxLimits(documentNodes: 4)
    #expect(Reading("[a, b, c]\n--- [a, b, c]", limits: limits).answers == [])
    #expect(Reading("[a, b, c]\n--- [a, b, c, d]", limits: limits).answers == ["TP0142:2"])
    #expect(Reading("[a, b, c]\n--- [a, b, c, d]", limits: limits).shown == "[a, b, c]")
    #expect(SyntaxLimits.standard.documentNodes == 1_000_000)
  }

  @Test func `a file may have as many documents as the limit`() {
    let limits = SyntaxLimits(fileDocuments: 2)
    #expect(Reading("a\n--- b", limits: limits).answers == [])
    #expect(Reading("a\n--- b\n--- c", limits: limits).answers == ["TP0100:3"])
    #expect(Reading("a\n--- b\n--- c", limits: limits).shown == "a --- b")
    #expect(SyntaxLimits.standard.fileDocuments == 1_000_000)
  }

  @Test func `reading stops at the limit of findings`() {
    let limits = SyntaxLimits(fileFindings: 3)
    let aliases = { Reading(String(repeating: "- *a\n", count: $0), limits: limits).codes }
    #expect(aliases(2) == ["TP0131", "TP0131"])
    #expect(aliases(9) == ["TP0131", "TP0131", "TP0131", "TP0109"])
    let marks = Reading(String(repeating: "# \u{202E}\n", count: 9), limits: limits)
    #expect(marks.codes == ["TP0106", "TP0106", "TP0106", "TP0109"])
  }

  @Test func `the standard limits are those of the documentation`() {
    let limits = SyntaxLimits.standard
    #expect(limits.fileBytes == 67_108_864)
    #expect(limits.nestingDepth == 64)
    #expect(limits.fileFindings == 100)
  }
}

/// Inputs that take some YAML readers quadratic time, or all their memory. Each is answered here at
/// a limit or a refusal, or read in one pass; what is tested is the answer.
@Suite struct BombTests {
  @Test(arguments: [
    ("[", 100_000), ("{a: ", 100_000), ("- ", 100_000), ("? ", 100_000), ("[{", 100_000),
    ("- [", 100_000),
  ])
  func `nesting ends at the limit`(_ part: String, count: Int) {
    let codes = Set(Reading(String(repeating: part, count: count)).codes)
    #expect(codes.isSubset(of: ["TP0110", "TP0122", "TP0123", "TP0140"]))
    #expect(!codes.isEmpty)
  }

  @Test func `directives end at the limit of findings`() {
    let text = String(repeating: "%TAG !a! b\n", count: 100_000) + "---\na: b\n"
    #expect(Reading(text).codes.last == "TP0109")
  }

  @Test func `aliases are not expanded`() {
    var text = "a0: &a0 [x, x]\n"
    for level in 1..<20 { text += "a\(level): &a\(level) [*a\(level - 1), *a\(level - 1)]\n" }
    let codes = Reading(text).codes
    #expect(codes.count { $0 == "TP0131" } == 38)
    #expect(codes.count { $0 == "TP0130" } == 20)
  }

  @Test func `many keys are compared in one pass`() {
    let keys = (0..<100_000).map { "k\($0): 1\n" }.joined()
    #expect(Reading(keys).answers == [])
    #expect(Reading(keys + "k50000: 1\n").answers == ["TP0120:100001"])
  }

  @Test func `a long line of characters that are not ASCII is read in one pass`() {
    let text = "[" + String(repeating: "\u{E9}, ", count: 100_000) + "]"
    #expect(Reading(text).trees.first?.root.elements.count == 100_000)
  }

  @Test func `a file of NULs is one finding`() {
    #expect(Reading(bytes: [UInt8](repeating: 0, count: 100_000)).codes == ["TP0103"])
  }

  @Test(arguments: [
    [0xFF, 0xFE, 0x61, 0x00], [0xFE, 0xFF, 0x00, 0x61], [0x61, 0x00, 0x3A, 0x00],
    [0x00, 0x61, 0x00, 0x3A], [0x00, 0x00, 0xFE, 0xFF], [0xFF, 0xFE, 0x00, 0x00],
    [0x80], [0xC0, 0x80], [0xC3], [0xE2, 0x82], [0xED, 0xA0, 0x80], [0xF4, 0x90, 0x80, 0x80],
    [0xF5, 0x80, 0x80, 0x80], [0xE0, 0x80, 0xAF], [0xF0, 0x80, 0x80, 0xAF], [0x61, 0xFF, 0xFF],
    [0xC3, 0x28], [0xE2, 0x28, 0xA1],
  ])
  func `what is not UTF-8 is one finding`(_ bytes: [UInt8]) {
    let reading = Reading(bytes: bytes)
    #expect(reading.codes == ["TP0101"])
    #expect(reading.trees.isEmpty)
  }
}
