import TestSupport
import Testing

/// `ci/review.sh`, run as build servers run it.
@Suite struct ReviewScriptTests {
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    let copied = try TestSupport.run(
      ["cp", "-r", repositoryFolder() + "/policies", folder.path(of: "policies")])
    try #require(copied.status == 0)
  }

  private func review(_ environment: [String: String] = [:]) throws -> CommandResult {
    try TestSupport.run(
      [repositoryFolder() + "/ci/review.sh"], in: folder.path,
      environment: [
        "POLICY_COMMAND": try commandPath(), "TENANTPOLICY_NOW": "2026-11-24",
      ].merging(environment) { $1 })
  }

  private func text(_ name: String) -> String {
    String(decoding: folder.read(name) ?? [], as: UTF8.self)
  }

  @Test func cleanPoliciesPassWithAllReports() throws {
    let result = try review()
    #expect(result.status == 0, "\(result.output)\(result.errors)")
    let comment = text("tenantpolicy-report/comment.md")
    #expect(comment.hasPrefix("<!-- tenantpolicy -->\n"))
    for title in ["## Check", "## Verify", "## Tests"] { #expect(comment.contains(title)) }
    for name in ["findings.sarif", "codequality.json"] {
      _ = try parseStrictJSON(text("tenantpolicy-report/" + name))
    }
    #expect(text("tenantpolicy-report/tests.xml").contains("<testsuites"))
    #expect(text("tenantpolicy-report/coverage.lcov").contains("SF:"))
    #expect(folder.read("tenantpolicy-report/errors.txt") == nil)
  }

  @Test func onGitHubTheSummaryAndTheOutputsAreWritten() throws {
    let tenant = "policies/lending/tenants/euro-bank.yaml"
    try folder.write(text(tenant).replacing(", accepts: [adequacy]", with: ""), to: tenant)
    let result = try review([
      "GITHUB_ACTIONS": "true", "GITHUB_STEP_SUMMARY": folder.path(of: "summary.md"),
      "GITHUB_OUTPUT": folder.path(of: "outputs"), "POLICY_REPORT": "r",
    ])
    #expect(result.status == 4)
    #expect(result.output.contains("::error file=policies/lending/tests.yaml,line="))
    #expect(text("summary.md") == text("r/comment.md"))
    #expect(text("summary.md").contains("TP0722"))
    #expect(text("outputs").contains("comment-file=r/comment.md\n"))
    #expect(text("outputs").contains("status=4\n"))
  }

  @Test func whatCannotRunIsToldAndFails() throws {
    try folder.write(brokenPolicy, to: "policies/broken.yaml")
    #expect(try review().status == 3)
    #expect(text("tenantpolicy-report/comment.md").contains("TP0110"))
    try folder.remove("policies")
    #expect(try review().status == 1)
    #expect(text("tenantpolicy-report/comment.md").contains("no such file"))
  }

  @Test func aLongCommentIsCut() throws {
    let names = (0..<600).map { "  key-\($0): { serves: nothing }\n" }.joined()
    try folder.write("platform: long\nlanguage: 1\nendpoints:\n" + names, to: "policies/long.yaml")
    #expect(try review().status == 3)
    let comment = text("tenantpolicy-report/comment.md")
    #expect(comment.utf8.count < 65_536)
  }
}
