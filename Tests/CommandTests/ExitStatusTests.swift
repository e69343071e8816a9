import TestSupport
import Testing

/// The exit statuses that scripts rely on, each brought about once.
@Suite struct ExitStatusTests {
  @Test func aCleanCheckEndsWith0() throws {
    let folder = try TemporaryFolder()
    try folder.writeCleanPolicies(to: "policies")
    let result = try runCommand("check", in: folder.path)
    #expect(result.status == 0, "\(result.errors)")
  }

  @Test(arguments: [["check", "nowhere"], ["build", "nowhere", "-o", "x.bundle"]])
  func aMissingFolderEndsWith1(_ words: [String]) throws {
    let folder = try TemporaryFolder()
    let result = try run([try commandPath()] + words, in: folder.path)
    #expect(result.status == 1)
    #expect(result.errors.contains("`nowhere`: no such file or directory"))
    #expect(result.output.isEmpty)
  }

  @Test(arguments: [
    [], ["chekc"], ["--versoin"], ["check", "--colour"], ["check", "--format"],
    ["check", "--format", "xml"], ["check", "-z"], ["check", "--quiet=yes"],
    ["check", "-q", "--quiet"], ["check", "--threads", "0"], ["check", "--threads=1e3"],
    ["check", "p", "--format", "--quiet"], ["check", ""], ["build", "-o"],
    ["explain"], ["explain", "TP9999x"], ["explain", "TP0101", "b"], ["help", "chekc"],
    ["check", "-", "-"], ["check", ".", "./"], ["check", "--output", "x"],
  ])
  func wrongArgumentsEndWith2(_ words: [String]) throws {
    let folder = try TemporaryFolder()
    let result = try run([try commandPath()] + words, in: folder.path)
    #expect(result.status == 2)
    #expect(result.output.isEmpty)
    #expect(result.errors.hasPrefix("error: "))
    #expect(result.errors.split(separator: "\n").count <= 2, "one message: \(result.errors)")
  }
}
