import TestSupport
import Testing

/// Policy tests, from the command line.
@Suite struct TestCommandTests {
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
  }

  private func run(_ words: [String], in place: String = repositoryFolder()) throws -> CommandResult
  {
    try TestSupport.run([try commandPath(), "test"] + words + ["--now", "2026-11-24"], in: place)
  }

  private static let failing = "Tests/Samples/cases/TP0722-cases.yaml"

  @Test func theSamplesHoldWhatTheyPromise() throws {
    let result = try run(["policies"])
    #expect(result.status == 0)
    #expect(result.output.contains("\nPASSED: "))
    #expect(!result.output.contains("FAILED"))
  }

  @Test(arguments: [
    ("test-failed.txt", "human"), ("test-failed-plain.txt", "plain"), ("test-failed.json", "json"),
    ("test-failed.xml", "junit"), ("test-failed.md", "markdown"),
    ("test-failed-gitlab.json", "gitlab"),
  ])
  func whatFailedIsToldInEachFormat(_ golden: String, _ format: String) throws {
    let result = try run(["Tests/Samples/base.yaml", Self.failing, "--format", format])
    #expect(result.status == 4)
    #expect(result.errors.isEmpty)
    expectGolden(result.output, "Goldens/\(golden)")
  }

  @Test(arguments: [
    ("adequacy", 2), ("ADEQUACY*European", 2), ("nobody*", 1), ("*", 11), ("[2]", 0),
  ])
  func aNameChoosesTests(_ name: String, _ count: Int) throws {
    let result = try run(["policies", "--name", name, "--allow-empty", "--format", "json"])
    #expect(result.status == 0)
    #expect(try parseStrictJSON(result.output)["passed"]?.integer == count)
  }

  @Test func aNameThatChoosesNothingIsAnError() throws {
    let result = try run(["policies", "--name", "nobody of the standrad tier"])
    #expect(result.status == 2)
    #expect(result.errors.contains("no test is named"))
  }

  @Test func noTestAtAllIsAFailureUnlessItIsAllowed() throws {
    #expect(try run(["Tests/Samples/base.yaml"]).status == 1)
    #expect(try run(["Tests/Samples/base.yaml", "--allow-empty"]).status == 0)
  }

  @Test func policiesThatDoNotCheckAreNotTested() throws {
    try folder.write(
      "test: x\ngiven: { tenant: nobody }\nexpect: [{ allowed: nothing }]\n", to: "t.yaml")
    let base = repositoryFolder() + "/Tests/Samples/base.yaml"
    let result = try run([base, "t.yaml"], in: folder.path)
    #expect(result.status == 3)
    #expect(result.output.contains("t.yaml:2:18"))
    #expect(result.output.contains("there is no tenant `nobody`"))
    #expect(result.output.contains("there is no tool `nothing`"))
    #expect(try run(["absent"], in: folder.path).status == 1)
  }

  @Test func theDayDecidesWhereItMatters() throws {
    let early = try run(["policies/clinical-notes", "--name", "pseudonymous"])
    #expect(early.status == 0)
  }
}
