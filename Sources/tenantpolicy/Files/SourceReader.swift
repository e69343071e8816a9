import PolicyDiagnostics

/// Reads the sources of a run, on any thread, and remembers what went wrong.
///
/// A source may be read twice, to check it and to show a line of it. When it is no longer the same
/// file the second time, that is an error: what is shown, or built, would not be what was checked.
final class SourceReader: Sendable {
  private struct State {
    /// What was there at the first reading, by name.
    var seen: [String: FileInformation] = [:]
    /// Why a source could not be read, by name.
    var errors: [String: CommandError] = [:]
    var standardInput: Result<[UInt8], SystemError>?
  }

  /// Of the files whose place is not their path.
  private let files: [String: FoundFile]
  private let state = Guarded(State())

  init(_ found: [FoundFile]) {
    let special = found.filter { $0.location != $0.path || $0.mayBeLink }
    files = Dictionary(special.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
  }

  /// All that went wrong, in the order of the names.
  var error: CommandError? {
    let errors = state.withLock { $0.errors }
    let names = errors.keys.sorted { $0.precedesInBytes($1) }
    return CommandError(allOf: names.compactMap { errors[$0] })
  }

  func read(_ entry: SourceMap.Entry) -> Result<[UInt8], SourceError> {
    let file = files[entry.name]
    if let file, file.location == nil { return standardInput(entry) }
    do throws(SystemError) {
      let (bytes, information) = try readFile(
        file?.location ?? entry.path, followingLink: file?.mayBeLink ?? false,
        limit: SourceFiles.largestFile)
      guard isUnchanged(information, entry) else { throw .changed }
      return .success(bytes)
    } catch {
      return .failure(note(error, entry))
    }
  }

  private func isUnchanged(_ information: FileInformation, _ entry: SourceMap.Entry) -> Bool {
    state.withLock { state in
      guard let before = state.seen[entry.name] else {
        state.seen[entry.name] = information
        return true
      }
      return before == information
    }
  }

  /// Standard input can be read once, so its bytes are kept.
  private func standardInput(_ entry: SourceMap.Entry) -> Result<[UInt8], SourceError> {
    let result = state.withLock { state in
      let result = state.standardInput ?? readStandardInput()
      state.standardInput = result
      return result
    }
    return result.mapError { note($0, entry) }
  }

  private func note(_ error: SystemError, _ entry: SourceMap.Entry) -> SourceError {
    let code = error == .changed ? "changed" : "unreadable"
    state.withLock { $0.errors[entry.name] = .file(code, entry.path, error.reason) }
    return SourceError(error.reason)
  }
}

/// All of a regular file, with what is known of it, which was the same before and after.
func readFile(
  _ path: String, followingLink: Bool, limit: Int
) throws(SystemError) -> (bytes: [UInt8], information: FileInformation) {
  let file = try OpenFile.reading(path, followingLink: followingLink)
  let information = try file.information()
  guard information.kind == .regular else { throw .notRegular }
  guard information.size <= limit else { throw .tooLarge }
  let bytes = try file.readAll(expecting: information.size, limit: limit)
  guard bytes.count <= limit else { throw .tooLarge }
  guard try file.information() == information else { throw .changed }
  return (bytes, information)
}

private func readStandardInput() -> Result<[UInt8], SystemError> {
  do throws(SystemError) {
    let bytes = try readAll(from: 0, expecting: 0, limit: SourceFiles.largestFile)
    return bytes.count <= SourceFiles.largestFile ? .success(bytes) : .failure(.tooLarge)
  } catch {
    return .failure(error)
  }
}
