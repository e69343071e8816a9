import TestSupport
import Testing

/// Certificates, from the command line.
@Suite struct AuditTests {
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    let copied = try TestSupport.run(
      ["cp", "-r", "policies/gdpr-exercise", folder.path(of: "p")], in: repositoryFolder())
    try #require(copied.status == 0)
    try #require(run("build", "p", "-o", "x.bundle", "--certificate", "x.cert").status == 0)
  }

  private func run(_ words: String...) throws -> CommandResult {
    try TestSupport.run([try commandPath()] + words + ["--now", "2026-11-24"], in: folder.path)
  }

  @Test func whatBuildWroteIsAccepted() throws {
    let result = try run("audit", "x.bundle", "p", "x.cert")
    #expect(result.status == 0)
    #expect(result.output.hasPrefix("accepted: 1 plan proved (0 without the gate)"))
    let object = try parseStrictJSON(run("audit", "x.bundle", "p", "x.cert", "-f", "json").output)
    #expect(object["proved"] == .number("1"))
    #expect(object["accepted"] != nil)
  }

  @Test func verifyWritesTheSameOne() throws {
    #expect(try run("verify", "x.bundle", "--certificate", "y.cert").status == 0)
    #expect(folder.read("y.cert") == folder.read("x.cert"))
    #expect(try run("verify", "p", "--certificate", "z.cert").status == 0)
    #expect(folder.read("z.cert") == folder.read("x.cert"))
    #expect(try run("verify", "p", "--gate", "none", "--certificate", "n.cert").status == 6)
    #expect(folder.read("n.cert") == nil)
  }

  @Test func changedPlansAreRefused() throws {
    let text = String(decoding: folder.read("p/exercise.yaml") ?? [], as: UTF8.self)
    try folder.write(text + "# changed\n", to: "p/exercise.yaml")
    let result = try run("audit", "x.bundle", "p", "x.cert")
    #expect(result.status == 3)
    #expect(result.output == "refused: `exercise.yaml` is not what the bundle was made of\n")
    try folder.remove("p/exercise.yaml")
    try folder.write("tenant_id: x\n", to: "p/other.yaml")
    #expect(try run("audit", "x.bundle", "p", "x.cert").output.contains("the plans lack"))
  }

  @Test func anotherCertificateIsRefused() throws {
    try folder.write("no certificate", to: "y.cert")
    let result = try run("audit", "x.bundle", "p", "y.cert", "-f", "json")
    #expect(result.status == 3)
    #expect(result.output.contains("\"accepted\": false"))
    #expect(try run("audit", "x.bundle", "p", "nowhere.cert").status == 1)
    #expect(try run("audit", "x.cert", "p", "x.cert").status == 8)
    #expect(try run("audit", "x.bundle", "p").status == 2)
  }

  @Test func theBundleNamesItsCertificate() throws {
    let described = try TestSupport.run(
      [try commandPath(), "inspect", "x.bundle"], in: folder.path
    ).output
    #expect(!described.contains("certificate: none"))
    try #require(run("build", "p", "-o", "plain.bundle").status == 0)
    // Without a certificate's digest the bundle holds the same, and is audited with the same one.
    #expect(try run("audit", "plain.bundle", "p", "x.cert").status == 0)
  }
}
