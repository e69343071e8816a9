import TestSupport
import Testing

/// What a change decides differently, from the command line.
@Suite struct DiffTests {
  private let folder: TemporaryFolder

  /// The sample policies twice: `old` and `new`.
  init() throws {
    folder = try TemporaryFolder()
    for name in ["old", "new"] {
      let copied = try TestSupport.run(
        ["cp", "-r", repositoryFolder() + "/policies/lending", folder.path(of: name)],
        in: folder.path)
      try #require(copied.status == 0)
    }
  }

  private func diff(_ words: String...) throws -> CommandResult {
    try TestSupport.run(
      [try commandPath(), "diff"] + words + ["--now", "2026-11-24"], in: folder.path)
  }

  private func edit(_ file: String, _ old: String, _ new: String) throws {
    let text = String(decoding: try #require(folder.read(file)), as: UTF8.self)
    try #require(text.contains(old), "\(file) has no `\(old)`")
    try folder.write(text.replacing(old, with: new), to: file)
  }

  // MARK: What is no difference

  @Test func layoutOrderCommentsAndFileNamesAreNoDifference() throws {
    try edit("new/orgs.yaml", "limit:\n  per_month", "# a comment\nlimit:\n    per_month")
    let tiers = String(decoding: try #require(folder.read("new/tiers.yaml")), as: UTF8.self)
    let documents = tiers.split(separator: "---\n").reversed()
    try folder.write(documents.joined(separator: "\n---\n"), to: "new/other/levels.yml")
    try folder.remove("new/tiers.yaml")
    let result = try diff("old", "new", "--gate", "any")
    #expect(result.status == 0, "\(result.output)\(result.errors)")
    #expect(result.output.hasPrefix("nothing is decided differently\n"))
  }

  @Test func aValueThatMovesToAnotherLayerIsNoDifference() throws {
    try edit("new/tiers.yaml", "  weight: 8\n", "")
    for name in ["euro-bank", "institution-x", "regional-bank"] {
      try edit(
        "new/tenants/\(name).yaml", "policy_tier: enterprise", "policy_tier: enterprise\nweight: 8")
    }
    let result = try diff("old", "new", "--gate", "any", "--question", "equivalent")
    #expect(result.status == 0, "\(result.output)\(result.errors)")
    #expect(result.output == "equivalent: yes\ngate any: passed\n")
  }

  // MARK: Gates

  private func widen() throws {
    try edit("new/tiers.yaml", "weight: 8", "weight: 9")
    try edit("new/tenants/regional-bank.yaml", "concurrency_cap: ", "concurrency_cap: 1  # ")
  }

  @Test func causesAreToldWithTheirLinesAndWitnesses() throws {
    try widen()
    let result = try diff("old", "new")
    #expect(result.status == 0)
    expectGolden(result.output, "Goldens/diff.txt")
    let object = try diff("old", "new", "--format", "json", "--gate", "widened")
    expectGolden(object.output.withoutDigests, "Goldens/diff.json")
    expectGolden(
      try diff("old", "new", "--format", "github", "--gate", "widened").output,
      "Goldens/diff-github.txt")
  }

  /// What tenants state themselves is told field by field, with a line of them.
  @Test func editsOfTenantsAreToldFieldByField() throws {
    try edit("new/tenants/institution-x.yaml", "concurrency_cap: 20", "concurrency_cap: 15")
    try edit("new/tenants/euro-bank.yaml", "accepts: [adequacy]", "accepts: []")
    let one = try diff("old", "new").output
    #expect(one.contains("an edit at new/tenants/institution-x.yaml:10 (tenant) narrows 1 tenant"))
    #expect(one.contains("an edit at new/tenants/euro-bank.yaml:7 (tenant) narrows 1 tenant"))
    #expect(one.contains("2 causes"), "\(one)")
    try edit("new/tenants/euro-bank.yaml", "concurrency_cap: 20", "concurrency_cap: 10")
    let several = try diff("old", "new").output
    #expect(
      several.contains(
        "edits of `concurrency_cap` in tenants' own documents, such as new/tenants/"), "\(several)")
    #expect(several.contains("narrow 2 tenants"))
  }

  /// A candidate that a route gains is not why others are reached no longer.
  @Test func aRouteIsTheCauseOfWhatItsChangedCandidatesDo() throws {
    try edit("new/tenants/euro-bank.yaml", "accepts: [adequacy]", "accepts: []")
    try edit(
      "new/platform.yaml", "  compliance-eu:\n",
      "  compliance-eu2: { serves: compliance_check, model: gpt-4, process: eu-central-1,\n"
        + "    store: none, log: eu-central-1, retains: 0 days }\n  compliance-eu:\n")
    try edit(
      "new/routes.yaml", "  - { use: compliance-eu }",
      "  - { use: compliance-eu2 }\n  - { use: compliance-eu }")
    let result = try diff("old", "new")
    #expect(result.status == 0, "\(result.output)\(result.errors)")
    #expect(result.output.contains("route `compliance_check` changed, which hits nobody"))
    try edit("new/routes.yaml", "  - { use: decision-us }\n", "")
    #expect(try diff("old", "new").output.contains("route `issue_decision` changed, which narrows"))
  }

  @Test(arguments: [
    ("widened", 5), ("any", 5), ("weight", 5), ("concurrency_cap", 0), ("reach", 0),
    ("reach,weight", 5), ("proofs", 0), ("wieght", 2), ("", 2),
  ])
  func aGateStopsWhatItIsFor(_ gate: String, _ status: Int32) throws {
    try widen()
    let result = try diff("old", "new", "--gate", gate)
    #expect(result.status == status, "\(result.output)\(result.errors)")
  }

  @Test(arguments: [
    ("for: { tier: enterprise }", "2026-12-31", 0), ("for: { tier: standard }", "2026-12-31", 5),
    ("for: { tenant: euro-bank }", "2026-12-31", 5), ("for: { tier: enterprise }", "2026-11-01", 3),
  ])
  func aWaiverCoversWhatItNamesUntilItEnds(
    _ scope: String, _ until: String, _ status: Int32
  ) throws {
    try widen()
    try writeWaiver(scope, until: until, in: "new")
    let result = try diff("old", "new", "--gate", "widened")
    #expect(result.status == status, "\(result.output)\(result.errors)")
    if status == 0 { #expect(result.output.contains("waived by `W-90` of capacity")) }
  }

  private func writeWaiver(_ scope: String, until: String, in name: String) throws {
    try folder.write(
      """
      waiver: W-90
      of: TP0901
      \(scope)
      reason: enterprise grows
      owner: capacity
      until: \(until)

      """, to: "\(name)/waived.yaml")
  }

  @Test func aWaiverThatIsRepeatedOrCoversNothingIsFound() throws {
    try writeWaiver("for: { tier: enterprise }", until: "2026-12-31", in: "new")
    let result = try diff("old", "new")
    #expect(result.output.contains("waiver `W-90` covers nothing"))
    let waiver = String(decoding: try #require(folder.read("new/waived.yaml")), as: UTF8.self)
    try folder.write(waiver + "---\n" + waiver, to: "new/waived.yaml")
    let check = try TestSupport.run(
      [try commandPath(), "check", "new", "--now", "2026-11-24"], in: folder.path)
    #expect(check.status == 3)
    #expect(check.output.contains("error[TP0905]"))
  }

  @Test func aGateOnFindingsCanLeaveOutWhatWasThere() throws {
    for name in ["old", "new"] {
      try edit("\(name)/platform.yaml", "typical_run: 45 s", "typical_run: 20 s")
    }
    #expect(try diff("old", "new", "--gate", "findings").status == 5)
    #expect(try diff("old", "new", "--gate", "findings", "--new-only").status == 0)
    #expect(try diff("old", "new", "--gate", "widened", "--new-only").status == 2)
    try edit("new/platform.yaml", "slots: 100", "slots: 15")
    let brought = try diff("old", "new", "--gate", "findings", "--new-only")
    #expect(brought.status == 5 || brought.status == 3, "\(brought.output)\(brought.errors)")
  }

  // MARK: Replay, markdown and the page

  @Test func recordedDecisionsAreMadeAgain() throws {
    try edit("new/tenants/euro-bank.yaml", "denied_tools: [", "denied_tools: [redact, ")
    try folder.write(
      """
      {"tenant": "euro-bank", "tool": "redact", "decision": "allowed", "time": 1}
      {"tenant": "euro-bank", "region": "us-east-1", "label": ["pii"], "decision": "denied"}
      {"tenant": "nobody", "tool": "redact", "decision": "denied"}

      """, to: "decisions.jsonl")
    let result = try diff("old", "new", "--replay", "decisions.jsonl")
    #expect(result.status == 0, "\(result.errors)")
    #expect(result.output.contains("0 would be allowed now, 1 would be denied now"))
    #expect(result.output.contains("not replayed: line 3: there is no tenant `nobody`"))
    let object = try diff("old", "new", "--replay", "decisions.jsonl", "--format", "json")
    #expect(try parseStrictJSON(object.output)["replay"]?["replayed"] != nil)
    try folder.write("{\"tenant\": 1\n", to: "decisions.jsonl")
    let broken = try diff("old", "new", "--replay", "decisions.jsonl")
    #expect(broken.status == 1)
    #expect(broken.errors.contains("`decisions.jsonl`:1: "))
  }

  @Test func theCommentAndThePageShowWhatTheTextShows() throws {
    try widen()
    expectGolden(
      try diff("old", "new", "--format", "markdown", "--gate", "widened").output,
      "Goldens/diff.md")
    let page = try diff("old", "new", "--format", "html", "--gate", "widened")
    #expect(page.status == 5)
    expectGolden(page.output, "Goldens/diff.html")
    for word in ["<script", "http:", "https:", "url(", "<link", "<img", "@import"] {
      #expect(!page.output.contains(word))
    }
  }

  /// File names may hold anything; none of it is markup.
  @Test func hostileFileNamesAreNoMarkup() throws {
    let name = "<img src=x onerror=alert(1)> [x](http:) @all #1 `|*_ &amp;.yaml"
    for side in ["old", "new"] {
      try folder.write(
        String(decoding: try #require(folder.read("\(side)/tiers.yaml")), as: UTF8.self),
        to: "\(side)/\(name)")
      try folder.remove("\(side)/tiers.yaml")
    }
    try edit("new/\(name)", "weight: 8", "weight: 9")
    let comment = try diff("old", "new", "--format", "markdown").output
    #expect(comment.contains("weight"))
    for word in ["<img", "](", "@all", "#1 "] { #expect(!comment.contains(word)) }
    let page = try diff("old", "new", "--format", "html").output
    #expect(page.contains("&lt;img src=x"))
    #expect(!page.contains("<img"))
  }

  @Test func theEndOfAWaiverDoesNotMatterInWhatWas() throws {
    try writeWaiver("for: { tier: enterprise }", until: "2026-01-01", in: "old")
    #expect(try diff("old", "new").status == 0)
    #expect(try diff("new", "old").status == 3)
  }

  @Test func questionsAreAnsweredByTheStatus() throws {
    try widen()
    #expect(try diff("old", "new", "--question", "equivalent").status == 5)
    #expect(try diff("old", "new", "--question", "no-new-route").status == 0)
    try edit(
      "new/tenants/euro-bank.yaml", "process: eu, ", "process: [eu, us], ")
    try edit("new/orgs.yaml", "process: eu, store", "process: any, store")
    let result = try diff("old", "new", "--question", "no-new-route")
    #expect(result.status == 0, "\(result.output)\(result.errors)")
    #expect(try diff("old", "new", "--question", "equivalant").status == 2)
  }

  // MARK: Sources

  @Test func aFolderAndItsBundleAreTheSameState() throws {
    try widen()
    for name in ["old", "new"] {
      let built = try TestSupport.run(
        [try commandPath(), "build", name, "-o", "\(name).bundle"], in: folder.path)
      try #require(built.status == 0)
    }
    #expect(try diff("old", "old.bundle", "--gate", "any").status == 0)
    let told = try diff("old.bundle", "new.bundle").output
    #expect(told == (try diff("old", "new").output).replacing("new/", with: ""))
  }

  @Test func whatCannotBeReadIsAnErrorWithItsStatus() throws {
    #expect(try diff("old", "nowhere").status == 1)
    #expect(try diff("old").status == 2)
    #expect(try diff("--against", "old", "new", "old").status == 2)
    try folder.write("no bundle", to: "x.bundle")
    #expect(try diff("x.bundle", "new").status == 8)
    try edit("new/tiers.yaml", "weight: 8", "wieght: 8")
    #expect(try diff("old", "new").status == 3)
  }

  // MARK: Revisions

  private func git(_ words: String...) throws {
    let identity = ["-c", "user.name=a", "-c", "user.email=a@example.org"]
    let result = try TestSupport.run(["git"] + identity + words, in: folder.path)
    try #require(result.status == 0, "\(result.errors)")
  }

  /// A repository with `new` in it, whose configuration would leave a trace if it were obeyed.
  private func makeRepository() throws {
    try git("init", "-q", "-b", "main", ".")
    try git("add", "new")
    try git("commit", "-q", "-m", "first")
    let trace = "touch \(folder.path(of: "trace"))"
    for key in [
      "core.fsmonitor", "filter.x.smudge", "filter.x.clean", "diff.x.textconv", "core.sshCommand",
      "core.pager",
    ] {
      try git("config", key, trace)
    }
    try folder.write("*.yaml filter=x diff=x\n", to: ".gitattributes")
  }

  @Test func aRevisionIsReadWithoutTheWorkTree() throws {
    try makeRepository()
    try widen()
    try folder.write("broken: [", to: "old/broken.yaml")
    let result = try diff("--against", "git:main", "new", "--gate", "widened")
    #expect(result.status == 5, "\(result.output)\(result.errors)")
    #expect(result.output.contains("`weight`: 8 -> 9"))
    #expect(try diff("git:HEAD:new", "new", "--question", "equivalent").status == 5)
    #expect(try diff("git:HEAD:new", "git:main:new", "--gate", "any").status == 0)
    #expect(folder.read("trace") == nil)
  }

  @Test(arguments: ["git:nothing", "git:main:nowhere", "git:--help", "git:main:../.."])
  func aRevisionThatIsNotThereIsAnError(_ revision: String) throws {
    try makeRepository()
    let result = try diff("--against", revision, "new")
    #expect(result.status == 1)
    #expect(result.output.isEmpty)
  }

  @Test func aFolderOutsideOfARepositoryHasNoRevisions() throws {
    let result = try diff("--against", "git:main", "new")
    #expect(result.status == 1)
    #expect(result.errors.contains("not in a git repository"))
  }

  @Test func linksAndModulesOfARevisionAreNotSkippedInSilence() throws {
    try makeRepository()
    try folder.link("new/outside.yaml", to: "../../secret.yaml")
    try git("add", "new/outside.yaml")
    try git("commit", "-q", "-m", "link")
    let result = try diff("--against", "git:main", "old")
    #expect(result.status == 1)
    let told = try diff("git:main:new", "old")
    #expect(told.status == 1)
    #expect(told.errors.contains("out of what is read"))
  }
}

extension String {
  /// Digests change with the format of bundles, which is pinned elsewhere.
  fileprivate var withoutDigests: String {
    split(separator: "\n", omittingEmptySubsequences: false)
      .filter { !$0.contains("\"digest\":") }.joined(separator: "\n")
  }
}
