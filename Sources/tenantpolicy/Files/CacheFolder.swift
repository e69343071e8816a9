import PolicyCompiler
import VerificationFindings

extension CheckCache {
  /// A cache in a folder, which is made if it is not there.
  init(inFolder path: String) throws(CommandError) {
    let folder = try CacheFolder(path)
    self.init(version: programVersion, load: folder.load, store: folder.store)
  }
}

extension ProofCache {
  /// A cache in a folder, which is made if it is not there.
  init(inFolder path: String) throws(CommandError) {
    let folder = try CacheFolder(path)
    self.init(version: programVersion, load: folder.load, store: folder.store)
  }
}

/// A folder with a file for each entry of a cache.
///
/// A file that cannot be written is left out, as it only saves time. Nothing is brought to the disk at
/// once: what a power failure leaves of a file is not what was written, which is noticed.
private struct CacheFolder: Sendable {
  private let path: String

  init(_ path: String) throws(CommandError) {
    do throws(SystemError) {
      do throws(SystemError) {
        try createFolder(path)
      } catch {
        guard error == .alreadyThere else { throw error }
      }
      guard try FileInformation(path: path, followingLink: true).kind == .folder else {
        throw .notFolder
      }
    } catch {
      throw .file("unusable-cache", path, error.reason, help: "name a folder for `--cache`")
    }
    self.path = path
  }

  func load(_ key: String) -> [UInt8]? {
    try? readFile(joined(path, key), followingLink: false, limit: SourceFiles.largestFile).bytes
  }

  func store(_ key: String, _ bytes: [UInt8]) { try? replace(joined(path, key), with: bytes) }
}

/// Writes a file beside its place and then gives it its name, so that nobody reads a part of it.
private func replace(_ path: String, with bytes: [UInt8]) throws(SystemError) {
  let temporary = "\(path).\(processNumber()).tmp"
  let file = try OpenFile.creating(temporary)
  do throws(SystemError) {
    try file.writeAll(bytes)
    try file.close()
    try renameFile(temporary, to: path)
  } catch {
    removeFile(temporary)
    throw error
  }
}
