import PolicyCompiler
import PolicyDiagnostics
import PolicyImport
import PolicySyntax
import VerificationFindings

/// Verifies workflows one by one, each in place and for one tenant, and counts what comes of it.
func countWorkflows(
  _ format: ImportFormat, _ invocation: Invocation
) throws(CommandError) -> ExitStatus {
  let found = try SourceFiles.find([invocation.arguments.value(of: .workflowFile)]) { name in
    isPolicyFile(name) || SourceNotation(fileName: name) == .json
  }
  var results: [CountedWorkflow] = []
  let isNamed = found.sources.entries.contains { ImportFormat(fileName: $0.name) == format }
  // Where no file has such a name, all of them are meant.
  for (index, entry) in found.sources.entries.enumerated()
  where !isNamed || ImportFormat(fileName: entry.name) == format {
    guard case .success(let bytes) = found.sources.bytes(of: SourceID(index)) else { continue }
    results.append(try counted(entry.path, bytes, format, invocation))
  }
  if let error = found.readingError { throw error }
  guard !results.isEmpty else {
    throw CommandError(
      .file, "nothing-found", "there is no workflow of the format `\(format.rawValue)`",
      help: "their names end in \(listed(format.fileEndings, joiner: "or"))")
  }
  try invocation.output.result(
    invocation.output.format == "json" ? object(of: results) : table(of: results))
  return .clean
}

/// What came of a workflow.
private struct CountedWorkflow {
  enum Verdict: String, CaseIterable {
    case proved, violated, unknown, refused
  }

  let path: String
  let verdict: Verdict
  /// The finding that decides it, by its code, line and message; `nil` for what is proved.
  let reason: String?
}

private func counted(
  _ path: String, _ bytes: [UInt8], _ format: ImportFormat, _ invocation: Invocation
) throws(CommandError) -> CountedWorkflow {
  let name = "workflow" + fileEnding(of: path, format)
  let files = SourceFiles(
    held: SourceMap(texts: [
      name: String(decoding: bytes, as: UTF8.self), "world.yaml": world(name, invocation),
    ]))
  let compiled = compiledSources(invocation, files, on: try day(of: invocation.arguments))
  guard let policies = compiled.compilation.policies else {
    return CountedWorkflow(
      path: path, verdict: .refused,
      reason: reason(compiled.compilation.findings.sorted(), files.sources))
  }
  let bundle = try bundled(policies, invocation)
  let proof = try Proof(of: bundle, path, (policies, files), ProofSettings(), invocation)
  let verdict: CountedWorkflow.Verdict =
    switch proof.status {
    case .violated: .violated
    case .undecided: .unknown
    default: .proved
    }
  return CountedWorkflow(
    path: path, verdict: verdict,
    reason: verdict == .proved ? nil : reason(proof.findings, files.sources))
}

/// The ending of a file of the format: its own, or one for the same notation.
private func fileEnding(of path: String, _ format: ImportFormat) -> String {
  let notation = SourceNotation(fileName: path)
  return format.fileEndings.first { path.lowercased().hasSuffix($0) }
    ?? format.fileEndings.first { SourceNotation(fileName: $0) == notation } ?? ""
}

private func reason(_ findings: [Finding], _ sources: SourceMap) -> String? {
  guard let finding = findings.first(where: { $0.severity == .error }) ?? findings.first else {
    return nil
  }
  var place = ""
  if let span = finding.span, case .success(let bytes) = sources.bytes(of: span.source) {
    place = ":\(LineIndex(bytes).place(of: Int(span.start)).line)"
  }
  return "\(finding.rule.code)\(place) \(finding.message)"
}

/// The policies that a workflow is counted under: one tenant, which may use everything, and whose data
/// must stay somewhere.
private func world(_ name: String, _ invocation: Invocation) -> String {
  let arguments = invocation.arguments
  let region = arguments.value(of: .deployRegion).map { ", deploy_region: \($0)" } ?? ""
  let retains = arguments.value(of: .serviceRetention) ?? "30 days"
  let people = arguments.value(of: .deployRegion).map {
    "reviewer_pools: { people: { region: \($0), staff: 1, clearance: [data] } }"
  }
  return """
    platform: counted
    use: [aws, azure, google, direct]
    language: 1
    regions: {}
    data_classes: [data]
    model_tiers: [any-model]
    tools: {}
    endpoints: {}
    \(people ?? "")
    budget_classes:
      ordinary: { per_workflow: 1_000_000 USD, per_month: 1_000_000 USD }
    default:
      budget_class: ordinary
      allowed_tools: any
      denied_tools: []
      model_tier: any-model
      concurrency_cap: 1
      reviewer_pool: \(people == nil ? "none" : "people")
      audit_retention: 1 day
      data_retention: 90 days
    ---
    policy_tier: ordinary
    ---
    org_id: owner
    ---
    tenant_id: counted
    org_id: owner
    policy_tier: ordinary
    data_residency: [\(arguments.value(of: .residency) ?? "eu27")]
    ---
    plan: { from: \(name)\(region), retains: \(retains) }

    """
}

// MARK: What is shown

private func counts(_ results: [CountedWorkflow]) -> [(CountedWorkflow.Verdict, Int)] {
  CountedWorkflow.Verdict.allCases.map { verdict in
    (verdict, results.count { $0.verdict == verdict })
  }
}

private func table(of results: [CountedWorkflow]) -> String {
  let lines = results.map { result in
    "\(result.verdict.rawValue.padded(to: 9)) \(escaped(result.path))"
      + (result.reason.map { "\n          \(escaped($0))" } ?? "") + "\n"
  }
  let totals = counts(results).map { "\($1) \($0.rawValue)" }.joined(separator: ", ")
  return lines.joined() + "\n\(counted(results.count, "workflow")): \(totals)\n"
}

extension String {
  fileprivate func padded(to width: Int) -> String {
    self + String(repeating: " ", count: max(0, width - utf8.count))
  }
}

private func object(of results: [CountedWorkflow]) -> String {
  jsonObject { root in
    root.field("version", 1)
    root.array("workflows") { array in
      for result in results {
        array.object { object in
          object.field("file", result.path)
          object.field("verdict", result.verdict.rawValue)
          object.field("reason", result.reason)
        }
      }
    }
    for (verdict, count) in counts(results) { root.field(verdict.rawValue, count) }
  } + "\n"
}
