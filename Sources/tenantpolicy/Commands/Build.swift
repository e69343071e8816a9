import PolicyCompiler
import PolicyDiagnostics
import TenantPolicy

extension Command {
  static let build = Command(
    "build",
    summary: "check policies and write the bundle that runs them",
    details: """
      Checks policies and verifies plans as `check` does and, when nothing is wrong, writes them as \
      one bundle. The bundle depends on nothing but what the files say and what is stated of its \
      release: its epoch, and when it holds. It replaces an earlier one \
      as a whole: whatever goes wrong, the earlier one stays. Instants are as in \
      2027-01-31T06:00:00Z.
      """,
    operands: [.paths],
    options: [
      .bundleFile, .unverified, .certificate, .proofCache, .epoch, .notBefore, .notAfter,
      .findingsFormat,
      .threads, .now, .allowEmpty,
    ],
    example: "build policies -o policies.bundle",
    exits: [.doesNotCheck, .violated, .undecided]
  ) { invocation throws(CommandError) in
    let path = invocation.arguments.value(of: .bundleFile) ?? "policies.bundle"
    return try buildBundle(invocation, to: path)
  }
}

extension Option {
  fileprivate static let bundleFile = Option(
    "output", "o", .text("FILE"), summary: "the file to write the bundle to",
    default: "policies.bundle")

  fileprivate static let unverified = Option(
    "unverified",
    summary:
      "write the bundle also where plans violate policies or could not be decided; it says so")
}

private func buildBundle(
  _ invocation: Invocation, to path: String
) throws(CommandError) -> ExitStatus {
  let release = try release(of: invocation.arguments)
  let compiled = try compiledSources(invocation, invocation.arguments.values(of: .paths))
  guard compiled.status == .clean, let policies = compiled.compilation.policies else {
    try show(compiled, [], invocation.output)
    return .doesNotCheck
  }
  let proof = try provedPolicies(of: compiled, invocation)
  try show(compiled, proof?.findings ?? [], invocation.output)
  let isVerified = proof.map { $0.status == .clean } ?? true
  guard isVerified || invocation.arguments.has(.unverified) else {
    return proof?.status ?? .clean
  }
  let certificateFile = invocation.arguments.value(of: .certificate)
  var certificate: [UInt8]?
  if certificateFile != nil {
    guard let proof else {
      throw .usage("no-plans", "there are no plans of which a certificate could be", help: nil)
    }
    certificate = try tenantpolicy.certificate(of: proof.verified)
  }
  let bytes = try bundleBytes(
    policies, isVerified: isVerified, certificateDigest: certificate.map { BundleDigest.of($0) },
    release: release, invocation)
  if let error = compiled.files.readingError { throw error }
  if let certificate, let certificateFile { try writeAtomically(certificate, to: certificateFile) }
  try writeAtomically(bytes, to: path)
  invocation.output.say("wrote \(escaped(path)) (\(counted(bytes.count, "byte")))\n")
  return .clean
}
