/// Findings as the report of a test run, as Jenkins, GitLab and others read it: a suite a file, a case a
/// finding. Errors are failures; warnings pass, with their text as output.
func renderJUnit(_ findings: [Finding], in sources: inout OpenSources) -> String {
  var suites: [XMLElement] = []
  var rest = findings[...]
  while let first = rest.first {
    let file = first.span?.source
    let suite = rest.prefix { $0.span?.source == file }
    rest = rest.dropFirst(suite.count)
    let name = file.map { sources.sources.path(of: $0) } ?? "tenantpolicy"
    suites.append(junitSuite(named: name, suite.map { testCase($0, file: name, in: &sources) }))
  }
  if suites.isEmpty {
    let clean = JUnitCase(name: "no findings", className: "tenantpolicy", failure: nil)
    suites = [junitSuite(named: "tenantpolicy", [clean])]
  }
  return XMLElement("testsuites", [("name", "tenantpolicy")], children: suites).document
}

/// One case of a report.
package struct JUnitCase: Sendable {
  package let name: String
  /// What the case belongs to: a file.
  package let className: String
  /// Why it failed: the kind of failure, a line, and the whole text.
  package let failure: (type: String, message: String, text: [String])?
  /// What is said of a case that passes; empty for nothing.
  package let output: [String]
  /// Why it does not count; `nil` where it does.
  package let skipped: String?

  package init(
    name: String, className: String, failure: (type: String, message: String, text: [String])?,
    output: [String] = [], skipped: String? = nil
  ) {
    self.name = name
    self.className = className
    self.failure = failure
    self.output = output
    self.skipped = skipped
  }

  fileprivate var element: XMLElement {
    var children: [XMLElement] = []
    if let failure {
      children.append(
        XMLElement(
          "failure", [("type", failure.type), ("message", failure.message)], lines: failure.text))
    } else {
      if let skipped { children.append(XMLElement("skipped", [("message", skipped)])) }
      if !output.isEmpty { children.append(XMLElement("system-out", [], lines: output)) }
    }
    return XMLElement(
      "testcase", [("name", name), ("classname", className)], children: children)
  }
}

package func junitSuite(named name: String, _ cases: [JUnitCase]) -> XMLElement {
  XMLElement(
    "testsuite",
    [
      ("name", name), ("tests", "\(cases.count)"),
      ("failures", "\(cases.count { $0.failure != nil })"), ("errors", "0"),
      ("skipped", "\(cases.count { $0.skipped != nil })"),
    ], children: cases.map(\.element))
}

private func testCase(
  _ finding: Finding, file: String, in sources: inout OpenSources
) -> JUnitCase {
  let place = finding.span.map { sources.place(of: $0).shown } ?? "tenantpolicy"
  let text = [place] + detailLines(of: finding, in: &sources)
  let isError = finding.severity == .error
  return JUnitCase(
    name: "\(finding.rule.code) \(finding.rule.name): \(place)", className: file,
    failure: isError ? (finding.rule.code, finding.message, text) : nil,
    output: isError ? [] : text)
}
