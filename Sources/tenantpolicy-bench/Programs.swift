import CBaselines
import Glibc

// Programs that are measured from outside.

/// What a program that ended well took.
struct ProgramRun: Sendable {
  let wallSeconds: Double
  let cpuSeconds: Double
  let peakBytes: Int
  let output: [UInt8]
  let messages: [UInt8]
}

/// Runs a program to its end.
///
/// - Throws: if it cannot be started, or ends with another status than `status`.
@discardableResult func run(
  _ words: [String], status: Int32 = 0, in workbench: Workbench
) throws(BenchError) -> ProgramRun {
  let output = workbench.path("output")
  let messages = workbench.path("messages")
  var arguments = unsafe words.map { unsafe strdup($0) } + [nil]
  defer { unsafe arguments.forEach { unsafe free($0) } }
  let run = unsafe baseline_run_program(&arguments, output, messages)
  let texts = (output: try readFile(output), messages: try readFile(messages))
  guard run.status == status else {
    let text = String(decoding: texts.messages.suffix(2_000), as: UTF8.self)
    throw BenchError("`\(words.joined(separator: " "))` ended with \(run.status): \(text)")
  }
  return ProgramRun(
    wallSeconds: run.wall_seconds, cpuSeconds: run.cpu_seconds, peakBytes: run.peak_bytes,
    output: texts.output, messages: texts.messages)
}

/// The instructions that a program takes under `valgrind --tool=callgrind`.
func instructions(of words: [String], in workbench: Workbench) throws(BenchError) -> Double {
  let run = try run(
    ["valgrind", "--tool=callgrind", "--callgrind-out-file=/dev/null"] + words, in: workbench)
  // The last line that it writes ends with "Collected : 1234".
  let lines = String(decoding: run.messages, as: UTF8.self).split(separator: "\n")
  guard let line = lines.last(where: { $0.contains("Collected : ") }),
    let digits = line.split(separator: " ").last, let count = Double(digits)
  else { throw BenchError("callgrind did not say how many instructions it saw") }
  return count
}

/// Whether a program of the `PATH` can be run.
func isInstalled(_ program: String, in workbench: Workbench) -> Bool {
  (try? run([program, "--version"], in: workbench)) != nil
}

func scanEvents(of folder: String, threads: Int) -> Int {
  unsafe baseline_scan(folder, Int32(threads))
}

func yamlVersion() -> String { unsafe String(cString: baseline_yaml_version()) }
