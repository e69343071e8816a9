import BundleTables
import CertificateChecker
import PolicyDiagnostics
import PolicyModel
import TenantPolicy

extension Command {
  static let audit = Command(
    "audit",
    summary: "check the certificate of a bundle's proofs, without the verifier",
    details: """
      Checks that a certificate shows what it claims of the plans of a bundle: every way of a run from \
      the states that it lists leads to one of them, and everything that is done there is permitted to \
      every tenant. The checker searches for nothing and shares no code with the verifier. The plans \
      are those of the sources that are named: their files must be the ones that the bundle was made \
      of. See docs/certificate.md.
      """,
    operands: [.auditedBundle, .auditedPlans, .certificateFile],
    options: [.anyFormat, .threads, .now],
    example: "audit policies.bundle policies policies.cert",
    exits: [.doesNotCheck, .bundleRefused]
  ) { invocation throws(CommandError) in
    let arguments = invocation.arguments
    let bundle = try openBundle(arguments.value(of: .auditedBundle))
    let day = try day(of: arguments)
    let certificate = try bytes(ofFile: arguments.value(of: .certificateFile))
    let refusal: String
    do {
      try requireSources(of: bundle, in: arguments.value(of: .auditedPlans))
      let audit = try Audit(
        certificate, of: bundle, now: day.secondsSince1970, threads: threads(of: invocation))
      try invocation.output.result(
        invocation.output.format == "json" ? audit.object(of: bundle) : audit.text)
      return .clean
    } catch let error as CommandError {
      throw error
    } catch {
      refusal = "\(error)"
    }
    try invocation.output.result(refused(refusal, invocation.output))
    return .doesNotCheck
  }
}

extension Operand {
  fileprivate static let auditedBundle = Operand(
    "BUNDLE", .one, summary: "a file that `build` wrote")
  fileprivate static let auditedPlans = Operand(
    "PLANS", .one, summary: "the folder or file of policies that its plans were read from")
  fileprivate static let certificateFile = Operand(
    "CERTIFICATE", .one, summary: "a file that `verify` or `build --certificate` wrote")
}

/// What the certificate cannot be accepted for.
private struct OtherPlans: Error, CustomStringConvertible {
  let description: String
}

/// Every source from which a row of the platforms, routes and plans comes must lie there as it was.
private func requireSources(of bundle: PolicyBundle, in path: String) throws {
  let files = try SourceFiles.find([path])
  var digests: [String: [UInt8]] = [:]
  for (number, entry) in files.sources.entries.enumerated() {
    guard case .success(let bytes) = files.sources.bytes(of: SourceID(number)) else { continue }
    digests[entry.name] = BundleDigest.of(bytes)
  }
  for number in sourcesOfPlans(bundle).sorted() {
    guard let source = bundle.source(at: number) else { continue }
    guard let digest = digests[source.name] else {
      throw OtherPlans(description: "the plans lack `\(source.name)`, which the bundle was made of")
    }
    guard digest == source.digest else {
      throw OtherPlans(description: "`\(source.name)` is not what the bundle was made of")
    }
  }
}

/// The sources of every row that says which one it comes from.
private func sourcesOfPlans(_ bundle: PolicyBundle) -> Set<Int> {
  var sources: Set<Int> = []
  for table in bundle.allTables where CatalogueTable(rawValue: table.name) != nil {
    guard let column = table.columns.firstIndex(where: { $0.name == "source" }) else { continue }
    for row in 0..<table.rowCount {
      if case .integer(let source)? = table.cell(row: row, column: column) {
        sources.insert(Int(clamping: source))
      }
    }
  }
  return sources
}

private func refused(_ reason: String, _ output: Output) -> String {
  guard output.format == "json" else { return "refused: \(escaped(reason))\n" }
  return jsonObject { root in
    root.field("version", 1)
    root.field("accepted", false)
    root.field("reason", reason)
  } + "\n"
}

extension Audit {
  fileprivate var text: String {
    let end = until.map { ", until \(CalendarDate(secondsSince1970: $0))" } ?? ""
    let assumed = assumptions.map { "  \(escaped($0))\n" }.joined()
    return """
      accepted: \(counted(proved, "plan")) proved (\(provedWithoutGate) without the gate), \
      \(vacuous) with nothing to prove, for \(counted(policies, "policy", plural: "policies")), in \
      \(counted(states, "state"))\(end)
      assumed:
      \(assumed)
      """
  }

  fileprivate func object(of bundle: PolicyBundle) -> String {
    jsonObject { root in
      root.field("version", 1)
      root.field("accepted", true)
      root.field("proved", proved)
      root.field("provedWithoutGate", provedWithoutGate)
      root.field("vacuous", vacuous)
      root.field("policies", policies)
      root.field("states", states)
      root.field("until", until.map { CalendarDate(secondsSince1970: $0).description })
      root.array("assumptions") { list in assumptions.forEach { list.element($0) } }
    } + "\n"
  }
}
