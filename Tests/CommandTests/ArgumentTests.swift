import TestSupport
import Testing

/// Wrong arguments: one clear message, the nearest name, and an object where JSON is asked for.
@Suite struct ArgumentTests {
  struct Misspelling: Sendable, CustomTestStringConvertible {
    let words: [String]
    let help: String
    var testDescription: String { words.joined(separator: " ") }

    init(_ words: String..., help: String) {
      self.words = words
      self.help = help
    }
  }

  @Test(arguments: [
    Misspelling("chekc", help: "the nearest is `check`"),
    Misspelling("CHECK", help: "the nearest is `check`"),
    Misspelling("biuld", "policies", help: "the nearest is `build`"),
    Misspelling("help", "explian", help: "the nearest is `explain`"),
    Misspelling("bundle", help: "there are `bundle export-oci` and `bundle import-oci`"),
    Misspelling("help", "catalogue", help: "there are `catalogue show` and `catalogue import`"),
    Misspelling("check", "--fromat", "json", help: "the nearest is `--format`"),
    Misspelling("check", "--allow-emtpy", help: "the nearest is `--allow-empty`"),
    Misspelling("check", "--format", "jsn", help: "the nearest is `json`; it takes"),
    Misspelling("check", "--color=allways", help: "the nearest is `always`; it takes"),
    Misspelling("check", "-quiet", help: "write `--quiet` with two dashes"),
    Misspelling("--quiet", "check", help: "the command comes first"),
    Misspelling("explain", "TP203", help: "the nearest is `TP0203`"),
    Misspelling("frobnicate", help: "`tenantpolicy help` lists the commands"),
    Misspelling("deploy", help: "`tenantpolicy help` lists the commands"),
  ])
  func theNearestNameIsOffered(_ misspelling: Misspelling) throws {
    let result = try run([try commandPath()] + misspelling.words)
    #expect(result.status == 2)
    #expect(result.errors.contains("  = help: \(misspelling.help)"), "\(result.errors)")
  }

  @Test(arguments: [
    ["chekc", "--format", "json"], ["check", "--format=json", "--nope"],
    ["check", "-f", "json", "--threads", "x"], ["check", "-fjson", "a", "a"],
    ["check", "--format", "json", "--format", "json"], ["--format", "json"],
    ["explain", "nothing", "--format", "json"],
  ])
  func usageErrorsAreJSONWhereThatIsAskedFor(_ words: [String]) throws {
    let result = try run([try commandPath()] + words)
    #expect(result.status == 2 || words.contains("a"))
    #expect(result.errors.isEmpty)
    let error = try parseStrictJSON(result.output)
    #expect(error["version"]?.integer == 1)
    #expect(error["error"]?["message"]?.text?.isEmpty == false)
    #expect(error["error"]?["code"]?.text?.isEmpty == false)
  }

  @Test func fileErrorsAreJSONWhereThatIsAskedFor() throws {
    let result = try runCommand("check", "nowhere", environment: ["TENANTPOLICY_FORMAT": "json"])
    #expect(result.status == 1)
    #expect(try parseStrictJSON(result.output)["error"]?["kind"]?.text == "file")
  }

  @Test func whatFollowsTwoDashesIsAPath() throws {
    let folder = try TemporaryFolder()
    try folder.write(cleanPolicy, to: "--quiet/a.yaml")
    #expect(try runCommand("check", "--", "--quiet", in: folder.path).status == 0)
  }

  @Test func argumentsThatAreNoTextAreShownEscaped() throws {
    // The shell makes the byte, which no string of ours can hold.
    let result = try run([
      "sh", "-c", #"exec "$0" check "$(printf 'a\377\033[1m')""#, commandPath(),
    ])
    #expect(result.status == 2)
    #expect(result.errors == "error: the argument `a\\xff\\u{1b}[1m` is not UTF-8\n")
  }

  @Test func echoedArgumentsAreEscaped() throws {
    let result = try runCommand("check", "no\u{1b}[31m\u{202e}\n::error::x")
    #expect(result.status == 1)
    #expect(result.errors.hasPrefix(#"error: `no\u{1b}[31m\u{202e}\n::error::x`: no such file"#))
  }

  @Test func aForgottenValueSwallowsNoOption() throws {
    let result = try runCommand("build", "policies", "-o", "--quiet")
    #expect(result.status == 2)
    #expect(result.errors.contains("`-o` needs a value"))
  }
}
