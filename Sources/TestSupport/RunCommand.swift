import Glibc

/// How a program that was run to its end ended, and what it wrote.
package struct CommandResult: Sendable {
  /// The exit status, or the number of the signal that ended it, negated.
  package let status: Int32
  package let output: String
  package let errors: String
}

/// Where the standard output of a program goes.
package enum CommandOutput: Sendable {
  case captured
  /// It has no standard output at all.
  case closed
  /// To a file that is there, such as `/dev/full`.
  case file(String)
  /// To a pipe whose reader is gone.
  case brokenPipe
}

/// A program that could not be started, or did not end in five minutes.
package struct CommandFailure: Error, Sendable {
  package let reason: String
}

/// Runs the built `tenantpolicy`, which stands beside the tests.
///
/// - Parameters:
///   - folder: where it runs; the current folder where it is `nil`.
///   - environment: all of it: nothing is inherited but the `PATH`.
///   - launcher: what stands before the program, such as `["setpriv", "--reuid", "65534"]`.
package func runCommand(
  _ arguments: String..., in folder: String? = nil, environment: [String: String] = [:],
  input: String = "", output: CommandOutput = .captured, launcher: [String] = []
) throws -> CommandResult {
  let binary = try commandPath()
  return try run(
    launcher + [binary] + arguments, in: folder, environment: environment, input: input,
    output: output)
}

/// Where the built `tenantpolicy` stands.
package func commandPath() throws -> String {
  var buffer = [UInt8](repeating: 0, count: 4096)
  let count = unsafe buffer.withUnsafeMutableBytes { bytes in
    guard let start = bytes.baseAddress else { return 0 }
    return unsafe readlink(
      "/proc/self/exe", start.assumingMemoryBound(to: CChar.self), bytes.count)
  }
  guard count > 0 else { throw CommandFailure(reason: "there is no /proc/self/exe") }
  let path = String(decoding: buffer[..<count], as: UTF8.self)
  return path.split(separator: "/").dropLast().map { "/" + $0 }.joined() + "/tenantpolicy"
}

/// Runs a program of the `PATH`, with its arguments, to its end.
package func run(
  _ words: [String], in folder: String? = nil, environment: [String: String] = [:],
  input: String = "", output: CommandOutput = .captured
) throws -> CommandResult {
  let streams = try (0..<3).map { _ in try temporaryDescriptor() }
  defer { streams.forEach { close($0) } }
  try fill(streams[0], with: input)

  var actions = unsafe posix_spawn_file_actions_t()
  unsafe posix_spawn_file_actions_init(&actions)
  defer { unsafe posix_spawn_file_actions_destroy(&actions) }
  unsafe posix_spawn_file_actions_adddup2(&actions, streams[0], 0)
  unsafe posix_spawn_file_actions_adddup2(&actions, streams[2], 2)
  var closed: Int32?
  defer { closed.map { _ = close($0) } }
  switch output {
  case .captured:
    unsafe posix_spawn_file_actions_adddup2(&actions, streams[1], 1)
  case .closed:
    unsafe posix_spawn_file_actions_addclose(&actions, 1)
  case .file(let path):
    unsafe posix_spawn_file_actions_addopen(&actions, 1, path, O_WRONLY, 0)
  case .brokenPipe:
    let writer = try pipeWithoutReader()
    unsafe posix_spawn_file_actions_adddup2(&actions, writer, 1)
    closed = writer
  }
  let place = folder.map { ["env", "-C", $0] } ?? []
  let process = try unsafe spawn(place + words, environment, &actions)
  let status = try wait(for: process)
  return CommandResult(
    status: status, output: try contents(of: streams[1]), errors: try contents(of: streams[2]))
}

private func spawn(
  _ words: [String], _ environment: [String: String],
  _ actions: UnsafePointer<posix_spawn_file_actions_t>
) throws -> pid_t {
  var inherited = ["PATH": unsafe getenv("PATH").map { unsafe String(cString: $0) } ?? "/usr/bin"]
  inherited.merge(environment) { $1 }
  var arguments = unsafe words.map { unsafe strdup($0) } + [nil]
  var variables = unsafe inherited.map { unsafe strdup("\($0)=\($1)") } + [nil]
  defer {
    unsafe arguments.forEach { unsafe free($0) }
    unsafe variables.forEach { unsafe free($0) }
  }
  var process: pid_t = 0
  let result = unsafe posix_spawnp(
    &process, words.first ?? "", actions, nil, &arguments, &variables)
  guard result == 0 else {
    throw CommandFailure(
      reason: "cannot run \(words): \(unsafe String(cString: strerror(result)))")
  }
  return process
}

private func wait(for process: pid_t) throws -> Int32 {
  var status: Int32 = 0
  for _ in 0..<300_000 {
    if unsafe waitpid(process, &status, WNOHANG) == process {
      let signal = status & 0x7F
      return signal == 0 ? (status >> 8) & 0xFF : -signal
    }
    usleep(1000)
  }
  kill(process, SIGKILL)
  unsafe waitpid(process, &status, 0)
  throw CommandFailure(reason: "it did not end in five minutes")
}

/// An open file without a name, which goes when it is closed.
private func temporaryDescriptor() throws -> Int32 {
  var template = Array("/tmp/tenantpolicy-stream-XXXXXX".utf8CString)
  let descriptor = unsafe mkstemp(&template)
  guard descriptor >= 0 else { throw CommandFailure(reason: "cannot write to /tmp") }
  _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
  _ = unsafe unlink(template)
  return descriptor
}

/// A pair of sockets rather than a pipe: its reader cannot leak into what other tests start.
private func pipeWithoutReader() throws -> Int32 {
  var ends: [Int32] = [0, 0]
  let kind = Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue)
  guard unsafe socketpair(AF_UNIX, kind, 0, &ends) == 0 else {
    throw CommandFailure(reason: "no pair of sockets")
  }
  close(ends[0])
  return ends[1]
}

private func fill(_ descriptor: Int32, with input: String) throws {
  let bytes = Array(input.utf8)
  guard unsafe write(descriptor, bytes, bytes.count) == bytes.count,
    lseek(descriptor, 0, SEEK_SET) == 0
  else { throw CommandFailure(reason: "cannot write the input") }
}

private func contents(of descriptor: Int32) throws -> String {
  let size = Int(lseek(descriptor, 0, SEEK_END))
  var bytes = [UInt8](repeating: 0, count: max(size, 0))
  guard unsafe pread(descriptor, &bytes, bytes.count, 0) == bytes.count else {
    throw CommandFailure(reason: "cannot read the output")
  }
  return String(decoding: bytes, as: UTF8.self)
}
