import TestSupport
import Testing

/// Sources that are too much of something: a finding and exit status 3, no new bundle, and the last one
/// still there.
@Suite struct HostileSourceTests {
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    try folder.writeCleanPolicies(to: "p")
    try folder.write("the last bundle\n", to: "x.bundle")
  }

  private func expectRefusal(_ code: String, _ place: SourceLocation = #_sourceLocation) throws {
    let result = try runCommand(
      "build", "p", "-o", "x.bundle", "--format", "plain", in: folder.path)
    #expect(result.status == 3, "\(result.errors)", sourceLocation: place)
    #expect(result.output.contains("error[\(code)]"), sourceLocation: place)
    #expect(result.output.utf8.count < 100_000, sourceLocation: place)
    #expect(folder.read("x.bundle") == Array("the last bundle\n".utf8), sourceLocation: place)
  }

  /// Writes a file that says `key: xxx...` without holding it in memory.
  private func writeScalar(megabytes: Int, to name: String) throws {
    let script = #"{ printf 'tenant_id: '; head -c "$1" /dev/zero | tr '\0' x; } > "$0""#
    let size = "\(megabytes * 1_000_000)"
    let result = try run(["sh", "-c", script, folder.path(of: name), size])
    try #require(result.status == 0, "\(result.errors)")
  }

  @Test func aScalarOf100MegabytesIsRefused() throws {
    try writeScalar(megabytes: 100, to: "p/large.yaml")
    try expectRefusal("TP0100")
  }

  /// The largest file that is read at all has one scalar.
  @Test func aScalarOf60MegabytesIsRefused() throws {
    try writeScalar(megabytes: 60, to: "p/large.yaml")
    try expectRefusal("TP0141")
  }

  @Test(arguments: ["[", "{a: ", "- "]) func aHundredThousandLevelsAreRefused(part: String) throws {
    try folder.write(String(repeating: part, count: 100_000), to: "p/deep.yaml")
    try expectRefusal("TP0140")
  }

  @Test func aliasesAreRefused() throws {
    let levels = (1..<30).map { "a\($0): &a\($0) [*a\($0 - 1), *a\($0 - 1)]\n" }.joined()
    try folder.write("tenant_id: &a0 x\n" + levels, to: "p/aliases.yaml")
    try expectRefusal("TP0131")
  }

  @Test func whatIsNotTextIsRefused() throws {
    let copied = try run(["cp", "/proc/self/exe", folder.path(of: "p/program.yaml")])
    try #require(copied.status == 0)
    try expectRefusal("TP0103")
  }
}
