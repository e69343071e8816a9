import TestSupport
import Testing

/// The folder that a newcomer starts from.
@Suite struct InitTests {
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
  }

  @Test func whatInitWritesChecksWithoutAFinding() throws {
    let result = try runCommand("init", in: folder.path)
    #expect(result.status == 0, "\(result.errors)")
    #expect(result.output.contains("policies/platform.yaml\n"))
    let check = try runCommand("check", "--quiet", in: folder.path)
    #expect(check.status == 0)
    #expect(check.output.isEmpty && check.errors.isEmpty, "\(check.output)")
  }

  @Test func whatInitWritesHasTheLayout() throws {
    #expect(try runCommand("init", "new", in: folder.path).status == 0)
    let result = try runCommand("fmt", "--check", "new", in: folder.path)
    #expect(result.status == 0)
    #expect(result.output.isEmpty && result.errors.isEmpty)
  }

  /// The README of the new folder tells what to change; each change has the finding it speaks of.
  @Test(arguments: [
    (
      file: "tenants/acme-shop.yaml", from: "concurrency_cap: 8", to: "concurrency_cap: 11",
      code: "TP0401"
    ),
    (file: "tenants/acme-shop.yaml", from: "close_account", to: "close_accounts", code: "TP0301"),
    (file: "tenants/acme-shop.yaml", from: "eu-west-1", to: "us-east-1", code: "TP0401"),
  ])
  func changesOfWhatInitWroteAreFound(
    file: String, from: String, to: String, code: String
  ) throws {
    _ = try runCommand("init", "p", in: folder.path)
    let text = String(decoding: try #require(folder.read("p/\(file)")), as: UTF8.self)
    #expect(text.contains(from))
    try folder.write(text.replacing(from, with: to), to: "p/\(file)")
    let check = try runCommand("check", "p", in: folder.path)
    #expect(check.status == 3)
    #expect(check.output.contains("error[\(code)]"), "\(check.output)")
  }

  @Test func whatToDoNextIsSaid() throws {
    let result = try runCommand("init", "new", in: folder.path)
    #expect(result.errors.contains("tenantpolicy check new\n"))
    let quiet = try runCommand("init", "other", "--quiet", in: folder.path)
    #expect(quiet.errors.isEmpty)
  }

  @Test func aFolderThatHoldsAnythingIsLeftAlone() throws {
    try folder.write("mine", to: "new/notes.txt")
    let result = try runCommand("init", "new", "--format", "json", in: folder.path)
    #expect(result.status == 1)
    #expect(try parseStrictJSON(result.output)["error"]?["code"]?.text == "not-empty")
    #expect(try run(["ls", "-A", folder.path(of: "new")]).output == "notes.txt\n")
    #expect(folder.read("new/notes.txt") == Array("mine".utf8))
  }

  @Test func theFilesAreListedForPrograms() throws {
    let result = try runCommand("init", "x/", "-f", "json", in: folder.path)
    let files = try parseStrictJSON(result.output)["files"]?.elements.compactMap(\.text) ?? []
    #expect(!files.isEmpty)
    #expect(files.allSatisfy { folder.read($0) != nil })
  }
}
