import PolicyDiagnostics

/// The sources that the arguments of a command name, found but not yet read.
///
/// A folder is read whole: every `.yaml` and `.yml` in it, in the folders below it, and behind the
/// links in it that stay inside. Hidden files and folders are left out, and folders below it that hold a
/// file `.separate`.
struct SourceFiles: Sendable {
  /// In bytes; offsets into a source have 32 bits, and a file is held whole while it is worked on.
  static let largestFile = 1 << 28

  let sources: SourceMap
  private let reader: SourceReader

  /// - Parameters:
  ///   - paths: folders and files, `-` for standard input.
  ///   - isRead: Whether a file of a folder is read, by its name.
  static func find(
    _ paths: [String], reading isRead: @escaping @Sendable (String) -> Bool = { isPolicyFile($0) }
  ) throws(CommandError) -> SourceFiles {
    let roots = try SourceRoot.all(paths)
    try refuseOverlaps(among: roots)
    var found: [FoundFile] = []
    var errors: [CommandError] = []
    for root in roots {
      var walk = FolderWalk(root, reading: isRead)
      walk.run()
      found += walk.found
      errors += walk.errors
    }
    if let error = CommandError(allOf: errors) { throw error }
    if roots.count > 1 { try refuseEqualNames(among: found) }
    return SourceFiles(found)
  }

  /// A file that was asked for by its path; a folder is none.
  func file(_ path: String) throws(CommandError) -> AskedFile {
    let shown = path == "-" ? SourceRoot.standardInputName : path
    guard let index = sources.entries.firstIndex(where: { $0.path == shown }) else {
      throw .file("not-a-file", path, "it is a folder, and one file is wanted")
    }
    return AskedFile(id: SourceID(index), path: shown)
  }

  func bytes(of file: AskedFile) throws(CommandError) -> [UInt8] {
    guard case .success(let bytes) = sources.bytes(of: file.id) else {
      throw readingError ?? .file("unreadable", file.path, "it cannot be read")
    }
    return bytes
  }

  private init(_ found: [FoundFile]) {
    let reader = SourceReader(found)
    self.reader = reader
    sources = SourceMap(found.map { .init(path: $0.path, name: $0.name) }) { reader.read($0) }
  }

  /// Sources that are held in memory.
  init(held sources: SourceMap) {
    reader = SourceReader([])
    self.sources = sources
  }

  /// Why sources could not be read so far, by their names in order; `nil` when all could.
  var readingError: CommandError? { reader.error }
}

/// One file that was asked for, by the path under which it is shown.
struct AskedFile {
  let id: SourceID
  let path: String
}

/// A file that was found: how people see it, how bundles name it, where it is opened.
struct FoundFile: Sendable {
  let path: String
  let name: String
  /// Where it stands: `path`, or what a link leads to; `nil` for standard input.
  let location: String?
  /// Whether its last part may be a link: it is what the user named.
  let mayBeLink: Bool
}

private func refuseOverlaps(among roots: [SourceRoot]) throws(CommandError) {
  for (index, root) in roots.enumerated() {
    for earlier in roots[..<index] {
      guard !root.isPart(of: earlier), !earlier.isPart(of: root) else {
        throw .usage(
          "repeated-path", "`\(root.path)` and `\(earlier.path)` hold the same files",
          help: "name each once")
      }
    }
  }
}

private func refuseEqualNames(among found: [FoundFile]) throws(CommandError) {
  var paths: [String: String] = [:]
  for file in found {
    guard let other = paths.updateValue(file.path, forKey: file.name) else { continue }
    throw .usage(
      "repeated-name", "`\(other)` and `\(file.path)` would both be named `\(file.name)`",
      help: "name a folder that holds both")
  }
}
