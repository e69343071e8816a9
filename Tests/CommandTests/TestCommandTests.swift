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
    ("adequacy", 2), ("ADEQUACY*European", 2), ("nobody*", 1), ("*", 25), ("[2]", 3),
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

  // MARK: Coverage

  @Test func coverageSaysWhatTestsHaveLookedAt() throws {
    let result = try run(["policies/lending", "--coverage"])
    #expect(result.status == 0)
    expectGolden(result.output, "Goldens/test-coverage.txt")
    let object = try parseStrictJSON(
      run(["policies/lending", "--coverage", "--format", "json"]).output)
    let kinds = object["coverage"]?["kinds"]?.elements ?? []
    #expect(kinds.count == 4)
    let items = object["coverage"]?["items"]?.elements ?? []
    #expect(items.count == kinds.reduce(0) { $0 + ($1["of"]?.integer ?? 0) })
    #expect(items.contains { $0["cases"]?.integer == 0 })
  }

  @Test(arguments: [("1%", 0), ("100%", 4), ("99.9", 4), ("none", 2), ("101%", 2)])
  func coverageHasAThreshold(_ least: String, _ status: Int32) throws {
    let result = try run(["policies/lending", "--coverage-at-least", least])
    #expect(result.status == status)
    #expect(result.errors.contains("is under") == (status == 4))
  }

  @Test func lcovHasALineForEachLine() throws {
    let path = folder.path(of: "coverage.lcov")
    #expect(try run(["policies/lending", "--lcov", path]).status == 0)
    let text = String(decoding: try #require(folder.read("coverage.lcov")), as: UTF8.self)
    let records = text.split(separator: "end_of_record\n")
    #expect(records.count >= 5)
    for record in records {
      let lines = record.split(separator: "\n")
      func count(_ key: String) -> Int { lines.count { $0.hasPrefix(key + ":") } }
      func stated(_ key: String) -> Int? {
        lines.first { $0.hasPrefix(key + ":") }.flatMap { Int($0.dropFirst(key.count + 1)) }
      }
      #expect(count("SF") == 1)
      #expect(stated("LF") == count("DA"))
      #expect(stated("BRF") == count("BRDA"))
      #expect(stated("LH") == lines.count { $0.hasPrefix("DA:") && !$0.hasSuffix(",0") })
      #expect(stated("BRH") == lines.count { $0.hasPrefix("BRDA:") && !$0.hasSuffix(",-") })
    }
  }

  // MARK: Mutants

  @Test func mutantsThatNoTestNoticesAreListed() throws {
    let words = ["policies/lending", "--mutate", "--format", "json"]
    let result = try run(words)
    #expect(result.status == 0)
    #expect(try run(words + ["--threads", "1"]).output == result.output)
    let object = try parseStrictJSON(result.output)
    let mutants = try #require(object["mutants"])
    let tried = mutants["tried"]?.integer ?? 0
    let noticed = mutants["noticed"]?.integer ?? 0
    let survivors = (object["findings"]?.elements ?? []).filter { $0["code"]?.text == "TP0725" }
    #expect(noticed > 0)
    #expect(survivors.count == tried - noticed)
    #expect(survivors.allSatisfy { $0["file"]?.text != nil && $0["line"]?.integer != nil })
  }

  @Test func aTestMakesItsMutantNoticed() throws {
    let bed = """
      test: the bureau
      given: { tenant: base-tenant, plan: base-plan }
      expect:
        - { step: comply, is: done }

      """
    func survivors(_ text: String) throws -> String {
      try folder.write(text, to: "t.yaml")
      let base = repositoryFolder() + "/Tests/Samples/base.yaml"
      return try run([base, "t.yaml", "--mutate", "--format", "plain"], in: folder.path).output
    }
    let before = try survivors(bed)
    let swap = "`compliance-eu` and `compliance-us` are swapped"
    let cap = "`concurrency_cap` is raised by 1"
    #expect(before.contains(swap) && before.contains(cap))
    let after = try survivors(
      bed + """
          - { within: { concurrency_cap: 5 } }
        cases:
          - { latency: { compliance-eu: 10 ms }, expect: [{ step: comply, routed_to: compliance-eu }] }

        """)
    #expect(!after.contains(swap) && !after.contains(cap))
  }

  @Test func nothingIsBrokenWhereTestsFail() throws {
    let result = try run(["Tests/Samples/base.yaml", Self.failing, "--mutate"])
    #expect(result.status == 4)
    #expect(result.errors.contains("nothing was broken"))
    #expect(!result.output.contains("mutants:"))
  }
}
