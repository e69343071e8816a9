import TestSupport
import Testing

/// What holds for a tenant, out of policies and out of their bundle.
@Suite struct EffectiveTests {
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
  }

  private static let samples = ["lending", "clinical-notes"]

  private func run(_ words: String...) throws -> CommandResult {
    try TestSupport.run([try commandPath()] + words, in: repositoryFolder())
  }

  @Test(arguments: samples, ["human", "json"])
  func sourcesAndBundleGiveTheSameBytes(_ sample: String, _ format: String) throws {
    let bundle = folder.path(of: "policies.bundle")
    try #require(run("build", "policies/\(sample)", "-o", bundle).status == 0)
    let tenants = try run("inspect", bundle, "--tenants").output.split(separator: "\n")
    #expect(!tenants.isEmpty)
    for tenant in tenants.map(String.init) {
      let fromSources = try run("effective", tenant, "policies/\(sample)", "--format", format)
      let fromBundle = try run("effective", tenant, bundle, "--format", format)
      #expect(fromSources.status == 0)
      #expect(fromSources.output == fromBundle.output)
      #expect(fromSources.output.contains("concurrency_cap"))
    }
  }

  @Test(arguments: ["human", "json"])
  func theTenantOfTheReference(_ format: String) throws {
    let result = try run("effective", "institution-x-4921", "policies/lending", "-f", format)
    #expect(result.errors.isEmpty)
    let name = format == "json" ? "effective.json" : "effective.txt"
    expectGolden(result.output, "Goldens/\(name)")
  }

  @Test func anUnknownTenantGetsTheNearestOne() throws {
    let result = try run("effective", "institution-x-492", "policies/lending", "-f", "json")
    #expect(result.status == 2)
    let error = try parseStrictJSON(result.output)["error"]
    #expect(error?["code"]?.text == "unknown-tenant")
    #expect(error?["help"]?.text == "the nearest is `institution-x-4921`")
  }

  @Test func policiesThatDoNotCheckShowTheirFindings() throws {
    try folder.write(brokenPolicy, to: "policies/broken.yaml")
    let result = try runCommand("effective", "acme-eu", "--format", "json", in: folder.path)
    #expect(result.status == 3)
    #expect(try parseStrictJSON(result.output)["findings"]?.elements.isEmpty == false)
  }

  @Test func warningsDoNotStandInTheWay() throws {
    try folder.writeCleanPolicies(to: "policies")
    let result = try runCommand("effective", "acme-shop", in: folder.path)
    #expect(result.status == 0)
    #expect(result.output.hasPrefix("tenant_id: acme-shop"))
    #expect(result.output.contains("# from tenant tenants/acme-shop.yaml:"))
    #expect(result.output.contains("limited by org orgs/acme.yaml:4\n"))
  }

  @Test func aFileThatIsNoBundleIsRefused() throws {
    try folder.write("tenant_id: acme-eu\n", to: "policies.bundle")
    let result = try runCommand("effective", "acme-eu", "policies.bundle", in: folder.path)
    #expect(result.status == 8)
    #expect(result.output.isEmpty)
    let missing = try runCommand("effective", "acme-eu", "elsewhere.bundle", in: folder.path)
    #expect(missing.status == 1)
  }
}

/// The root of the repository, where the sample policies lie.
func repositoryFolder(filePath: String = #filePath) -> String {
  filePath.split(separator: "/").dropLast(3).map { "/" + $0 }.joined()
}
