import PolicySigning

extension Option {
  static let passwordFile = Option(
    "password-file", nil, .text("FILE"),
    summary: "read the password from its first line instead of the terminal; `-` is standard input")
}

/// The password of a secret key: the first line of the file that `--password-file` names, or what is typed
/// at the terminal, where it is not shown.
///
/// - Parameter isNew: Whether it is typed twice, so that it is not mistyped.
func password(_ arguments: ParsedArguments, isNew: Bool) throws(CommandError) -> SecretBytes {
  if let path = arguments.value(of: .passwordFile) { return try firstLine(of: path) }
  let typed = try typedPassword("password of the secret key: ")
  if isNew {
    let again = try typedPassword("the same again: ")
    guard typed.isSame(as: again) else {
      throw CommandError(.file, "password", "the passwords differ", help: "try again")
    }
  }
  return typed
}

private func typedPassword(_ prompt: String) throws(CommandError) -> SecretBytes {
  do throws(SystemError) {
    var bytes = try lineOfTerminal(prompt)
    return SecretBytes(erasing: &bytes)
  } catch {
    throw CommandError(
      .file, "no-terminal", "there is no terminal to ask for the password: \(error.reason)",
      help: "`--password-file FILE` reads it from a file")
  }
}

private func firstLine(of path: String) throws(CommandError) -> SecretBytes {
  do throws(SystemError) {
    var bytes = try secretBytes(of: path, limit: 65_536)
    defer { erase(&bytes) }
    var line = Array(bytes.prefix { $0 != 0x0A && $0 != 0x0D })
    return SecretBytes(erasing: &line)
  } catch {
    throw .file("unreadable", path, error.reason)
  }
}

/// A file of a secret key.
func secretFile(_ path: String) throws(CommandError) -> SecretBytes {
  do throws(SystemError) {
    var bytes = try secretBytes(of: path, limit: 65_536)
    return SecretBytes(erasing: &bytes)
  } catch {
    throw .file(
      "unreadable", path, error.reason,
      help: error == .noSuchFile
        ? "`tenantpolicy keygen` makes a pair of keys, and `--secret-key` names one" : nil)
  }
}

/// A file, a pipe such as `/dev/fd/3`, or standard input.
private func secretBytes(of path: String, limit: Int) throws(SystemError) -> [UInt8] {
  let bytes: [UInt8]
  if path == "-" {
    bytes = try readAll(from: 0, expecting: 0, limit: limit)
  } else {
    let file = try OpenFile.waiting(path)
    bytes = try file.readAll(expecting: 0, limit: limit)
  }
  guard bytes.count <= limit else { throw .tooLarge }
  return bytes
}
