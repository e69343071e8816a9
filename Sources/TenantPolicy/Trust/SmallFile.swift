internal import Glibc

/// Small files that stand beside a bundle: signatures, and the state of a runtime.
enum SmallFile {
  /// All bytes of a regular file; `nil` where there is none.
  ///
  /// - Throws: `BundleError.file` also for a file that is longer than `limit`.
  static func read(_ path: String, limit: Int) throws(BundleError) -> [UInt8]? {
    var descriptor: Int32
    repeat {
      descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY)
    } while descriptor < 0 && errno == EINTR
    guard descriptor >= 0 else {
      if errno == ENOENT { return nil }
      throw .file("cannot open `\(path)`: \(errorText(errno))")
    }
    defer { close(descriptor) }
    var status = stat()
    guard unsafe fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
      throw .file("cannot read `\(path)`: not a regular file")
    }
    // One byte more than is allowed, which then shows.
    var bytes = [UInt8](repeating: 0, count: limit + 1)
    var filled = 0
    while filled <= limit {
      let count = unsafe bytes.withUnsafeMutableBytes { buffer in
        unsafe Glibc.read(
          descriptor, UnsafeMutableRawBufferPointer(rebasing: buffer[filled...]).baseAddress,
          limit + 1 - filled)
      }
      if count < 0 && errno == EINTR { continue }
      if count < 0 { throw .file("cannot read `\(path)`: \(errorText(errno))") }
      if count == 0 { break }
      filled += count
    }
    guard filled <= limit else { throw .file("cannot read `\(path)`: longer than \(limit) bytes") }
    return Array(bytes[..<filled])
  }

  /// Replaces a file whole or not at all, and brings it to the disk. Others that do so at the same time
  /// wait for each other.
  ///
  /// The bytes go to a file beside it with `.next` behind its name, which then takes its place. Where a
  /// writer was ended before that, the next one uses the same name, so that nothing is left over.
  ///
  /// - Parameter isWanted: Asked when nobody else writes any more.
  static func replace(
    _ path: String, with bytes: [UInt8], where isWanted: () -> Bool
  ) throws(BundleError) {
    let next = path + ".next"
    let descriptor = try lockedFile(next)
    defer { close(descriptor) }
    guard isWanted() else {
      _ = unsafe unlink(next)
      return
    }
    do throws(BundleError) {
      try write(bytes, to: descriptor, path)
      guard unsafe rename(next, path) == 0 else { throw failure(path) }
    } catch {
      _ = unsafe unlink(next)
      throw error
    }
    // It is written; that the name outlives a power failure cannot be asked for everywhere.
    let folder = unsafe open(folder(of: path), O_RDONLY | O_CLOEXEC | O_DIRECTORY)
    guard folder >= 0 else { return }
    fsync(folder)
    close(folder)
  }

  /// A file at a path that nobody else has locked, empty.
  private static func lockedFile(_ path: String) throws(BundleError) -> Int32 {
    for _ in 0..<100 {
      let flags = O_WRONLY | O_CREAT | O_CLOEXEC | O_NOFOLLOW
      let descriptor = unsafe open(path, flags, 0o644 as mode_t)
      guard descriptor >= 0 else {
        if errno == EINTR { continue }
        throw failure(path)
      }
      // Where there are no locks, writers at the same time are not kept apart.
      while flock(descriptor, LOCK_EX) != 0, errno == EINTR {}
      if isAt(path, descriptor), ftruncate(descriptor, 0) == 0 { return descriptor }
      close(descriptor)
    }
    throw .file("cannot write `\(path)`: others keep replacing it")
  }

  /// Whether the open file still is what stands at the path: whoever held the lock can have moved it.
  private static func isAt(_ path: String, _ descriptor: Int32) -> Bool {
    var opened = stat()
    var standing = stat()
    return unsafe fstat(descriptor, &opened) == 0 && lstat(path, &standing) == 0
      && opened.st_ino == standing.st_ino && opened.st_dev == standing.st_dev
  }

  private static func write(
    _ bytes: [UInt8], to descriptor: Int32, _ path: String
  ) throws(BundleError) {
    var written = 0
    while written < bytes.count {
      let rest = Array(bytes[written...])
      let count = unsafe Glibc.write(descriptor, rest, rest.count)
      if count < 0 && errno == EINTR { continue }
      guard count > 0 else { throw failure(path) }
      written += count
    }
    while fsync(descriptor) != 0 {
      guard errno == EINTR else { throw failure(path) }
    }
  }

  private static func failure(_ path: String) -> BundleError {
    .file("cannot write `\(path)`: \(errorText(errno))")
  }

  static func folder(of path: String) -> String {
    guard let slash = path.utf8.lastIndex(of: UInt8(ascii: "/")) else { return "." }
    return slash == path.startIndex ? "/" : String(path[..<slash])
  }
}

/// Which file stands at a path, and whether it was written to: two that are equal are the same file with
/// the same bytes, unless it was written to within the grain of the file system's clock.
struct FileIdentity: Hashable, Sendable {
  private let numbers: [Int]
  /// When it was last written to or renamed, in seconds since 1970.
  let changed: Int

  /// `nil` where nothing stands there that can be looked at.
  init?(_ path: String) {
    var status = stat()
    guard unsafe stat(path, &status) == 0 else { return nil }
    changed = max(status.st_ctim.tv_sec, status.st_mtim.tv_sec)
    numbers = [
      Int(truncatingIfNeeded: status.st_dev), Int(truncatingIfNeeded: status.st_ino),
      status.st_size, status.st_mtim.tv_sec, status.st_mtim.tv_nsec, status.st_ctim.tv_sec,
      status.st_ctim.tv_nsec,
    ]
  }
}

/// Seconds since 1970-01-01T00:00:00Z, by the system's clock.
package func systemTime() -> Int64 { Int64(time(nil)) }
