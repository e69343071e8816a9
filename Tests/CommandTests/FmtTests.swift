import TestSupport
import Testing

/// What `fmt` writes, where, and how it ends.
@Suite struct FmtTests {
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    try folder.write("a:   1\n", to: "p/a.yaml")
    try folder.write("b: 1\n", to: "p/b.yaml")
    try folder.write("c: [1,2]\n", to: "p/sub/c.yml")
  }

  private func text(_ name: String) -> String? {
    folder.read(name).map { String(decoding: $0, as: UTF8.self) }
  }

  @Test func filesAreRewritten() throws {
    let result = try runCommand("fmt", "p", in: folder.path)
    #expect(result.status == 0)
    #expect(result.output.isEmpty)
    #expect(result.errors == "formatted p/a.yaml\nformatted p/sub/c.yml\n")
    #expect(text("p/a.yaml") == "a: 1\n")
    #expect(text("p/sub/c.yml") == "c: [1, 2]\n")
    let again = try runCommand("fmt", "p", in: folder.path)
    #expect(again.status == 0 && again.output.isEmpty && again.errors.isEmpty)
  }

  @Test func onlyWhatChangesIsWrittenAndKeepsItsMode() throws {
    let names = ["p/a.yaml", "p/b.yaml"].map { folder.path(of: $0) }
    #expect(try run(["chmod", "640"] + names).status == 0)
    func inodes() throws -> [Substring] {
      try run(["stat", "-c", "%i %a"] + names).output.split(separator: "\n")
    }
    let before = try inodes()
    #expect(try runCommand("fmt", "-q", "p", in: folder.path).errors.isEmpty)
    let after = try inodes()
    #expect(before[0] != after[0] && before[1] == after[1])
    #expect(after.allSatisfy { $0.hasSuffix(" 640") })
    #expect(try run(["ls", "-A", folder.path(of: "p")]).output == "a.yaml\nb.yaml\nsub\n")
  }

  @Test func aLinkStaysALink() throws {
    try folder.link("current.yaml", to: "p/a.yaml")
    #expect(try runCommand("fmt", "current.yaml", in: folder.path).status == 0)
    #expect(try run(["readlink", folder.path(of: "current.yaml")]).output == "p/a.yaml\n")
    #expect(text("p/a.yaml") == "a: 1\n")
  }

  @Test func checkListsAndWritesNothing() throws {
    let result = try runCommand("fmt", "--check", "p", in: folder.path)
    #expect(result.status == 3)
    #expect(result.output == "p/a.yaml\np/sub/c.yml\n")
    #expect(result.errors.isEmpty)
    #expect(text("p/a.yaml") == "a:   1\n")
    let clean = try runCommand("fmt", "--check", "p/b.yaml", in: folder.path)
    #expect(clean.status == 0 && clean.output.isEmpty)
  }

  @Test func diffShowsAndWritesNothing() throws {
    let diff = """
      --- p/a.yaml
      +++ p/a.yaml
      @@ -1,1 +1,1 @@
      -a:   1
      +a: 1

      """
    let result = try runCommand("fmt", "--diff", "p/a.yaml", "p/b.yaml", in: folder.path)
    #expect(result.status == 0)
    #expect(result.output == diff)
    #expect(text("p/a.yaml") == "a:   1\n")
    let both = try runCommand("fmt", "--diff", "--check", "p/a.yaml", in: folder.path)
    #expect(both.status == 3)
    #expect(both.output == diff)
  }

  @Test func standardInputGoesToStandardOutput() throws {
    let result = try runCommand("fmt", "-", input: "a:   1 # b")
    #expect(result.status == 0)
    #expect(result.output == "a: 1  # b\n")
    #expect(result.errors.isEmpty)
    #expect(try runCommand("fmt", "-", input: "a: 1\n").output == "a: 1\n")
    let check = try runCommand("fmt", "--check", "-", input: "a:   1")
    #expect(check.status == 3)
    #expect(check.output == "<stdin>\n")
  }

  @Test func aFileThatDoesNotParseIsLeftAsItIs() throws {
    try folder.write(brokenPolicy, to: "p/aa.yaml")
    let result = try runCommand("fmt", "p", in: folder.path)
    #expect(result.status == 3)
    #expect(result.output.isEmpty)
    #expect(result.errors.contains("error[TP"))
    #expect(result.errors.contains("p/aa.yaml:1:"))
    #expect(text("p/aa.yaml") == brokenPolicy)
    #expect(text("p/sub/c.yml") == "c: [1, 2]\n")
    let input = try runCommand("fmt", "-", input: brokenPolicy)
    #expect(input.status == 3 && input.output.isEmpty && input.errors.contains("<stdin>:1:"))
  }

  @Test func aFileThatCannotBeWrittenIsLeftAsItIs() throws {
    // No file of the process may have a single byte.
    let line = #"{ ulimit -f 0; "$0" fmt p 2>&1; echo "status $?"; } | cat"#
    let result = try run(["sh", "-c", line, try commandPath()], in: folder.path)
    #expect(result.output.contains("cannot write `p/a.yaml`: file too large"))
    #expect(result.output.contains("cannot write `p/sub/c.yml`: file too large"))
    #expect(result.output.hasSuffix("status 1\n"))
    #expect(text("p/a.yaml") == "a:   1\n")
    #expect(try run(["ls", "-A", folder.path(of: "p")]).output == "a.yaml\nb.yaml\nsub\n")
  }

  @Test func theResultForPrograms() throws {
    try folder.write(brokenPolicy, to: "p/z.yaml")
    let diff = try runCommand("fmt", "-f", "json", "--diff", "--check", "p", in: folder.path)
    #expect(diff.status == 3)
    #expect(diff.errors.isEmpty)
    let object = try parseStrictJSON(diff.output)
    let files = try #require(object["files"]?.elements)
    #expect(
      files.compactMap { $0["file"]?.text } == ["p/a.yaml", "p/b.yaml", "p/sub/c.yml", "p/z.yaml"])
    #expect(files.compactMap { $0["state"]?.text } == ["differs", "same", "differs", "refused"])
    #expect(files[0]["diff"]?.text?.hasSuffix("-a:   1\n+a: 1\n") == true)
    #expect(object["findings"]?.elements.first?["file"]?.text == "p/z.yaml")
    let written = try parseStrictJSON(
      try runCommand("fmt", "-f", "json", "p/a.yaml", in: folder.path).output)
    #expect(written["files"]?.elements.first?["state"]?.text == "written")
    let input = try parseStrictJSON(
      try runCommand("fmt", "-f", "json", "-", input: "a:   1").output)
    #expect(input["files"]?.elements.first?["text"]?.text == "a: 1\n")
  }

  @Test func noFileIsAFailureUnlessAllowed() throws {
    try folder.makeFolder("empty")
    #expect(try runCommand("fmt", "empty", in: folder.path).status == 1)
    #expect(try runCommand("fmt", "--allow-empty", "empty", in: folder.path).status == 0)
    #expect(try runCommand("fmt", "nowhere", in: folder.path).status == 1)
  }

  @Test func theSamplePoliciesHaveTheLayout() throws {
    let result = try runCommand("fmt", "--check", testsFolder + "/../policies")
    #expect(result.status == 0, "run `tenantpolicy fmt policies`")
    #expect(result.output.isEmpty && result.errors.isEmpty)
  }
}
