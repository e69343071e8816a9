import TestSupport
import Testing

/// The system fails once, or the process is killed, at each call that `sign`, `keygen`, `bundle export-oci`
/// and `bundle import-oci` make: what stood there stands, or what they write does, whole. What a process that
/// was killed leaves behind is gone after the next run.
@Suite struct TrustFaultTests {
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    try folder.writeCleanPolicies(to: "p")
    for words in [
      ["build", "p", "-o", "x.bundle", "--quiet"], ["keygen", "-W", "-s", "k.key", "-p", "k.pub"],
      ["sign", "x.bundle", "-s", "k.key"], ["bundle", "export-oci", "oci", "x.bundle"],
    ] {
      let result = try run([try commandPath()] + words, in: folder.path)
      try #require(result.status == 0, "\(result.errors)")
    }
  }

  /// A command that writes into the folder `out`.
  enum Subject: String, CaseIterable {
    case sign = "sign x.bundle -s k.key -o out/x.sig"
    case keygen = "keygen -W -s out/k.key -p out/k.pub"
    case export = "bundle export-oci out/oci x.bundle"
    case importing = "bundle import-oci oci -o out/x.bundle"

    /// How many of the files that it writes can stand when another is missing.
    var isSeveralFiles: Bool { self == .keygen || self == .importing }
  }

  @Test(arguments: Subject.allCases)
  func everyCallFailingOnceLeavesWholeFiles(_ subject: Subject) throws {
    guard let calls = try tracedCalls(subject) else { return }
    let whole = try state()
    var (runs, failed) = (0, 0)
    for error in ["EIO", "ENOSPC", "EINTR"] {
      for call in calls where error != "EINTR" || call.isInterruptible {
        let place = "\(error) at \(call) of \(subject.rawValue)"
        let result = try run(subject, "\(call.name):error=\(error):when=\(call.number)")
        runs += 1
        failed += result.status == 0 ? 0 : 1
        #expect([0, 1].contains(result.status), "\(place): \(result.status) \(result.errors)")
        #expect(error != "EINTR" || result.status == 0, "\(place): \(result.errors)")
        try expectWhole(subject, whole, place, isDone: result.status == 0)
      }
    }
    print(
      "\(subject.rawValue): \(runs) runs with a fault each, of which \(failed) failed as they must")
    #expect(runs > 20 && failed > 5)
  }

  @Test(arguments: Subject.allCases)
  func aKillAtAnyCallLeavesWholeFiles(_ subject: Subject) throws {
    guard let calls = try tracedCalls(subject) else { return }
    let whole = try state()
    for call in calls {
      let place = "\(call) of \(subject.rawValue)"
      let result = try run(subject, "\(call.name):signal=KILL:when=\(call.number)")
      #expect(result.status == -9, "\(place): \(result.status)")
      // Another run in the same folder cleans up, whatever it writes itself.
      let next = try self.run(
        [try commandPath(), "sign", "x.bundle", "-s", "k.key", "-o", "out/next"], in: folder.path)
      #expect(next.status == 0, "\(place): \(next.errors)")
      try folder.remove("out/next")
      try expectWhole(subject, whole, place, isDone: false)
    }
    print("\(subject.rawValue): \(calls.count) runs killed")
    #expect(calls.count > 10)
  }

  /// The state is that of a run that was not disturbed, or that before it; of several files, some may be
  /// there, each of them whole.
  private func expectWhole(
    _ subject: Subject, _ whole: [String: String], _ place: String, isDone: Bool
  ) throws {
    let found = try state()
    let isPart = found.allSatisfy { whole[$0.key] == $0.value }
    #expect(isPart, "\(place): \(found.keys.sorted())")
    #expect(found.count == whole.count || found.isEmpty || subject.isSeveralFiles, "\(place)")
    #expect(!isDone || found.count == whole.count, "\(place)")
  }

  /// The files of `out` with their modes and digests; keys are others each time, and have none.
  private func state() throws -> [String: String] {
    let line = "find out -type f -printf '%m %p\\n' | sort -k2; find out -type d -name '.*'"
    let files = try run(["sh", "-c", line], in: folder.path).output.split(separator: "\n")
    var state: [String: String] = [:]
    for file in files {
      let words = file.split(separator: " ").map(String.init)
      guard words.count == 2, let bytes = folder.read(words[1]) else {
        state["\(file)"] = "a folder"
        continue
      }
      let isKey = words[1].hasSuffix(".key") || words[1].hasSuffix(".pub")
      state[words[1]] = words[0] + (isKey ? " \(bytes.count)" : " \(bytes)")
    }
    return state
  }

  private func tracedCalls(_ subject: Subject) throws -> [SystemCall]? {
    guard (try? run(["strace", "-o", "/dev/null", "true"], in: folder.path))?.status == 0 else {
      print("skipped: strace is not installed, or may not trace")
      return nil
    }
    let names = SystemCall.watched.joined(separator: ",")
    let result = try run(subject, launcher: ["-o", "log", "-e", "trace=fcntl,\(names)"])
    #expect(result.status == 0, "\(result.errors)")
    let lines = String(decoding: folder.read("log") ?? [], as: UTF8.self).split(separator: "\n")
    return SystemCall.ofProgram(lines)
  }

  private func run(_ subject: Subject, _ fault: String) throws -> CommandResult {
    try run(subject, launcher: ["-o", "/dev/null", "-e", "inject=\(fault)"])
  }

  private func run(_ subject: Subject, launcher: [String]) throws -> CommandResult {
    try folder.remove("out")
    try folder.makeFolder("out")
    let words = subject.rawValue.split(separator: " ").map(String.init)
    return try run(["strace"] + launcher + [try commandPath()] + words, in: folder.path)
  }

  private func run(_ words: [String], in path: String) throws -> CommandResult {
    try TestSupport.run(words, in: path)
  }
}

extension SystemCall {
  /// Whether the call can be interrupted by a signal, and is then made again.
  fileprivate var isInterruptible: Bool {
    ["openat", "read", "write", "fsync", "close", "flock"].contains(name)
  }
}
