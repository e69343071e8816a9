import BundleTables
import PolicyCheck
import PolicyCompiler
import PolicyDiagnostics
import PolicyModel
import TenantPolicy

/// Waivers from files of their own, for a bundle, which holds none.
struct GivenWaivers {
  let waivers: [Waiver]
  let sources: SourceMap

  /// - Returns: `nil` after the findings of waivers that do not check were shown.
  init?(
    _ path: String, for bundle: PolicyBundle, on day: CalendarDate, _ invocation: Invocation
  ) throws(CommandError) {
    guard let names = DeclaredNames(of: bundle) else {
      throw .refused(path, "the bundle's platforms are none that this release writes")
    }
    let files = try findSources(invocation, [path])
    let reading = readWaivers(
      in: files.sources, naming: names, now: day, threads: threads(of: invocation))
    if let error = files.readingError { throw error }
    guard !reading.findings.hasErrors else {
      let text = shownFindings(reading.findings.sorted(), of: files, invocation.output)
      try invocation.output.result(text)
      return nil
    }
    guard !reading.waivers.isEmpty else {
      throw CommandError(
        .file, "no-waivers", "there is no waiver in `\(path)`",
        help: "a document that begins with `waiver:` is one")
    }
    waivers = reading.waivers
    sources = files.sources
  }
}

extension DeclaredNames {
  /// What waivers may name of a bundle: of all its platforms.
  fileprivate init?(of bundle: PolicyBundle) {
    guard let rows = BundleRows(bundle) else { return nil }
    let platforms = (0..<rows.platformCount).compactMap {
      LiftedPlatform($0, of: rows, plans: { _ in false })
    }
    guard platforms.count == rows.platformCount, let first = platforms.first else { return nil }
    self.init(
      catalogue: first.catalogue, tiers: platforms.flatMap(\.tiers),
      orgs: platforms.flatMap(\.orgs), plans: first.plans, routes: first.routes,
      planNames: platforms.flatMap(\.planNames), routeNames: platforms.flatMap(\.routes.names),
      hasTenant: { bundle.context(for: $0) != nil },
      someTenants: {
        (0..<min(bundle.tenantCount, Self.mostOffered)).compactMap { bundle.tenant(at: $0)?.id }
      })
  }

  /// Most tenants among which the nearest name is looked for.
  private static let mostOffered = 10_000
}
