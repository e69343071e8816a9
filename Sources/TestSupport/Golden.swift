import Glibc
import Testing

/// Expects `actual` to be what the file at `path` holds, byte for byte.
///
/// With `UPDATE_GOLDENS=1` in the environment the file is written instead, with its folders.
///
/// - Parameter path: relative to the folder of the calling test file, such as `Goldens/human.txt`.
package func expectGolden(
  _ actual: String, _ path: String,
  fileID: String = #fileID, filePath: String = #filePath, line: Int = #line, column: Int = #column
) {
  let file = folder(of: filePath) + "/" + path
  let place = SourceLocation(fileID: fileID, filePath: filePath, line: line, column: column)
  if isUpdatingGoldens {
    guard write(Array(actual.utf8), to: file) else {
      Issue.record("cannot write the golden \(file)", sourceLocation: place)
      return
    }
  } else if let difference = difference(of: actual, from: readFile(file)) {
    Issue.record(
      """
      \(path): \(difference)
      If the new text is right, run `UPDATE_GOLDENS=1 swift test` and review the change.
      """, sourceLocation: place)
  }
}

/// The names of the entries of a folder, sorted by bytes; empty when it cannot be read.
package func filesOfFolder(_ path: String) -> [String] {
  guard let folder = unsafe opendir(path) else { return [] }
  defer { unsafe closedir(folder) }
  var names: [String] = []
  while let entry = unsafe readdir(folder) {
    let name = unsafe withUnsafePointer(to: &entry.pointee.d_name) { pointer in
      unsafe pointer.withMemoryRebound(to: CChar.self, capacity: 256) { unsafe String(cString: $0) }
    }
    if !name.hasPrefix(".") { names.append(name) }
  }
  return names.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
}

/// The bytes of a file, or `nil` when it cannot be read.
package func readFile(_ path: String) -> [UInt8]? {
  guard let file = unsafe fopen(path, "rb") else { return nil }
  defer { unsafe fclose(file) }
  var bytes: [UInt8] = []
  var chunk = [UInt8](repeating: 0, count: 1 << 16)
  while true {
    let count = unsafe fread(&chunk, 1, chunk.count, file)
    guard count > 0 else { break }
    bytes += chunk.prefix(count)
  }
  return unsafe ferror(file) == 0 ? bytes : nil
}

private var isUpdatingGoldens: Bool {
  guard let value = unsafe getenv("UPDATE_GOLDENS") else { return false }
  return unsafe strcmp(value, "1") == 0
}

private func difference(of actual: String, from expected: [UInt8]?) -> String? {
  guard let expected else { return "the golden does not exist" }
  guard Array(actual.utf8) != expected else { return nil }
  let actualLines = Array(actual.utf8).split(separator: 10, omittingEmptySubsequences: false)
  let expectedLines = expected.split(separator: 10, omittingEmptySubsequences: false)
  let same = zip(actualLines, expectedLines).prefix { $0 == $1 }.count
  return """
    differs from line \(same + 1)
    golden: \(line(at: same, of: expectedLines))
    actual: \(line(at: same, of: actualLines))
    """
}

private func line(at position: Int, of lines: [ArraySlice<UInt8>]) -> String {
  lines.indices.contains(position)
    ? String(decoding: lines[position], as: UTF8.self).debugDescription : "(no such line)"
}

private func folder(of path: String) -> String {
  path.lastIndex(of: "/").map { String(path[..<$0]) } ?? "."
}

private func write(_ bytes: [UInt8], to path: String) -> Bool {
  makeFolder(folder(of: path))
  guard let file = unsafe fopen(path, "wb") else { return false }
  let written = unsafe fwrite(bytes, 1, bytes.count, file)
  return unsafe fclose(file) == 0 && written == bytes.count
}

private func makeFolder(_ path: String) {
  guard !path.isEmpty, unsafe access(path, F_OK) != 0 else { return }
  makeFolder(folder(of: path))
  unsafe mkdir(path, 0o755)
}
