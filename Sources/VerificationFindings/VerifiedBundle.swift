import BundleTables
package import PolicyDiagnostics
package import PolicyModel
package import PolicyVerifier
package import TenantPolicy

/// The platforms of a bundle, each with its proof: what is proved is what the bundle's tables hold.
package struct VerifiedBundle: Sendable {
  package let bundle: PolicyBundle
  package let platforms: [VerifiedPart]

  /// One platform, with what was found.
  package struct VerifiedPart: Sendable {
    package let number: Int
    let lifted: LiftedPlatform
    package let verification: Verification
    package let report: VerificationReport
    /// Where the platform says in which regions its slots are.
    let guarantees: Guarantees?

    package var catalogue: Catalogue { verification.platform.catalogue }
  }

  /// - Returns: `nil` if a platform or a policy of the bundle is none that this release would write.
  package init?(
    _ bundle: PolicyBundle, on day: CalendarDate, settings: ProofSettings, threads: Int = 1
  ) {
    self.bundle = bundle
    guard let rows = BundleRows(bundle) else { return nil }
    var platforms: [VerifiedPart] = []
    for number in 0..<rows.platformCount {
      guard let lifted = LiftedPlatform(number, of: rows),
        let platform = VerifiedPlatform(
          lifted, number: number, of: bundle, on: day, threads: threads)
      else { return nil }
      let verification = Verification(settings.applied(to: platform), threads: threads)
      // A runtime watches its runs by what the bundle says that was proved.
      for plan in platform.plans.elements.indices {
        guard lifted.asks(ofPlan: plan) == verification.asks(ofPlan: plan).cells else { return nil }
      }
      platforms.append(
        VerifiedPart(
          number: number, lifted: lifted, verification: verification,
          report: verification.report(),
          guarantees: Guarantees(lifted, of: bundle)))
    }
    self.platforms = platforms
  }

  /// The verdict of all that was asked: the worst of those of the plans and of the findings, some of
  /// which are about what only settings ask for.
  package func verdict(_ findings: [Finding]) -> PlanSummary.Verdict {
    let verdicts =
      platforms.flatMap(\.report.plans).map(\.verdict)
      + findings.filter { $0.severity == .error }.map {
        $0.rule.code == Rules.proofs.undecided.code ? .unknown : .violated
      }
    return [.violated, .unknown, .proved].first { verdicts.contains($0) } ?? .vacuous
  }
}

/// What a proof is asked for beyond what the policies say.
package struct ProofSettings: Sendable {
  /// Whether forbidden endpoints are skipped; `nil` for what the platform document says.
  package let isGated: Bool?
  /// How many domains may be down at once with progress still made: 0 to 2.
  package let resilience: Int
  /// Names of endpoints, regions and providers that are down together.
  package let down: [String]
  /// Whether it is about every tenant that could be written, too.
  package let asksAnyTenant: Bool

  package init(
    isGated: Bool? = nil, resilience: Int = 0, down: [String] = [], asksAnyTenant: Bool = false
  ) {
    self.down = down
    self.isGated = isGated
    self.resilience = resilience
    self.asksAnyTenant = asksAnyTenant
  }

  fileprivate func applied(to platform: VerifiedPlatform) -> VerifiedPlatform {
    VerifiedPlatform(
      catalogue: platform.catalogue, routes: platform.routes, plans: platform.plans,
      tenants: platform.tenants, isGated: isGated ?? platform.isGated, day: platform.day)
  }
}
