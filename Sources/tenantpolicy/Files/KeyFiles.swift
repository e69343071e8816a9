import PolicySigning

/// Writes a file that must not exist, whole or not at all.
func writeExclusively(_ text: String, to path: String) throws(CommandError) {
  try writeExclusively(path, mode: 0o644) { file throws(SystemError) in
    try file.writeAll(Array(text.utf8))
  }
}

/// Writes a file of a secret that must not exist, whole or not at all. Nobody but its owner can read it,
/// at any time and whatever the umask says.
func writeSecretly(_ secret: SecretBytes, to path: String) throws(CommandError) {
  try writeExclusively(path, mode: 0o600) { file throws(SystemError) in
    try file.setMode(0o600)
    try file.writeAll(secret)
  }
}

private func writeExclusively(
  _ path: String, mode: UInt32,
  _ write: (borrowing OpenFile) throws(SystemError) -> Void
) throws(CommandError) {
  do throws(SystemError) {
    let temporary = try createTemporary(in: folder(of: path)) { path throws(SystemError) in
      try OpenFile.creating(path, mode: mode)
    }
    do throws(SystemError) {
      try write(temporary.lock.file)
      try temporary.lock.file.synchronize()
      try renameFile(temporary.path, toNew: path)
    } catch {
      removeFile(temporary.path)
      throw error
    }
  } catch {
    throw CommandError(
      .file, "not-written", "cannot write `\(path)`: \(error.reason)",
      help: error == .alreadyThere
        ? "keys are never written over; name another file" : "nothing has changed there")
  }
  try synchronizeFolder(of: path, shownAs: path)
}
