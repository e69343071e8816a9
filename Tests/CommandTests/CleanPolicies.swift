import TestSupport

@testable import tenantpolicy

extension TemporaryFolder {
  /// Writes policies without any finding into a folder: those that `init` writes, some of them files
  /// of the folder itself and others in folders below it, `plans` among them.
  func writeCleanPolicies(to folder: String) throws {
    for file in InitSamples.files where file.name.hasSuffix(".yaml") {
      try write(file.text, to: "\(folder)/\(file.name)")
    }
  }
}

/// Policies without any finding in one text.
let cleanPolicy = InitSamples.files.filter { $0.name.hasSuffix(".yaml") }.map(\.text)
  .joined(separator: "---\n")

/// The beginning of a policy that has an error.
let brokenPolicy = "platform: [\n"
