import PolicyDiagnostics

/// Policies as they stand in a revision of a git repository.
///
/// Objects are read and nothing else: no hook, filter, text conversion or transport of the repository
/// is run, whatever its configuration says, and neither the work tree nor the index is looked at.
struct GitRevision {
  static let prefix = "git:"
  /// Bytes of all policy files of a revision together, which are held at once.
  static let largestTree = 1 << 30

  /// As it was given: a branch, a tag, a commit.
  let revision: String
  private let repository: GitRepository
  private let commit: String
  /// Of what is read, in the repository: empty for all of it.
  private let path: String

  /// - Parameters:
  ///   - text: `git:REV` or `git:REV:PATH`.
  ///   - defaultPath: The path where none is given.
  init(_ text: String, defaultPath: String) throws(CommandError) {
    let parts = text.dropFirst(Self.prefix.count)
      .split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
    let given = parts.count > 1 && !parts[1].isEmpty ? parts[1] : defaultPath
    revision = parts.first ?? ""
    guard !revision.isEmpty else {
      throw .usage(
        "no-revision", "`\(text)` names no revision", help: "write it as in `git:main`")
    }
    repository = try GitRepository(at: given)
    path = repository.path
    guard
      let found = try repository.run(
        ["rev-parse", "--verify", "--quiet", "--end-of-options", revision + "^{commit}"])
    else {
      throw CommandError(
        .file, "no-such-revision", "there is no revision `\(revision)`",
        help: "fetch it first: nothing is fetched here")
    }
    commit = String(decoding: found, as: UTF8.self).filter { !$0.isNewline }
  }

  /// The policy files, held in memory.
  func files() throws(CommandError) -> SourceFiles {
    let entries = try policyFiles()
    let size = entries.reduce(0) { $0 + $1.size }
    guard size <= Self.largestTree else {
      throw .file(
        "too-large", shown(path), "its policies are more than \(Self.largestTree >> 20) MiB")
    }
    let contents = try repository.contents(
      of: entries.map(\.object), limit: Self.largestTree)
    var texts: [String: [UInt8]] = [:]
    for (entry, bytes) in zip(entries, contents) { texts[entry.name] = bytes }
    let held = texts
    let map = SourceMap(entries.map { .init(path: shown($0.path), name: $0.name) }) { entry in
      held[entry.name].map { .success($0) } ?? .failure(SourceError("no such source"))
    }
    return SourceFiles(held: map)
  }

  private func shown(_ path: String) -> String { "\(revision):\(path)" }

  /// A file of the revision: where it is in the repository, and how a bundle would name it.
  private struct Entry {
    let path: String
    let name: String
    let object: String
    let size: Int
  }

  private func policyFiles() throws(CommandError) -> [Entry] {
    let root = "\(commit):\(path)"
    guard let kind = try repository.run(["cat-file", "-t", root]) else {
      throw .file("unreadable", shown(path), "the revision has no such file or folder")
    }
    guard String(decoding: kind, as: UTF8.self).hasPrefix("tree") else {
      let object = try repository.run(["rev-parse", "--verify", root]) ?? []
      let size = try repository.run(["cat-file", "-s", root]) ?? []
      return [
        Entry(
          path: path, name: SourceRoot.name(ofFile: repository.given),
          object: line(object), size: Int(line(size)) ?? 0)
      ]
    }
    guard let listing = try repository.run(["ls-tree", "--full-tree", "-r", "-l", "-z", root])
    else {
      throw .file("unreadable", shown(path), "its files cannot be listed")
    }
    return try entries(of: GitTree(listing))
  }

  private func line(_ bytes: [UInt8]) -> String {
    String(decoding: bytes, as: UTF8.self).filter { !$0.isNewline }
  }

  /// What policies are read from: no hidden file or folder, as in a folder of the file system.
  private func entries(of tree: GitTree) throws(CommandError) -> [Entry] {
    var entries: [Entry] = []
    var errors: [CommandError] = []
    let separate = tree.separateFolders
    let visible = tree.entries.filter { entry in
      !entry.isHidden && !separate.contains { entry.bytes.starts(with: $0) }
    }
    let names = Set(visible.filter { $0.kind == .file }.map(\.name))
    for entry in visible {
      let path = self.path.isEmpty ? entry.name : joined(self.path, entry.name)
      guard let name = String(validating: entry.bytes, as: UTF8.self) else {
        if entry.isPolicyFile {
          errors.append(.file("not-utf-8", shown(path), "its name is not UTF-8"))
        }
        continue
      }
      switch entry.kind {
      case .file where entry.isPolicyFile:
        guard entry.size <= SourceFiles.largestFile else {
          errors.append(.file("unreadable", shown(path), SystemError.tooLarge.reason))
          continue
        }
        entries.append(Entry(path: path, name: name, object: entry.object, size: entry.size))
      case .file: break
      case .link:
        if let error = try linkError(entry, shown(path), names) { errors.append(error) }
      case .module:
        errors.append(
          .file(
            "submodule", shown(path), "a submodule is another repository",
            help: "name a folder without it"))
      }
    }
    if let error = CommandError(allOf: errors) { throw error }
    return entries
  }

  /// A link is left alone where it leads to what is read anyway; any other is refused.
  private func linkError(
    _ entry: GitTree.Entry, _ path: String, _ names: Set<String>
  ) throws(CommandError) -> CommandError? {
    let target = String(
      decoding: try repository.contents(of: [entry.object], limit: SourceFiles.largestFile)[0],
      as: UTF8.self)
    guard let name = resolved(target, from: entry.name) else {
      return .file("link-out", path, "the link leads to `\(target)`, out of what is read")
    }
    if names.contains(name) || names.contains(where: { $0.hasPrefix(name + "/") }) { return nil }
    guard entry.isPolicyFile || name.isEmpty else { return nil }
    return .file(
      "link", path, "the link leads to `\(target)`, which is not read",
      help: "links to what is hidden are followed in folders only")
  }

  /// A path relative to a link, resolved as text; `nil` where it leads out.
  private func resolved(_ target: String, from link: String) -> String? {
    guard !target.hasPrefix("/") else { return nil }
    var parts = Array(link.split(separator: "/").dropLast())
    for part in target.split(separator: "/") where part != "." {
      guard part == ".." else {
        parts.append(part)
        continue
      }
      guard parts.popLast() != nil else { return nil }
    }
    return parts.joined(separator: "/")
  }
}

/// What `git ls-tree -r -l -z` lists.
struct GitTree {
  struct Entry {
    enum Kind { case file, link, module }

    let kind: Kind
    let object: String
    let size: Int
    let bytes: [UInt8]

    var name: String { String(decoding: bytes, as: UTF8.self) }

    var isHidden: Bool {
      bytes.split(separator: UInt8(ascii: "/")).contains { $0.first == UInt8(ascii: ".") }
    }

    var isPolicyFile: Bool {
      tenantpolicy.isPolicyFile(name)
    }
  }

  let entries: [Entry]

  /// The paths of folders that are kept apart, with a slash at their ends.
  var separateFolders: [[UInt8]] {
    let end = [UInt8(ascii: "/")] + separateFolder
    return entries.filter { $0.bytes.suffix(end.count) == end[...] }
      .map { Array($0.bytes.dropLast(separateFolder.count)) }
  }

  init(_ listing: [UInt8]) {
    entries = listing.split(separator: 0).compactMap { line in
      guard let tab = line.firstIndex(of: UInt8(ascii: "\t")) else { return nil }
      let words = String(decoding: line[..<tab], as: UTF8.self).split(separator: " ")
      guard words.count == 4 else { return nil }
      let kind: Entry.Kind =
        words[0] == "120000" ? .link : words[1] == "commit" ? .module : .file
      return Entry(
        kind: kind, object: String(words[2]), size: Int(words[3]) ?? 0,
        bytes: Array(line[line.index(after: tab)...]))
    }
  }
}
