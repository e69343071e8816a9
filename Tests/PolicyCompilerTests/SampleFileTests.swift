import Glibc
import PolicyDiagnostics
import TestSupport
import Testing

/// Every file of `Tests/Samples/cases` is checked and says on its lines what must be found there. A new
/// case is a new file; its name begins with the code that it is about.
@Suite struct SampleFileTests {
  @Test(arguments: caseFiles()) func aCaseGivesWhatItsLinesSay(name: String) throws {
    let sample = PolicySample(
      bytes: try #require(readFile("\(casesFolder)/\(name)")), about: name)
    #expect(sample.found == sample.expected)
    let isAbout = sample.expected.contains { name.hasPrefix($0.code) }
    #expect(isAbout || name.contains("-clean"), "no line has the code that the file is named after")
  }

  @Test func everyRuleHasACase() {
    let names = caseFiles()
    let without = Rules.all.map(\.code).filter { code in !names.contains { $0.hasPrefix(code) } }
    // What exceeds a limit on megabytes is made by the tests of the limits in PolicySyntaxTests, what no
    // test notices by those of `test --mutate`, JSON by those of its reader, and what only shows between
    // two states of the policies by those of `verify --upgrade-from` and `diff`.
    let betweenStates = ["TP0815", "TP0816"] + (1...6).map { "TP090\($0)" }
    #expect(Set(without) == Set(["TP0100", "TP0142", "TP0725", "TP1050"] + betweenStates))
  }

  /// What a person reads, pinned once a rule.
  @Test(arguments: Rules.all) func theTextOfARule(rule: Rule) throws {
    guard let name = caseFiles().first(where: { $0.hasPrefix(rule.code) }) else { return }
    let sample = PolicySample(
      bytes: try #require(readFile("\(casesFolder)/\(name)")), about: name)
    let findings = sample.findings.filter { $0.rule == rule }.prefix(3)
    let text = render(Array(findings), in: sample.sources, as: .human, fileCount: 1)
    expectGolden(text, "Goldens/rules/\(rule.code).txt")
  }
}

private let casesFolder = testsFolder + "/Samples/cases"

private func caseFiles() -> [String] {
  filesOfFolder(casesFolder).filter { $0.hasSuffix(".yaml") }
}
