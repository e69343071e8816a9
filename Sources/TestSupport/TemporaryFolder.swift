import Glibc

/// A folder of its own for a test, removed with all that is in it when the test is over.
package final class TemporaryFolder: Sendable {
  /// Absolute.
  package let path: String

  package init() throws {
    var template = Array("/tmp/tenantpolicy-test-XXXXXX".utf8CString)
    guard let path = unsafe mkdtemp(&template) else {
      throw CommandFailure(reason: "cannot make a folder in /tmp")
    }
    self.path = unsafe String(cString: path)
    unsafe chmod(self.path, 0o755)
  }

  deinit {
    _ = try? run(["rm", "-rf", path])
  }

  /// The absolute path of what stands in the folder under a name.
  package func path(of name: String) -> String { path + "/" + name }

  /// Writes a file, and the folders that its name goes through.
  package func write(_ text: String, to name: String) throws {
    try write(Array(text.utf8), to: name)
  }

  package func write(_ bytes: [UInt8], to name: String) throws {
    try makeFolders(above: name)
    guard let file = unsafe fopen(path(of: name), "w") else {
      throw CommandFailure(reason: "cannot write \(name)")
    }
    let count = unsafe fwrite(bytes, 1, bytes.count, file)
    guard unsafe fclose(file) == 0, count == bytes.count else {
      throw CommandFailure(reason: "cannot write \(name)")
    }
  }

  /// The bytes of a file; `nil` when there is none.
  package func read(_ name: String) -> [UInt8]? { readFile(path(of: name)) }

  /// Removes a file, or a folder with all that is in it.
  package func remove(_ name: String) throws {
    _ = try run(["rm", "-rf", path(of: name)])
  }

  package func makeFolder(_ name: String) throws {
    try makeFolders(above: name + "/")
  }

  /// Makes a link to `target`, which is written into the link as it is.
  package func link(_ name: String, to target: String) throws {
    try makeFolders(above: name)
    guard unsafe symlink(target, path(of: name)) == 0 else {
      throw CommandFailure(reason: "cannot link \(name)")
    }
  }

  package func makePipe(_ name: String) throws {
    guard unsafe mkfifo(path(of: name), 0o644) == 0 else {
      throw CommandFailure(reason: "cannot make a pipe \(name)")
    }
  }

  /// The names of all that stands in the folder, hidden ones too, sorted.
  package func names() throws -> [String] {
    try run(["ls", "-A", path]).output.split(separator: "\n").map(String.init).sorted()
  }

  private func makeFolders(above name: String) throws {
    guard let slash = name.lastIndex(of: "/") else { return }
    let folder = path(of: String(name[..<slash]))
    let result = try run(["mkdir", "-p", folder])
    guard result.status == 0 else { throw CommandFailure(reason: result.errors) }
  }
}
