import PolicyDiagnostics
import TestSupport
import Testing

@testable import tenantpolicy

/// Which files are found, under which names, and what is refused.
@Suite struct SourceFilesTests {
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
  }

  private func names(_ paths: String...) throws -> [String] {
    try SourceFiles.find(paths.map { folder.path(of: $0) }).sources.entries.map(\.name)
  }

  /// The codes and the messages of all errors, with the folder's own path left out.
  private func errors(_ paths: String...) -> [String] {
    do throws(CommandError) {
      _ = try SourceFiles.find(paths.map { folder.path(of: $0) })
      return []
    } catch {
      return ([error] + error.others).map { "\($0.code): \(shortened($0.message))" }.sorted()
    }
  }

  private func shortened(_ message: String) -> String {
    message.split(separator: folder.path + "/", omittingEmptySubsequences: false).joined()
  }

  @Test func aFolderIsReadWholeInTheOrderOfBytes() throws {
    for name in ["b.yaml", "a.yml", "Z.yaml", "t/é.yaml", "t/u/x.yaml", "t-.yaml"] {
      try folder.write("", to: "p/\(name)")
    }
    for name in ["a.txt", ".hidden.yaml", ".git/x.yaml", "t/.x/y.yaml", "yaml", "a.yaml~"] {
      try folder.write("", to: "p/\(name)")
    }
    #expect(
      try names("p") == ["Z.yaml", "a.yml", "b.yaml", "t-.yaml", "t/u/x.yaml", "t/é.yaml"])
  }

  @Test func theNamesDoNotDependOnWhereTheFolderLies() throws {
    try folder.writeCleanPolicies(to: "p")
    let builds = [
      ("p", "."), (".", "p"), ("p", "./."), (".", "./p/"), ("p/plans", ".."),
      (".", folder.path(of: "p")),
    ]
    var bundles: [[UInt8]?] = []
    for (index, (place, path)) in builds.enumerated() {
      let bundle = folder.path(of: "\(index).bundle")
      let result = try runCommand("build", path, "-o", bundle, in: folder.path(of: place))
      #expect(result.status == 0, "\(result.errors)")
      bundles.append(folder.read("\(index).bundle"))
    }
    #expect(bundles.allSatisfy { $0 != nil && $0 == bundles[0] })
  }

  @Test func aFileIsNamedByItsPath() throws {
    try folder.write("", to: "p/a.yaml")
    for path in ["/p/x/../a.yaml", "./p//a.yaml", "../p/./a.yaml"] {
      try folder.makeFolder("p/x")
      #expect(try SourceRoot(folder.path + "/p/a.yaml").kind == .file)
      #expect(SourceRoot.name(ofFile: path) == "p/a.yaml")
    }
  }

  @Test func pathsThatHoldTheSameFilesAreRefused() throws {
    try folder.write("", to: "p/t/a.yaml")
    try folder.link("q", to: "p")
    for pair in [("p", "p"), ("p", "p/t"), ("p/t/a.yaml", "p"), ("p", "q")] {
      #expect(errors(pair.0, pair.1).first?.hasPrefix("repeated-path: ") == true)
    }
  }

  @Test func equalNamesInTwoFoldersAreRefusedWithBothPaths() throws {
    try folder.write("", to: "p/a.yaml")
    try folder.write("", to: "q/a.yaml")
    #expect(
      errors("p", "q") == ["repeated-name: `p/a.yaml` and `q/a.yaml` would both be named `a.yaml`"])
  }

  // MARK: Links

  @Test func linksInsideAreFollowedOnce() throws {
    try folder.write("", to: "p/..data/a.yaml")
    try folder.write("", to: "p/..data/sub/b.yaml")
    try folder.write("", to: "p/seen.yaml")
    try folder.link("p/a.yaml", to: "..data/a.yaml")
    try folder.link("p/again.yaml", to: "a.yaml")
    try folder.link("p/seen-again.yaml", to: "seen.yaml")
    try folder.link("p/data", to: "..data")
    try folder.link("p/data-again", to: "..data/sub")
    #expect(try names("p") == ["a.yaml", "data-again/b.yaml", "seen.yaml"])
  }

  @Test func linksThatLeadOutOrBackOrNowhereAreNamed() throws {
    try folder.write("", to: "p/t/a.yaml")
    try folder.write("", to: "outside/b.yaml")
    try folder.write("", to: "pp/b.yaml")
    try folder.link("p/out.yaml", to: "../outside/b.yaml")
    try folder.link("p/beside", to: "../pp")
    try folder.link("p/t/up", to: "..")
    try folder.link("p/t/here", to: ".")
    try folder.link("p/gone.yaml", to: "nothing")
    try folder.link("p/self.yaml", to: "self.yaml")
    #expect(
      errors("p") == [
        "link-loop: `p/t/here`: the link leads back to a folder that holds it",
        "link-loop: `p/t/up`: the link leads back to a folder that holds it",
        "link-out: `p/beside`: the link leads to `pp`, out of `p`",
        "link-out: `p/out.yaml`: the link leads to `outside/b.yaml`, out of `p`",
        "link: `p/gone.yaml`: the link leads nowhere: no such file or directory",
        "link: `p/self.yaml`: the link leads nowhere: too many levels of symbolic links",
      ])
  }

  @Test func theFolderItselfMayBeALink() throws {
    try folder.write("", to: "real/a.yaml")
    try folder.link("p", to: "real")
    #expect(try names("p") == ["a.yaml"])
  }

  // MARK: What cannot be read

  @Test func pipesAreRefusedWithoutWaiting() throws {
    try folder.makeFolder("p")
    try folder.makePipe("p/a.yaml")
    #expect(errors("p") == ["not-regular: `p/a.yaml`: not a regular file"])
    #expect(errors("p/a.yaml") == ["unreadable: `p/a.yaml`: not a regular file"])
    #expect(try runCommand("check", "/dev/zero").status == 1)
  }

  @Test func everyPathThatIsMissingIsNamed() {
    #expect(
      errors("a", "b") == [
        "unreadable: `a`: no such file or directory", "unreadable: `b`: no such file or directory",
      ])
  }

  @Test func namesThatAreNoTextAreShownEscaped() throws {
    try folder.makeFolder("p")
    let made = try run(["sh", "-c", #"touch "$0/$(printf 'a\377.yaml')""#, folder.path(of: "p")])
    try #require(made.status == 0)
    #expect(errors("p") == [#"not-utf-8: `p/a\xff.yaml`: its name is not UTF-8"#])
  }

  @Test func whatMayNotBeReadIsNamed() throws {
    try folder.write("a: b\n", to: "p/a.yaml")
    try folder.write("a: b\n", to: "p/closed/b.yaml")
    _ = try run(["chmod", "000", folder.path(of: "p/a.yaml"), folder.path(of: "p/closed")])
    // Run as somebody else: nothing is unreadable to the superuser.
    let binary = folder.path(of: "tenantpolicy")
    _ = try run(["cp", try commandPath(), binary])
    let other = ["setpriv", "--reuid", "65534", "--regid", "65534", "--clear-groups"]
    let isSuperuser = try run(["id", "-u"]).output == "0\n"
    let launcher = isSuperuser ? other : []
    let folders = try run(launcher + [binary, "check", "p"], in: folder.path)
    #expect(folders.status == 1)
    #expect(folders.errors == "error: `p/closed`: permission denied\n")
    let file = try run(launcher + [binary, "check", "p/a.yaml"], in: folder.path)
    #expect(file.status == 1)
    #expect(file.errors == "error: `p/a.yaml`: permission denied\n")
  }

  @Test func aFileThatIsTooLargeIsNotRead() throws {
    try folder.makeFolder("p")
    let size = SourceFiles.largestFile + 1
    _ = try run(["truncate", "-s", "\(size)", folder.path(of: "p/a.yaml")])
    let result = try runCommand("check", "p", in: folder.path)
    #expect(result.status == 1)
    #expect(result.errors == "error: `p/a.yaml`: larger than 256 MiB\n")
  }

  @Test func aFileThatVanishesIsAnError() throws {
    try folder.write("a: b\n", to: "p/a.yaml")
    let files = try SourceFiles.find([folder.path(of: "p")])
    try folder.remove("p/a.yaml")
    #expect(
      files.sources.bytes(of: SourceID(0)) == .failure(SourceError("no such file or directory")))
    #expect(files.readingError?.code == "unreadable")
  }

  @Test func aFileThatChangesBetweenTwoReadingsIsAnError() throws {
    try folder.write("a: b\n", to: "p/a.yaml")
    let files = try SourceFiles.find([folder.path(of: "p")])
    #expect(files.sources.bytes(of: SourceID(0)) == .success(Array("a: b\n".utf8)))
    #expect(files.sources.bytes(of: SourceID(0)) == .success(Array("a: b\n".utf8)))
    #expect(files.readingError == nil)
    try folder.write("a: changed\n", to: "p/a.yaml")
    #expect(
      files.sources.bytes(of: SourceID(0))
        == .failure(SourceError("it changed while it was being read")))
    #expect(files.readingError?.code == "changed")
  }

  @Test func aFileThatBecameALinkIsNotFollowed() throws {
    try folder.write("a: b\n", to: "p/a.yaml")
    try folder.write("secret: c\n", to: "secret.yaml")
    let files = try SourceFiles.find([folder.path(of: "p")])
    try folder.remove("p/a.yaml")
    try folder.link("p/a.yaml", to: "../secret.yaml")
    #expect((try? files.sources.bytes(of: SourceID(0)).get()) == nil)
  }

  // MARK: Nothing, and standard input

  @Test func nothingFoundIsAFailureUnlessAllowed() throws {
    try folder.makeFolder("p")
    let result = try runCommand("check", "p", in: folder.path)
    #expect(result.status == 1)
    #expect(result.errors.contains("`--allow-empty`"))
    #expect(try runCommand("check", "p", "--allow-empty", in: folder.path).status == 0)
  }

  @Test func aDashIsStandardInput() throws {
    let good = try runCommand("check", "-", input: cleanPolicy)
    #expect(good.status == 0)
    let bad = try runCommand("check", "-", "--format", "plain", input: brokenPolicy)
    #expect(bad.status == 3)
    #expect(bad.output.hasPrefix("<stdin>:"))
  }
}
