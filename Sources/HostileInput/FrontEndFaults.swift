import BundleWriter
import PolicyCompiler
package import PolicyDiagnostics
import PolicyModel
import TenantPolicy

/// What is wrong with the compiler's answer to some sources, whatever they hold: empty for any input.
///
/// Every finding lies in its source, every format can show the findings and writes nothing that a
/// terminal or a log would obey, and what checks without an error becomes a bundle that opens.
///
/// - Parameter formats: those in which the findings are shown.
package func frontEndFaults(
  _ sources: SourceMap, formats: [OutputFormat] = OutputFormat.allCases
) -> [String] {
  let day = CalendarDate(secondsSince1970: 1_795_478_400)
  let compilation = compile(sources, threads: 1, now: day)
  let findings = compilation.findings.sorted()
  var faults = findings.flatMap { misplaced($0, sources) }
  for format in formats {
    let text = render(findings, in: sources, as: format, fileCount: sources.count)
    faults += hiddenScalars(in: text).map { "\(format.rawValue) shows \($0)" }
  }
  if let policies = compilation.policies { faults += bundleFaults(policies) }
  if !compilation.unreadable.isEmpty { faults.append("a source in memory is unreadable") }
  return faults
}

/// The places of a finding that are not in their source.
private func misplaced(_ finding: Finding, _ sources: SourceMap) -> [String] {
  let spans =
    [finding.span, finding.fix?.span].compactMap { $0 } + finding.others.map(\.span)
  return spans.compactMap { span in
    guard case .success(let bytes) = sources.bytes(of: span.source), span.start <= span.end,
      Int(span.end) <= bytes.count
    else { return "\(finding.rule.code) is at \(span.start)..<\(span.end), outside its source" }
    return nil
  }
}

private func bundleFaults(_ policies: CheckedPolicies) -> [String] {
  do {
    let bytes = try bundle(of: policies)
    let opened = try PolicyBundle(copying: bytes)
    let count = policies.platforms.reduce(0) { $0 + $1.tenants.all.count }
    return opened.tenantCount == count ? [] : ["the bundle has \(opened.tenantCount) tenants"]
  } catch {
    return ["no bundle of policies that check: \(error)"]
  }
}

/// Control characters other than a line break, and what hides or turns text around.
private func hiddenScalars(in text: String) -> [String] {
  // What is printable in ASCII needs no look at its properties.
  let strange = text.utf8.contains { ($0 < 0x20 && $0 != 0x0A) || $0 >= 0x7F }
  guard strange else { return [] }
  return text.unicodeScalars.filter(isHidden).map { "U+" + String($0.value, radix: 16) }
}

private func isHidden(_ scalar: Unicode.Scalar) -> Bool {
  switch scalar.properties.generalCategory {
  case .control: scalar != "\n"
  case .format, .lineSeparator, .paragraphSeparator, .surrogate, .privateUse, .unassigned: true
  default: false
  }
}
