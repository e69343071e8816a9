import PolicyCompiler
package import PolicyDiagnostics
package import PolicyModel
import PolicyTesting
import TenantPolicy
import VerificationFindings

/// A policy text that says on each line what is found there: `# error[TP0203]`, several where several
/// are found.
package struct PolicySample: Sendable {
  /// A finding as a marker names it.
  package struct Mark: Hashable, Comparable, Sendable, CustomStringConvertible {
    package let line: Int
    package let severity: String
    package let code: String

    package var description: String { "line \(line): \(severity)[\(code)]" }

    package static func < (left: Mark, right: Mark) -> Bool {
      (left.line, left.code, left.severity) < (right.line, right.code, right.severity)
    }
  }

  private let bytes: [UInt8]
  /// What the plans are verified with; `nil` where they are not.
  private let proof: ProofSettings?
  /// Whether its tests are run.
  private let isTested: Bool

  /// - Parameter rule: The code of the rule that the sample is about: for those of proofs, plans are
  ///   verified too, for those of tests, these are run.
  package init(_ text: String, about rule: String = "") {
    self.init(bytes: Array(text.utf8), about: rule)
  }

  /// A sample that need not be UTF-8.
  package init(bytes: [UInt8], about rule: String = "") {
    self.bytes = bytes
    isTested = rule.hasPrefix("TP072")
    proof =
      rule.hasPrefix("TP08")
      ? ProofSettings(
        resilience: rule.hasPrefix("TP0811") ? 1 : 0, asksAnyTenant: rule.hasPrefix("TP0812"))
      : nil
  }

  /// What the markers promise, in order.
  package var expected: [Mark] {
    lines.enumerated()
      .flatMap { marks(of: String(decoding: $1, as: UTF8.self), at: $0 + 1) }.sorted()
  }

  /// What is found in the text, in order; findings without a place in it are on line 0.
  package var found: [Mark] {
    let files = files
    let sources = sources
    return findings.map { finding in
      Mark(
        line: line(of: finding, in: files, sources), severity: finding.severity.rawValue,
        code: finding.rule.code)
    }.sorted()
  }

  /// The findings in the order in which they are shown.
  package var findings: [Finding] {
    let sources = sources
    let compilation = compile(sources, threads: 1, now: PolicySample.now)
    guard let policies = compilation.policies, let bytes = try? bundle(of: policies),
      let bundle = try? PolicyBundle(copying: bytes)
    else { return compilation.findings.sorted() }
    return compilation.findings.sorted() + proofFindings(of: policies, bundle, in: sources)
      + testFindings(of: policies, bundle, in: sources)
  }

  private func proofFindings(
    of policies: CheckedPolicies, _ bundle: PolicyBundle, in sources: SourceMap
  ) -> [Finding] {
    guard let proof,
      let verified = VerifiedBundle(bundle, on: PolicySample.now, settings: proof)
    else { return [] }
    return verified.findings(policies, in: sources, settings: proof)
  }

  private func testFindings(
    of policies: CheckedPolicies, _ bundle: PolicyBundle, in sources: SourceMap
  ) -> [Finding] {
    guard isTested else { return [] }
    return TestedPolicies(policies, bundle, in: sources, on: PolicySample.now)?.run().findings ?? []
  }

  /// The sample as the sources of a run: together with the base platform unless it has its own.
  package var sources: SourceMap {
    let hasPlatform = lines.contains { $0.starts(with: "platform:".utf8) }
    var contents = Dictionary(
      files.map { ($0.name, $0.bytes) }, uniquingKeysWith: { first, _ in first })
    if !hasPlatform { contents["base.yaml"] = Array(PolicySample.base.utf8) }
    let all = contents
    return SourceMap(all.keys.map { SourceMap.Entry(path: $0, name: $0) }) { entry in
      all[entry.name].map { .success($0) } ?? .failure(SourceError("no such source"))
    }
  }

  private var lines: [ArraySlice<UInt8>] {
    bytes.split(separator: 0x0A, omittingEmptySubsequences: false)
  }

  /// The files of the sample, and how many of its lines stand before each.
  private var files: [(name: String, bytes: [UInt8], linesBefore: Int)] {
    var files: [(name: String, bytes: [UInt8], linesBefore: Int)] = []
    for (index, line) in lines.enumerated() {
      if line.starts(with: "# file: ".utf8) {
        let name = String(decoding: line.dropFirst("# file: ".utf8.count), as: UTF8.self)
        files.append((name, [], index + 1))
      } else {
        if files.isEmpty { files.append(("sample.yaml", [], 0)) }
        files[files.count - 1].bytes += line + (index + 1 < lines.count ? [0x0A] : [])
      }
    }
    return files
  }

  /// The day on which samples are checked: 2026-11-24.
  package static let now = CalendarDate(secondsSince1970: 1_795_478_400)

  /// The text of `Tests/Samples/base.yaml`.
  package static let base = String(
    decoding: readFile(testsFolder + "/Samples/base.yaml") ?? [], as: UTF8.self)

  private func line(
    of finding: Finding, in files: [(name: String, bytes: [UInt8], linesBefore: Int)],
    _ sources: SourceMap
  ) -> Int {
    guard let span = finding.span,
      let file = files.first(where: { $0.name == sources.path(of: span.source) })
    else { return 0 }
    return file.linesBefore + LineIndex(file.bytes).place(of: Int(span.start)).line
  }

  private func marks(of line: String, at number: Int) -> [Mark] {
    guard let comment = line.range(ofFirst: "# ") else { return [] }
    return line[comment...].split(separator: " ").compactMap { word in
      let parts = word.split(separator: "[")
      guard parts.count == 2, ["error", "warning"].contains(String(parts[0])), parts[1].last == "]"
      else { return nil }
      return Mark(line: number, severity: String(parts[0]), code: String(parts[1].dropLast()))
    }
  }
}

/// The folder `Tests` of the checkout.
package let testsFolder: String = {
  let parts = #filePath.split(separator: "/", omittingEmptySubsequences: false)
  return parts.dropLast(3).joined(separator: "/") + "/Tests"
}()

extension String {
  fileprivate func range(ofFirst text: String) -> String.Index? {
    indices.first { self[$0...].hasPrefix(text) }
  }
}
