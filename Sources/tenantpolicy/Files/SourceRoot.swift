/// One path of the command line: a folder, a file or standard input.
struct SourceRoot {
  enum Kind { case folder, file, standardInput }

  static let standardInputName = "<stdin>"

  /// As it was given.
  let path: String
  let kind: Kind
  /// Absolute, with every link followed; empty for standard input.
  let realPath: String

  /// Those of several paths; the error names every path that is none.
  static func all(_ paths: [String]) throws(CommandError) -> [SourceRoot] {
    var roots: [SourceRoot] = []
    var errors: [CommandError] = []
    for path in paths {
      do throws(CommandError) {
        roots.append(try SourceRoot(path))
      } catch {
        errors.append(error)
      }
    }
    if let error = CommandError(allOf: errors) { throw error }
    return roots
  }

  init(_ path: String) throws(CommandError) {
    self.path = path
    guard path != "-" else {
      kind = .standardInput
      realPath = ""
      return
    }
    do throws(SystemError) {
      realPath = try tenantpolicy.realPath(path)
      switch try FileInformation(path: realPath, followingLink: false).kind {
      case .folder: kind = .folder
      case .regular: kind = .file
      case .link, .other: throw SystemError.notRegular
      }
    } catch {
      throw .file(
        "unreadable", path, error.reason,
        help: error == .noSuchFile ? "name the folder that holds the policies" : nil)
    }
  }

  /// Whether what this root names is (in) what the other names.
  func isPart(of other: SourceRoot) -> Bool {
    guard kind != .standardInput, other.kind != .standardInput else { return kind == other.kind }
    return isInside(realPath, other.realPath)
  }

  /// The folder as it stands before what is found in it; empty for the current one.
  var shownFolder: String { path == "." || path == "./" ? "" : path }

  /// The name of a file given by itself: its path without `.`, `..` and what is before the first
  /// part, resolved as text, so that it does not depend on the machine.
  static func name(ofFile path: String) -> String {
    var parts: [Substring] = []
    for part in path.split(separator: "/") where part != "." {
      if part == ".." { _ = parts.popLast() } else { parts.append(part) }
    }
    return parts.joined(separator: "/")
  }
}

/// Whether a real path is a folder's own or below it.
func isInside(_ path: String, _ folder: String) -> Bool {
  path == folder || path.utf8.starts(with: joined(folder, "").utf8)
}

/// A path below a folder.
func joined(_ folder: String, _ name: String) -> String {
  folder.utf8.last == UInt8(ascii: "/") ? folder + name : folder + "/" + name
}
