import PolicyDiagnostics
import PolicySyntax
import Testing

/// What holds of every JSON text: random ones are read as they were written, damaged ones are answered.
@Suite struct JSONLawTests {
  @Test(arguments: 0..<400)
  func `a random text is read as it was written`(_ seed: UInt64) {
    let random = RandomJSON(seed: seed)
    let reading = Reading(random.text, .json)
    #expect(reading.answers == [], "seed \(seed):\n\(random.text)")
    #expect(reading.shown == random.shown)
    #expect(reading.trees.flatMap { $0.nodes.map(reading.source) } == random.nodes)
  }

  @Test(arguments: 0..<100)
  func `lines and columns are those of the node's first byte`(_ seed: UInt64) {
    let text = Array(RandomJSON(seed: seed).text.utf8)
    for record in Reading(bytes: text, .json).trees.flatMap(\.nodes) {
      let before = text[..<Int(record.start)]
      #expect(Int(record.line) == 1 + before.count { $0 == 0x0A })
      #expect(Int(record.column) == before.count - (before.lastIndex(of: 0x0A).map { $0 + 1 } ?? 0))
    }
  }

  /// YAML 1.2 holds JSON: what both readers take, they take for the same. Where YAML knows fewer escapes
  /// or spaces, it has a finding.
  @Test(arguments: 0..<200)
  func `what YAML reads too, it reads alike`(_ seed: UInt64) {
    let text = RandomJSON(seed: seed).text
    let yaml = Reading(text)
    if yaml.answers.isEmpty { #expect(yaml.shown == Reading(text, .json).shown) }
  }

  @Test(arguments: 0..<8)
  func `every truncation and every nasty byte is answered`(_ seed: UInt64) {
    let bytes = Array(RandomJSON(seed: seed &* 7).text.utf8.prefix(200))
    for count in 0...bytes.count { check(Array(bytes[..<count])) }
    for index in bytes.indices {
      for nasty in DamageTests.nastyBytes + [0x5C, 0x2F, 0x75, 0x65] {
        var damaged = bytes
        damaged[index] = nasty
        check(damaged)
      }
    }
  }

  @Test(arguments: 0..<100)
  func `random characters are answered`(_ seed: UInt64) {
    var state = seed &+ 1
    let alphabet = Array("[[{{}}]],,::\"\"\\\\uu/*#'0019.eE+-truefalsnl \n\t\r\u{E9}".utf8)
    let bytes = (0..<300).map { _ in
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return alphabet[Int((state >> 33) % UInt64(alphabet.count))]
    }
    for count in stride(from: 1, through: bytes.count, by: 7) { check(Array(bytes[..<count])) }
  }

  private func check(_ bytes: [UInt8]) {
    let reading = Reading(bytes: bytes, .json)
    for finding in reading.findings.all {
      let places =
        [finding.span, finding.fix?.span].compactMap { $0 } + finding.others.map(\.span)
      #expect(places.allSatisfy { $0.start <= $0.end && Int($0.end) <= bytes.count })
      #expect(!places.isEmpty)
    }
    for record in reading.trees.flatMap(\.nodes) {
      #expect(record.start <= record.end && Int(record.end) <= bytes.count)
    }
    #expect(reading.trees.isEmpty == !reading.findings.all.isEmpty)
  }
}

/// Each limit of a JSON source, at it and past it, and shapes that take some readers all their stack.
@Suite struct JSONLimitTests {
  @Test func `a value may be nested 64 deep`() {
    #expect(nested(64).answers == [])
    #expect(nested(65).answers == ["TP0140:1"])
    #expect(nested(65).trees.isEmpty)
  }

  private func nested(_ depth: Int) -> Reading {
    Reading(String(repeating: "[", count: depth) + String(repeating: "]", count: depth), .json)
  }

  @Test func `a string may have 65,536 bytes, decoded`() {
    let longest = String(repeating: "x", count: 65_536)
    #expect(Reading("[\"\(longest)\"]", .json).answers == [])
    #expect(Reading("[\"\(longest)x\"]", .json).answers == ["TP0141:1"])
    #expect(Reading("[1\(String(repeating: "0", count: 65_536))]", .json).answers == ["TP0141:1"])
    let limits = SyntaxLimits(scalarBytes: 3)
    #expect(Reading(#"["\u0061\u20ac"]"#, .json, limits: limits).answers == ["TP0141:1"])
    #expect(Reading(#"["\u20ac"]"#, .json, limits: limits).shown == "['\u{20AC}']")
  }

  @Test func `a key may have 256 bytes`() {
    let longest = String(repeating: "k", count: 256)
    #expect(Reading("{\"\(longest)\": 1}", .json).answers == [])
    #expect(Reading("{\"\(longest)k\": 1}", .json).answers == ["TP0125:1"])
  }

  @Test func `a file may have as many bytes and nodes as the limits`() {
    #expect(Reading("[12]", .json, limits: SyntaxLimits(fileBytes: 4)).shown == "[12]")
    #expect(Reading("[123]", .json, limits: SyntaxLimits(fileBytes: 4)).answers == ["TP0100:1"])
    let limits = SyntaxLimits(documentNodes: 4)
    #expect(Reading("[1, 2, 3]", .json, limits: limits).answers == [])
    #expect(Reading("[1, 2, 3, 4]", .json, limits: limits).answers == ["TP0142:1"])
  }

  @Test func `reading stops at the limit of findings`() {
    let limits = SyntaxLimits(fileFindings: 3)
    let found = { Reading("[" + String(repeating: "x,", count: $0), .json, limits: limits).codes }
    #expect(found(2) == ["TP1050", "TP1050", "TP1050"])
    #expect(found(9) == ["TP1050", "TP1050", "TP1050", "TP0109"])
  }

  @Test(arguments: ["[", "{\"a\":", "[{\"a\":["])
  func `nesting ends at the limit`(_ part: String) {
    let text = String(repeating: part, count: 100_000)
    #expect(Reading(text, .json).codes == ["TP0140"])
  }

  @Test func `many keys are compared in one pass`() {
    let keys = (0..<100_000).map { "\"k\($0)\":1," }.joined(separator: "\n")
    #expect(Reading("{\(keys)\n\"x\":1}", .json).answers == [])
    #expect(Reading("{\(keys)\n\"k50000\":1}", .json).answers == ["TP0120:100001"])
  }

  @Test(arguments: [
    [0xFF, 0xFE, 0x5B, 0x00], [0x5B, 0x00, 0x5D, 0x00], [0x00, 0x5B], [0x22, 0x80, 0x22],
    [0x22, 0xC0, 0xAF, 0x22], [0x22, 0xED, 0xA0, 0x80, 0x22], [0x22, 0xC3, 0x22],
    [0x5B, 0xFF, 0x5D],
  ])
  func `what is not UTF-8 is one finding`(_ bytes: [UInt8]) {
    #expect(Reading(bytes: bytes, .json).codes == ["TP0101"])
  }
}
