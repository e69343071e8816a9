import PolicyDiagnostics
import PolicyReference
import TenantPolicy

extension Command {
  static let trust = Command(
    "trust",
    summary: "look whether a bundle meets what a runtime demands of it",
    details: """
      Checks a bundle and its signature as a runtime does before it trusts them: who signed it, whether its \
      plans were proved, its epoch, when it holds, and that it is not older than what was active before. What \
      is demanded stands on the command line and nowhere else. A signature is always demanded, unless \
      `--no-signature` says otherwise; one that is missing is a bad one. The file of `--state` remembers what \
      was active; only `--activate` writes to it. See docs/trust.md.
      """,
    operands: [.trustedBundle],
    options: [
      .trustedKeys, .noSignature, .signature, .proof, .demandedCertificate, .minimumEpoch, .fresh,
      .at, .platforms, .state, .activate, .anyFormat,
    ],
    example: "trust policies.bundle --public-key policies.pub --proof verified --fresh",
    exits: [.bundleRefused]
  ) { invocation throws(CommandError) in
    let arguments = invocation.arguments
    let question = try TrustQuestion(arguments)
    let answer = try question.answer()
    if arguments.has(.activate), answer.trusted != nil { try question.activate(answer) }
    try invocation.output.result(
      invocation.output.format == "json" ? answer.object : answer.text(of: question.path))
    return answer.trusted == nil ? .bundleRefused : .clean
  }
}

extension Operand {
  fileprivate static let trustedBundle = Operand(
    "BUNDLE", .one, summary: "a file that `build` wrote")
}

extension Option {
  fileprivate static let trustedKeys = Option(
    "public-key", "p", .text("KEY"),
    summary: "whose signature is good: a file of public keys, or a key itself")

  fileprivate static let noSignature = Option(
    "no-signature", summary: "demand no signature: whoever can write the file is trusted")

  fileprivate static let signature = Option(
    "signature", "x", .text("FILE"), summary: "its signature [default: the one beside it]")

  fileprivate static let proof = Option(
    "proof", nil, .choice("HOW", of: proofs, known: proofs),
    summary: "demand that its plans were proved, or that it names a certificate of that too")

  fileprivate static let demandedCertificate = Option(
    "certificate", nil, .text("FILE"), summary: "demand that it names this certificate")

  fileprivate static let minimumEpoch = Option(
    "min-epoch", nil, .number("N", in: 1...Int(Release.maximumEpoch)),
    summary: "demand at least this epoch; the floor where the state is lost")

  fileprivate static let fresh = Option("fresh", summary: "demand that it holds now")

  fileprivate static let at = Option(
    "at", nil, .text("UTC"), summary: "demand that it holds then, as in 2027-01-31")

  fileprivate static let platforms = Option(
    "platforms", nil, .text("A,B"), summary: "demand that it is of these platforms and no other")

  fileprivate static let state = Option(
    "state", nil, .text("FILE"), summary: "where it stands what was active before")

  fileprivate static let activate = Option(
    "activate", summary: "remember in `--state` that it is active, if it is trusted")

  private static let proofs = ["verified", "certified"]
}

/// What is asked, with the bytes that it is asked of.
private struct TrustQuestion {
  let path: String
  private let demands: Demands
  private let state: ActivationFile?
  private let bytes: [UInt8]
  private let signature: [UInt8]?

  init(_ arguments: ParsedArguments) throws(CommandError) {
    path = arguments.value(of: .trustedBundle)
    demands = try tenantpolicy.demands(arguments)
    state = arguments.value(of: .state).map { ActivationFile(path: $0) }
    guard state != nil || !arguments.has(.activate) else {
      throw .usage("no-state", "`--activate` needs `--state`, the file to remember it in")
    }
    signature =
      demands.signature == .notDemanded
      ? nil
      : try optionalBytes(
        ofFile: arguments.value(of: .signature) ?? signaturePath(of: path),
        limit: MinisignSignature.largestFile)
    bytes = try tenantpolicy.bytes(ofFile: path, limit: TableLayout.maximumLength)
  }

  func answer() throws(CommandError) -> TrustAnswer {
    let known = state?.read()
    do throws(BundleError) {
      let trusted = try TrustedBundle(
        copying: bytes, signature: signature, demanding: demands, after: known?.activation)
      return TrustAnswer(trusted: trusted, refusals: [], state: known)
    } catch {
      guard case .unmet = error else {
        if case .file = error { throw .file("unreadable", path, "\(error)") }
        return TrustAnswer(trusted: nil, refusals: [error], state: known)
      }
      // With a signature that does not hold, what the bundle says is not worth looking at.
      let others = demands.unmet(
        byBundle: bytes, signature: signature, after: known?.activation)
      return TrustAnswer(trusted: nil, refusals: others.map { .unmet($0) }, state: known)
    }
  }

  func activate(_ answer: TrustAnswer) throws(CommandError) {
    guard let state, let bundle = answer.trusted?.bundle else { return }
    do throws(BundleError) {
      try state.write(Activation(epoch: bundle.release.epoch, digest: bundle.digest))
    } catch {
      throw CommandError(.file, "not-written", "\(error)", help: "nothing has changed there")
    }
  }
}

/// What the command line demands.
private func demands(_ arguments: ParsedArguments) throws(CommandError) -> Demands {
  var demands = Demands(signature: try demandedSignature(arguments))
  demands.proof = try demandedProof(arguments)
  demands.minimumEpoch = UInt64(arguments.number(of: .minimumEpoch) ?? 0)
  if let second = try instant(of: .at, arguments, atEndOfDay: false) {
    guard !arguments.has(.fresh) else {
      throw .usage("conflict", "`--fresh` and `--at` exclude each other")
    }
    demands.time = .at(second)
  } else if arguments.has(.fresh) {
    demands.time = .now
  }
  demands.platforms = arguments.value(of: .platforms)?.split(separator: ",").map(String.init)
  return demands
}

private func demandedSignature(
  _ arguments: ParsedArguments
) throws(CommandError) -> Demands.Signature {
  guard let text = arguments.value(of: .trustedKeys) else {
    guard arguments.has(.noSignature) else {
      throw .usage(
        "no-key", "nothing says whose signature is good",
        help: "`--public-key` names a key; `--no-signature` trusts whoever can write the file")
    }
    return .notDemanded
  }
  guard !arguments.has(.noSignature) else {
    throw .usage("conflict", "`--public-key` and `--no-signature` exclude each other")
  }
  if let key = PublicKey(text) { return .byOne(of: [key]) }
  guard let file = try optionalBytes(ofFile: text, limit: 65_536) else {
    throw .usage(
      "bad-value", "`--public-key` is neither a key nor a file: `\(text)`",
      help: "`tenantpolicy keygen` makes one")
  }
  guard let keys = PublicKey.keys(inFile: String(decoding: file, as: UTF8.self)) else {
    throw .file("key", text, "it does not hold public keys of minisign, and nothing else")
  }
  return .byOne(of: keys)
}

private func demandedProof(_ arguments: ParsedArguments) throws(CommandError) -> Demands.Proof {
  if let path = arguments.value(of: .demandedCertificate) {
    return .certificate(BundleDigest.of(try bytes(ofFile: path)))
  }
  return switch arguments.value(of: .proof) {
  case "verified": .verified
  case "certified": .certified
  default: .notDemanded
  }
}

/// Whether a bundle is trusted, or why not.
private struct TrustAnswer {
  let trusted: TrustedBundle?
  let refusals: [BundleError]
  let state: ActivationFile.Content?

  func text(of path: String) -> String {
    guard let trusted else {
      return refusals.map { "refused: \(escaped("\($0)"))\n" }.joined() + stateLine
    }
    let bundle = trusted.bundle
    let signer = trusted.signer.map { "by key \($0.shownID)" } ?? "not demanded"
    let comment = trusted.comment.map {
      "comment    \(escaped(String(decoding: $0, as: UTF8.self)))\n"
    }
    let proof = bundle.isVerified ? "plans were proved" : "plans were not proved"
    let certificate = bundle.certificateDigest.map { ", certificate \(hexadecimal($0))" } ?? ""
    return """
      trusted: \(escaped(path))
      digest     \(hexadecimal(bundle.digest))
      signature  \(signer)
      \(comment ?? "")\
      proof      \(proof)\(certificate)
      epoch      \(bundle.release.epoch)
      holds      \(bundle.release.times)
      platforms  \(listed(bundle.platformNames.map { escaped($0) }, joiner: "and", quote: ""))
      \(stateLine)
      """
  }

  private var stateLine: String {
    switch state {
    case nil: ""
    case .known(let last):
      "before     epoch \(last.epoch), \(hexadecimal(last.digest))\n"
    case .missing: "warning: there is no state: only the smallest epoch keeps older bundles out\n"
    case .damaged(let reason):
      "warning: the state is lost, only the smallest epoch keeps older bundles out: "
        + "\(escaped(reason))\n"
    }
  }

  var object: String {
    jsonObject { root in
      root.field("version", 1)
      root.field("trusted", trusted != nil)
      root.array("refusals") { list in
        for refusal in refusals {
          list.object {
            $0.field("reason", refusal.reason)
            $0.field("message", "\(refusal)")
          }
        }
      }
      if let trusted { fill(&root, trusted) }
      root.field("state", stateWord)
      root.field("stateEpoch", state?.activation.map { Int(clamping: $0.epoch) })
    } + "\n"
  }

  private func fill(_ root: inout JSONObject, _ trusted: TrustedBundle) {
    let bundle = trusted.bundle
    root.field("digest", hexadecimal(bundle.digest))
    root.field("signer", trusted.signer?.shownID)
    root.field("comment", trusted.comment.map { String(decoding: $0, as: UTF8.self) })
    root.field("verified", bundle.isVerified)
    root.field("certificate", bundle.certificateDigest.map(hexadecimal))
    root.field("epoch", Int(clamping: bundle.release.epoch))
    root.field("notBefore", bundle.release.notBefore.map(instantText))
    root.field("notAfter", bundle.release.notAfter.map(instantText))
    root.array("platforms") { list in bundle.platformNames.forEach { list.element($0) } }
  }

  private var stateWord: String {
    switch state {
    case nil: "notAsked"
    case .known: "known"
    case .missing: "missing"
    case .damaged: "damaged"
    }
  }
}
