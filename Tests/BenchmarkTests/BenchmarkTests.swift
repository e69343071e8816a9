import TestSupport
import Testing

/// That every benchmark runs, at sizes at which its numbers mean nothing. A run also fails where
/// what is compared does not give the same answers.
@Suite struct BenchmarkTests {
  /// What another program has to be installed for.
  private static let optional: Set<String> = [
    "admission-python", "admission-python-cedar", "build-instructions", "decision", "load-memory",
    "load-time", "start", "verify-solver",
  ]

  @Test func everyLineRuns() throws {
    let result = try runBenchmarks("run", "--small", "--format", "json")
    #expect(result.status == 0, "\(result.errors)")
    let report = try parseStrictJSON(result.output)
    let lines = report["lines"]?.elements ?? []
    #expect(lines.count >= 24)
    for line in lines {
      let name = line["name"]?.text ?? ""
      let isMeasured = line["measured"] != nil && line["measured"] != .null
      #expect(isMeasured || Self.optional.contains(name) && line["not_measured"] != nil, "\(name)")
    }
    #expect(Set(lines.compactMap { $0["name"]?.text }).count == lines.count)
  }

  @Test func oneLineAsATable() throws {
    let result = try runBenchmarks("run", "--small", "--only", "tenant-bytes")
    #expect(result.status == 0, "\(result.errors)")
    #expect(result.output.contains("libyaml "))
    #expect(result.output.contains("tenant-bytes "))
    #expect(!result.output.contains("lookup "))
  }

  @Test func whatIsNoLineIsRefused() throws {
    let result = try runBenchmarks("run", "--only", "no-such-line")
    #expect(result.status == 2)
    #expect(result.errors.contains("build-instructions"))
  }

  private func runBenchmarks(_ arguments: String...) throws -> CommandResult {
    try run([try commandPath() + "-bench"] + arguments, in: testsFolder + "/..")
  }
}
