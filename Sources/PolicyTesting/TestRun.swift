package import PolicyDiagnostics
package import PolicyModel
import PolicyVerifier
package import TenantPolicy
import VerificationFindings

/// The tests of policies, run: each case with what came of it.
package struct TestRun: Sendable {
  /// In the order in which the tests are written.
  package private(set) var cases: [CaseResult]
  package let coverage: Coverage
  /// Waivers of tests that fail of which none does that they cover.
  package private(set) var unusedWaivers: [Waiver] = []

  /// One case, and what came of it.
  package struct CaseResult: Sendable {
    package let platform: String
    /// The test's title, and what the row of its table is called or which it is.
    package let title: String
    package let caseName: String?
    package let span: SourceSpan
    package let line: Int
    /// Tenants that it is about, and how many of them may run its plan (all, where it names none).
    package let tenants: Int
    package let admitted: Int
    package fileprivate(set) var expectations: [ExpectationResult]

    /// Whether all that is expected is so, or somebody accepted for a while that it is not.
    package var hasPassed: Bool { expectations.allSatisfy(\.hasPassed) }
    package var isWaived: Bool { hasPassed && expectations.contains { $0.finding != nil } }

    /// The title, with the case behind it where the test has a table.
    package var fullTitle: String { caseName.map { "\(title) [\($0)]" } ?? title }

    package var findings: [Finding] { expectations.compactMap(\.finding) }
  }

  package struct ExpectationResult: Sendable {
    package let span: SourceSpan
    package let line: Int
    /// Why it does not hold; `nil` where it does.
    package fileprivate(set) var finding: Finding?

    package var hasPassed: Bool { finding.map { $0.acceptance != nil } ?? true }
  }

  package var passed: Int { cases.count { $0.hasPassed && !$0.isWaived } }
  package var waived: Int { cases.count(where: \.isWaived) }
  package var failed: Int { cases.count { !$0.hasPassed } }

  /// In the order in which findings are shown.
  package var findings: [Finding] {
    var findings = Findings()
    for result in cases { result.findings.forEach { findings.raise($0) } }
    return findings.sorted()
  }

  package var expectationCount: Int { cases.reduce(0) { $0 + $1.expectations.count } }

  /// The same with what somebody accepted.
  package func waived(by waivers: [Waiver]) -> TestRun {
    var run = self
    let all = cases.flatMap(\.findings)
    let evaluation = WaiverEvaluation(all, waivers)
    var next = evaluation.findings.makeIterator()
    for number in run.cases.indices {
      for place in run.cases[number].expectations.indices
      where run.cases[number].expectations[place].finding != nil {
        run.cases[number].expectations[place].finding = next.next()
      }
    }
    run.unusedWaivers = evaluation.unused { $0 == Rules.tests.failed }
    return run
  }
}

/// Policies with the bundle that they compile to, ready to be tested.
package struct TestedPolicies: Sendable {
  package let beds: [TestBed]
  package let policies: CheckedPolicies
  package let bundle: PolicyBundle
  private let sources: SourceMap

  /// - Returns: `nil` if a platform of the bundle is none that this release writes.
  package init?(
    _ policies: CheckedPolicies, _ bundle: PolicyBundle, in sources: SourceMap,
    on day: CalendarDate
  ) {
    self.policies = policies
    self.bundle = bundle
    self.sources = sources
    var beds: [TestBed] = []
    for (number, platform) in policies.platforms.enumerated() {
      guard let bed = TestBed(platform, number: number, of: bundle, on: day) else { return nil }
      beds.append(bed)
    }
    self.beds = beds
  }

  /// How many cases there are.
  package var caseCount: Int {
    beds.reduce(0) { $0 + $1.tests.reduce(0) { $0 + $1.cases.count } }
  }

  /// Runs the cases whose full titles are wanted.
  ///
  /// - Parameter wantsCoverage: Whether the coverage of the run is worked out; it is empty otherwise.
  package func run(
    threads: Int = 1, wantsCoverage: Bool = false,
    where isWanted: (String) -> Bool = { _ in true }
  ) -> TestRun {
    var cases: [TestRun.CaseResult] = []
    var coverages: [Coverage] = []
    for (number, bed) in beds.enumerated() {
      var coverage = wantsCoverage ? CoverageCollection() : nil
      cases += bed.run(
        threads: threads, where: isWanted, words: TestWords(bed, places(of: number), bundle),
        &coverage)
      if let coverage {
        coverages.append(coverage.coverage(of: bed, bundle, places(of: number)))
      }
    }
    return TestRun(cases: cases, coverage: Coverage(coverages))
  }

  func places(of number: Int) -> WrittenPlaces {
    WrittenPlaces(policies.platforms[number], in: sources)
  }
}

extension PolicyTest {
  /// What reports call a case: its name, or its number from 1 where the test has several.
  package func name(ofCase number: Int) -> String? {
    cases[number].name ?? (cases.count > 1 ? "\(number + 1)" : nil)
  }
}
