import PolicyCompiler
import PolicyDiagnostics
import PolicyGenerator
import PolicyModel
import TestSupport
import Testing

/// What comes out depends on the sources, not on the order in which they are given or read.
@Suite struct DeterminismTests {
  @Test(arguments: [1, 2, 5, 16]) func findingsDoNotDependOnThreads(threads: Int) {
    #expect(findings(of: brokenTexts, threads: threads) == findings(of: brokenTexts, threads: 1))
    #expect(findings(of: brokenTexts, threads: 1).contains("3 errors"))
  }

  @Test(arguments: [1, 2, 5, 16]) func bundlesDoNotDependOnThreads(threads: Int) throws {
    let one = try bytes(of: cleanTexts, threads: 1)
    #expect(try bytes(of: cleanTexts, threads: threads) == one)
    #expect(one.count > 1_000)
  }

  @Test func bundlesDoNotDependOnTheOrderOfEntries() throws {
    let expected = try bytes(of: cleanTexts, threads: 2)
    var random = SeededGenerator(seed: 20_261_124)
    for _ in 0..<20 {
      let names = Array(cleanTexts.keys).sorted().shuffled(using: &random)
      let sources = SourceMap(names.map { SourceMap.Entry(path: "elsewhere/" + $0, name: $0) }) {
        .success(Array((cleanTexts[$0.name] ?? "").utf8))
      }
      let policies = try #require(compile(sources, threads: 2, now: PolicySample.now).policies)
      #expect(try bundle(of: policies) == expected)
    }
  }

  /// The day decides on waivers only, never on what a bundle holds.
  @Test func bundlesDoNotDependOnTheDay() throws {
    let sources = SourceMap(texts: cleanTexts)
    let days: [Int64] = [0, 1_795_478_400, 4_000_000_000]
    let bundles = try days.map { day in
      let now = CalendarDate(secondsSince1970: day)
      return try bundle(of: #require(compile(sources, threads: 1, now: now).policies))
    }
    #expect(Set(bundles).count == 1)
  }

  private func findings(of texts: [String: String], threads: Int) -> String {
    let sources = SourceMap(texts: texts)
    let findings = compile(sources, threads: threads, now: PolicySample.now).findings.sorted()
    return render(findings, in: sources, as: .human, fileCount: sources.count)
  }

  private func bytes(of texts: [String: String], threads: Int) throws -> [UInt8] {
    let compilation = compile(SourceMap(texts: texts), threads: threads, now: PolicySample.now)
    return try bundle(of: #require(compilation.policies))
  }
}

/// The base platform and forty files with a tenant each.
private let cleanTexts: [String: String] = {
  var texts = ["base.yaml": PolicySample.base]
  for number in 10..<50 {
    texts["tenants/\(number).yaml"] = """
      tenant_id: tenant-\(number)
      org_id: holding
      policy_tier: standard
      concurrency_cap: \(number % 5 + 1)
      """
  }
  return texts
}()

/// The same with three tenants that do not check.
private let brokenTexts: [String: String] = {
  var texts = cleanTexts
  for number in [12, 30, 44] {
    texts["tenants/\(number).yaml", default: ""] += "\nmodel_teir: small\n"
  }
  return texts
}()
