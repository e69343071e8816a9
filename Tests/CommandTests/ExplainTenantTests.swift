import TestSupport
import Testing

/// Why something is so for a tenant, from the command line.
@Suite struct ExplainTenantTests {
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
  }

  private func run(_ words: [String], in place: String = repositoryFolder()) throws -> CommandResult
  {
    try TestSupport.run(
      [try commandPath(), "explain"] + words + ["--now", "2026-11-24"], in: place)
  }

  @Test(arguments: [
    ("explain-tenant.txt", ["euro-bank"]),
    ("explain-step.txt", ["institution-x-4921", "loan-approval", "compliance"]),
    ("explain-plan-endpoint.txt", ["euro-bank", "loan-approval", "compliance-us"]),
    ("explain-tool.txt", ["institution-x-4921", "redact"]),
    ("explain-refused-plan.txt", ["euro-bank", "model-trial", "compare"]),
    ("explain-endpoint.txt", ["euro-bank", "compliance-us"]),
    ("explain-step.json", ["euro-bank", "loan-approval", "gate", "--format", "json"]),
  ])
  func theChainOfLines(_ golden: String, _ words: [String]) throws {
    let options = words.firstIndex { $0.hasPrefix("--") } ?? words.count
    let result = try run(words[..<options] + ["policies/lending"] + words[options...])
    #expect(result.status == 0)
    #expect(result.errors.isEmpty)
    expectGolden(result.output, "Goldens/\(golden)")
  }

  @Test func aBundleSaysWhatItsSourcesSay() throws {
    let bundle = folder.path(of: "lending.bundle")
    let built = try runCommand(
      "build", repositoryFolder() + "/policies/lending", "-o", bundle, in: folder.path)
    try #require(built.status == 0)
    for words in [
      ["euro-bank"], ["regional-bank", "loan-approval"], ["fintech-startup", "redact"],
    ] {
      let fromSources = try run(words + ["policies/lending"])
      #expect(try run(words + [bundle]).output == fromSources.output)
      #expect(fromSources.output.contains(".yaml:"))
    }
  }

  @Test(arguments: [
    (["euro-bnk", "policies/lending"], "the nearest is `euro-bank`"),
    (["euro-bank", "lon-approval", "policies/lending"], "the nearest is `loan-approval`"),
    (["euro-bank", "loan-approval", "complince", "policies/lending"], "nearest is `compliance`"),
    (["euro-bank", "a", "b", "c"], "there is no file or folder `c`"),
    (["TP0217", "loan-approval"], "is about a finding and takes nothing else"),
    ([], "needs CODE or TENANT"),
  ])
  func namesThatAreNoneAreUsage(_ words: [String], _ message: String) throws {
    let result = try run(words)
    #expect(result.status == 2)
    #expect(result.output.isEmpty)
    #expect(result.errors.contains(message))
  }

  @Test func whatIsNoBundleIsRefused() throws {
    try folder.write("no bundle", to: "x.bundle")
    #expect(try run(["a", "b", "x.bundle"], in: folder.path).status == 8)
    #expect(try run(["a", "./absent"], in: folder.path).status == 1)
    try folder.write(brokenPolicy, to: "policies/broken.yaml")
    #expect(try run(["a"], in: folder.path).status == 3)
  }

  /// Whatever a bundle holds that is read where it lies, it is answered or refused.
  @Test func damagedBundlesAreAnsweredOrRefused() throws {
    let built = try runCommand(
      "build", repositoryFolder() + "/policies/lending", "-o", "x.bundle", in: folder.path)
    try #require(built.status == 0)
    let bytes = try #require(folder.read("x.bundle"))
    for part in 0..<24 {
      var damaged = bytes
      for offset in stride(from: part * bytes.count / 24, to: (part + 1) * bytes.count / 24, by: 97)
      {
        damaged[offset] ^= 0x41
      }
      try folder.write(damaged, to: "y.bundle")
      let result = try run(["euro-bank", "loan-approval", "y.bundle"], in: folder.path)
      #expect([0, 2, 8].contains(result.status), "part \(part): \(result.status) \(result.errors)")
    }
  }
}
