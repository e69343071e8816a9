import TenantPolicy
import TestSupport
import Testing

/// One way to accept findings for a while, whichever command they are of.
@Suite struct WaiverTests {
  private let folder: TemporaryFolder

  /// The sample policies as `new`.
  init() throws {
    folder = try TemporaryFolder()
    let copied = try TestSupport.run(
      ["cp", "-r", repositoryFolder() + "/policies/lending", folder.path(of: "new")],
      in: folder.path)
    try #require(copied.status == 0)
  }

  private func run(_ words: String...) throws -> CommandResult {
    try TestSupport.run([try commandPath()] + words + ["--now", "2026-11-24"], in: folder.path)
  }

  private func edit(_ file: String, _ old: String, _ new: String) throws {
    let text = String(decoding: try #require(folder.read(file)), as: UTF8.self)
    try #require(text.contains(old), "\(file) has no `\(old)`")
    try folder.write(text.replacing(old, with: new), to: file)
  }

  private func waive(
    _ rule: String, _ scope: String, until: String = "2026-12-31", in file: String = "new/w.yaml"
  ) throws {
    try folder.write(
      """
      waiver: W-1
      of: \(rule)
      for: \(scope)
      reason: it is being worked on
      owner: risk
      until: \(until)

      """, to: file)
  }

  // MARK: Checks

  @Test(arguments: [("loan-approval", true), ("model-trial", false)])
  func aFindingAboutAPlanIsWaivedByItsName(_ plan: String, _ isCovered: Bool) throws {
    try edit(
      "new/plans/loan-approval.yaml", "reads: [application, decision]", "reads: [application]")
    try waive("TP0605", "{ plan: \(plan) }")
    let result = try run("check", "new")
    #expect(result.status == 0, "\(result.output)\(result.errors)")
    #expect(result.output.contains("waived[TP0605]") == isCovered)
    #expect(result.output.contains("warning[TP0605]") == !isCovered)
    #expect(result.output.contains("warning[TP0906]") == !isCovered)
  }

  @Test(arguments: [("{ route: spare }", true), ("{ route: checkpoint }", false)])
  func aFindingAboutARouteIsWaivedByItsName(_ scope: String, _ isCovered: Bool) throws {
    try edit("new/platform.yaml", "tools:\n", "tools:\n  spare: { cost: 0.001 USD }\n")
    try edit(
      "new/platform.yaml", "endpoints:\n",
      "endpoints:\n"
        + "  spare-eu: { serves: spare, process: eu, store: none, log: none, retains: 0 days }\n")
    try folder.write(
      "route: spare\ntry: [{ use: spare-eu }]\non_unavailable: fail\n", to: "new/r.yaml")
    try waive("TP0611", scope)
    let result = try run("check", "new")
    #expect(result.output.contains("waived[TP0611]") == isCovered, "\(result.output)")
  }

  @Test func aFindingOfALayerIsWaivedByItsName() throws {
    try edit("new/tiers.yaml", "  sla: best effort", "  sla: best effort\n  concurrency_cap: 4")
    #expect(try run("check", "new").status == 3)
    try waive("TP0401", "{ tier: free }")
    let result = try run("check", "new")
    #expect(result.output.contains("waived[TP0401]"), "\(result.output)")
  }

  // MARK: Tests

  private func failTest() throws {
    try folder.write(
      """
      test: free tenants may ask the experimental model
      given: { tenant: fintech-startup, plan: loan-approval }
      expect:
        - { reaches: { step: review } }
        - { allowed: experimental_model_v3 }

      """, to: "new/failing.yaml")
  }

  @Test(arguments: [
    ("{ tenant: fintech-startup }", 0), ("{ tier: free }", 0), ("{ plan: loan-approval }", 0),
    ("{ tier: standard }", 4), ("{ plan: model-trial }", 4),
  ])
  func aTestThatFailsIsWaivedByWhatItIsAbout(_ scope: String, _ status: Int32) throws {
    try failTest()
    try waive("TP0722", scope)
    #expect(try run("check", "new").status == 0)
    let result = try run("test", "new")
    #expect(result.status == status, "\(result.output)\(result.errors)")
    #expect(result.output.contains("; 1 case waived") == (status == 0))
    #expect(result.output.contains("warning[TP0906]") == (status == 4))
    let report = try run("test", "new", "--format", "junit")
    #expect(report.output.contains("<skipped message=\"waived by W-1 of risk") == (status == 0))
    #expect(report.output.contains("skipped=\"1\"") == (status == 0))
    #expect(report.output.contains("<failure") == (status == 4))
    // Of some of the tests it is not known whether the waiver is needed.
    #expect(!(try run("test", "new", "--name", "nobody of").output.contains("TP0906")))
  }

  @Test(arguments: ["TP0723", "TP0724"])
  func aTestThatIsAboutNothingIsNotWaived(_ rule: String) throws {
    try waive(rule, "{ tier: free }")
    let result = try run("check", "new")
    #expect(result.status == 3)
    #expect(result.output.contains("error[TP0705]"))
  }

  @Test func aWaiverOfATestEnds() throws {
    try failTest()
    try waive("TP0722", "{ tier: free }", until: "2026-11-24")
    let result = try run("test", "new")
    #expect(result.status == 3)
    #expect(result.output.contains("error[TP0704]"))
    #expect(result.output.contains("new/w.yaml:6:8"))
  }

  @Test func aWaivedTestNoticesNoMutant() throws {
    try failTest()
    try waive("TP0722", "{ tenant: fintech-startup }")
    let only = try run("test", "new", "--name", "free tenants may", "--mutate", "--mutants", "5")
    #expect(only.status == 0, "\(only.output)\(only.errors)")
    #expect(only.output.contains("mutants: 0% noticed (0 of 5)"), "\(only.output)")
  }

  // MARK: Bundles

  private func makeBundles() throws {
    try #require(try run("build", "new", "-o", "old.bundle").status == 0)
    try edit("new/tiers.yaml", "weight: 8", "weight: 9")
    try #require(try run("build", "new", "-o", "new.bundle").status == 0)
  }

  private func diff(_ words: String...) throws -> CommandResult {
    try TestSupport.run(
      [try commandPath(), "diff"] + words + ["--gate", "widened", "--now", "2026-11-24"],
      in: folder.path)
  }

  @Test func aBundleIsGivenWaivers() throws {
    try makeBundles()
    #expect(try diff("old.bundle", "new.bundle").status == 5)
    try waive("TP0901", "{ tier: enterprise }", in: "waivers/w.yaml")
    let result = try diff("old.bundle", "new.bundle", "--waivers", "waivers")
    #expect(result.status == 0, "\(result.output)\(result.errors)")
    #expect(result.output.contains("waived by `W-1` of risk"))
    let same = try diff("new.bundle", "new.bundle", "--waivers", "waivers", "--format", "plain")
    #expect(same.status == 0)
    #expect(same.output.contains("waivers/w.yaml:1:9: warning[TP0906]"), "\(same.output)")
  }

  @Test(arguments: [
    ("{ tier: enterprize }", "2026-12-31", 3, "TP0301"),
    ("{ tenant: nobody }", "2026-12-31", 3, "TP0301"),
    ("{ plan: loan-aproval }", "2026-12-31", 3, "TP0301"),
    ("{ tier: enterprise }", "2026-11-01", 3, "TP0704"), ("{}", "2026-12-31", 3, "TP0708"),
  ])
  func waiversOfABundleAreCheckedAgainstIt(
    _ scope: String, _ until: String, _ status: Int32, _ code: String
  ) throws {
    try makeBundles()
    try waive("TP0901", scope, until: until, in: "waivers.yaml")
    let result = try diff("old.bundle", "new.bundle", "--waivers", "waivers.yaml")
    #expect(result.status == status, "\(result.output)\(result.errors)")
    #expect(result.output.contains("error[\(code)]"))
    #expect(result.output.contains("waivers.yaml:"))
  }

  @Test func waiversThatAreNotThereOrNotNeededAreErrors() throws {
    try makeBundles()
    try folder.write("test: x\n", to: "none.yaml")
    #expect(try diff("old.bundle", "new.bundle", "--waivers", "none.yaml").status == 1)
    #expect(try diff("old.bundle", "new.bundle", "--waivers", "nowhere").status == 1)
    try waive("TP0901", "{ tier: enterprise }", in: "waivers.yaml")
    #expect(try diff("old.bundle", "new", "--waivers", "waivers.yaml").status == 2)
  }

  @Test func aDamagedBundleIsRefusedThoughItEqualsItself() throws {
    try makeBundles()
    var bytes = try #require(folder.read("new.bundle"))
    bytes[bytes.count / 2] ^= 1
    try folder.write(bytes, to: "damaged.bundle")
    let result = try diff("damaged.bundle", "damaged.bundle")
    #expect(result.status == 8)
    #expect(result.output.isEmpty)
    #expect(try diff("new.bundle", "new.bundle").status == 0)
    // The version of the format stands behind the eight bytes that say what the file is.
    bytes = try #require(folder.read("new.bundle"))
    bytes[8] &+= 1
    try folder.write(bytes, to: "later.bundle")
    #expect(try diff("later.bundle", "later.bundle").status == 8)
    #expect(try diff("new.bundle", "later.bundle").status == 8)
  }

  /// Whole in every other way: what its rows mean is not known.
  @Test func aBundleOfAnotherLanguageIsRefused() throws {
    try makeBundles()
    var bytes = try #require(folder.read("new.bundle"))
    // The version of the language stands behind that of the format.
    bytes[12] = 9
    let end = bytes.count - 32
    bytes.replaceSubrange(end..., with: BundleDigest.of(first: end, of: bytes))
    try folder.write(bytes, to: "other.bundle")
    for words in [
      ["diff", "new.bundle", "other.bundle"], ["diff", "other.bundle", "new.bundle"],
      ["diff", "other.bundle", "other.bundle"], ["explain", "euro-bank", "other.bundle"],
      ["verify", "other.bundle"],
    ] {
      let result = try TestSupport.run([try commandPath()] + words, in: folder.path)
      #expect(result.status == 8, "\(words): \(result.output)\(result.errors)")
      #expect(result.errors.contains("version 9 of the language"))
    }
  }

  @Test func equalBundlesReplayWhatTheyDecide() throws {
    try makeBundles()
    try folder.write(
      "{\"tenant\": \"euro-bank\", \"tool\": \"redact\", \"decision\": \"allowed\"}\n",
      to: "decisions.jsonl")
    let result = try run("diff", "new.bundle", "new.bundle", "--replay", "decisions.jsonl")
    #expect(result.output.contains("replayed 1 recorded decision: 0 would be allowed now"))
    #expect(!result.output.contains("not replayed"))
  }
}
