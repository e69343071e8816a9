import BundleTables
import PolicyCompiler
import PolicyDiagnostics
import PolicyModel
import PolicyVerifier
import TenantPolicy
import VerificationFindings

extension Command {
  static let verify = Command(
    "verify",
    summary: "prove that no run of a plan reaches what a tenant's policy forbids, or show one",
    details: """
      Proves for every plan and every tenant, from the tables of the bundle, that no run calls, \
      stores or shows what the tenant's policy forbids, and that runs go on; or shows the shortest \
      run that does not, with the lines at fault and the repairs that were tried. What is not known \
      is never taken for proved. See docs/verification.md for what is meant, assumed and outside.
      """,
    operands: [.policiesOrBundle],
    options: [
      .gate, .resilience, .down, .anyTenant, .upgradeFrom, .graph, .graphFile, .certificate,
      .proofCache,
      .findingsFormat,
      .threads, .now,
    ],
    example: "verify policies --resilience 1",
    exits: [.doesNotCheck, .violated, .undecided, .bundleRefused]
  ) { invocation throws(CommandError) in
    let path = invocation.arguments.value(of: .policiesOrBundle)
    let settings = try proofSettings(of: invocation.arguments)
    let earlier = try earlierBundle(invocation)
    let proof: Proof
    if isBundle(path) {
      guard !settings.asksAnyTenant else {
        throw .usage(
          "needs-policies", "a bundle does not hold the limits that `--any-tenant` asks for",
          help: "name the policies that it was built from")
      }
      proof = try Proof(
        of: try openBundle(path), path, nil, settings, upgradingFrom: earlier, invocation)
    } else {
      let compiled = try compiledSources(invocation, [path])
      guard compiled.status == .clean, let policies = compiled.compilation.policies else {
        try show(compiled, [], invocation.output)
        return .doesNotCheck
      }
      let bundle = try bundled(policies, invocation)
      proof = try Proof(
        of: bundle, path, (policies, compiled.files), settings, upgradingFrom: earlier, invocation)
      if let error = compiled.files.readingError { throw error }
    }
    if let plan = invocation.arguments.value(of: .graph) {
      try draw(plan, of: proof.verified, invocation)
    } else {
      try invocation.output.result(proof.shown(invocation.output))
    }
    if let file = invocation.arguments.value(of: .certificate), proof.status == .clean {
      let certificate = try certificate(of: proof.verified)
      try writeAtomically(certificate, to: file)
      invocation.output.say("wrote \(escaped(file)) (\(counted(certificate.count, "byte")))\n")
    }
    return proof.status
  }
}

extension Option {
  static let certificate = Option(
    "certificate", nil, .text("F"),
    summary: "write the certificate of the proofs into the file F, for `audit`")

  static let proofCache = Option(
    "cache", nil, .text("FOLDER"),
    summary:
      "remember there what was tried in vain as a repair; nothing that stands there is believed")

  static let gate = Option(
    "gate", nil, .choice("WHETHER", of: ["asked", "none"], known: ["asked", "none"]),
    summary: "verify as if the runtime asked the gate, or did not [default: what the platform says]"
  )

  static let resilience = Option(
    "resilience", nil, .number("N", in: 0...2),
    summary: "fail unless so many endpoints, regions or providers may be down at once")
}

extension Option {
  fileprivate static let anyTenant = Option(
    "any-tenant",
    summary: "verify also for every tenant that could be written under the limits of each tier")

  fileprivate static let upgradeFrom = Option(
    "upgrade-from", nil, .text("EARLIER"),
    summary: "verify also the runs that began under this earlier folder or bundle")

  fileprivate static let down = Option(
    "down", nil, .text("NAMES"),
    summary: "fail unless plans go on with these endpoints, regions or providers down: a,b")

  fileprivate static let graph = Option(
    "graph", nil, .text("PLAN"),
    summary: "draw the plan with its endpoints and regions instead, the run that violates in red")

  fileprivate static let graphFile = Option(
    "output", "o", .text("FILE"),
    summary: "draw into a file: `.svg` through Graphviz, `.dot` for it, else as text")
}

/// What `--upgrade-from` names, as a proof of its own: only what it holds matters, not whether it is proved.
private func earlierBundle(_ invocation: Invocation) throws(CommandError) -> VerifiedBundle? {
  guard let path = invocation.arguments.value(of: .upgradeFrom) else { return nil }
  let bundle: PolicyBundle
  if isBundle(path) {
    bundle = try openBundle(path)
  } else {
    let compiled = try compiledSources(invocation, [path])
    if let error = compiled.files.readingError { throw error }
    guard let policies = compiled.compilation.policies else {
      throw .usage(
        "earlier-policies", "the earlier policies in `\(path)` do not check",
        help: "see `tenantpolicy check \(path)`")
    }
    bundle = try bundled(policies, invocation)
  }
  let day = try day(of: invocation.arguments)
  guard let verified = VerifiedBundle(bundle, on: day, settings: ProofSettings()) else {
    throw .refused(path, "its platforms are none that this release writes")
  }
  return verified
}

/// Draws a plan to standard output as text, or into the file that was named.
private func draw(
  _ plan: String, of verified: VerifiedBundle, _ invocation: Invocation
) throws(CommandError) {
  guard let drawing = PlanDrawing(plan, of: verified) else {
    let plans = verified.platforms.flatMap { $0.verification.platform.plans.names }
    throw .usage(
      "unknown-plan", "there is no plan `\(plan)`",
      help: nearestName(to: plan, among: plans).map { "the nearest is `\($0)`" }
        ?? "there are \(listed(plans, joiner: "and"))")
  }
  guard let path = invocation.arguments.value(of: .graphFile) else {
    return try invocation.output.result(drawing.text)
  }
  if path.hasSuffix(".svg") {
    guard let svg = try graphviz(drawing.dot) else {
      invocation.output.say("`dot` of Graphviz cannot be run, so here is the plan as text\n")
      return try invocation.output.result(drawing.text)
    }
    try writeAtomically(svg, to: path)
  } else {
    try writeAtomically(Array((path.hasSuffix(".dot") ? drawing.dot : drawing.text).utf8), to: path)
  }
  invocation.output.say("wrote \(escaped(path))\n")
}

func graphviz(_ text: String) throws(CommandError) -> [UInt8]? {
  do throws(SystemError) {
    return try output(of: "dot", ["-Tsvg"], input: Array(text.utf8))
  } catch {
    throw CommandError(.file, "graphviz", "cannot run `dot`: \(error.reason)")
  }
}

/// The certificate of proofs that hold.
func certificate(of verified: VerifiedBundle) throws(CommandError) -> [UInt8] {
  do throws(NoCertificate) {
    return try verified.certificate()
  } catch {
    switch error {
    case .notProved:
      throw .usage("not-proved", "there is no certificate of what is not proved", help: nil)
    case .otherGate:
      throw .usage(
        "other-gate",
        "a certificate is of what the runtime does, with the gate as the platform says",
        help: "leave `--gate` out")
    }
  }
}

func proofSettings(of arguments: ParsedArguments) throws(CommandError) -> ProofSettings {
  ProofSettings(
    isGated: arguments.value(of: .gate).map { $0 == "asked" },
    resilience: arguments.number(of: .resilience) ?? 0,
    down: arguments.value(of: .down)?.split(separator: ",").map(String.init) ?? [],
    asksAnyTenant: arguments.has(.anyTenant))
}

/// What was proved of compiled policies; `nil` where they do not check, or have no plans.
func provedPolicies(
  of compiled: CompiledSources, _ invocation: Invocation
) throws(CommandError) -> Proof? {
  guard let policies = compiled.compilation.policies,
    policies.platforms.contains(where: \.hasSomethingToVerify)
  else { return nil }
  return try Proof(
    of: try bundled(policies, invocation), "policies", (policies, compiled.files), ProofSettings(),
    invocation)
}

extension CheckedPlatform {
  /// Plans, or guarantees that have to be kept in regions.
  fileprivate var hasSomethingToVerify: Bool {
    plans.count > 0 || catalogue.workerPool?.value.byRegion.isEmpty == false
  }
}

/// The bundle of policies, in memory.
func bundled(
  _ policies: CheckedPolicies, _ invocation: Invocation
) throws(CommandError) -> PolicyBundle {
  let bytes = try bundleBytes(policies, isVerified: true, invocation)
  do {
    return try PolicyBundle(copying: bytes)
  } catch {
    throw CommandError(.internal, "bundle", "cannot read the bundle: \(error)")
  }
}

func bundleBytes(
  _ policies: CheckedPolicies, isVerified: Bool, certificateDigest: [UInt8]? = nil,
  release: Release = .unstated, _ invocation: Invocation
) throws(CommandError) -> [UInt8] {
  do {
    return try bundle(
      of: policies, threads: threads(of: invocation), isVerified: isVerified,
      certificateDigest: certificateDigest, release: release)
  } catch {
    throw CommandError(.internal, "bundle", "cannot make the bundle: \(error)")
  }
}

/// What was proved, and how that is shown.
struct Proof: Sendable {
  let verified: VerifiedBundle
  let findings: [Finding]
  private let sources: SourceMap
  private let fileCount: Int

  /// - Parameters:
  ///   - compiled: The policies that the bundle was made of, where they are at hand.
  ///   - earlier: The bundle whose runs go on under this one, where they are asked about.
  init(
    of bundle: PolicyBundle, _ path: String,
    _ compiled: (policies: CheckedPolicies, files: SourceFiles)?, _ settings: ProofSettings,
    upgradingFrom earlier: VerifiedBundle? = nil, _ invocation: Invocation
  ) throws(CommandError) {
    let day = try day(of: invocation.arguments)
    guard
      let verified = VerifiedBundle(
        bundle, on: day, settings: settings, threads: threads(of: invocation))
    else {
      throw .refused(path, "its platforms are none that this release writes")
    }
    self.verified = verified
    let unknown = verified.unknownDomains(settings.down)
    guard unknown.isEmpty else {
      throw .usage(
        "unknown-domain",
        "there is no endpoint, region or provider \(listed(unknown, joiner: "or"))",
        help: "`--down` takes their names, with commas between them")
    }
    let cache = try invocation.arguments.value(of: .proofCache).map { path throws(CommandError) in
      try ProofCache(inFolder: path)
    }
    sources = compiled?.files.sources ?? SourceMap(texts: [:])
    fileCount = compiled?.files.sources.count ?? bundle.sourceCount
    let own =
      compiled.map {
        verified.findings($0.policies, in: $0.files.sources, settings: settings, cache: cache)
      } ?? verified.findings(settings: settings, cache: cache)
    let upgrade = earlier.map {
      verified.upgradeFindings(
        from: $0, compiled.map { ($0.policies, $0.files.sources) })
    }
    let evaluation = WaiverEvaluation(
      own + (upgrade ?? []), compiled?.policies.platforms.flatMap(\.waivers) ?? [])
    findings =
      evaluation.findings
      + evaluation.unused { Rules.proofs.vacuous == $0 }.map { .unused($0) }
  }

  var status: ExitStatus {
    switch verified.verdict(findings) {
    case .violated: .violated
    case .unknown: .undecided
    case .proved, .vacuous: .clean
    }
  }

  func shown(_ output: Output) -> String {
    let format = OutputFormat(rawValue: output.format) ?? .human
    let style = RenderStyle(colour: output.coloursResults, width: output.width)
    let report = ProofReport(verified, findings)
    switch format {
    case .human, .plain:
      let found = render(findings, in: sources, as: format, style: style, fileCount: fileCount)
      return (findings.isEmpty ? "" : found + "\n") + (output.isQuiet ? "" : report.text)
    case .json:
      return jsonObject { root in
        root.field("version", 1)
        report.write(to: &root)
        root.findings(findings, in: sources)
      } + "\n"
    case .sarif, .github, .gitlab, .junit, .markdown:
      return render(findings, in: sources, as: format, style: style, fileCount: fileCount)
    }
  }
}
