/// The names under which files and folders are written before they take their own: hidden, beside their
/// place, and locked for as long as whoever writes them is alive.
enum TemporaryName {
  private static let start = ".tenantpolicy-"
  private static let end = ".tmp"

  static func numbered(_ attempt: Int) -> String {
    "\(start)\(processNumber())-\(attempt)\(end)"
  }

  static func isOne(_ name: String) -> Bool {
    guard name.hasPrefix(start), name.hasSuffix(end) else { return false }
    return name.utf8.dropFirst(start.utf8.count).dropLast(end.utf8.count)
      .allSatisfy { 0x30...0x39 ~= $0 || $0 == UInt8(ascii: "-") }
  }
}

/// A file or folder that has not taken its name yet.
struct TemporaryEntry: ~Copyable {
  let path: String
  let lock: FileLock
}

/// Makes something under a temporary name, and locks it. Names that are taken, by a run at the same time or
/// by one that was ended, are passed over.
///
/// - Parameter make: Creates what has the path, which must not exist, and opens it.
func createTemporary(
  in folder: String, _ make: (String) throws(SystemError) -> OpenFile
) throws(SystemError) -> TemporaryEntry {
  cleanOnce(folder)
  var attempt = 0
  while true {
    let path = joined(folder, TemporaryName.numbered(attempt))
    do throws(SystemError) {
      if let entry = try locked(try make(path), path) { return entry }
    } catch {
      guard error == .alreadyThere, attempt < 100 else { throw error }
    }
    attempt += 1
    guard attempt < 200 else { throw .busy }
  }
}

/// Locks what was just made; `nil` where somebody who cleans up has come between making it and locking it.
private func locked(
  _ file: consuming OpenFile, _ path: String
) throws(SystemError) -> TemporaryEntry? {
  let lock = FileLock(file)
  do throws(SystemError) {
    guard lock.isHeld, try lock.isAt(path) else { return nil }
    return TemporaryEntry(path: path, lock: lock)
  } catch {
    removeAll(path, depth: 0)
    throw error
  }
}

/// The folders that were looked through by this run.
private let cleanedFolders = Guarded<Set<String>>([])

/// Removes what runs left behind in a folder that were ended while they wrote there; once a run and folder.
/// What is locked belongs to a run that is alive. Whatever fails, stays.
private func cleanOnce(_ folder: String) {
  guard cleanedFolders.withLock({ $0.insert(folder).inserted }) else { return }
  guard let entries = try? entries(ofFolder: folder) else { return }
  for entry in entries {
    guard let name = String(validating: entry.name, as: UTF8.self), TemporaryName.isOne(name),
      let file = try? OpenFile.reading(joined(folder, name), followingLink: false)
    else { continue }
    let path = joined(folder, name)
    let lock = FileLock(file)
    if lock.isHeld, (try? lock.isAt(path)) == true { removeAll(path, depth: 4) }
  }
}

/// Removes a file, or a folder with all that is in it; links are not followed.
private func removeAll(_ path: String, depth: Int) {
  removeFile(path)
  for entry in depth > 0 ? (try? entries(ofFolder: path)) ?? [] : [] {
    guard let name = String(validating: entry.name, as: UTF8.self) else { continue }
    removeAll(joined(path, name), depth: depth - 1)
  }
  removeEmptyFolder(path)
}
