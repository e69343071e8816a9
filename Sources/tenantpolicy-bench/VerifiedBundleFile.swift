import BundleTables
import BundleWriter
import PolicyGenerator
import PolicyModel
import PolicyVerifier
import TenantPolicy

/// A generated platform with its tenants and plans, in a bundle.
struct VerifiedBundleFile {
  let path: String
  let bytes: Int

  init(_ world: GeneratedWorld, at path: String) throws {
    let bytes = try encode(contents(of: world.policies), threads: 2)
    try overwrite(path, with: bytes)
    self.path = path
    self.bytes = bytes.count
  }

  /// What is verified: read from the file, as the command reads it.
  ///
  /// - Parameter threads: Most threads that lift it.
  func platform(threads: Int = 1) throws -> VerifiedPlatform {
    let bundle = try PolicyBundle(path: path)
    guard let rows = BundleRows(bundle), let lifted = LiftedPlatform(0, of: rows),
      let platform = VerifiedPlatform(
        lifted, number: 0, of: bundle, on: GeneratedWorld.day, threads: threads)
    else { throw BenchError("the bundle of a generated platform cannot be lifted") }
    return platform
  }
}
