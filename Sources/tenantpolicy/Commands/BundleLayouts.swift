import BundleDistribution
import PolicyDiagnostics
import TenantPolicy

extension Command {
  static let exportOCI = Command(
    "bundle export-oci",
    summary: "write a bundle as an OCI image layout, which any registry takes",
    details: """
      Writes a new folder that is an OCI image layout with one artifact: the bundle, its signature if there is \
      one beside it, and a certificate if one is named. `skopeo copy oci:DIR docker://REGISTRY/NAME:TAG` puts \
      it into a registry, where its bytes stay what they are. The same files give the same layout.
      """,
    operands: [.newLayout, .exportedBundle],
    options: [.exportedSignature, .exportedCertificate, .anyFormat],
    example: "bundle export-oci layout policies.bundle",
    exits: [.bundleRefused]
  ) { invocation throws(CommandError) in
    let arguments = invocation.arguments
    let folder = arguments.value(of: .newLayout)
    let artifact = try artifact(arguments)
    try writeNewFolder(folder, files: artifact.layout)
    try invocation.output.result(shown(artifact, invocation.output, wrote: [folder]))
    return .clean
  }

  static let importOCI = Command(
    "bundle import-oci",
    summary: "read a bundle out of an OCI image layout",
    details: """
      Reads the bundle of an OCI image layout, as `skopeo copy docker://REGISTRY/NAME:TAG oci:DIR` writes one, \
      checks each blob against its digest and the bundle as a reader does, and writes it with its signature \
      beside it, the signature first. It is not looked at who signed: `tenantpolicy trust` does.
      """,
    operands: [.layout],
    options: [.importedBundle, .importedCertificate, .tag, .anyFormat],
    example: "bundle import-oci layout -o policies.bundle",
    exits: [.bundleRefused]
  ) { invocation throws(CommandError) in
    let arguments = invocation.arguments
    let folder = arguments.value(of: .layout)
    let artifact = try artifact(inFolder: folder, tagged: arguments.value(of: .tag))
    try requireBundle(artifact.bundle, folder)
    let files = try importedFiles(artifact, arguments)
    for file in files { try writeAtomically(file.bytes, to: file.path) }
    let paths = files.map(\.path)
    try invocation.output.result(shown(artifact, invocation.output, wrote: paths))
    return .clean
  }
}

extension Operand {
  fileprivate static let newLayout = Operand(
    "DIR", .one, summary: "a folder that does not exist yet")
  fileprivate static let exportedBundle = Operand(
    "BUNDLE", .optionalOrDefault("policies.bundle"), summary: "a file that `build` wrote")
  fileprivate static let layout = Operand("DIR", .one, summary: "a folder with `index.json` in it")
}

extension Option {
  fileprivate static let exportedSignature = Option(
    "signature", "x", .text("FILE"),
    summary: "its signature, which must be there then [default: the one beside it, if there is one]"
  )

  fileprivate static let exportedCertificate = Option(
    "certificate", nil, .text("FILE"), summary: "the certificate that the bundle names")

  fileprivate static let importedBundle = Option(
    "output", "o", .text("FILE"), summary: "the file to write the bundle to; it must be named")

  fileprivate static let importedCertificate = Option(
    "certificate", nil, .text("FILE"), summary: "the file to write the certificate to")

  fileprivate static let tag = Option(
    "tag", nil, .text("NAME"), summary: "which one to read, where there are several")
}

/// What is exported: the bundle with what belongs to it.
private func artifact(_ arguments: ParsedArguments) throws(CommandError) -> BundleArtifact {
  let path = arguments.value(of: .exportedBundle)
  let bundle = try openBundle(path)
  var certificate: [UInt8]?
  if let path = arguments.value(of: .exportedCertificate) {
    let bytes = try bytes(ofFile: path)
    guard bundle.certificateDigest == BundleDigest.of(bytes) else {
      throw .file("other-certificate", path, "the bundle names another certificate, or none")
    }
    certificate = bytes
  }
  return BundleArtifact(
    bundle: bundle.bytes, signature: try signature(of: path, arguments), certificate: certificate,
    annotations: [
      ("dev.tenantpolicy.digest", hexadecimal(bundle.digest)),
      ("dev.tenantpolicy.epoch", "\(bundle.release.epoch)"),
    ])
}

/// Its form is looked at, and nothing else: there is no key here that is trusted.
private func signature(
  of path: String, _ arguments: ParsedArguments
) throws(CommandError) -> [UInt8]? {
  let stated = arguments.value(of: .exportedSignature)
  let path = stated ?? signaturePath(of: path)
  guard let bytes = try optionalBytes(ofFile: path) else {
    if stated == nil { return nil }
    throw .file("unreadable", path, SystemError.noSuchFile.reason)
  }
  do throws(UnmetDemand) {
    _ = try MinisignSignature(file: bytes)
  } catch {
    throw .refused(path, "\(error)", help: "`tenantpolicy sign` writes signatures")
  }
  return bytes
}

private func artifact(
  inFolder folder: String, tagged tag: String?
) throws(CommandError) -> BundleArtifact {
  do throws(LayoutError) {
    return try BundleArtifact(layoutTagged: tag) { name, limit throws(LayoutError) in
      do throws(SystemError) {
        return try readFile(joined(folder, name), followingLink: false, limit: limit).bytes
      } catch {
        throw .file(name, error.reason)
      }
    }
  } catch {
    switch error {
    case .file(let name, let reason): throw .file("unreadable", joined(folder, name), reason)
    case .severalBundles:
      throw .refused(folder, "\(error)", help: "`--tag` names one")
    case .form, .digest, .noBundle:
      throw .refused(folder, "\(error)", help: "`skopeo copy` writes layouts")
    }
  }
}

private func requireBundle(_ bytes: [UInt8], _ folder: String) throws(CommandError) {
  do {
    _ = try PolicyBundle(copying: bytes)
  } catch {
    throw .refused(folder, "\(error)")
  }
}

/// The bundle last: whoever follows it finds the signature that fits.
private func importedFiles(
  _ artifact: BundleArtifact, _ arguments: ParsedArguments
) throws(CommandError) -> [(path: String, bytes: [UInt8])] {
  guard let path = arguments.value(of: .importedBundle) else {
    throw .usage(
      "no-output", "nothing says where to write the bundle", help: "`--output` names a file")
  }
  var files: [(path: String, bytes: [UInt8])] = []
  if let certificatePath = arguments.value(of: .importedCertificate) {
    guard let certificate = artifact.certificate else {
      throw CommandError(.file, "no-certificate", "there is no certificate in it")
    }
    files.append((certificatePath, certificate))
  }
  if let signature = artifact.signature { files.append((signaturePath(of: path), signature)) }
  return files + [(path, artifact.bundle)]
}

private func shown(_ artifact: BundleArtifact, _ output: Output, wrote paths: [String]) -> String {
  guard output.format == "json" else {
    return paths.map { "wrote \(escaped($0))\n" }.joined()
  }
  return jsonObject { root in
    root.field("version", 1)
    root.array("files") { list in paths.forEach { list.element($0) } }
    root.field("bytes", artifact.bundle.count)
    root.field("signed", artifact.signature != nil)
    root.field("certificate", artifact.certificate != nil)
  } + "\n"
}
