import PolicyDiagnostics
import PolicySigning
import TenantPolicy

extension Command {
  static let keygen = Command(
    "keygen",
    summary: "make a pair of keys to sign bundles with",
    details: """
      Makes a pair of Ed25519 keys and writes it in the files of minisign, which can use them too. The \
      secret key is encrypted with a password, and its file is readable by its owner alone; nothing is ever \
      written over. Runtimes are given the public key.
      """,
    options: [.secretKey, .publicKeyFile, .unencrypted, .passwordFile, .anyFormat],
    example: "keygen --secret-key policies.key --public-key policies.pub"
  ) { invocation throws(CommandError) in
    let arguments = invocation.arguments
    let secretPath = arguments.value(of: .secretKey) ?? ""
    let publicPath = arguments.value(of: .publicKeyFile) ?? ""
    let password = try newPassword(arguments)
    let key = SecretKey()
    try writeKeys(
      try file(of: key, password), to: secretPath, key.publicKey, to: publicPath)
    try invocation.output.result(
      invocation.output.format == "json"
        ? object(of: key.publicKey, secretPath, publicPath)
        : text(of: key.publicKey, secretPath, publicPath, isEncrypted: password != nil))
    return .clean
  }
}

extension Option {
  static let secretKey = Option(
    "secret-key", "s", .text("FILE"), summary: "the file of the secret key",
    default: "policies.key")

  fileprivate static let publicKeyFile = Option(
    "public-key", "p", .text("FILE"), summary: "the file of the public key",
    default: "policies.pub")

  fileprivate static let unencrypted = Option(
    "unencrypted", "W", summary: "do not encrypt the secret key: whoever reads its file can sign")
}

private func newPassword(_ arguments: ParsedArguments) throws(CommandError) -> SecretBytes? {
  guard arguments.has(.unencrypted) else {
    let password = try password(arguments, isNew: true)
    guard password.count > 0 else {
      throw .usage(
        "empty-password", "the password is empty",
        help: "`--unencrypted` makes a key without one, which whoever reads its file can sign with")
    }
    return password
  }
  guard !arguments.isSet(.passwordFile) else {
    throw .usage("conflict", "`--unencrypted` and `--password-file` exclude each other")
  }
  return nil
}

private func file(
  of key: SecretKey, _ password: SecretBytes?
) throws(CommandError) -> SecretBytes {
  do throws(SecretKeyError) {
    return try key.file(password: password)
  } catch {
    throw CommandError(.file, "key", "cannot encrypt the key: \(error)")
  }
}

/// Both files, or none.
private func writeKeys(
  _ secret: SecretBytes, to secretPath: String, _ key: PublicKey, to publicPath: String
) throws(CommandError) {
  try writeExclusively(key.file, to: publicPath)
  do throws(CommandError) {
    try writeSecretly(secret, to: secretPath)
  } catch {
    removeFile(publicPath)
    throw error
  }
}

private func text(
  of key: PublicKey, _ secretPath: String, _ publicPath: String, isEncrypted: Bool
) -> String {
  """
  wrote \(escaped(secretPath)) (secret, \(isEncrypted ? "encrypted" : "not encrypted")) and \
  \(escaped(publicPath))
  key \(key.shownID)
  public key \(key)

  """
}

private func object(of key: PublicKey, _ secretPath: String, _ publicPath: String) -> String {
  jsonObject { root in
    root.field("version", 1)
    root.field("key", key.shownID)
    root.field("publicKey", key.description)
    root.field("secretKeyFile", secretPath)
    root.field("publicKeyFile", publicPath)
  } + "\n"
}
