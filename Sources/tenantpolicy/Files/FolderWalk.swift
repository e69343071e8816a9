import PolicyDiagnostics
import PolicyImport

/// Finds the policy files of one root, and every reason why one of them cannot be had.
///
/// What is found does not depend on the order in which a file system lists a folder: what stands in
/// the root itself comes first, then links, by the bytes of their names. A link to what was already
/// found is left alone, a link to what is hidden is followed, one that leads out or back is refused.
struct FolderWalk {
  /// Folders in folders; a path that deep cannot be opened by its name anyway.
  private static let deepest = 256

  private(set) var found: [FoundFile] = []
  private(set) var errors: [CommandError] = []

  private let root: SourceRoot
  /// Whether a file of a folder is read, by its name.
  private let isRead: @Sendable (String) -> Bool
  private var folders: [Folder] = []
  private var links: [Link] = []
  /// What was reached through links, by where it really stands.
  private var reached: Set<String> = []

  private struct Folder {
    /// As people see it; empty for the current folder.
    let path: String
    /// Relative to the root; empty for the root itself.
    let name: String
    /// Absolute, without links.
    let location: String
    let depth: Int
    let isLinked: Bool
  }

  private struct Link {
    let path: String
    let name: String
    let location: String
    let folder: Folder
  }

  init(_ root: SourceRoot, reading isRead: @escaping @Sendable (String) -> Bool) {
    self.root = root
    self.isRead = isRead
  }

  mutating func run() {
    switch root.kind {
    case .standardInput:
      let name = SourceRoot.standardInputName
      found.append(FoundFile(path: name, name: name, location: nil, mayBeLink: false))
    case .file:
      found.append(
        FoundFile(
          path: root.path, name: SourceRoot.name(ofFile: root.path), location: root.path,
          mayBeLink: true))
    case .folder:
      folders = [
        Folder(path: root.shownFolder, name: "", location: root.realPath, depth: 0, isLinked: false)
      ]
      walk()
    }
  }

  private mutating func walk() {
    while true {
      while let folder = folders.popLast() { read(folder) }
      guard !links.isEmpty else { return }
      let waiting = links.sorted { $0.name.precedesInBytes($1.name) }
      links = []
      waiting.forEach { follow($0) }
    }
  }

  private mutating func read(_ folder: Folder) {
    guard folder.depth < Self.deepest else {
      return fail("too-deep", folder.path, "more than \(Self.deepest) folders in each other")
    }
    guard !folder.isLinked || reached.insert(folder.location).inserted else { return }
    do throws(SystemError) {
      let entries = try entries(ofFolder: folder.location)
      guard folder.name.isEmpty || !entries.contains(where: { $0.name == separateFolder })
      else { return }
      for entry in entries where entry.name.first != UInt8(ascii: ".") { add(entry, in: folder) }
    } catch {
      fail("unreadable", folder.path, error.reason)
    }
  }

  private mutating func add(_ entry: FolderEntry, in folder: Folder) {
    guard let name = String(validating: entry.name, as: UTF8.self) else {
      return errors.append(
        CommandError(
          .file, "not-utf-8",
          "`\(joined(folder.path, ""))\(escaped(entry.name[...]))`: its name is not UTF-8"))
    }
    let path = folder.path.isEmpty ? name : joined(folder.path, name)
    let location = joined(folder.location, name)
    let relativeName = folder.name.isEmpty ? name : joined(folder.name, name)
    switch entry.kind ?? kind(of: location, shownAs: path) {
    case .folder:
      folders.append(
        Folder(
          path: path, name: relativeName, location: location, depth: folder.depth + 1,
          isLinked: folder.isLinked))
    case .link:
      links.append(Link(path: path, name: relativeName, location: location, folder: folder))
    case .regular where isRead(name):
      guard !folder.isLinked || reached.insert(location).inserted else { return }
      let place = folder.isLinked ? location : path
      found.append(FoundFile(path: path, name: relativeName, location: place, mayBeLink: false))
    case .other where isRead(name):
      fail("not-regular", path, SystemError.notRegular.reason)
    case .regular, .other, nil:
      break
    }
  }

  private mutating func kind(of location: String, shownAs path: String) -> FileInformation.Kind? {
    do throws(SystemError) {
      return try FileInformation(path: location, followingLink: false).kind
    } catch {
      fail("unreadable", path, error.reason)
      return nil
    }
  }

  // MARK: Links

  private mutating func follow(_ link: Link) {
    do throws(SystemError) {
      let target = try realPath(link.location)
      let kind = try FileInformation(path: target, followingLink: false).kind
      guard kind == .folder || isRead(link.name) else { return }
      follow(link, to: target, kind)
    } catch {
      fail("link", link.path, "the link leads nowhere: \(error.reason)")
    }
  }

  private mutating func follow(
    _ link: Link, to target: String, _ kind: FileInformation.Kind
  ) {
    guard isInside(target, root.realPath) else {
      return fail(
        "link-out", link.path, "the link leads to `\(target)`, out of `\(root.path)`",
        help: "name that folder as well, or copy the file")
    }
    guard !isInside(link.folder.location, target) else {
      return fail("link-loop", link.path, "the link leads back to a folder that holds it")
    }
    guard !isFoundWithoutLinks(target, kind) else { return }
    switch kind {
    case .folder:
      folders.append(
        Folder(
          path: link.path, name: link.name, location: target, depth: link.folder.depth + 1,
          isLinked: true))
    case .regular where reached.insert(target).inserted:
      found.append(
        FoundFile(path: link.path, name: link.name, location: target, mayBeLink: false))
    case .regular: break
    case .link, .other: fail("not-regular", link.path, SystemError.notRegular.reason)
    }
  }

  /// Whether the walk came to this place without a link: nothing on the way there is hidden.
  private func isFoundWithoutLinks(_ target: String, _ kind: FileInformation.Kind) -> Bool {
    let parts = target.dropFirst(root.realPath.count).split(separator: "/")
    guard parts.allSatisfy({ !$0.hasPrefix(".") }) else { return false }
    return kind == .folder || isRead(target)
  }

  private mutating func fail(
    _ code: String, _ path: String, _ reason: String, help: String? = nil
  ) {
    errors.append(.file(code, path, reason, help: help))
  }
}

/// A file of this name keeps a folder apart: it is read where it is named, and not with a folder that it
/// lies in.
let separateFolder = Array(".separate".utf8)

/// Whether a file of a folder is read, as policies or as a workflow that plans are made from. Other JSON is
/// read where it is named: folders hold JSON of many other kinds.
func isPolicyFile(_ name: String) -> Bool {
  name.hasSuffix(".yaml") || name.hasSuffix(".yml") || ImportFormat(fileName: name) != nil
}
