package import PolicyDiagnostics

/// What came of a run of tests, for people and for programs.
package struct TestReport: Sendable {
  private let run: TestRun

  package init(_ run: TestRun) {
    self.run = run
  }

  /// `FAILED: 1 of 9 cases, 2 of 17 expectations`; what is waived is said behind it.
  package var summary: String {
    let cases = counted(run.cases.count, "case")
    let expectations = counted(run.expectationCount, "expectation")
    let waived = run.waived > 0 ? "; \(counted(run.waived, "case")) waived" : ""
    guard run.failed > 0 else { return "PASSED: \(cases), \(expectations)\(waived)" }
    let failed = run.cases.reduce(0) { $0 + $1.expectations.count { !$0.hasPassed } }
    return "FAILED: \(run.failed) of \(cases), \(failed) of \(expectations)\(waived)"
  }

  /// A line a case.
  package var lines: String {
    run.cases.map { result in
      "\(word(result))  \(escaped(result.fullTitle))\(whom(result))\n"
    }.joined()
  }

  private func word(_ result: TestRun.CaseResult) -> String {
    guard result.hasPassed else { return "FAILED" }
    return result.isWaived ? "waived" : "passed"
  }

  private func whom(_ result: TestRun.CaseResult) -> String {
    guard result.tenants != 1 else { return "" }
    let all = counted(result.tenants, "tenant")
    return result.admitted == result.tenants ? " (\(all))" : " (\(result.admitted) of \(all))"
  }

  // MARK: For programs

  package func write(to root: inout JSONObject, in sources: SourceMap) {
    root.field("passed", run.passed)
    root.field("failed", run.failed)
    root.field("waived", run.waived)
    root.array("cases") { array in
      for result in run.cases {
        array.object { write(result, to: &$0, in: sources) }
      }
    }
  }

  private func write(
    _ result: TestRun.CaseResult, to object: inout JSONObject, in sources: SourceMap
  ) {
    object.field("platform", result.platform)
    object.field("test", result.title)
    object.field("case", result.caseName)
    object.field("file", sources.path(of: result.span.source))
    object.field("line", result.line)
    object.field("passed", result.hasPassed)
    object.field("waived", result.isWaived)
    object.field("tenants", result.tenants)
    object.field("admitted", result.admitted)
    object.array("expectations") { array in
      for expectation in result.expectations {
        array.object {
          $0.field("line", expectation.line)
          $0.field("passed", expectation.hasPassed)
          $0.field("waiver", expectation.finding?.acceptance?.waiver)
          $0.field("code", expectation.finding?.rule.code)
          $0.field("message", expectation.finding?.message)
        }
      }
    }
  }

  /// A suite a file, a case a case.
  package func junit(in sources: SourceMap) -> String {
    var suites: [XMLElement] = []
    var rest = run.cases[...]
    while let first = rest.first {
      let source = first.span.source
      let suite = rest.prefix { $0.span.source == source }
      rest = rest.dropFirst(suite.count)
      let path = sources.path(of: source)
      suites.append(junitSuite(named: path, suite.map { junitCase($0, path) }))
    }
    return XMLElement("testsuites", [("name", "tenantpolicy test")], children: suites).document
  }

  private func junitCase(_ result: TestRun.CaseResult, _ path: String) -> JUnitCase {
    let shortfalls = result.expectations.compactMap { expectation in
      expectation.finding.map { (expectation.line, $0) }
    }
    let text = shortfalls.flatMap { line, finding in
      ["\(path):\(line): \(finding.message)"] + finding.notes.map { "  " + $0 }
    }
    let failure = shortfalls.first { $1.acceptance == nil }.map { _, first in
      (type: first.rule.code, message: first.message, text: text)
    }
    let waived = result.isWaived ? shortfalls.first?.1.acceptance : nil
    return JUnitCase(
      name: result.fullTitle, className: path, failure: failure,
      output: failure == nil ? text : [],
      skipped: waived.map {
        "waived by \($0.waiver) of \($0.owner) until \($0.until): \($0.reason)"
      })
  }
}
