import PolicyDiagnostics
import PolicySigning
import TenantPolicy

extension Command {
  static let sign = Command(
    "sign",
    summary: "sign a bundle, so that runtimes can tell who made it",
    details: """
      Checks a bundle as a reader does and writes its signature beside it, as `BUNDLE.minisig`, in the form \
      of minisign, which verifies it too. The same key, bundle and comment give the same signature. What is \
      signed is every byte: the policies, the epoch, the times, and the digest of the certificate.
      """,
    operands: [.signedBundle],
    options: [
      .secretKey, .passwordFile, .signatureFile, .trustedComment, .legacy, .anyFormat,
    ],
    example: "sign policies.bundle --secret-key policies.key",
    exits: [.bundleRefused]
  ) { invocation throws(CommandError) in
    let arguments = invocation.arguments
    let path = arguments.value(of: .signedBundle)
    let bundle = try openBundle(path)
    let comment = try comment(of: bundle, arguments)
    let key = try secretKey(arguments)
    let bytes = bundle.bytes
    let signature = key.sign(
      bytes, arguments.has(.legacy) ? .legacy : .prehashed, trustedComment: comment)
    let file = signature.file(comment: "signature of a tenantpolicy bundle")
    try requireGood(file, of: bytes, by: key.publicKey)
    let target = arguments.value(of: .signatureFile) ?? signaturePath(of: path)
    try writeAtomically(file, to: target)
    try invocation.output.result(
      invocation.output.format == "json"
        ? object(key.publicKey, target, comment)
        : "wrote \(escaped(target)) by key \(key.publicKey.shownID)\n")
    return .clean
  }
}

extension Operand {
  fileprivate static let signedBundle = Operand(
    "BUNDLE", .one, summary: "a file that `build` wrote")
}

extension Option {
  fileprivate static let signatureFile = Option(
    "output", "o", .text("FILE"), summary: "the file to write [default: one beside it]")

  fileprivate static let trustedComment = Option(
    "comment", nil, .text("TEXT"),
    summary: "what is signed beside the bundle [default: its epoch and digest]")

  fileprivate static let legacy = Option(
    "legacy", "l", summary: "sign the bytes and not their digest, for minisign before 0.10")
}

/// Printable, and no longer than minisign reads.
private func comment(
  of bundle: PolicyBundle, _ arguments: ParsedArguments
) throws(CommandError) -> String {
  guard let text = arguments.value(of: .trustedComment) else {
    return "tenantpolicy epoch:\(bundle.release.epoch) bundle:\(hexadecimal(bundle.digest))"
  }
  guard text.utf8.count <= 1_024, text.utf8.allSatisfy({ 0x20...0x7E ~= $0 }) else {
    throw .usage("bad-value", "`--comment` takes one line of ASCII, at most 1024 characters long")
  }
  return text
}

private func secretKey(_ arguments: ParsedArguments) throws(CommandError) -> SecretKey {
  let path = arguments.value(of: .secretKey) ?? ""
  let file = try secretFile(path)
  do {
    let password =
      try SecretKey.isEncrypted(file) ? try password(arguments, isNew: false) : nil
    return try SecretKey(file: file) { () throws(SecretKeyError) in
      guard let password else { throw .passwordNeeded }
      return password
    }
  } catch let error as SecretKeyError {
    throw .file("key", path, "\(error)")
  } catch let error as CommandError {
    throw error
  } catch {
    throw .file("key", path, "\(error)")
  }
}

/// What was signed is read as a runtime reads it before anybody is given it.
private func requireGood(
  _ signature: [UInt8], of bytes: [UInt8], by key: PublicKey
) throws(CommandError) {
  do throws(BundleError) {
    _ = try TrustedBundle(
      copying: bytes, signature: signature, demanding: Demands(signature: .byOne(of: [key])))
  } catch {
    throw CommandError(.internal, "signature", "the signature does not hold: \(error)")
  }
}

private func object(_ key: PublicKey, _ path: String, _ comment: String) -> String {
  jsonObject { root in
    root.field("version", 1)
    root.field("signature", path)
    root.field("key", key.shownID)
    root.field("comment", comment)
  } + "\n"
}
