import PolicyCompiler
import PolicyDiagnostics
import PolicyModel
import PolicyReview
import PolicyTesting
import TenantPolicy
import TestSupport
import Testing

/// Files may have any name, and tests, reasons and owners any text: no report obeys it.
@Suite struct HostileReviewTests {
  private static let payloads = HostileText.payloads.filter { $0.utf8.count < 200 }
  private static let day = CalendarDate(secondsSince1970: 1_800_000_000)

  /// So many that a comment has room for all of them.
  private static let parts = stride(from: 0, to: payloads.count, by: 20).map {
    Array(payloads[$0..<min($0 + 20, payloads.count)])
  }

  @Test(arguments: parts)
  func noReportOfADiffObeysThem(_ payloads: [String]) throws {
    let harmless = payloads.map { _ in "harmless" }
    let (review, other) = (try self.review(payloads), try self.review(harmless))
    #expect(review.outcome.waived.count == payloads.count)
    let picture = payloads.joined().filter { !$0.isNewline }
    let page = DiffPage(review, pictures: [("p", .text(picture))]).text
    let form = DiffPage(other, pictures: [("p", .text(harmless.joined()))]).text
    #expect(HostileText.hasForm(page, of: form))

    let comment = review.markdown
    #expect(HostileText.hasForm(comment, of: other.markdown))
    for word in ["](", "![", "http:", "```"] { #expect(!comment.contains(word)) }
    #expect(comment.firstMatch(of: /(^|[^&])#[A-Za-z0-9\[]/.anchorsMatchLineEndings()) == nil)
    #expect(comment.firstMatch(of: /@[A-Za-z]/) == nil)
    #expect(!comment.contains("did not fit"))

    for text in [review.text, comment] {
      #expect(text.unicodeScalars.first { HostileText.isHidden($0) } == nil)
      #expect(!text.split(separator: "\n").contains { $0.drop { $0 == " " }.hasPrefix("::") })
    }
  }

  @Test(arguments: parts)
  func noReportOfTestsObeysThem(_ payloads: [String]) throws {
    let (run, sources) = try tests(payloads)
    let (other, harmless) = try tests(payloads.map { _ in "harmless" })
    #expect(run.failed == payloads.count)
    #expect(
      HostileText.hasForm(
        TestReport(run).junit(in: sources), of: TestReport(other).junit(in: harmless)))
    let lines = TestReport(run).lines
    #expect(lines.split(separator: "\n").count == payloads.count)
    #expect(lines.unicodeScalars.allSatisfy { !HostileText.isHidden($0) })
    let lcov = run.coverage.lcov(in: sources).split(separator: "\n")
    #expect(lcov.count == other.coverage.lcov(in: harmless).split(separator: "\n").count)
    #expect(
      lcov.allSatisfy { $0.wholeMatch(of: /(TN|SF|DA|BRDA|BRF|BRH|LF|LH):.*|end_of_record/) != nil }
    )
    #expect(lcov.allSatisfy { $0.unicodeScalars.allSatisfy { !HostileText.isHidden($0) } })
  }

  // MARK: What is reported

  /// An edit in a file of each name, each waived for a reason of that text.
  private func review(_ texts: [String]) throws -> Review {
    let sides = try [2, 3].map { weight in
      let sources = Self.sources(texts) { number in
        """
        org_id: org-\(number)
        default: { weight: \(weight) }
        ---
        tenant_id: tenant-\(number)
        org_id: org-\(number)
        policy_tier: standard

        """
      }
      return (try Self.compiled(sources), sources)
    }
    let reviewed = try sides.map { side, sources in
      try #require(
        ReviewedBundle(
          side.bundle, title: texts.joined(), written: WrittenPolicies(side.policies, in: sources)))
    }
    let diff = try #require(PolicyDiff(reviewed[0], reviewed[1], on: Self.day))
    return Review(
      diff, gate: [.widened], waivers: texts.enumerated().map { Self.waiver($0, $1) })
  }

  private static func waiver(_ number: Int, _ text: String) -> Waiver {
    let place = SourceSpan(SourceID(0), from: 0, to: 0)
    func located<Value>(_ value: Value) -> Located<Value> { Located(value, at: place, line: 1) }
    var scope = Waiver.Scope()
    scope.org = located("org-\(number)")
    return Waiver(
      located(text), of: located(Rules.changes.widened), scope: scope, reason: text, owner: text,
      until: located(day))
  }

  /// A test that fails in a file of each name, whose title that is where a title may be it.
  private func tests(_ texts: [String]) throws -> (TestRun, SourceMap) {
    let sources = Self.sources(texts) { number in
      let text = texts[number]
      let isTitle =
        !text.isEmpty
        && text.unicodeScalars.allSatisfy {
          !HostileText.isHidden($0) && $0 != "\n"
        }
      let title = (isTitle ? text : "harmless").replacing("\\", with: "\\\\")
        .replacing("\"", with: "\\\"")
      return """
        test: "\(title)"
        given: { tenant: base-tenant }
        expect: [{ denied: notify }]

        """
    }
    let compiled = try Self.compiled(sources)
    let tested = try #require(
      TestedPolicies(compiled.policies, compiled.bundle, in: sources, on: Self.day))
    return (tested.run(wantsCoverage: true), sources)
  }

  // MARK: Policies

  private static func sources(
    _ paths: [String], _ text: @escaping (Int) -> String
  ) -> SourceMap {
    let base = Array(PolicySample.base.utf8)
    let texts = paths.indices.map { Array(text($0).utf8) }
    let entries = paths.enumerated().map { SourceMap.Entry(path: $1, name: "\($0).yaml") }
    return SourceMap(entries + [SourceMap.Entry(path: "base.yaml", name: "base.yaml")]) { entry in
      .success(entry.name == "base.yaml" ? base : texts[Int(entry.name.dropLast(5)) ?? 0])
    }
  }

  private static func compiled(
    _ sources: SourceMap
  ) throws -> (policies: CheckedPolicies, bundle: PolicyBundle) {
    let compilation = compile(sources, threads: 1, now: day)
    let policies = try #require(
      compilation.policies, "\(compilation.findings.sorted().prefix(3))")
    return (policies, try PolicyBundle(copying: try bundle(of: policies)))
  }
}
