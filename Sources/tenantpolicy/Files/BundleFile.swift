import PolicyDiagnostics
import PolicySyntax
import TenantPolicy

/// Opens a bundle, all of it checked.
func openBundle(_ path: String) throws(CommandError) -> PolicyBundle {
  do {
    return try PolicyBundle(path: path)
  } catch {
    switch error {
    case .file(let reason): throw .file("unreadable", path, reason)
    case .refused: throw .refused(path, "\(error)")
    }
  }
}

extension CommandError {
  /// A bundle that is not trusted, and why.
  static func refused(_ path: String, _ reason: String) -> CommandError {
    CommandError(
      .bundle, "bundle-refused", "`\(path)`: \(reason)",
      help: "`tenantpolicy build` writes bundles")
  }
}

/// Whether a path names a bundle rather than policies: a file that is not named as policy files are.
func isBundle(_ path: String) -> Bool {
  guard path != "-", !isPolicyFile(path), SourceNotation(fileName: path) != .json else {
    return false
  }
  return (try? FileInformation(path: path, followingLink: true).kind) == .regular
}
