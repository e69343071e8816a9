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
    options: [
      .testName, .coverage, .leastCoverage, .lcovFile, .mutate, .mostMutants, .findingsFormat,
      .threads, .now, .allowEmpty,
    ],
    example: "test policies --name 'adequacy*'",
    exits: [.doesNotCheck, .testFailed]
  ) { invocation throws(CommandError) in
    let least = try leastCoverage(invocation.arguments)
    let compiled = try compiledSources(invocation, invocation.arguments.values(of: .paths))
    guard compiled.status == .clean, let policies = compiled.compilation.policies else {
      try show(compiled, [], invocation.output)
      return .doesNotCheck
    }
    let tested = try testedPolicies(policies, compiled, invocation)
    let outcome = try TestOutcome(of: tested, compiled, least, invocation)
    if let error = compiled.files.readingError { throw error }
    try outcome.write(invocation)
    return outcome.status
  }
}

extension Option {
  fileprivate static let testName = Option(
    "name", "n", .text("GLOB"),
    summary: "only tests whose title holds this; `*` and `?` stand for anything")

  fileprivate static let coverage = Option(
    "coverage", summary: "say what of policies, routes and plans the tests have looked at")

  fileprivate static let leastCoverage = Option(
    "coverage-at-least", nil, .text("SHARE"),
    summary: "fail where tests have looked at less, as in 80%")

  fileprivate static let lcovFile = Option(
    "lcov", nil, .text("FILE"), summary: "write the coverage into a file in the form of LCOV")

  fileprivate static let mutate = Option(
    "mutate", summary: "break the policies one rule at a time, and say which breaks no test notices"
  )

  fileprivate static let mostMutants = Option(
    "mutants", nil, .number("N", in: 1...100_000),
    summary: "try so many breaks at most, evenly spread", default: "1000")
}

/// The share that `--coverage-at-least` asks for.
private func leastCoverage(_ arguments: ParsedArguments) throws(CommandError) -> Percentage? {
  guard let text = arguments.value(of: .leastCoverage) else { return nil }
  let written = text.hasSuffix("%") ? text : text + "%"
  guard let share = try? Percentage(parsing: Array(written.utf8)[...]) else {
    throw .usage(
      "bad-value", "`--coverage-at-least` takes a share of 100, not `\(text)`",
      help: "write it as 80%")
  }
  return share
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

/// What came of testing, and how that is shown.
private struct TestOutcome {
  private let run: TestRun
  private let mutation: MutationRun?
  private let least: Percentage?
  private let compiled: CompiledSources
  private let showsCoverage: Bool
  /// Whether all tests were run, so that a waiver that covers nothing is known to.
  private let isWhole: Bool

  init(
    of tested: TestedPolicies, _ compiled: CompiledSources, _ least: Percentage?,
    _ invocation: Invocation
  ) throws(CommandError) {
    let arguments = invocation.arguments
    self.compiled = compiled
    self.least = least
    showsCoverage = arguments.has(.coverage) || least != nil
    let pattern = arguments.value(of: .testName).map { NamePattern($0) }
    let isWanted = { @Sendable (title: String) in pattern?.isHeld(by: title) ?? true }
    run = tested.run(
      threads: threads(of: invocation),
      wantsCoverage: showsCoverage || arguments.value(of: .lcovFile) != nil, where: isWanted
    ).waived(by: tested.policies.platforms.flatMap(\.waivers))
    isWhole = pattern == nil
    if run.cases.isEmpty, !arguments.has(.allowEmpty), let name = arguments.value(of: .testName) {
      throw Self.nothing(named: name, tested)
    }
    guard arguments.has(.mutate), run.failed == 0 else {
      mutation = nil
      if arguments.has(.mutate) {
        invocation.output.say("tests fail as it is, so that nothing was broken\n")
      }
      return
    }
    let waived = Set(run.cases.filter(\.isWaived).map(\.fullTitle))
    mutation = tested.mutate(
      most: arguments.number(of: .mostMutants) ?? 1_000, threads: threads(of: invocation),
      where: { isWanted($0) && !waived.contains($0) })
  }

  private static func nothing(named name: String, _ tested: TestedPolicies) -> CommandError {
    let titles = tested.beds.flatMap { $0.tests.map(\.title.value) }
    return .usage(
      "no-test-named", "no test is named `\(name)`",
      help: nearestName(to: name, among: titles).map { "the nearest is `\($0)`" }
        ?? "`--allow-empty` accepts that there is none")
  }

  private var isCoveredEnough: Bool {
    least.map { run.coverage.share.basisPoints >= $0.basisPoints } ?? true
  }

  var status: ExitStatus { run.failed == 0 && isCoveredEnough ? .clean : .testFailed }

  func write(_ invocation: Invocation) throws(CommandError) {
    if let path = invocation.arguments.value(of: .lcovFile) {
      let text = run.coverage.lcov(in: compiled.files.sources)
      try writeAtomically(Array(text.utf8), to: path)
    }
    try invocation.output.result(shown(invocation.output))
    if let least, !isCoveredEnough {
      invocation.output.say("coverage \(run.coverage.share) is under \(least)\n")
    }
  }

  private func shown(_ output: Output) -> String {
    let format = OutputFormat(rawValue: output.format) ?? .human
    let sources = compiled.files.sources
    let findings =
      compiled.compilation.findings.sorted() + run.findings + (mutation?.survivors ?? [])
      + (isWhole ? run.unusedWaivers.map { .unused($0) } : [])
    let style = RenderStyle(colour: output.coloursResults, width: output.width)
    switch format {
    case .human, .plain:
      let found = render(findings, in: sources, as: format, style: style, fileCount: sources.count)
      return (findings.isEmpty ? "" : found + "\n") + (output.isQuiet ? "" : report)
    case .json: return object(findings, sources)
    case .junit: return TestReport(run).junit(in: sources)
    case .sarif, .github, .gitlab, .markdown:
      return render(findings, in: sources, as: format, style: style, fileCount: sources.count)
    }
  }

  private var report: String {
    let report = TestReport(run)
    return report.lines + (showsCoverage ? run.coverage.text : "") + (mutation?.text ?? "")
      + report.summary + "\n"
  }

  private func object(_ findings: [Finding], _ sources: SourceMap) -> String {
    jsonObject { root in
      root.field("version", 1)
      TestReport(run).write(to: &root, in: sources)
      if showsCoverage { run.coverage.write(to: &root) }
      mutation?.write(to: &root)
      root.findings(findings, in: sources)
    } + "\n"
  }
}
