import TestSupport
import Testing

/// What is proved, from the command line.
@Suite struct VerifyTests {
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
  }

  private func run(
    _ words: String..., environment: [String: String] = [:]
  ) throws -> CommandResult {
    try TestSupport.run(
      [try commandPath()] + words + ["--now", "2026-11-24"], in: repositoryFolder(),
      environment: environment)
  }

  private static let exercise = "policies/gdpr-exercise"

  @Test(arguments: [
    ("verify.txt", [] as [String], 0), ("verify-violated.txt", ["--gate", "none"], 6),
    ("verify-violated.json", ["--gate", "none", "--format", "json"], 6),
    ("verify-down.txt", ["--down", "compliance-eu"], 6),
    ("verify-plain.txt", ["--gate", "none", "--format", "plain"], 6),
    ("verify-graph.txt", ["--gate", "none", "--graph", "loan"], 6),
  ])
  func theExercise(_ golden: String, _ options: [String], _ status: Int32) throws {
    let result = try TestSupport.run(
      [try commandPath(), "verify", Self.exercise, "--now", "2026-11-24"] + options,
      in: repositoryFolder())
    #expect(result.status == status)
    #expect(result.errors.isEmpty)
    expectGolden(result.output, "Goldens/\(golden)")
  }

  @Test(arguments: [
    ("--resilience", "1", 6), ("--down", "eu-central-1", 0), ("--down", "compliance-us", 0),
    ("--gate", "asked", 0), ("--down", "nowhere", 2), ("--graph", "laon", 2),
    ("--resilience", "3", 2),
  ])
  func theStatusSaysWhatCameOfIt(_ option: String, _ value: String, _ status: Int32) throws {
    #expect(try run("verify", Self.exercise, option, value).status == status)
  }

  @Test(arguments: [
    (["--down", "eu-central-1"], "proved"), (["--down", "compliance-eu"], "violated"),
    (["--resilience", "1"], "violated"), (["--any-tenant", "--gate", "none"], "violated"),
  ])
  func theLastWordIsAboutAllThatWasAsked(_ options: [String], _ verdict: String) throws {
    let words = [try commandPath(), "verify", Self.exercise, "--now", "2026-11-24"] + options
    let text = try TestSupport.run(words, in: repositoryFolder())
    #expect(text.output.contains("\n\(verdict.uppercased()): 1 plan for 1 tenant"))
    let object = try TestSupport.run(words + ["--format", "json"], in: repositoryFolder())
    #expect(try parseStrictJSON(object.output)["verdict"]?.text == verdict)
  }

  @Test func aVacuousPlanIsNotCountedAsProved() throws {
    let sample = "Tests/Samples/cases/TP0810-nobody-may-run-it.yaml"
    let result = try run("verify", sample)
    #expect(result.status == 0)
    #expect(result.output.contains("\nPROVED: 1 plan (and 1 vacuous) for 1 tenant"))
  }

  @Test func aBundleHasTheVerdictOfItsSources() throws {
    let bundle = folder.path(of: "exercise.bundle")
    try #require(run("build", Self.exercise, "-o", bundle).status == 0)
    for gate in ["asked", "none"] {
      let fromSources = try run("verify", Self.exercise, "--gate", gate)
      let fromBundle = try run("verify", bundle, "--gate", gate)
      #expect(fromSources.status == fromBundle.status)
      #expect(report(fromSources) == report(fromBundle))
      #expect(!report(fromBundle).isEmpty)
    }
    let told = try run("verify", bundle, "--gate", "none").output
    #expect(told.contains("note: exercise.yaml:67: offered here"))
    #expect(try run("verify", bundle, "--any-tenant").status == 2)
  }

  /// The lines from the report on.
  private func report(_ result: CommandResult) -> [Substring] {
    Array(result.output.split(separator: "\n").drop { !$0.hasPrefix("platform ") })
  }

  @Test func everyTenantThatCouldBeWrittenIsAskedAbout() throws {
    let result = try run("verify", Self.exercise, "--any-tenant")
    #expect(result.status == 0)
    let free = try run("verify", Self.exercise, "--any-tenant", "--gate", "none")
    #expect(free.status == 6)
    #expect(free.output.contains("error[TP0812]: for a tenant of tier `standard`, plan `loan` can"))
  }

  @Test func policiesThatDoNotCheckAreNotVerified() throws {
    try folder.write(brokenPolicy, to: "policies/broken.yaml")
    #expect(try runCommand("verify", in: folder.path).status == 3)
    try folder.write("no bundle", to: "x.bundle")
    #expect(try runCommand("verify", "x.bundle", in: folder.path).status == 8)
  }

  // MARK: check and build

  /// The exercise without its gate.
  private func writeViolatedExercise() throws {
    let text = String(
      decoding: readFile(repositoryFolder() + "/\(Self.exercise)/exercise.yaml") ?? [],
      as: UTF8.self)
    try folder.write(text.replacing("gate: before each call", with: "gate: none"), to: "p/x.yaml")
  }

  @Test func checkVerifiesWhatIsOtherwiseClean() throws {
    try writeViolatedExercise()
    let result = try runCommand("check", "p", in: folder.path)
    #expect(result.status == 6)
    #expect(result.output.contains("error[TP0802]"))
  }

  @Test func buildRefusesWhatIsNotProvedUnlessItIsToldTo() throws {
    try writeViolatedExercise()
    try folder.write("the last", to: "x.bundle")
    #expect(try runCommand("build", "p", "-o", "x.bundle", in: folder.path).status == 6)
    #expect(folder.read("x.bundle") == Array("the last".utf8))
    let forced = try runCommand("build", "p", "-o", "x.bundle", "--unverified", in: folder.path)
    #expect(forced.status == 0)
    #expect(forced.output.contains("error[TP0802]"))
    let inspected = try runCommand("inspect", "x.bundle", in: folder.path)
    #expect(inspected.output.contains("plans: not proved, written all the same"))
    let object = try runCommand("inspect", "x.bundle", "-f", "json", in: folder.path).output
    #expect(try parseStrictJSON(object)["verified"]?.text == nil)
    #expect(object.contains("\"verified\": false"))
  }

  @Test func withACacheItIsSaidThatPlansWereNotVerified() throws {
    try folder.makeFolder("cache")
    for _ in 0..<2 {
      _ = try runCommand(
        "check", repositoryFolder() + "/policies", "--cache", "cache", in: folder.path)
    }
    let result = try runCommand(
      "check", repositoryFolder() + "/policies", "--cache", "cache", in: folder.path)
    #expect(result.errors.contains("plans were not verified"))
  }

  // MARK: Pictures

  @Test func aPictureIsMadeByDot() throws {
    try folder.write("#!/bin/sh\ncat > dot.input\nprintf '<svg/>'\n", to: "bin/dot")
    _ = try TestSupport.run(["chmod", "+x", folder.path(of: "bin/dot")], in: folder.path)
    let exercise = repositoryFolder() + "/" + Self.exercise
    let result = try TestSupport.run(
      [try commandPath(), "verify", exercise, "--graph", "loan", "-o", "loan.svg"],
      in: folder.path, environment: ["PATH": folder.path(of: "bin") + ":/usr/bin:/bin"])
    #expect(result.status == 0)
    #expect(folder.read("loan.svg") == Array("<svg/>".utf8))
    let asked = String(decoding: folder.read("dot.input") ?? [], as: UTF8.self)
    #expect(asked.hasPrefix("digraph \"loan\" {"))
    #expect(asked.contains("label=\"eu-west-1\""))
  }

  @Test func withoutDotThereIsText() throws {
    let exercise = repositoryFolder() + "/" + Self.exercise
    let result = try TestSupport.run(
      [try commandPath(), "verify", exercise, "--graph", "loan", "-o", "loan.svg"],
      in: folder.path, environment: ["PATH": "/nonexistent"])
    #expect(result.status == 0)
    #expect(result.output.hasPrefix("plan loan\n"))
    #expect(result.errors.contains("`dot` of Graphviz cannot be run"))
    #expect(folder.read("loan.svg") == nil)
  }
}

/// Runs that wait while a bundle is exchanged, from the command line.
@Suite struct UpgradeCommandTests {
  private let folder: TemporaryFolder
  private let exercise: String

  init() throws {
    folder = try TemporaryFolder()
    let path = repositoryFolder() + "/policies/gdpr-exercise/exercise.yaml"
    exercise = try TestSupport.run(["cat", path], in: folder.path).output
    try folder.write(exercise, to: "old/e.yaml")
  }

  private func upgrade(
    _ changes: [(String, String)], _ more: String...
  ) throws -> CommandResult {
    let text = changes.reduce(exercise) { $0.replacing($1.0, with: $1.1) }
    #expect(text != exercise || changes.isEmpty)
    try folder.write(text, to: "new/e.yaml")
    return try TestSupport.run(
      [try commandPath(), "verify", "new", "--upgrade-from", "old", "--now", "2026-11-24"] + more,
      in: folder.path)
  }

  @Test func nothingIsWrongWhereNothingChanges() throws {
    #expect(try upgrade([]).status == 0)
  }

  @Test func aToolThatIsDeniedIsStillAheadOfRunsThatWait() throws {
    let denied = try upgrade([
      ("data_residency:\n", "denied_tools: [redact]\ndata_residency:\n")
    ])
    #expect(denied.status == 6)
    #expect(denied.output.contains("error[TP0815]"))
    #expect(denied.output.contains("can then call `redact`, which the tenant may not use any more"))
  }

  @Test func aStepATenantAndAPlanThatAreGoneLeaveRunsBehind() throws {
    let step = try upgrade([("then: strip }", "then: tidy }"), ("  strip: {", "  tidy: {")])
    #expect(step.status == 6)
    #expect(step.output.contains("cannot go on: step `strip` is gone"))
    let tenant = try upgrade([("tenant_id: eu-bank", "tenant_id: us-bank")])
    #expect(tenant.output.contains("their tenants have no policy any more"))
    let plan = try upgrade([("plan: loan", "plan: loans")])
    #expect(plan.output.contains("cannot go on: plan `loan` is gone"))
  }

  @Test func anEarlierBundleIsAsGoodAsItsFolderAndABadOneIsRefused() throws {
    let built = try TestSupport.run(
      [try commandPath(), "build", "old", "-o", "old.bundle", "--now", "2026-11-24"],
      in: folder.path)
    #expect(built.status == 0)
    try folder.write(exercise, to: "new/e.yaml")
    for (earlier, status) in [("old.bundle", 0), ("new/e.yaml", 0), ("nowhere", 1)] {
      let result = try TestSupport.run(
        [
          try commandPath(), "verify", "new", "--upgrade-from", earlier, "--now", "2026-11-24",
        ], in: folder.path)
      #expect(result.status == status, "\(earlier): \(result.errors)")
    }
    try folder.write("no bundle", to: "bad.bundle")
    let refused = try TestSupport.run(
      [try commandPath(), "verify", "new", "--upgrade-from", "bad.bundle"], in: folder.path)
    #expect(refused.status == 8)
  }
}
