package import BundleWriter
package import PolicyCheck
package import PolicyDiagnostics
package import PolicyModel
import PolicySyntax
package import TenantPolicy

/// What came of a run: its findings, and the policies where none of them is an error.
package struct Compilation: Sendable {
  package let findings: Findings
  /// Whether every source could be read and nothing in them is an error.
  package let isClean: Bool
  /// Where everything is clean; also `nil` where a part of it is known from an earlier check, since
  /// no bundle is made of that.
  package let policies: CheckedPolicies?
  /// Sources that could not be read at all.
  package let unreadable: [UnreadableSource]
  package let tenantCount: Int
}

/// Checks policies: the phases in their order.
///
/// - Parameters:
///   - threads: most sources that are read at once; what comes out does not depend on it.
///   - now: the day on which waivers are looked at, the only thing beside the sources that findings
///     depend on. What a bundle holds does not. `nil` for policies that are only looked back at:
///     when their waivers end does not matter.
///   - cache: what is known of sources from earlier checks; what is found does not depend on it.
package func compile(
  _ sources: SourceMap, threads: Int, now: CalendarDate?, cache: CheckCache? = nil
) -> Compilation {
  var findings = Findings()
  let read = read(sources, threads: threads, cache)
  let contents = importPlans(read.contents, in: sources, into: &findings)
  let readings = contents.map(\.reading)
  for reading in readings { findings.append(reading.findings) }

  var scopes = PlatformScopes.assign(
    readings, names: sources.entries.map(\.name), into: &findings)
  var catalogues = UsedCatalogues()
  for index in scopes.indices { catalogues.add(to: &scopes[index]) }
  findings.append(catalogues.findings)
  var cleanSources: [SourceID: TenantUse] = [:]
  let platforms = scopes.compactMap { scope in
    var check = PlatformCheck(scope, read.written, now: now)
    let platform = check.run()
    findings.append(check.findings)
    cleanSources.merge(check.cleanSources) { first, _ in first }
    return platform
  }
  findings.append(TenantIDs.findings(in: readings))

  if let cache { keep(cleanSources, of: read, in: cache) }

  let isClean = !findings.hasErrors && read.unreadable.isEmpty
  let isWhole = isClean && read.contents.allSatisfy { $0.knownContext == nil }
  let records =
    read.contents.map { SourceRecord(name: $0.name, digest: $0.digest) } + catalogues.shipped
  return Compilation(
    findings: findings, isClean: isClean,
    policies: isWhole ? CheckedPolicies(platforms: platforms, sources: records) : nil,
    unreadable: read.unreadable,
    tenantCount: readings.reduce(0) { $0 + $1.tenants.records.count })
}

/// Reads waivers and nothing else, for policies that are at hand as a bundle alone.
package func readWaivers(
  in sources: SourceMap, naming names: DeclaredNames, now: CalendarDate, threads: Int = 1
) -> WaiverReading {
  WaiverReading(
    read(sources, threads: threads, nil).contents.map(\.reading), naming: names, now: now)
}

/// The bundle of checked policies; its own reader has read every cell of it back.
///
/// - Parameters:
///   - isVerified: What the bundle says of its plans.
///   - certificateDigest: Of the certificate of their proofs, which the bundle then names.
///   - release: The epoch, and when the bundle holds.
package func bundle(
  of policies: CheckedPolicies, threads: Int = 1, isVerified: Bool = true,
  certificateDigest: [UInt8]? = nil, release: Release = .unstated
) throws(BundleWriteError) -> [UInt8] {
  var contents = contents(of: policies)
  contents.isVerified = isVerified
  contents.certificateDigest = certificateDigest
  contents.release = release
  let bytes = try encode(contents, threads: threads)
  try verifyRoundTrip(bytes, contents, threads: threads)
  return bytes
}
