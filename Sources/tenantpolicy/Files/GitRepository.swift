import PolicyDiagnostics

/// A git repository, of which objects are read.
struct GitRepository {
  /// The path that was given, and what it is in the repository.
  let given: String
  let path: String
  private let folder: String

  /// - Parameter given: A path that need not exist any more.
  init(at given: String) throws(CommandError) {
    self.given = given
    let kind = try? FileInformation(path: given, followingLink: true).kind
    var rest = ""
    switch kind {
    case .folder: folder = given
    case .regular:
      let parts = given.split(separator: "/", omittingEmptySubsequences: false)
      folder = parts.count > 1 ? parts.dropLast().joined(separator: "/") + "/" : "."
      rest = parts.last.map(String.init) ?? ""
    case .link, .other, nil:
      guard !given.hasPrefix("/") else {
        throw .file("unreadable", given, SystemError.noSuchFile.reason)
      }
      (folder, rest) = (".", given)
    }
    guard let prefix = try Self.run(["rev-parse", "--show-prefix"], in: folder) else {
      throw .file(
        "no-repository", folder, "it is not in a git repository that may be read",
        help: "git itself says more: `git -C \(folder) status`")
    }
    let text = String(decoding: prefix.dropLast(), as: UTF8.self)
    path = SourceRoot.name(ofFile: text + rest)
  }

  /// What git writes; `nil` where it fails.
  func run(
    _ words: [String], input: [UInt8] = [], limit: Int = SourceFiles.largestFile
  ) throws(CommandError) -> [UInt8]? {
    try Self.run(words, in: folder, input: input, limit: limit)
  }

  /// The bytes of objects, in their order.
  ///
  /// - Parameter limit: Most bytes of all of them.
  func contents(of objects: [String], limit: Int) throws(CommandError) -> [[UInt8]] {
    var contents: [[UInt8]] = []
    // So many that all of their names fit into a pipe, since git is not read while it is written to.
    for start in stride(from: 0, to: objects.count, by: 500) {
      let asked = objects[start..<min(start + 500, objects.count)]
      let input = asked.map { $0 + "\n" }.joined()
      guard
        let output = try run(
          ["cat-file", "--batch"], input: Array(input.utf8), limit: limit + 500 * 128),
        let found = Self.objects(in: output), found.count == asked.count
      else {
        throw CommandError(
          .file, "unreadable-object", "git cannot read all objects of the revision",
          help: "a partial clone lacks some: fetch them first, nothing is fetched here")
      }
      contents += found
    }
    return contents
  }

  /// What `cat-file --batch` writes: a line with the size, the bytes, a line break.
  private static func objects(in output: [UInt8]) -> [[UInt8]]? {
    var objects: [[UInt8]] = []
    var rest = output[...]
    while !rest.isEmpty {
      guard let end = rest.firstIndex(of: UInt8(ascii: "\n")) else { return nil }
      let words = String(decoding: rest[..<end], as: UTF8.self).split(separator: " ")
      guard words.count == 3, let size = Int(words[2]), size >= 0, rest.count > size else {
        return nil
      }
      let start = rest.index(after: end)
      guard rest.endIndex - start > size else { return nil }
      objects.append(Array(rest[start..<(start + size)]))
      rest = rest[(start + size + 1)...]
    }
    return objects
  }

  private static func run(
    _ words: [String], in folder: String, input: [UInt8] = [],
    limit: Int = SourceFiles.largestFile
  ) throws(CommandError) -> [UInt8]? {
    let result: ProgramResult
    do throws(SystemError) {
      result = try tenantpolicy.run(
        program: "git", ["-C", folder] + hardening + words, input: input, environment: environment,
        limit: limit)
    } catch {
      throw CommandError(.file, "git", "cannot run `git`: \(error.reason)")
    }
    switch result {
    case .notFound:
      throw CommandError(
        .file, "no-git", "revisions are read with `git`, which is not installed",
        help: "compare folders or bundles instead")
    case .ended(0, let output): return output
    case .ended: return nil
    }
  }

  /// What the configuration of a repository could otherwise have run.
  private static let hardening = [
    "--no-pager", "--no-replace-objects", "--no-optional-locks", "--literal-pathspecs", "-c",
    "core.fsmonitor=false", "-c", "core.hooksPath=/dev/null", "-c", "core.attributesFile=/dev/null",
  ]

  /// No transport is allowed, so that an object that is missing is an error and not a connection.
  private static let environment = [
    "GIT_ALLOW_PROTOCOL": "none", "GIT_NO_LAZY_FETCH": "1", "GIT_TERMINAL_PROMPT": "0",
    "GIT_ATTR_NOSYSTEM": "1", "GIT_EXTERNAL_DIFF": "", "LC_ALL": "C",
  ]
}
