import PolicyDiagnostics

/// The file `.tenantpolicy` of the current folder: a line `option: value` for each option that is
/// a setting, empty lines and comments.
struct SettingsFile {
  static let name = ".tenantpolicy"
  /// In bytes; a settings file is a handful of short lines.
  static let largest = 65_536

  /// By the name of the option.
  private(set) var values: [String: String] = [:]

  /// The settings of the current folder; none when it has no such file.
  static func read() throws(CommandError) -> SettingsFile {
    guard let bytes = try bytesOfFile() else { return SettingsFile() }
    guard String(validating: bytes, as: UTF8.self) != nil else {
      throw .usage("bad-settings", "`\(name)` is not UTF-8")
    }
    var file = SettingsFile()
    let lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    for (index, line) in lines.enumerated() {
      try file.add(line, place: "\(name):\(index + 1)")
    }
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

  private mutating func add(_ line: ArraySlice<UInt8>, place: String) throws(CommandError) {
    let content = trimmed(line)
    guard let first = content.first, first != UInt8(ascii: "#") else { return }
    let parts = content.split(separator: UInt8(ascii: ":"), maxSplits: 1)
    guard parts.count == 2, line.first == first, isPlain(trimmed(parts[1])) else {
      throw .usage(
        "bad-settings", "`\(place)` is not `option: value`",
        help: "write one option a line, such as `format: plain`")
    }
    let name = String(decoding: parts[0], as: UTF8.self)
    let value = String(decoding: trimmed(parts[1]), as: UTF8.self)
    guard Settings.names.contains(name) else {
      let nearest = nearestName(to: name, among: Settings.names)
      throw .usage(
        "unknown-setting", "`\(place)` sets `\(name)`, which is no setting",
        help: nearest.map { "the nearest is `\($0)`" }
          ?? "settings are \(listed(Settings.names, joiner: "and"))")
    }
    guard values.updateValue(value, forKey: name) == nil else {
      throw .usage("repeated-setting", "`\(place)` sets `\(name)` again", help: "set it once")
    }
  }

  /// Whether a value is one word that means the same in YAML: nothing to quote, no comment.
  private func isPlain(_ value: ArraySlice<UInt8>) -> Bool {
    !value.isEmpty
      && value.allSatisfy { byte in
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"),
          UInt8(ascii: "-"):
          true
        default: false
        }
      }
  }

  /// Without spaces, tabs and carriage returns around it.
  private func trimmed(_ line: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    let isBlank = { (byte: UInt8) in byte == 0x20 || byte == 0x09 || byte == 0x0D }
    let start = line.drop(while: isBlank)
    guard let last = start.lastIndex(where: { !isBlank($0) }) else { return [] }
    return start[...last]
  }
}
