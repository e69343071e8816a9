import TestSupport
import Testing

@testable import tenantpolicy

/// Files appear whole or not at all, whatever fails.
@Suite struct WritingTests {
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    try folder.writeCleanPolicies(to: "p")
    try folder.write("the last bundle\n", to: "out/x.bundle")
  }

  private func expectTheLastBundle(_ place: SourceLocation = #_sourceLocation) throws {
    #expect(
      folder.read("out/x.bundle") == Array("the last bundle\n".utf8), sourceLocation: place)
    #expect(try filesInOut() == ["x.bundle"], sourceLocation: place)
  }

  private func filesInOut() throws -> [String] {
    try run(["ls", "-A", folder.path(of: "out")]).output.split(separator: "\n").map(String.init)
  }

  @Test func buildReplacesTheBundle() throws {
    let result = try runCommand("build", "p", "-o", "out/x.bundle", in: folder.path)
    #expect(result.status == 0, "\(result.errors)")
    #expect(folder.read("out/x.bundle")?.starts(with: Array("the last".utf8)) == false)
    #expect(try filesInOut() == ["x.bundle"])
    let mode = try run(["stat", "-c", "%a", folder.path(of: "out/x.bundle")])
    #expect(mode.output == "644\n")
  }

  @Test func buildWithoutArgumentsReadsPoliciesAndWritesTheirBundle() throws {
    try folder.writeCleanPolicies(to: "new/policies")
    #expect(try runCommand("build", in: folder.path(of: "new")).status == 0)
    #expect(folder.read("new/policies.bundle") != nil)
    #expect(try runCommand("inspect", "new/policies.bundle", in: folder.path).status == 0)
  }

  @Test func twoBuildsGiveTheSameBytes() throws {
    for name in ["1", "2"] {
      #expect(try runCommand("build", "p", "-o", name, in: folder.path).status == 0)
    }
    #expect(folder.read("1") != nil)
    #expect(folder.read("1") == folder.read("2"))
  }

  @Test func theLastBundleStaysWhenTheCheckFails() throws {
    try folder.write(brokenPolicy, to: "p/b.yaml")
    let result = try runCommand("build", "p", "-o", "out/x.bundle", in: folder.path)
    #expect(result.status == 3)
    #expect(result.output.contains("error[TP"))
    try expectTheLastBundle()
  }

  @Test func theLastBundleStaysWhenFilesMayNotGrow() throws {
    // No file of the process may have a single byte; its standard streams are pipes here.
    let line = #"{ ulimit -f 0; "$0" build p -o out/x.bundle 2>&1; echo "status $?"; } | cat"#
    let result = try run(["sh", "-c", line, try commandPath()], in: folder.path)
    #expect(result.output.contains("cannot write `out/x.bundle`: file too large"))
    #expect(result.output.hasSuffix("status 1\n"))
    try expectTheLastBundle()
  }

  @Test func theLastBundleStaysWhenTheDiskIsFull() throws {
    // A disk of our own, seen by nobody else, filled to the last byte.
    let script = """
      mount -t tmpfs -o size=64k none out || exit 77
      echo "the last bundle" > out/x.bundle
      cat /dev/zero > out/filler 2> /dev/null
      "$0" build p -o out/x.bundle --quiet
      status=$?
      cat out/x.bundle
      ls -A out
      exit $status
      """
    let result = try run(
      ["unshare", "--mount", "sh", "-c", script, try commandPath()], in: folder.path)
    guard result.status != 77, !result.errors.hasPrefix("unshare") else {
      return print("skipped: no file system can be mounted here")
    }
    #expect(result.status == 1)
    #expect(result.errors.contains("cannot write `out/x.bundle`: no space left on device"))
    #expect(result.output == "the last bundle\nfiller\nx.bundle\n")
  }

  @Test func aLinkIsFollowed() throws {
    try folder.link("current", to: "out/x.bundle")
    #expect(try runCommand("build", "p", "-o", "current", in: folder.path).status == 0)
    #expect(try run(["readlink", folder.path(of: "current")]).output == "out/x.bundle\n")
    #expect(folder.read("out/x.bundle")?.starts(with: Array("the last".utf8)) == false)
  }

  @Test(arguments: [
    ("nowhere/x.bundle", "no such file or directory"), ("out", "not a regular file"),
    ("/dev/null", "not a regular file"), ("out/x.bundle/y", "not a directory"),
    (String(repeating: "x", count: 300), "file name too long"),
  ])
  func whatCannotBeWrittenIsNamed(_ path: String, _ reason: String) throws {
    let result = try runCommand("build", "p", "-o", path, in: folder.path)
    #expect(result.status == 1)
    #expect(result.errors.hasPrefix("error: cannot write `\(path)`: \(reason)\n"))
    try expectTheLastBundle()
  }

  // MARK: New folders

  private let files: [(name: String, bytes: [UInt8])] = [
    ("README.md", [35]), ("a/b/c.yaml", [97]), ("a/d.yaml", [98]),
  ]

  @Test func aNewFolderAppearsWhole() throws {
    try writeNewFolder(folder.path(of: "new/"), files: files)
    #expect(folder.read("new/README.md") == [35])
    #expect(folder.read("new/a/b/c.yaml") == [97])
    #expect(try folder.names() == ["new", "out", "p"])
  }

  @Test func anEmptyFolderIsFilled() throws {
    try folder.makeFolder("empty")
    try writeNewFolder(folder.path(of: "empty"), files: files)
    #expect(folder.read("empty/a/d.yaml") == [98])
  }

  @Test(arguments: ["out", "out/x.bundle", "nowhere/new", "out/."])
  func nothingIsWrittenOver(_ name: String) throws {
    #expect(throws: CommandError.self) {
      try writeNewFolder(folder.path(of: name), files: files)
    }
    #expect(try folder.names() == ["out", "p"])
    try expectTheLastBundle()
  }

  @Test func aFolderThatFailsHalfwayLeavesNothing() throws {
    let tooLong = String(repeating: "x", count: 300)
    #expect(throws: CommandError.self) {
      try writeNewFolder(folder.path(of: "new"), files: files + [("a/\(tooLong)", [1])])
    }
    #expect(try folder.names() == ["out", "p"])
  }
}
