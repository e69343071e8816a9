import TestSupport
import Testing

/// The system fails once, at each call that `build` makes: the last bundle stands or the new one does,
/// whole, and the exit status says which.
///
/// Faults are injected with strace; where it is not installed or may not trace, the tests say so.
@Suite struct FaultTests {
  private let folder: TemporaryFolder
  private let lastBundle = Array("the last bundle\n".utf8)

  init() throws {
    folder = try TemporaryFolder()
    try folder.writeCleanPolicies(to: "p")
  }

  /// What a call can fail with, and what the program may then answer.
  private static let errors: [(error: String, calls: Set<String>)] = [
    ("EIO", Set(SystemCall.watched)),
    ("ENOSPC", ["openat", "write", "fsync", "close", "rename"]),
    ("EINTR", ["openat", "read", "write", "fsync", "close"]),
    ("EACCES", ["openat", "newfstatat", "rename"]),
  ]

  @Test func everyCallFailingOnceLeavesAWholeBundle() throws {
    guard let calls = try tracedCalls() else { return }
    let newBundle = try #require(folder.read("out/x.bundle"))
    var runs = 0
    var failed = 0
    for (error, names) in Self.errors {
      for call in calls where names.contains(call.name) {
        let result = try build(injecting: "\(call.name):error=\(error):when=\(call.number)")
        let place = "\(error) at \(call)"
        runs += 1
        failed += result.status == 0 ? 0 : 1
        #expect([0, 1].contains(result.status), "\(place): \(result.status) \(result.errors)")
        let bundle = folder.read("out/x.bundle")
        #expect(bundle == lastBundle || bundle == newBundle, "\(place)")
        #expect(result.status == 1 || bundle == newBundle, "\(place)")
        #expect(bundle == lastBundle || !says("nothing has changed", result), "\(place)")
        #expect(result.status == 0 || result.errors.hasPrefix("error: "), "\(place)")
        #expect(error != "EINTR" || result.status == 0, "\(place): \(result.errors)")
        #expect(try filesInOut() == ["x.bundle"], "\(place)")
      }
    }
    print("\(runs) runs with a fault each, of which \(failed) failed as they must")
    #expect(runs > 80 && failed > 20)
  }

  @Test func aKillAtAnyCallLeavesAWholeBundle() throws {
    guard let calls = try tracedCalls() else { return }
    let newBundle = try #require(folder.read("out/x.bundle"))
    var temporaries = 0
    for call in calls {
      let result = try build(injecting: "\(call.name):signal=KILL:when=\(call.number)")
      #expect(result.status == -9, "\(call): \(result.status) \(result.errors)")
      let bundle = folder.read("out/x.bundle")
      #expect(bundle == lastBundle || bundle == newBundle, "\(call)")
      temporaries += try filesInOut().count - 1
      // What was left must not stand in the way of the next run.
      let next = try runCommand("build", "p", "-o", "out/x.bundle", in: folder.path)
      #expect(next.status == 0, "\(call): \(next.errors)")
      #expect(folder.read("out/x.bundle") == newBundle, "\(call)")
      #expect(try filesInOut() == ["x.bundle"], "\(call)")
    }
    print("\(calls.count) runs killed, of which \(temporaries) left a temporary file")
    #expect(calls.count > 30 && temporaries > 2)
  }

  @Test func aWriteThatTakesNothingIsAnError() throws {
    guard let calls = try tracedCalls() else { return }
    // The first write of the program goes to the standard output, the second into the bundle.
    let writes = calls.filter { $0.name == "write" && $0.line.contains("TPBUNDLE") }
    let write = try #require(writes.first)
    let result = try build(injecting: "write:retval=0:when=\(write.number)")
    #expect(result.status == 1)
    #expect(folder.read("out/x.bundle") == lastBundle)
    #expect(try filesInOut() == ["x.bundle"])
  }

  /// A limit inside the bundle: the first write takes a part of the bytes, the next takes none.
  @Test func aWriteThatTakesAPartIsGoneOnWith() throws {
    try folder.write("the last bundle\n", to: "out/x.bundle")
    let build = #""$0" build p -o out/x.bundle --quiet 2>&1"#
    let line = "{ ulimit -f 8; \(build); echo \"status $?\"; } | cat"
    let result = try run(["sh", "-c", line, try commandPath()], in: folder.path)
    #expect(result.output.contains("file too large"))
    #expect(result.output.hasSuffix("status 1\n"))
    #expect(folder.read("out/x.bundle") == lastBundle)
    #expect(try filesInOut() == ["x.bundle"])
  }

  // MARK: Runs

  /// The calls of a build in order, without those of the loader; `nil`, with the reason printed, where
  /// nothing can be traced.
  private func tracedCalls() throws -> [SystemCall]? {
    let log = folder.path(of: "log")
    try folder.makeFolder("out")
    let names = SystemCall.watched.joined(separator: ",")
    let launcher = ["strace", "-o", log, "-e", "trace=fcntl,\(names)"]
    guard (try? run(["strace", "-o", "/dev/null", "true"]))?.status == 0 else {
      print("skipped: strace is not installed, or may not trace")
      return nil
    }
    let result = try build(launcher)
    #expect(result.status == 0, "\(result.errors)")
    let lines = String(decoding: folder.read("log") ?? [], as: UTF8.self).split(separator: "\n")
    return SystemCall.ofProgram(lines)
  }

  private func build(injecting fault: String) throws -> CommandResult {
    try folder.remove("out")
    try folder.write("the last bundle\n", to: "out/x.bundle")
    return try build(["strace", "-o", "/dev/null", "-e", "inject=\(fault)"])
  }

  /// One thread, so that the calls come in the same order each time.
  private func build(_ launcher: [String]) throws -> CommandResult {
    try runCommand(
      "build", "p", "-o", "out/x.bundle", "--threads", "1", in: folder.path, launcher: launcher)
  }

  private func says(_ text: String, _ result: CommandResult) -> Bool {
    result.errors.contains(text)
  }

  private func filesInOut() throws -> [String] {
    try run(["ls", "-A", folder.path(of: "out")]).output.split(separator: "\n").map(String.init)
  }
}

/// A system call of a traced run.
struct SystemCall: CustomStringConvertible {
  static let watched = [
    "openat", "read", "write", "fsync", "close", "rename", "newfstatat", "getdents64", "readlink",
    "flock", "fchmod", "link", "unlink", "mkdir",
  ]

  let name: String
  /// Which of the calls of that name it is, from 1.
  let number: Int
  let line: String

  var description: String { "call \(number) of \(name): \(line.prefix(80))" }

  /// The calls that the program makes itself: the first is the look at its standard streams.
  static func ofProgram(_ lines: [Substring]) -> [SystemCall] {
    var counts: [String: Int] = [:]
    var isOwn = false
    return lines.compactMap { line in
      if line.contains("F_GETFD") { isOwn = true }
      guard let name = line.split(separator: "(").first.map(String.init), watched.contains(name)
      else { return nil }
      counts[name, default: 0] += 1
      return isOwn ? SystemCall(name: name, number: counts[name] ?? 0, line: String(line)) : nil
    }
  }
}
