import PolicyDiagnostics
import Synchronization

/// Says why the command could not do its work: as text on standard error or, where JSON is asked
/// for, as an object in the place of the result. Where a result stands already, such as the
/// findings of a build whose bundle cannot be written, the object goes to standard error, so that
/// each stream holds one object. Gives the exit status.
func report(_ error: CommandError, inFormat format: String) -> ExitStatus {
  guard error != .readerGone else { return error.status }
  if format == "json" {
    let object = errorObject(error) + "\n"
    if hasWrittenResult.load(ordering: .relaxed) {
      writeMessage(object)
    } else if (try? writeResult(object)) == nil {
      return .failure
    }
  } else {
    writeMessage(errorText(error))
  }
  return error.status
}

/// The format that the arguments ask for, as far as they can be understood: they themselves may be
/// what is wrong.
func formatAskedFor(_ arguments: [[UInt8]]) -> String {
  let words = arguments.prefix { $0 != Array("--".utf8) }.map {
    String(decoding: $0, as: UTF8.self)
  }
  for (index, word) in words.enumerated().reversed() {
    if word.hasPrefix("--format=") { return String(word.dropFirst(9)) }
    let isAlone = word == "--format" || word == "-f"
    if isAlone, index + 1 < words.count { return words[index + 1] }
    if word.hasPrefix("-f"), word.count > 2 { return String(word.dropFirst(2)) }
  }
  let stated = environmentVariable(Option.anyFormat.variable)
  return stated ?? (try? SettingsFile.read())?.values[Option.anyFormat.name] ?? "human"
}

private func errorText(_ error: CommandError) -> String {
  ([error] + error.others).map { error in
    let help = error.help.map { "  = help: \(escaped($0))\n" } ?? ""
    return "error: \(escaped(error.message))\n\(help)"
  }.joined()
}

private func errorObject(_ error: CommandError) -> String {
  jsonObject { root in
    root.field("version", 1)
    root.object("error") { fill(&$0, with: error) }
    guard !error.others.isEmpty else { return }
    root.array("more") { more in
      for other in error.others { more.object { fill(&$0, with: other) } }
    }
  }
}

private func fill(_ object: inout JSONObject, with error: CommandError) {
  object.field("kind", error.kind.rawValue)
  object.field("code", error.code)
  object.field("message", error.message)
  object.field("help", error.help)
}
