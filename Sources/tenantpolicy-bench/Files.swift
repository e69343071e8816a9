import CBaselines
import Glibc

// The files that the benchmarks write and read.

func readFile(_ path: String) throws(BenchError) -> [UInt8] {
  guard let file = unsafe fopen(path, "r") else { throw failure(to: "read", path) }
  defer { _ = unsafe fclose(file) }
  var bytes: [UInt8] = []
  var buffer = [UInt8](repeating: 0, count: 1 << 16)
  while true {
    let count = unsafe fread(&buffer, 1, buffer.count, file)
    guard count > 0 else { return bytes }
    bytes += buffer[..<count]
  }
}

/// Writes a file that is not there yet.
func write(_ bytes: [UInt8], to path: String) throws(BenchError) {
  try write(bytes, to: path, mode: "wx")
}

/// Writes a file, over one that is there.
func overwrite(_ path: String, with bytes: [UInt8]) throws(BenchError) {
  try write(bytes, to: path, mode: "w")
}

private func write(_ bytes: [UInt8], to path: String, mode: String) throws(BenchError) {
  guard let file = unsafe fopen(path, mode) else { throw failure(to: "make", path) }
  let count = unsafe fwrite(bytes, 1, bytes.count, file)
  guard unsafe fclose(file) == 0, count == bytes.count else { throw failure(to: "write", path) }
}

func rename(_ path: String, to other: String) throws(BenchError) {
  guard unsafe Glibc.rename(path, other) == 0 else { throw failure(to: "rename", path) }
}

func makeFolder(_ path: String) throws(BenchError) {
  guard unsafe mkdir(path, 0o755) == 0 else { throw failure(to: "make the folder", path) }
}

/// Reads a file of a known size in one go.
func readWhole(_ path: String, _ size: Int) throws -> [UInt8] {
  let file = unsafe open(path, O_RDONLY)
  guard file >= 0 else { throw failure(to: "read", path) }
  defer { close(file) }
  return try unsafe [UInt8](unsafeUninitializedCapacity: size) { buffer, filled in
    while filled < size {
      guard let start = buffer.baseAddress else { break }
      let count = unsafe read(file, start + filled, size - filled)
      guard count > 0 else { throw failure(to: "read", path) }
      filled += count
    }
  }
}

func fileSize(_ path: String) throws(BenchError) -> Int {
  var status = stat()
  guard unsafe stat(path, &status) == 0 else { throw failure(to: "look at", path) }
  return Int(status.st_size)
}

func exists(_ path: String) -> Bool { unsafe access(path, F_OK) == 0 }

/// A new folder: in memory where there is a file system for that, so that no disk is measured.
func makeTemporaryFolder() throws(BenchError) -> String {
  let place = unsafe access("/dev/shm", W_OK) == 0 ? "/dev/shm" : "/tmp"
  var template = Array("\(place)/tenantpolicy-bench-XXXXXX".utf8CString)
  guard let path = unsafe mkdtemp(&template) else { throw failure(to: "make a folder in", place) }
  return unsafe String(cString: path)
}

func removeFolder(_ path: String) {
  let words = ["rm", "-rf", path]
  var arguments = unsafe words.map { unsafe strdup($0) } + [nil]
  defer { unsafe arguments.forEach { unsafe free($0) } }
  _ = unsafe baseline_run_program(&arguments, "/dev/null", "/dev/null")
}

func executablePath() throws(BenchError) -> String {
  guard let path = unsafe realpath("/proc/self/exe", nil) else {
    throw failure(to: "find", "/proc/self/exe")
  }
  defer { unsafe free(path) }
  return unsafe String(cString: path)
}

/// The path of a program that stands beside another.
func sibling(of path: String, _ name: String) throws(BenchError) -> String {
  guard let slash = path.lastIndex(of: "/") else { throw BenchError("`\(path)` is no full path") }
  let sibling = "\(path[..<slash])/\(name)"
  guard exists(sibling) else {
    throw BenchError("there is no `\(sibling)`; `make bench` builds it")
  }
  return sibling
}

func failure(to action: String, _ path: String) -> BenchError {
  BenchError("cannot \(action) `\(path)`: \(unsafe String(cString: strerror(errno)))")
}
