import BundleTables
package import PolicyDiagnostics
package import PolicyModel
package import TenantPolicy

/// One side of a review: a bundle with its platforms lifted, and the texts that it was compiled from
/// where they are at hand.
package struct ReviewedBundle: Sendable {
  package let bundle: PolicyBundle
  /// What people call this side, such as `policies` or `git:main`.
  package let title: String
  package let written: WrittenPolicies?
  let platforms: [LiftedPlatform]
  /// By number: the name and the digest of its bytes.
  let sources: [SourceRecord]

  /// - Returns: `nil` if a platform of the bundle is none that this release would write.
  package init?(_ bundle: PolicyBundle, title: String, written: WrittenPolicies? = nil) {
    guard let rows = BundleRows(bundle) else { return nil }
    var platforms: [LiftedPlatform] = []
    for number in 0..<rows.platformCount {
      guard let platform = LiftedPlatform(number, of: rows) else { return nil }
      platforms.append(platform)
    }
    self.bundle = bundle
    self.title = title
    self.written = written
    self.platforms = platforms
    sources = (0..<bundle.sourceCount).map { number in
      let source = bundle.source(at: number)
      return SourceRecord(name: source?.name ?? "?", digest: source?.digest ?? [])
    }
  }

  /// A bundle of which nothing is read, as it is compared with itself.
  package init(unread bundle: PolicyBundle, title: String) {
    self.bundle = bundle
    self.title = title
    written = nil
    platforms = []
    sources = []
  }

  /// The number of the platform with that name.
  func platform(named name: String) -> Int? {
    platforms.firstIndex { $0.catalogue.name.value == name }
  }
}

/// The sources that a bundle was compiled from.
package struct WrittenPolicies: Sendable {
  package let policies: CheckedPolicies
  package let sources: SourceMap

  package init(_ policies: CheckedPolicies, in sources: SourceMap) {
    self.policies = policies
    self.sources = sources
  }
}
