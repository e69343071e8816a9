import PolicyCompiler
import PolicyDiagnostics
import PolicyModel
import PolicyReview
import TenantPolicy

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

  var sources: SourceMap { reviewed.written?.sources ?? SourceMap(texts: [:]) }

  /// The waivers in its policies; a bundle holds none.
  var waivers: [Waiver] { reviewed.written?.policies.platforms.flatMap(\.waivers) ?? [] }

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
