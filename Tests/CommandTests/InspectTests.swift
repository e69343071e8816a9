import TestSupport
import Testing

/// What a bundle says of itself.
@Suite struct InspectTests {
  private let folder: TemporaryFolder
  private let bundle: String

  init() throws {
    folder = try TemporaryFolder()
    bundle = folder.path(of: "policies.bundle")
    let words = [try commandPath(), "build", "policies/lending", "-o", bundle]
    try #require(run(words, in: repositoryFolder()).status == 0)
  }

  private func inspect(_ words: String...) throws -> CommandResult {
    try run([try commandPath(), "inspect", bundle] + words, in: folder.path)
  }

  @Test func itsPartsAreListed() throws {
    expectGolden(Self.withoutDigests(try inspect().output), "Goldens/inspect.txt")
  }

  /// Digests follow from every byte of the sample policies, which have tests of their own.
  private static func withoutDigests(_ text: String) -> String {
    text.split(separator: " ", omittingEmptySubsequences: false).map { word in
      let digits = word.prefix { $0.isHexDigit }
      return digits.count == 64 ? "(digest)" + word.dropFirst(64) : String(word)
    }.joined(separator: " ")
  }

  @Test func programsGetEverySizeAndColumn() throws {
    let root = try parseStrictJSON(try inspect("-f", "json").output)
    #expect(root["bytes"]?.integer == folder.read("policies.bundle")?.count)
    #expect(root["tenants"]?.integer == 5)
    #expect(root["platforms"]?.elements.compactMap(\.text) == ["lending"])
    #expect(root["digest"]?.text?.count == 64)
    let classes = root["tables"]?.elements.first { $0["name"]?.text == "classes" }
    #expect(classes?["rows"]?.integer == root["classes"]?.integer)
    let columns = classes?["columns"]?.elements.compactMap { $0["name"]?.text } ?? []
    #expect(columns.contains("concurrency_cap") && columns.contains("data_residency.store"))
    let sections = root["sections"]?.elements ?? []
    #expect(sections.compactMap { $0["bytes"]?.integer }.reduce(0, +) > 0)
    #expect(root["sources"]?.elements.contains { $0["name"]?.text == "platform.yaml" } == true)
  }

  @Test func theTenantsAreListed() throws {
    let lines = try inspect("--tenants").output.split(separator: "\n").map(String.init)
    #expect(lines.contains("institution-x-4921"))
    #expect(lines == lines.sorted())
    let list = try parseStrictJSON(try inspect("--tenants", "-f", "json").output)["tenants"]
    #expect(list?.elements.compactMap { $0["tenant_id"]?.text } == lines)
    #expect(list?.elements.allSatisfy { $0["line"]?.integer ?? 0 > 0 } == true)
  }

  @Test func aTableIsListedWithTheNamesOfItsRows() throws {
    let lines = try inspect("--table", "regions").output.split(separator: "\n")
    #expect(lines.first?.hasPrefix("row  platform  name") == true)
    #expect(lines.contains { $0.contains("lending") && $0.contains("eu-west-1") })
    let rows = try parseStrictJSON(try inspect("--table", "classes", "-f", "json").output)["rows"]
    let tiers = Set(rows?.elements.compactMap { $0["policy_tier"]?.text } ?? [])
    #expect(tiers.contains("enterprise"))
  }

  @Test func wrongQuestionsAreUsageErrors() throws {
    let unknown = try inspect("--table", "region")
    #expect(unknown.status == 2)
    #expect(unknown.errors.contains("the nearest is `regions`"))
    #expect(try inspect("--table", "tools", "--tenants").status == 2)
  }

  @Test(arguments: [
    "head -c 1000 policies.bundle", "{ cat policies.bundle; echo; }",
    "{ head -c 3000 policies.bundle; printf x; tail -c +3002 policies.bundle; }", "printf ''",
  ])
  func aBundleThatIsNotWholeIsRefused(_ change: String) throws {
    try #require(
      run(["sh", "-c", "\(change) > other && mv other policies.bundle"], in: folder.path).status
        == 0)
    let result = try inspect("-f", "json")
    #expect(result.status == 8)
    #expect(try parseStrictJSON(result.output)["error"]?["kind"]?.text == "bundle")
    #expect(try inspect().output.isEmpty)
  }
}

/// What `build` states of a release.
@Suite struct ReleaseOptionTests {
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    try folder.writeCleanPolicies(to: "p")
  }

  private func build(_ words: String...) throws -> CommandResult {
    let command = [try commandPath(), "build", "p", "-o", "x.bundle"]
    return try run(command + words, in: folder.path)
  }

  @Test func itsEpochAndTimesAreShown() throws {
    let built = try build(
      "--epoch", "7", "--not-before", "2027-01-31T06:00:00Z", "--not-after", "2027-02-28")
    try #require(built.status == 0, "\(built.errors)")
    let inspect = [try commandPath(), "inspect", "x.bundle"]
    let text = try run(inspect, in: folder.path).output
    #expect(
      text.contains("\nepoch: 7\nholds: from 2027-01-31T06:00:00Z through 2027-02-28T23:59:59Z\n"))
    let object = try parseStrictJSON(run(inspect + ["-f", "json"], in: folder.path).output)
    #expect(object["epoch"]?.integer == 7)
    #expect(object["notAfter"]?.text == "2027-02-28T23:59:59Z")
  }

  @Test(arguments: [
    ("--epoch", "0"), ("--epoch", "9007199254740992"), ("--not-after", "2027-02-29"),
    ("--not-after", "1970-01-01T00:00:00"), ("--not-before", "2027-01-31T24:00:00Z"),
    ("--not-before", "2027-01-31 06:00:00Z"), ("--not-before", "1969-12-31"),
  ])
  func aWrongOneIsAUsageError(_ option: String, _ value: String) throws {
    let result = try build(option, value)
    #expect(result.status == 2 && result.errors.contains("`\(option)` takes"), "\(result.errors)")
    #expect(folder.read("x.bundle") == nil)
  }

  @Test func anEndBeforeTheBeginningIsAUsageError() throws {
    #expect(try build("--not-before", "2027-02-01", "--not-after", "2027-01-31").status == 2)
    #expect(try build("--not-before", "2027-02-01", "--not-after", "2027-02-01").status == 0)
  }
}
