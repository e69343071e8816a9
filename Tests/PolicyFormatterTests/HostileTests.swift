import PolicyDiagnostics
import PolicyFormatter
import PolicySyntax
import TestSupport
import Testing

/// Whatever a file holds, it is formatted without a change of its meaning, or refused.
@Suite struct HostileTests {
  private func expectSafe(_ bytes: [UInt8]) {
    switch format(bytes) {
    case .formatted(let layout):
      let isSame = meaning(of: layout) == meaning(of: bytes) && formatted(layout) == layout
      if !isSame { Issue.record("\(String(decoding: bytes, as: UTF8.self).debugDescription)") }
    case .refused(let findings):
      if findings.isEmpty { Issue.record("refused without a reason") }
    case .inexact, .tooLarge:
      Issue.record("\(String(decoding: bytes, as: UTF8.self).debugDescription)")
    }
  }

  private func sample(_ name: String) throws -> [UInt8] {
    try #require(readFile(testsFolder + "/PolicyFormatterTests/Goldens/\(name).in.yaml"))
  }

  @Test(arguments: ["blocks", "comments", "flow", "scalars", "texts", "line-ends"])
  func everyTruncation(_ name: String) throws {
    let sample = try sample(name)
    for count in 0...sample.count { expectSafe(Array(sample.prefix(count))) }
  }

  @Test(
    arguments: ["blocks", "flow", "texts"],
    Array(" \n#-:\"],".utf8) + [0xC3])
  func everyByteReplaced(_ name: String, _ byte: UInt8) throws {
    var sample = try sample(name)
    for index in sample.indices {
      let original = sample[index]
      sample[index] = byte
      expectSafe(sample)
      sample[index] = original
    }
  }

  @Test func deepNesting() throws {
    for (open, close) in [("[", "]"), ("{a: ", "}"), ("- ", "")] {
      for depth in [1, 63, 64, 65, 100_000] {
        let text =
          String(repeating: open, count: depth) + "x" + String(repeating: close, count: depth)
        expectSafe(Array(text.utf8))
        #expect((formatted(text) != nil) == (depth <= 64), "\(open) \(depth)")
      }
    }
  }

  @Test func longLines() throws {
    let word = String(repeating: "é", count: 20_000)
    let list = Array(repeating: "word", count: 5_000).joined(separator: ",")
    for text in [
      "\(word.prefix(100)): \(word) # \(word)", "a: \"\(word)\"", "a: [\(list)]", "[\(list)]",
    ] {
      expectSafe(Array(text.utf8))
      #expect(formatted(text) != nil)
    }
  }

  @Test func aLayoutThatGrowsPastTheLimitIsRefused() {
    let list = "[[[[[[[[" + Array(repeating: "a", count: 200).joined(separator: ",") + "]]]]]]]]"
    let limits = SyntaxLimits(fileBytes: 500)
    #expect(format(Array(list.utf8), limits: limits) == .tooLarge(limit: 500))
    guard case .refused(let findings) = format(Array((list + list).utf8), limits: limits) else {
      Issue.record("a source past the limit was formatted")
      return
    }
    #expect(findings.map(\.rule) == [Rules.text.fileTooLarge])
  }
}
