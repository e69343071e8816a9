import TestSupport
import Testing

/// Values from the file, the environment and the flags, and which of them wins.
@Suite struct SettingsTests {
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    try folder.writeCleanPolicies(to: "policies")
  }

  /// The format that a check used, told by what it writes.
  private func formatUsed(
    _ flags: String..., environment: [String: String] = [:]
  ) throws -> String {
    let result = try run(
      [try commandPath(), "check"] + flags, in: folder.path, environment: environment)
    #expect(result.status == 0, "\(result.errors)")
    if result.output.contains("sarif-schema") { return "sarif" }
    if result.output.hasPrefix("{") { return "json" }
    return result.output.isEmpty ? "github" : "human"
  }

  @Test func aFlagWinsOverAVariableOverTheFile() throws {
    let variable = ["TENANTPOLICY_FORMAT": "sarif"]
    #expect(try formatUsed() == "human")
    try folder.write("# ours\nformat: json\n", to: ".tenantpolicy")
    #expect(try formatUsed() == "json")
    #expect(try formatUsed(environment: variable) == "sarif")
    #expect(try formatUsed("--format", "github", environment: variable) == "github")
    #expect(try formatUsed(environment: ["TENANTPOLICY_FORMAT": ""]) == "json")
  }

  @Test func aSettingForOtherCommandsLeavesTheDefault() throws {
    let result = try runCommand("explain", "TP0203", environment: ["TENANTPOLICY_FORMAT": "sarif"])
    #expect(result.status == 0)
    #expect(result.output.hasPrefix("error[TP0203]"))
  }

  @Test(arguments: [
    ("fromat: json\n", "`.tenantpolicy:1` sets `fromat`, which is no setting"),
    ("threads: 1\nformat: xml\n", "`format` in `.tenantpolicy` cannot be `xml`"),
    ("quiet: yes\n", "`quiet` in `.tenantpolicy` is `true` or `false`, not `yes`"),
    ("format: json\nformat: json\n", "`.tenantpolicy:2`: "),
    ("- format\n", "`.tenantpolicy` is not one mapping"),
    ("format: [json]\n", "`.tenantpolicy:1`: `format` needs one value"),
    ("output: x\n", "`.tenantpolicy:1` sets `output`, which is no setting"),
    ("format: \"\n", "`.tenantpolicy:"),
  ])
  func aWrongFileIsAUsageError(_ text: String, _ message: String) throws {
    try folder.write(text, to: ".tenantpolicy")
    let result = try runCommand("check", in: folder.path)
    #expect(result.status == 2)
    #expect(result.errors.hasPrefix("error: \(message)"), "\(result.errors)")
  }

  @Test(arguments: [
    ("TENANTPOLICY_THREADS", "none"), ("TENANTPOLICY_ALLOW_EMPTY", "yes"),
    ("TENANTPOLICY_COLOR", "red"),
  ])
  func aWrongVariableIsAUsageErrorThatNamesIt(_ name: String, _ value: String) throws {
    let result = try runCommand("check", in: folder.path, environment: [name: value])
    #expect(result.status == 2)
    #expect(result.errors.hasPrefix("error: `\(name)` "))
  }

  @Test func aFileThatIsAFolderIsAnError() throws {
    try folder.makeFolder(".tenantpolicy")
    let result = try runCommand("check", in: folder.path)
    #expect(result.status == 1)
    #expect(result.errors == "error: `.tenantpolicy`: not a regular file\n")
  }
}
