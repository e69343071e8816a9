import TestSupport
import Testing

/// Streams that are closed, full or gone, and what a terminal gets that a file does not.
@Suite struct OutputTests {
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    try folder.write(brokenPolicy, to: "p/a.yaml")
  }

  @Test func aFullOutputIsAFailure() throws {
    let result = try runCommand("help", output: .file("/dev/full"))
    #expect(result.status == 1)
    #expect(
      result.errors == "error: cannot write to standard output: no space left on device\n")
  }

  @Test(arguments: ["--version", "help"])
  func aClosedOutputIsAFailure(_ word: String) throws {
    let result = try runCommand(word, output: .closed)
    #expect(result.status == 1)
    #expect(result.errors == "error: cannot write to standard output: bad file descriptor\n")
  }

  @Test func aClosedOutputNeverBecomesAFile() throws {
    try folder.write(cleanPolicy, to: "p/a.yaml")
    let result = try runCommand(
      "build", "p", "-o", "x", "--format", "json", in: folder.path, output: .closed)
    #expect(result.status == 1)
    #expect(folder.read("x") == nil)
  }

  @Test func aReaderThatWentAwayIsNoReasonForAMessage() throws {
    let result = try runCommand("help", output: .brokenPipe)
    #expect(result.status == 1)
    #expect(result.errors.isEmpty)
  }

  @Test func eachStreamHoldsOneObject() throws {
    try folder.write(cleanPolicy, to: "p/a.yaml")
    let result = try runCommand("build", "p", "-o", "no/x", "--format", "json", in: folder.path)
    #expect(result.status == 1)
    #expect(try parseStrictJSON(result.output)["findings"] != nil)
    #expect(try parseStrictJSON(result.errors)["error"]?["code"]?.text == "not-written")
  }

  @Test func anErrorObjectThatCannotBeWrittenIsAFailure() throws {
    let result = try runCommand("chekc", "--format=json", output: .file("/dev/full"))
    #expect(result.status == 1)
  }

  @Test func quietIsSilentWhenThereIsNothingToSay() throws {
    try folder.write(cleanPolicy, to: "p/a.yaml")
    let check = try runCommand("check", "p", "--quiet", in: folder.path, output: .closed)
    #expect(check.status == 0)
    #expect(check.errors.isEmpty)
    let build = try runCommand("build", "p", "-o", "x", "-q", in: folder.path)
    #expect(build.status == 0)
    #expect(build.output.isEmpty && build.errors.isEmpty)
    #expect(try runCommand("check", "p", "-q", "-f", "json", in: folder.path).output.hasPrefix("{"))
  }

  // MARK: Colour

  private static let escape = "\u{1b}["

  private func check(onTerminal environment: [String: String], _ flags: String...) throws -> String
  {
    let line = ([try commandPath(), "check", "p"] + flags).joined(separator: " ")
    let result = try run(
      ["script", "-qec", line, "/dev/null"], in: folder.path, environment: environment)
    return result.output
  }

  @Test func onlyATerminalGetsColour() throws {
    #expect(try !runCommand("check", "p", in: folder.path).output.contains(Self.escape))
    #expect(try check(onTerminal: ["TERM": "xterm"]).contains(Self.escape))
  }

  @Test(arguments: [["NO_COLOR": "1"], ["TERM": "dumb"], ["TENANTPOLICY_COLOR": "never"]])
  func aTerminalThatWantsNoneGetsNone(_ environment: [String: String]) throws {
    let output = try check(onTerminal: environment)
    #expect(output.contains("error[TP"))
    #expect(!output.contains(Self.escape))
  }

  @Test func theFlagDecidesBeforeTheEnvironment() throws {
    let always = try runCommand(
      "check", "p", "--color=always", in: folder.path, environment: ["NO_COLOR": "1"])
    #expect(always.output.contains(Self.escape))
    #expect(try !check(onTerminal: ["TERM": "xterm"], "--color", "never").contains(Self.escape))
  }

  @Test func theOtherFormatsAreNeverColoured() throws {
    for format in ["plain", "json", "sarif", "github"] {
      let result = try runCommand(
        "check", "p", "--format", format, "--color", "always", in: folder.path)
      #expect(result.status == 3)
      #expect(!result.output.contains(Self.escape), "\(format)")
    }
  }
}
