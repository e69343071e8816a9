import Glibc
import PolicySigning

// The system calls of the command. This is the only file of the target with `unsafe` in it: every
// pointer that passes to the C library lives within one of these functions.

/// Why a file cannot be used.
enum SystemError: Error, Hashable {
  /// A system call failed with this `errno`.
  case call(Int32)
  case notRegular
  case tooLarge
  case changed
  case notUTF8

  static var last: SystemError { .call(errno) }
  static let noSuchFile = SystemError.call(ENOENT)
  static let alreadyThere = SystemError.call(EEXIST)
  static let notEmpty = SystemError.call(ENOTEMPTY)
  static let busy = SystemError.call(EBUSY)
  static let brokenPipe = SystemError.call(EPIPE)
  static let notFolder = SystemError.call(ENOTDIR)

  /// Lower case, no full stop: `permission denied`.
  var reason: String {
    switch self {
    case .call(let number): systemReason(number)
    case .notRegular: "not a regular file"
    case .tooLarge: "larger than \(SourceFiles.largestFile >> 20) MiB"
    case .changed: "it changed while it was being read"
    case .notUTF8: "its path is not UTF-8"
    }
  }
}

/// In the words of the operating system.
private func systemReason(_ number: Int32) -> String {
  guard let text = unsafe strerror(number) else { return "error \(number)" }
  let words = unsafe String(cString: text)
  return words.prefix(1).lowercased() + words.dropFirst()
}

/// What is known of a file without reading it.
struct FileInformation: Hashable {
  enum Kind { case regular, folder, link, other }

  private struct Instant: Hashable {
    let seconds: Int
    let nanoseconds: Int

    init(_ time: timespec) {
      seconds = time.tv_sec
      nanoseconds = time.tv_nsec
    }
  }

  let device: UInt
  let inode: UInt
  let size: Int
  let kind: Kind
  /// Permissions, without the kind.
  let mode: UInt32
  let owner: UInt32
  let group: UInt32
  private let modified: Instant
  private let changed: Instant

  fileprivate init(_ status: stat) {
    device = UInt(status.st_dev)
    inode = UInt(status.st_ino)
    size = Int(status.st_size)
    mode = status.st_mode & 0o7777
    owner = status.st_uid
    group = status.st_gid
    modified = Instant(status.st_mtim)
    changed = Instant(status.st_ctim)
    switch status.st_mode & S_IFMT {
    case S_IFREG: kind = .regular
    case S_IFDIR: kind = .folder
    case S_IFLNK: kind = .link
    default: kind = .other
    }
  }

  /// Of what stands at a path; of the link itself where there is one, unless it is followed.
  init(path: String, followingLink: Bool) throws(SystemError) {
    var status = stat()
    let result =
      followingLink ? unsafe stat(path, &status) : unsafe lstat(path, &status)
    guard result == 0 else { throw .last }
    self.init(status)
  }
}

/// An open file, closed when its owner goes.
struct OpenFile: ~Copyable {
  let descriptor: Int32

  /// Opens for reading. Never waits for a peer, as a named pipe would, and never takes a terminal.
  static func reading(_ path: String, followingLink: Bool) throws(SystemError) -> OpenFile {
    let link = followingLink ? 0 : O_NOFOLLOW
    return try opening(path, O_RDONLY | O_NONBLOCK | O_NOCTTY | link)
  }

  /// Opens for reading what may make its reader wait, as a pipe does.
  static func waiting(_ path: String) throws(SystemError) -> OpenFile {
    try opening(path, O_RDONLY | O_NOCTTY)
  }

  /// Creates a file that must not exist, open for writing.
  ///
  /// - Parameter mode: Less the umask.
  static func creating(_ path: String, mode: UInt32 = 0o644) throws(SystemError) -> OpenFile {
    try opening(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW, mode)
  }

  private static func opening(
    _ path: String, _ flags: Int32, _ mode: UInt32 = 0
  ) throws(SystemError) -> OpenFile {
    guard !path.utf8.contains(0) else { throw .call(EINVAL) }
    while true {
      let descriptor = unsafe open(path, flags | O_CLOEXEC, mode)
      if descriptor >= 0 { return OpenFile(descriptor: descriptor) }
      guard errno == EINTR else { throw .last }
    }
  }

  func information() throws(SystemError) -> FileInformation {
    var status = stat()
    guard unsafe fstat(descriptor, &status) == 0 else { throw .last }
    return FileInformation(status)
  }

  func writeAll(_ bytes: [UInt8]) throws(SystemError) {
    try tenantpolicy.writeAll(bytes, to: descriptor)
  }

  func writeAll(_ bytes: SecretBytes) throws(SystemError) {
    try unsafe bytes.withBytes { bytes throws(SystemError) in
      try unsafe tenantpolicy.writeAll(bytes, to: descriptor)
    }
  }

  /// Reads to the end, or until there are more bytes than `limit`; then one more than `limit`.
  func readAll(expecting size: Int, limit: Int) throws(SystemError) -> [UInt8] {
    try tenantpolicy.readAll(from: descriptor, expecting: size, limit: limit)
  }

  /// Gives the file the mode of another and, where that is allowed, its owner and group: a file that
  /// root rewrites stays with whom it belongs to.
  func takeMode(of other: FileInformation) throws(SystemError) {
    _ = fchown(descriptor, other.owner, other.group)
    guard fchmod(descriptor, other.mode) == 0 else { throw .last }
  }

  /// Gives the file a mode, whatever the umask says.
  func setMode(_ mode: UInt32) throws(SystemError) {
    guard fchmod(descriptor, mode) == 0 else { throw .last }
  }

  /// Another descriptor of the same open file.
  func duplicate() throws(SystemError) -> OpenFile {
    let copy = fcntl(descriptor, F_DUPFD_CLOEXEC, 3)
    guard copy >= 0 else { throw .last }
    return OpenFile(descriptor: copy)
  }

  /// Brings the file, or the entries of a folder, to the disk.
  func synchronize() throws(SystemError) {
    while fsync(descriptor) != 0 {
      guard errno == EINTR else { throw .last }
    }
  }

  /// Closes and says when that fails, which is where some file systems report a lost write.
  consuming func close() throws(SystemError) {
    let descriptor = descriptor
    discard self
    guard Glibc.close(descriptor) == 0 || errno == EINTR else { throw .last }
  }

  deinit {
    _ = Glibc.close(descriptor)
  }
}

/// A lock on an open file or folder, held until its owner goes. It belongs to the open file, and the system
/// lets it go when a process ends, however that happens.
struct FileLock: ~Copyable {
  let file: OpenFile
  /// `false` where another has it. File systems that have no locks let everybody have it.
  let isHeld: Bool

  init(_ file: consuming OpenFile) {
    var status = flock(file.descriptor, LOCK_EX | LOCK_NB)
    while status != 0, errno == EINTR { status = flock(file.descriptor, LOCK_EX | LOCK_NB) }
    isHeld = status == 0 || errno != EWOULDBLOCK
    self.file = file
  }

  /// Whether what stands at a path is what is locked.
  func isAt(_ path: String) throws(SystemError) -> Bool {
    let standing: FileInformation
    do throws(SystemError) {
      standing = try FileInformation(path: path, followingLink: false)
    } catch {
      if error == .noSuchFile { return false }
      throw error
    }
    let locked = try file.information()
    return standing.inode == locked.inode && standing.device == locked.device
  }
}

/// Writes all of `bytes`, however many calls that takes.
func writeAll(_ bytes: [UInt8], to descriptor: Int32) throws(SystemError) {
  let result = unsafe bytes.withUnsafeBytes { bytes in
    Result { () throws(SystemError) in try unsafe writeAll(bytes, to: descriptor) }
  }
  try result.get()
}

private func writeAll(
  _ bytes: UnsafeRawBufferPointer, to descriptor: Int32
) throws(SystemError) {
  var rest = unsafe bytes[...]
  while unsafe !rest.isEmpty {
    let count = unsafe write(
      descriptor, UnsafeRawBufferPointer(rebasing: rest).baseAddress, rest.count)
    if count > 0 {
      unsafe rest = rest.dropFirst(count)
    } else if count == 0 || errno != EINTR {
      throw count == 0 ? .call(EIO) : .last
    }
  }
}

/// Reads to the end, or until there are more bytes than `limit`; then one more than `limit`.
/// `size` is what is expected, and only sets how much is asked for at once.
func readAll(
  from descriptor: Int32, expecting size: Int, limit: Int
) throws(SystemError) -> [UInt8] {
  var bytes: [UInt8] = []
  var isAtEnd = false
  while !isAtEnd && bytes.count <= limit {
    let wanted = min(max(size - bytes.count, 0) + 1, limit + 1 - bytes.count)
    let part = try read(upTo: bytes.isEmpty ? wanted : max(wanted, 65_536), from: descriptor)
    isAtEnd = part.isEmpty
    if bytes.isEmpty { bytes = part } else { bytes += part }
    // A regular file gives less than was asked for only at its end.
    if part.count == size && bytes.count == size { isAtEnd = true }
  }
  return bytes
}

private func read(upTo count: Int, from descriptor: Int32) throws(SystemError) -> [UInt8] {
  var failure: SystemError?
  let bytes = unsafe [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
    repeat {
      let got = unsafe Glibc.read(descriptor, buffer.baseAddress, count)
      if got >= 0 {
        filled = got
        return
      }
    } while errno == EINTR
    failure = .last
  }
  if let failure { throw failure }
  return bytes
}

/// One entry of a folder, as the folder names it.
struct FolderEntry {
  /// The bytes of its name, which need not be UTF-8.
  let name: [UInt8]
  /// `nil` where the file system does not say without looking at the file.
  let kind: FileInformation.Kind?
}

/// The entries of a folder, without `.` and `..`, in no order.
func entries(ofFolder path: String) throws(SystemError) -> [FolderEntry] {
  let folder = try unsafe openFolder(path)
  defer { _ = unsafe closedir(folder) }
  var entries: [FolderEntry] = []
  while true {
    errno = 0
    guard let entry = unsafe readdir(folder) else { break }
    let name = unsafe nameBytes(of: entry)
    guard name != Array(".".utf8), name != Array("..".utf8) else { continue }
    entries.append(FolderEntry(name: name, kind: kind(unsafe Int(entry.pointee.d_type))))
  }
  guard errno == 0 else { throw .last }
  return entries
}

private func openFolder(_ path: String) throws(SystemError) -> OpaquePointer {
  while true {
    if let folder = unsafe opendir(path) { return unsafe folder }
    guard errno == EINTR else { throw .last }
  }
}

private func nameBytes(of entry: UnsafeMutablePointer<dirent>) -> [UInt8] {
  guard let offset = MemoryLayout<dirent>.offset(of: \.d_name) else { return [] }
  let start = unsafe UnsafeRawPointer(entry) + offset
  return unsafe Array(
    UnsafeRawBufferPointer(start: start, count: strlen(start.assumingMemoryBound(to: CChar.self))))
}

private func kind(_ type: Int) -> FileInformation.Kind? {
  switch type {
  case Int(DT_REG): .regular
  case Int(DT_DIR): .folder
  case Int(DT_LNK): .link
  case Int(DT_UNKNOWN): nil
  default: .other
  }
}

/// The absolute path with every link followed.
func realPath(_ path: String) throws(SystemError) -> String {
  guard let resolved = unsafe realpath(path, nil) else { throw .last }
  defer { unsafe free(resolved) }
  guard let text = unsafe String(validatingCString: resolved) else {
    throw SystemError.notUTF8
  }
  return text
}

func renameFile(_ old: String, to new: String) throws(SystemError) {
  guard unsafe rename(old, new) == 0 else { throw .last }
}

/// Gives a file another name that nothing must have yet.
func renameFile(_ old: String, toNew new: String) throws(SystemError) {
  guard unsafe link(old, new) == 0 else { throw .last }
  removeFile(old)
}

/// Removes a file, in a second try where the first fails: nothing of what was written may be left over.
func removeFile(_ path: String) {
  if unsafe unlink(path) != 0, errno != ENOENT { _ = unsafe unlink(path) }
}

func createFolder(_ path: String) throws(SystemError) {
  guard unsafe mkdir(path, 0o755) == 0 else { throw .last }
}

func removeEmptyFolder(_ path: String) {
  _ = unsafe rmdir(path)
}

/// The arguments after the program's own name, as bytes: they need not be UTF-8.
func programArguments() -> [[UInt8]] {
  (1..<max(Int(CommandLine.argc), 1)).compactMap { index in
    guard let argument = unsafe CommandLine.unsafeArgv[index] else { return nil }
    return unsafe Array(UnsafeRawBufferPointer(start: argument, count: strlen(argument)))
  }
}

/// A variable of the environment; `nil` when it is not set, is empty or is not UTF-8.
func environmentVariable(_ name: String) -> String? {
  guard let value = unsafe getenv(name), let text = unsafe String(validatingCString: value) else {
    return nil
  }
  return text.isEmpty ? nil : text
}

func isTerminal(_ descriptor: Int32) -> Bool {
  isatty(descriptor) == 1
}

/// A line that is typed at the terminal of the process and not shown, without its end.
///
/// - Throws: where there is no terminal, and `EINTR` when the user gives up.
func lineOfTerminal(_ prompt: String) throws(SystemError) -> [UInt8] {
  let terminal = unsafe open("/dev/tty", O_RDWR | O_CLOEXEC)
  guard terminal >= 0 else { throw .last }
  defer { Glibc.close(terminal) }
  var shown = termios()
  guard unsafe tcgetattr(terminal, &shown) == 0 else { throw .last }
  // Byte by byte and without signals: nothing can end the program while the terminal shows nothing.
  var hidden = shown
  hidden.c_lflag &= ~tcflag_t(ECHO | ICANON | ISIG)
  guard unsafe tcsetattr(terminal, TCSAFLUSH, &hidden) == 0 else { throw .last }
  defer {
    unsafe tcsetattr(terminal, TCSAFLUSH, &shown)
    try? writeAll([0x0A], to: terminal)
  }
  try writeAll(Array(prompt.utf8), to: terminal)
  var line: [UInt8] = []
  while line.count < 4_096, let byte = try read(upTo: 1, from: terminal).first {
    switch byte {
    case 0x0A, 0x0D: return line
    case 0x03, 0x1A, 0x1C: throw .call(EINTR)
    case 0x08, 0x7F: _ = line.popLast()
    case 0x15: line = []
    default: line.append(byte)
    }
  }
  return line
}

/// The columns of the terminal on a descriptor; `nil` when it is none or does not say.
func terminalWidth(_ descriptor: Int32) -> Int? {
  var size = winsize()
  guard unsafe ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return nil }
  return Int(size.ws_col)
}

/// What a program that is found on the `PATH` makes of some input; `nil` if there is no such program,
/// or it failed.
func output(
  of program: String, _ arguments: [String], input: [UInt8]
) throws(SystemError) -> [UInt8]? {
  guard case .ended(0, let output) = try run(program: program, arguments, input: input) else {
    return nil
  }
  return output
}

/// How a program ended.
enum ProgramResult {
  case notFound
  /// With its status as `waitpid` gives it, and what it wrote to standard output.
  case ended(Int32, [UInt8])
}

/// Runs a program that is found on the `PATH`. No shell is asked.
///
/// - Parameters:
///   - input: What it reads; more than a pipe holds only if it reads all before it writes.
///   - environment: Variables that it is given beside those of this process. Its standard error is not
///     shown where some are given.
///   - limit: Most bytes that it may write.
func run(
  program: String, _ arguments: [String], input: [UInt8], environment: [String: String] = [:],
  limit: Int = SourceFiles.largestFile
) throws(SystemError) -> ProgramResult {
  // The end that is read, and the end that is written.
  var (given, made): ([Int32], [Int32]) = ([0, 0], [0, 0])
  guard unsafe pipe(&given) == 0, unsafe pipe(&made) == 0 else { throw .last }
  var actions = unsafe posix_spawn_file_actions_t()
  unsafe posix_spawn_file_actions_init(&actions)
  defer { unsafe posix_spawn_file_actions_destroy(&actions) }
  unsafe posix_spawn_file_actions_adddup2(&actions, given[0], 0)
  unsafe posix_spawn_file_actions_adddup2(&actions, made[1], 1)
  for end in given + made { unsafe posix_spawn_file_actions_addclose(&actions, end) }
  if !environment.isEmpty {
    unsafe posix_spawn_file_actions_addopen(&actions, 2, "/dev/null", O_WRONLY, 0)
  }
  var process = pid_t()
  var words = unsafe ([program] + arguments).map { unsafe strdup($0) } + [nil]
  var variables = unsafe variables(with: environment)
  let status = unsafe posix_spawnp(&process, program, &actions, nil, &words, &variables)
  unsafe (words + variables).forEach { unsafe free($0) }
  Glibc.close(given[0])
  Glibc.close(made[1])
  guard status == 0 else {
    Glibc.close(given[1])
    Glibc.close(made[0])
    return .notFound
  }
  try? writeAll(input, to: given[1])
  Glibc.close(given[1])
  let output = Result { () throws(SystemError) in
    try readAll(from: made[0], expecting: 0, limit: limit)
  }
  // Closed first: a program whose output is not read to the end must not wait for a reader.
  Glibc.close(made[0])
  var end: Int32 = 0
  guard unsafe waitpid(process, &end, 0) == process else { throw .last }
  let bytes = try output.get()
  guard bytes.count <= limit else { throw .tooLarge }
  return .ended(end, bytes)
}

/// The variables of this process with others in the place of those of their names, to be freed.
private func variables(
  with changes: [String: String]
) -> [UnsafeMutablePointer<CChar>?] {
  var variables = unsafe [UnsafeMutablePointer<CChar>?]()
  var next = unsafe environ
  while let variable = unsafe next.pointee {
    let text = unsafe String(cString: variable)
    let name = text.prefix { $0 != "=" }
    if changes[String(name)] == nil { unsafe variables.append(strdup(variable)) }
    unsafe next += 1
  }
  for name in changes.keys.sorted() {
    unsafe variables.append(strdup("\(name)=\(changes[name] ?? "")"))
  }
  unsafe variables.append(nil)
  return unsafe variables
}

func secondsSince1970() -> Int64 {
  Int64(time(nil))
}

func processNumber() -> Int {
  Int(getpid())
}

/// The processors that this process may use.
func availableProcessors() -> Int {
  max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN)))
}

/// Fits the process for writing: a closed pipe and the limit on a file's size become errors of the
/// write. A standard stream that is closed is filled with one that refuses, so that no file that is
/// opened later takes its number and receives what was meant for it.
func prepareStreams() {
  signal(SIGPIPE, SIG_IGN)
  signal(SIGXFSZ, SIG_IGN)
  for (descriptor, flags) in [(0 as Int32, O_WRONLY), (1, O_RDONLY), (2, O_RDONLY)]
  where fcntl(descriptor, F_GETFD) < 0 {
    _ = unsafe open("/dev/null", flags)
  }
}

/// What several threads share: one of them at a time.
@safe final class Guarded<Value>: @unchecked Sendable {
  private let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
  private var value: Value

  init(_ value: Value) {
    self.value = value
    unsafe pthread_mutex_init(mutex, nil)
  }

  deinit {
    unsafe pthread_mutex_destroy(mutex)
    unsafe mutex.deallocate()
  }

  func withLock<Result>(_ body: (inout Value) -> Result) -> Result {
    unsafe pthread_mutex_lock(mutex)
    defer { unsafe pthread_mutex_unlock(mutex) }
    return body(&value)
  }
}
