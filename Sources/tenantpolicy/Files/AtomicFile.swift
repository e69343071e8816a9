/// Writes a file whole or not at all: whatever fails, what stood there before still stands.
///
/// The bytes go to a temporary file beside it, to the disk, and only then to its name. A link is
/// followed, so that the file it leads to is replaced and not the link.
///
/// - Parameter keepingMode: whether the new file gets the mode and, where that is allowed, the owner
///   of the one that it replaces.
func writeAtomically(
  _ bytes: [UInt8], to path: String, keepingMode: Bool = false
) throws(CommandError) {
  let target: String
  do throws(SystemError) {
    target = try destination(path)
    let replaced =
      keepingMode ? try FileInformation(path: target, followingLink: false) : nil
    let temporary = try writeTemporary(bytes, in: folder(of: target), like: replaced)
    do throws(SystemError) {
      try renameFile(temporary.path, to: target)
    } catch {
      removeFile(temporary.path)
      throw error
    }
  } catch {
    throw CommandError(
      .file, "not-written", "cannot write `\(path)`: \(error.reason)",
      help: "nothing has changed there")
  }
  try synchronizeFolder(of: target, shownAs: path)
}

/// Brings the new name to the disk, after which it outlives a power failure.
func synchronizeFolder(of path: String, shownAs shown: String) throws(CommandError) {
  do throws(SystemError) {
    try OpenFile.reading(folder(of: path), followingLink: true).synchronize()
  } catch {
    throw CommandError(
      .file, "not-synchronized", "cannot bring `\(shown)` to the disk: \(error.reason)",
      help: "it is written, but may not outlive a power failure")
  }
}

/// Where the bytes go: what the path leads to, if it is a regular file, or the path itself.
private func destination(_ path: String) throws(SystemError) -> String {
  switch try kind(of: path) {
  case nil, .regular: return path
  case .link:
    let target = try realPath(path)
    guard try kind(of: target) == .regular else { throw .notRegular }
    return target
  case .folder, .other: throw .notRegular
  }
}

/// What stands at a path; `nil` when nothing does.
private func kind(of path: String) throws(SystemError) -> FileInformation.Kind? {
  do throws(SystemError) {
    return try FileInformation(path: path, followingLink: false).kind
  } catch {
    if error == .noSuchFile { return nil }
    throw error
  }
}

/// The path of a new file in a folder, with all of the bytes on the disk, locked. Gone when that fails.
private func writeTemporary(
  _ bytes: [UInt8], in folder: String, like model: FileInformation?
) throws(SystemError) -> TemporaryEntry {
  let new = try createTemporary(in: folder) { path throws(SystemError) in
    try OpenFile.creating(path)
  }
  do throws(SystemError) {
    let file = try new.lock.file.duplicate()
    if let model { try file.takeMode(of: model) }
    try file.writeAll(bytes)
    try file.synchronize()
    try file.close()
    return new
  } catch {
    removeFile(new.path)
    throw error
  }
}

/// Creates a file with these bytes and brings it to the disk. Gone again when that fails.
func writeNew(_ path: String, _ bytes: [UInt8]) throws(SystemError) {
  let file = try OpenFile.creating(path)
  do throws(SystemError) {
    try file.writeAll(bytes)
    try file.synchronize()
    try file.close()
  } catch {
    removeFile(path)
    throw error
  }
}

/// The folder that holds a file.
func folder(of path: String) -> String {
  guard let slash = path.utf8.lastIndex(of: UInt8(ascii: "/")) else { return "." }
  return slash == path.startIndex ? "/" : String(path[..<slash])
}
