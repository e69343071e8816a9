import PolicyDiagnostics
import Synchronization
import TestSupport
import Testing

@Suite struct RenderTests {
  @Test(arguments: [
    (OutputFormat.human, "human.txt"), (.plain, "plain.txt"), (.json, "json.json"),
    (.sarif, "sarif.sarif"), (.github, "github.txt"), (.gitlab, "gitlab.json"),
    (.junit, "junit.xml"), (.markdown, "markdown.md"),
  ])
  func formatIsAsPinned(format: OutputFormat, file: String) {
    expectGolden(shown(as: format), "Goldens/\(file)")
  }

  @Test func colourIsAsPinned() {
    let style = RenderStyle(colour: true)
    let text = shown(as: .human, style: style).replacing("\u{1B}", with: "<ESC>")
    expectGolden(text, "Goldens/human-colour.txt")
  }

  @Test func narrowTerminalIsAsPinned() {
    expectGolden(shown(as: .human, style: RenderStyle(width: 1)), "Goldens/human-narrow.txt")
  }

  @Test func colourChangesNothingButColour() {
    let coloured = shown(as: .human, style: RenderStyle(colour: true))
    #expect(coloured.replacing(/\u{1B}\[[0-9;]+m/, with: "") == shown(as: .human))
  }

  @Test(arguments: [
    (0, 0, 1, "no findings in 1 file"), (1, 0, 2, "1 error in 2 files"),
    (0, 2, 1, "2 warnings in 1 file"), (2, 1, 14, "2 errors, 1 warning in 14 files"),
  ])
  func summaryCounts(errors: Int, warnings: Int, files: Int, expected: String) {
    let findings =
      (0..<errors).map { _ in Finding(FindingSamples.unknownKey, "a", at: nil) }
      + (0..<warnings).map { _ in Finding(FindingSamples.looseLimit, "a", at: nil) }
    #expect(Summary(findings, fileCount: files).text == expected)
    let sources = FindingSamples.sources
    for format in [OutputFormat.human, .plain] {
      let text = render(findings, in: sources, as: format, fileCount: files)
      #expect(text.hasSuffix(expected + "\n"))
    }
  }

  @Test func jsonHoldsWhatTheFindingHolds() throws {
    let root = try parseStrictJSON(shown(as: .json))
    let finding = root["findings"]?[1]
    #expect(root["version"]?.integer == 1)
    #expect(finding?["message"]?.text == FindingSamples.findings[1].message)
    #expect(finding?["line"]?.integer == 5)
    #expect(finding?["column"]?.integer == 7)
    #expect(finding?["endColumn"]?.integer == 16)
    #expect(finding?["others"]?[0]?["label"]?.text == "limited here")
    #expect(root["findings"]?[4]?["message"]?.text == FindingSamples.findings[4].message)
    #expect(root["summary"]?["errors"]?.integer == 5)
  }

  @Test func sarifResultsReferToTheirRules() throws {
    let run = try parseStrictJSON(shown(as: .sarif))["runs"]?[0]
    let rules = run?["tool"]?["driver"]?["rules"]?.elements ?? []
    let results = run?["results"]?.elements ?? []
    #expect(rules.map { $0["id"]?.text } == ["TP9901", "TP9902", "TP9903"])
    #expect(results.count == FindingSamples.findings.count)
    for result in results {
      let index = try #require(result["ruleIndex"]?.integer)
      #expect(rules[index]["id"] == result["ruleId"])
    }
  }

  @Test func gitHubPropertiesCannotBeEndedByAPath() {
    let sources = SourceMap(texts: ["a,line=9::b%c": "key"])
    let finding = Finding(
      FindingSamples.unknownKey, "50 %, a::b", at: SourceSpan(SourceID(0), from: 0, to: 3))
    let text = render([finding], in: sources, as: .github, fileCount: 1)
    #expect(text.hasPrefix("::error file=a%2Cline=9%3A%3Ab%25c,line=1,"))
    #expect(text.contains("::50 %25, a::b%0A"))
  }

  /// Findings come sorted, so a source with many of them is read once, and shared ones stay open.
  @Test func aSourceIsReadOnce() {
    let loads = Counter()
    let entries = (0..<100).map { SourceMap.Entry(path: "\($0)", name: "\($0)") }
    let sources = SourceMap(entries) { _ in
      loads.value.add(1, ordering: .relaxed)
      return .success(Array("key: value".utf8))
    }
    let findings = (0..<1000).map { number in
      Finding(
        FindingSamples.unknownKey, "a",
        at: SourceSpan(SourceID(number / 10), from: 5, to: 10),
        others: [Finding.OtherPlace(SourceSpan(SourceID(0), from: 0, to: 3), "limited here")])
    }
    // Markdown leaves out what does not fit in a comment, and does not read it.
    for format in OutputFormat.allCases where format != .markdown {
      loads.value.store(0, ordering: .relaxed)
      _ = render(findings, in: sources, as: format, fileCount: 100)
      #expect(loads.value.load(ordering: .relaxed) == 100, "\(format)")
    }
  }

  @Test func aSourceThatCannotBeReadShowsThePathOnly() {
    let entry = SourceMap.Entry(path: "gone.yaml", name: "gone.yaml")
    let sources = SourceMap([entry]) { _ in .failure(SourceError("no such file")) }
    let finding = Finding(
      FindingSamples.unknownKey, "a", at: SourceSpan(SourceID(0), from: 5, to: 10))
    let text = render([finding], in: sources, as: .plain, fileCount: 1)
    #expect(text == "gone.yaml: error[TP9902]: a\n1 error in 1 file\n")
  }

  private func shown(as format: OutputFormat, style: RenderStyle = RenderStyle()) -> String {
    render(
      FindingSamples.findings, in: FindingSamples.sources, as: format, style: style, fileCount: 2)
  }
}

private final class Counter: Sendable {
  let value = Atomic(0)
}
