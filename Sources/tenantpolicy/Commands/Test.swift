import PolicyCompiler
import PolicyDiagnostics
import PolicyModel
import PolicyTesting

extension Command {
  static let test = Command(
    "test",
    summary: "run the tests that stand beside the policies",
    details: """
      Runs the `test:` documents of policies: each says whose run it is about, of which plan, what is \
      down and what facts are known, and what must be so then. What runs is what the verifier proves: \
      the tables of the bundle that the policies compile to. A test that is about nothing fails. See \
      docs/testing.md.
      """,
    operands: [.paths],
    options: [.testName, .findingsFormat, .threads, .now, .allowEmpty],
    example: "test policies --name 'adequacy*'",
    exits: [.doesNotCheck, .testFailed]
  ) { invocation throws(CommandError) in
    let compiled = try compiledSources(invocation, invocation.arguments.values(of: .paths))
    guard compiled.status == .clean, let policies = compiled.compilation.policies else {
      try show(compiled, [], invocation.output)
      return .doesNotCheck
    }
    let tested = try testedPolicies(policies, compiled, invocation)
    let run = try testRun(tested, invocation)
    if let error = compiled.files.readingError { throw error }
    try invocation.output.result(shown(run, compiled, invocation.output))
    return run.failed == 0 ? .clean : .testFailed
  }
}

extension Option {
  fileprivate static let testName = Option(
    "name", "n", .text("GLOB"),
    summary: "only tests whose title holds this; `*` and `?` stand for anything")
}

private func testedPolicies(
  _ policies: CheckedPolicies, _ compiled: CompiledSources, _ invocation: Invocation
) throws(CommandError) -> TestedPolicies {
  let bundle = try bundled(policies, invocation)
  guard
    let tested = TestedPolicies(
      policies, bundle, in: compiled.files.sources, on: try day(of: invocation.arguments))
  else { throw CommandError(.internal, "bundle", "cannot read the bundle's platforms") }
  guard tested.caseCount > 0 || invocation.arguments.has(.allowEmpty) else {
    throw CommandError(
      .file, "no-tests",
      "there is no test in \(listed(invocation.arguments.values(of: .paths), joiner: "or"))",
      help: "a document that begins with `test:` is one; `--allow-empty` accepts that there is none"
    )
  }
  return tested
}

private func testRun(
  _ tested: TestedPolicies, _ invocation: Invocation
) throws(CommandError) -> TestRun {
  guard let name = invocation.arguments.value(of: .testName) else {
    return tested.run(threads: threads(of: invocation))
  }
  let pattern = NamePattern(name)
  let run = tested.run(threads: threads(of: invocation)) { pattern.isHeld(by: $0) }
  guard !run.cases.isEmpty || invocation.arguments.has(.allowEmpty) else {
    let titles = tested.beds.flatMap { $0.tests.map(\.title.value) }
    throw .usage(
      "no-test-named", "no test is named `\(name)`",
      help: nearestName(to: name, among: titles).map { "the nearest is `\($0)`" }
        ?? "`--allow-empty` accepts that there is none")
  }
  return run
}

private func shown(_ run: TestRun, _ compiled: CompiledSources, _ output: Output) -> String {
  let format = OutputFormat(rawValue: output.format) ?? .human
  let sources = compiled.files.sources
  let findings = compiled.compilation.findings.sorted() + run.findings
  let report = TestReport(run)
  let style = RenderStyle(colour: output.coloursResults, width: output.width)
  switch format {
  case .human, .plain:
    let found = render(findings, in: sources, as: format, style: style, fileCount: sources.count)
    let rest = output.isQuiet ? "" : report.lines + report.summary + "\n"
    return (findings.isEmpty ? "" : found + "\n") + rest
  case .json:
    return jsonObject { root in
      root.field("version", 1)
      report.write(to: &root, in: sources)
      root.findings(findings, in: sources)
    } + "\n"
  case .junit: return report.junit(in: sources)
  case .sarif, .github, .gitlab, .markdown:
    return render(findings, in: sources, as: format, style: style, fileCount: sources.count)
  }
}
