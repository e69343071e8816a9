import PolicyDiagnostics
import PolicyModel
import PolicySyntax
import TenantPolicy

/// Opens a bundle, all of it checked.
func openBundle(_ path: String) throws(CommandError) -> PolicyBundle {
  try opened(path) { () throws(BundleError) in try PolicyBundle(path: path) }
}

/// The same where the file lies, in a time that does not depend on its size: nothing but what is read
/// is checked.
func openBundleInPlace(_ path: String) throws(CommandError) -> PolicyBundle {
  try opened(path) { () throws(BundleError) in try PolicyBundle(inPlace: path) }
}

private func opened(
  _ path: String, _ open: () throws(BundleError) -> PolicyBundle
) throws(CommandError) -> PolicyBundle {
  let bundle: PolicyBundle
  do {
    bundle = try open()
  } catch {
    switch error {
    case .file(let reason): throw .file("unreadable", path, reason)
    case .refused, .unmet: throw .refused(path, "\(error)")
    }
  }
  guard bundle.isOfKnownLanguage else {
    throw .refused(
      path, "it is in version \(bundle.language) of the language, which this release does not know")
  }
  return bundle
}

extension PolicyBundle {
  /// What is written in another language may mean something else.
  var isOfKnownLanguage: Bool { language == Int(Catalogue.newestLanguage) }
}

/// The bytes of a file, whatever they are.
func bytes(
  ofFile path: String, limit: Int = SourceFiles.largestFile
) throws(CommandError) -> [UInt8] {
  guard let bytes = try optionalBytes(ofFile: path, limit: limit) else {
    throw .file("unreadable", path, SystemError.noSuchFile.reason)
  }
  return bytes
}

/// The bytes of a file; `nil` where there is none.
func optionalBytes(
  ofFile path: String, limit: Int = SourceFiles.largestFile
) throws(CommandError) -> [UInt8]? {
  do throws(SystemError) {
    let file = try OpenFile.reading(path, followingLink: true)
    let bytes = try file.readAll(expecting: 1 << 16, limit: limit)
    guard bytes.count <= limit else { throw .tooLarge }
    return bytes
  } catch {
    if error == .noSuchFile { return nil }
    throw .file("unreadable", path, error.reason)
  }
}

extension CommandError {
  /// A bundle that is not trusted, and why.
  static func refused(
    _ path: String, _ reason: String, help: String = "`tenantpolicy build` writes bundles"
  ) -> CommandError {
    CommandError(.bundle, "bundle-refused", "`\(path)`: \(reason)", help: help)
  }
}

/// Whether a path names a bundle rather than policies: a file that is not named as policy files are.
func isBundle(_ path: String) -> Bool {
  guard path != "-", !isPolicyFile(path), SourceNotation(fileName: path) != .json else {
    return false
  }
  return (try? FileInformation(path: path, followingLink: true).kind) == .regular
}
