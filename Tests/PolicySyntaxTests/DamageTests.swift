import PolicyDiagnostics
import PolicySyntax
import Testing

/// Damaged sources: nothing traps, reading ends, and every place lies inside the source.
@Suite struct DamageTests {
  static let sample = """
    # Zürich
    tenant_id: bank-a   # the first
    data_residency: { process: [eu, "us"], store: 'x' }
    allowed_tools:
      - a: |
          two
          lines
      - "quoted \\u00e9
        text"
    ---
    ? x
    : &a !b [*a, {c: d}]
    """

  static let nastyBytes: [UInt8] =
    Array("\t\r\n\0 :?-[]{},#&*!|>'\"%@\\".utf8) + [0x80, 0xC3, 0xFF]

  @Test func `every truncation is answered`() {
    let bytes = Array(DamageTests.sample.utf8)
    for count in 0...bytes.count { check(Array(bytes[..<count])) }
  }

  @Test(arguments: nastyBytes)
  func `every byte replaced is answered`(_ nasty: UInt8) {
    var bytes = Array(DamageTests.sample.utf8)
    for index in bytes.indices {
      let original = bytes[index]
      bytes[index] = nasty
      check(bytes)
      bytes[index] = original
    }
  }

  @Test(arguments: nastyBytes)
  func `every byte inserted is answered`(_ nasty: UInt8) {
    let bytes = Array(DamageTests.sample.utf8)
    for index in 0...bytes.count { check(bytes[..<index] + [nasty] + bytes[index...]) }
  }

  @Test(arguments: 0..<100)
  func `random YAML characters are answered`(_ seed: UInt64) {
    var state = seed &+ 1
    let alphabet = Array("aa:: \n\n  --[]{},#'\"?&*!|>%\t\r.é".utf8)
    let bytes = (0..<400).map { _ in
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return alphabet[Int((state >> 33) % UInt64(alphabet.count))]
    }
    for count in stride(from: 1, through: bytes.count, by: 7) { check(Array(bytes[..<count])) }
  }

  private func check(_ bytes: some Collection<UInt8>) {
    let reading = Reading(bytes: Array(bytes))
    for finding in reading.findings.all {
      let places = [finding.span].compactMap { $0 } + finding.others.map(\.span)
      #expect(places.allSatisfy { $0.start <= $0.end && Int($0.end) <= bytes.count })
      #expect(!places.isEmpty)
    }
    for record in reading.trees.flatMap(\.nodes) {
      #expect(record.start <= record.end && Int(record.end) <= bytes.count)
    }
    #expect(reading.refused == 0 || !reading.findings.all.isEmpty)
  }
}
