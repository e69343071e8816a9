import PolicyCompiler
import PolicyDiagnostics
import PolicyModel
import PolicyReview
import TenantPolicy
import Threads
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
  /// Waivers that were given for a bundle.
  private(set) var given: GivenWaivers?
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

  var sources: SourceMap {
    reviewed.written?.sources ?? given?.sources ?? SourceMap(texts: [:])
  }

  /// The waivers in its policies; a bundle holds none, but may be given some.
  var waivers: [Waiver] {
    reviewed.written?.policies.platforms.flatMap(\.waivers) ?? given?.waivers ?? []
  }

  /// Both sides of a review; `nil` after the findings of policies that do not check were shown.
  ///
  /// - Parameter isReadWhole: Whether bundles are looked into though they are the same.
  static func pair(
    _ old: String, _ new: String, on day: CalendarDate, isReadWhole: Bool, _ invocation: Invocation
  ) throws(CommandError) -> (old: ReviewSide, new: ReviewSide)? {
    let sources = (ReviewSource(old, besides: new), ReviewSource(new, besides: old))
    if !isReadWhole, case (.bundle(let first), .bundle(let second)) = sources,
      let bundle = try sameBundle(first, second, threads(of: invocation))
    {
      return (ReviewSide(unread: bundle, old), ReviewSide(unread: bundle, new))
    }
    let ahead = openedAhead(sources, new, threads(of: invocation))
    guard let before = try read(sources.0, old, on: nil, invocation),
      var after = try later(sources.1, new, ahead, on: day, invocation)
    else { return nil }
    if let path = invocation.arguments.value(of: .waivers) {
      guard let given = try after.waivers(from: path, on: day, invocation) else { return nil }
      after.given = given
    }
    return (before, after)
  }

  private static func later(
    _ source: ReviewSource, _ text: String, _ ahead: Pending<Result<ReviewSide, CommandError>>?,
    on day: CalendarDate, _ invocation: Invocation
  ) throws(CommandError) -> ReviewSide? {
    switch ahead?.value() {
    case nil: return try read(source, text, on: day, invocation)
    case .success(let side): return side
    case .failure(let error): throw error
    }
  }

  /// Of two bundles the second one, which is opened while the first one is.
  private static func openedAhead(
    _ sources: (ReviewSource, ReviewSource), _ title: String, _ threads: Int
  ) -> Pending<Result<ReviewSide, CommandError>>? {
    guard case (.bundle, .bundle(let path)) = sources else { return nil }
    return Pending(threads: threads) {
      do throws(CommandError) {
        return .success(try ReviewSide(of: try openBundle(path), title))
      } catch {
        return .failure(error)
      }
    }
  }

  /// Waivers for a bundle, from files of their own.
  private func waivers(
    from path: String, on day: CalendarDate, _ invocation: Invocation
  ) throws(CommandError) -> GivenWaivers? {
    guard reviewed.written == nil else {
      throw .usage(
        "conflict", "`--waivers` is for a bundle, and `\(reviewed.title)` has waivers of its own",
        help: "put the waivers beside the policies")
    }
    return try GivenWaivers(path, for: reviewed.bundle, on: day, invocation)
  }

  /// The bundle that two files are, byte for byte. Its digest is checked while it is compared, so that
  /// one that was damaged is refused; its rows need not be looked into.
  private static func sameBundle(
    _ first: String, _ second: String, _ threads: Int
  ) throws(CommandError) -> PolicyBundle? {
    guard let one = try? PolicyBundle(inPlace: first),
      let other = try? PolicyBundle(inPlace: second), one.digest == other.digest,
      one.isOfKnownLanguage
    else { return nil }
    let damage = Pending(threads: threads) { () -> BundleError? in
      do throws(BundleError) {
        try one.verifyDigest()
        return nil
      } catch {
        return error
      }
    }
    let isSame = one.hasSameBytes(as: other)
    if let error = damage.value() { throw .refused(first, "\(error)") }
    return isSame ? one : nil
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
