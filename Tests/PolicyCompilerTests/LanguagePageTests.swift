import PolicyDiagnostics
import TestSupport
import Testing

/// The samples of `docs/language.md` are one set of policies without a finding.
@Suite struct LanguagePageTests {
  @Test func theSamplesOfThePageCheck() throws {
    let page = try #require(readFile(testsFolder + "/../docs/language.md"))
    let samples = yamlBlocks(of: String(decoding: page, as: UTF8.self))
    #expect(samples.count >= 5)
    let sample = PolicySample(samples.joined(separator: "\n---\n"))
    #expect(sample.findings.map { "\($0.rule.code): \($0.message)" } == [])
  }

  private func yamlBlocks(of page: String) -> [String] {
    var blocks: [[Substring]] = []
    var isInside = false
    for line in page.split(separator: "\n", omittingEmptySubsequences: false) {
      if line.hasPrefix("```") {
        isInside = line == "```yaml"
        if isInside { blocks.append([]) }
      } else if isInside {
        blocks[blocks.count - 1].append(line)
      }
    }
    return blocks.map { $0.joined(separator: "\n") }
  }
}
