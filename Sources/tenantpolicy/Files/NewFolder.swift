/// Writes a folder whole or not at all: it appears with all of its files, or does not appear.
///
/// The files are written to a temporary folder beside it that then takes its name. A folder that is
/// there and holds anything is never touched; one that is empty is replaced.
///
/// - Parameter files: by their names below the folder, such as `tenants/acme.yaml`.
func writeNewFolder(
  _ path: String, files: [(name: String, bytes: [UInt8])]
) throws(CommandError) {
  do throws(SystemError) {
    let folder = withoutTrailingSlash(path)
    let parent = tenantpolicy.folder(of: folder)
    let temporary = try createTemporary(in: parent) { path throws(SystemError) in
      try createFolder(path)
      do throws(SystemError) {
        return try OpenFile.reading(path, followingLink: false)
      } catch {
        removeEmptyFolder(path)
        throw error
      }
    }
    do throws(SystemError) {
      try fill(temporary.path, with: files)
      try renameFile(temporary.path, to: folder)
    } catch {
      remove(temporary.path, files: files.map(\.name))
      throw error
    }
  } catch {
    throw refusal(of: path, error)
  }
  try synchronizeFolder(of: withoutTrailingSlash(path), shownAs: path)
}

private func fill(
  _ folder: String, with files: [(name: String, bytes: [UInt8])]
) throws(SystemError) {
  for subfolder in subfolders(of: files.map(\.name)) {
    try createFolder(joined(folder, subfolder))
  }
  for file in files {
    try writeNew(joined(folder, file.name), file.bytes)
  }
}

private func remove(_ folder: String, files: [String]) {
  files.forEach { removeFile(joined(folder, $0)) }
  subfolders(of: files).reversed().forEach { removeEmptyFolder(joined(folder, $0)) }
  removeEmptyFolder(folder)
}

/// The folders that names go through, each before those inside it.
private func subfolders(of names: [String]) -> [String] {
  let parents = names.flatMap { name in
    let parts = name.split(separator: "/").dropLast()
    return parts.indices.map { parts[...$0].joined(separator: "/") }
  }
  return Set(parents).sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
}

private func withoutTrailingSlash(_ path: String) -> String {
  var path = path
  while path.utf8.count > 1, path.utf8.last == UInt8(ascii: "/") { path.removeLast() }
  return path
}

private func refusal(of path: String, _ error: SystemError) -> CommandError {
  if error == .notEmpty || error == .alreadyThere || error == .busy {
    return CommandError(
      .file, "not-empty", "`\(path)` is in use or holds files already",
      help: "name a folder that does not exist yet; nothing is ever written over")
  }
  return CommandError(
    .file, "not-written", "cannot write `\(path)`: \(error.reason)",
    help: "nothing has changed there")
}
