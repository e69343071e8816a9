import PolicyCompiler
import PolicyDiagnostics
import PolicyModel
import PolicyReview
import TenantPolicy
import VerificationFindings

/// Where a side of a review is read from.
enum ReviewSource {
  case policies(String)
  case bundle(String)
  case revision(String, defaultPath: String)

  /// - Parameters:
  ///   - text: A folder, a file, a bundle, or `git:REV` or `git:REV:PATH`.
  ///   - other: What it is compared with, whose path a revision is read at if it names none.
  init(_ text: String, besides other: String) {
    if text.hasPrefix(GitRevision.prefix) {
      let isPath = !other.hasPrefix(GitRevision.prefix) && other != "-" && !isBundle(other)
      self = .revision(text, defaultPath: isPath ? other : "policies")
    } else {
      self = isBundle(text) ? .bundle(text) : .policies(text)
    }
  }
}

/// A side of a review, as it was read.
struct ReviewSide {
  let reviewed: ReviewedBundle
  /// What was found when its policies were checked; none for a bundle.
  let findings: [Finding]

  /// What checks and proofs find, with what somebody accepted.
  func allFindings(
    on day: CalendarDate, _ invocation: Invocation
  ) throws(CommandError) -> [Finding] {
    let settings = ProofSettings()
    guard reviewed.bundle.table(named: "plans").map({ $0.rowCount > 0 }) ?? false else {
      return findings
    }
    guard
      let verified = VerifiedBundle(
        reviewed.bundle, on: day, settings: settings, threads: threads(of: invocation))
    else { throw .refused(reviewed.title, "its platforms are none that this release writes") }
    let proofs =
      reviewed.written.map {
        verified.findings($0.policies, in: $0.sources, settings: settings)
      } ?? verified.findings(settings: settings)
    return findings + WaiverEvaluation(proofs, waivers).findings
  }

  var sources: SourceMap { reviewed.written?.sources ?? SourceMap(texts: [:]) }

  /// The waivers in its policies; a bundle holds none.
  var waivers: [Waiver] { reviewed.written?.policies.platforms.flatMap(\.waivers) ?? [] }

  /// Both sides of a review; `nil` after the findings of policies that do not check were shown.
  static func pair(
    _ old: String, _ new: String, on day: CalendarDate, _ invocation: Invocation
  ) throws(CommandError) -> (old: ReviewSide, new: ReviewSide)? {
    let sources = (ReviewSource(old, besides: new), ReviewSource(new, besides: old))
    if case (.bundle(let first), .bundle(let second)) = sources,
      let bundle = try sameBundle(first, second)
    {
      return (ReviewSide(unread: bundle, old), ReviewSide(unread: bundle, new))
    }
    guard let before = try read(sources.0, old, on: nil, invocation),
      let after = try read(sources.1, new, on: day, invocation)
    else { return nil }
    return (before, after)
  }

  /// The bundle that two files are, byte for byte: it need not be looked into. Only its beginning is
  /// checked, which says that it is a bundle of this version.
  private static func sameBundle(
    _ first: String, _ second: String
  ) throws(CommandError) -> PolicyBundle? {
    guard (try? haveSameBytes(first, second)) == true else { return nil }
    return try? PolicyBundle(inPlace: first)
  }

  private init(unread bundle: PolicyBundle, _ title: String) {
    reviewed = ReviewedBundle(unread: bundle, title: title)
    findings = []
  }

  /// - Parameters:
  ///   - text: What people call it.
  ///   - day: When waivers are looked at; `nil` for the side that was.
  /// - Returns: `nil` after the findings of policies that do not check were shown.
  static func read(
    _ source: ReviewSource, _ text: String, on day: CalendarDate?, _ invocation: Invocation
  ) throws(CommandError) -> ReviewSide? {
    let files: SourceFiles
    switch source {
    case .bundle(let path): return try ReviewSide(of: try openBundle(path), text)
    case .policies(let path): files = try findSources(invocation, [path])
    case .revision(let revision, let path):
      files = try GitRevision(revision, defaultPath: path).files()
      guard files.sources.count > 0 else {
        throw CommandError(
          .file, "nothing-found", "there is no policy file in `\(text)`",
          help: "write `git:REV:PATH` for the policies at another path")
      }
    }
    let compiled = compiledSources(invocation, files, on: day)
    guard compiled.status == .clean, let policies = compiled.compilation.policies else {
      try show(compiled, [], invocation.output)
      return nil
    }
    let bundle = try bundled(policies, invocation)
    if let error = files.readingError { throw error }
    return try ReviewSide(
      of: bundle, text, WrittenPolicies(policies, in: files.sources),
      compiled.compilation.findings.sorted())
  }

  private init(
    of bundle: PolicyBundle, _ title: String, _ written: WrittenPolicies? = nil,
    _ findings: [Finding] = []
  ) throws(CommandError) {
    guard let reviewed = ReviewedBundle(bundle, title: title, written: written) else {
      throw .refused(title, "its platforms are none that this release writes")
    }
    self.reviewed = reviewed
    self.findings = findings
  }
}
