import PolicyDiagnostics
import PolicySyntax

/// The file `.tenantpolicy` of the current folder: one YAML mapping from options to their values,
/// read under the same rules as policies.
struct SettingsFile {
  static let name = ".tenantpolicy"
  /// In bytes; a settings file is a handful of short lines.
  private static let largest = 65_536

  /// By the name of the option.
  private(set) var values: [String: String] = [:]

  /// The settings of the current folder; none when it has no such file.
  static func read() throws(CommandError) -> SettingsFile {
    guard let bytes = try bytesOfFile() else { return SettingsFile() }
    var findings = Findings()
    let trees = parseTrees(of: bytes, source: SourceID(0), into: &findings)
    if let finding = findings.sorted().first { throw unreadable(finding, bytes) }
    guard let first = trees.first else { return SettingsFile() }
    guard trees.count == 1, first.root.kind == .mapping else {
      throw .usage(
        "bad-settings", "`\(name)` is not one mapping",
        help: "write one option a line, such as `format: plain`")
    }
    var file = SettingsFile()
    for (key, value) in first.root.entries { try file.set(key, to: value) }
    return file
  }

  private static func bytesOfFile() throws(CommandError) -> [UInt8]? {
    do throws(SystemError) {
      return try readFile(name, followingLink: true, limit: largest).bytes
    } catch {
      if error == .noSuchFile { return nil }
      throw .file("settings", name, error.reason)
    }
  }

  private mutating func set(_ key: Node, to value: Node) throws(CommandError) {
    let place = "\(Self.name):\(key.line)"
    guard Settings.names.contains(key.text) else { throw .unknownSetting(key.text, at: place) }
    guard value.kind == .scalar, !value.text.isEmpty else {
      throw .usage("bad-settings", "`\(place)`: `\(key.text)` needs one value")
    }
    values[key.text] = value.text
  }

  private static func unreadable(_ finding: Finding, _ bytes: [UInt8]) -> CommandError {
    let start = Int(finding.span?.start ?? 0)
    let line = bytes.prefix(start).count { $0 == UInt8(ascii: "\n") } + 1
    return .usage("bad-settings", "`\(name):\(line)`: \(finding.message)", help: finding.help)
  }
}

extension CommandError {
  fileprivate static func unknownSetting(_ name: String, at place: String) -> CommandError {
    let nearest = nearestName(to: name, among: Settings.names).map { "the nearest is `\($0)`" }
    return .usage(
      "unknown-setting", "`\(place)` sets `\(name)`, which is no setting",
      help: nearest ?? "settings are \(listed(Settings.names, joiner: "and"))")
  }
}
