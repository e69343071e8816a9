import PolicyDiagnostics
import PolicyModel
import PolicyVerifier
import TenantPolicy

/// A tier, and the strictest tenants that could be written under it.
struct AnyTenant: Sendable {
  let name: String
  private let catalogue: Catalogue
  private let proof: AnyTenantVerification

  init(_ name: String, _ proof: AnyTenantVerification, _ catalogue: Catalogue) {
    (self.name, self.proof, self.catalogue) = (name, proof, catalogue)
  }

  /// What a tenant of a group writes, as the end of a sentence.
  func words(ofGroup group: Int) -> String {
    let strictness = proof.strictnesses[group]
    let pool = strictness.reviewerPool.map {
      " and has `\(catalogue.reviewerPools[$0].name)` review"
    }
    return text(of: strictness.part) + (pool ?? "")
  }

  private func text(of part: AnyTenantVerification.Part) -> String {
    switch part {
    case .nothing: "has all that its tier allows"
    case .without(let region, let use, let dataClass):
      "does not have \(dataClass.map { "`\(catalogue.dataClasses[$0].name)`" } ?? "its data") "
        + "\(use.participle) in `\(catalogue.regions[region].name)`"
    case .noTransfers: "accepts no transfer grounds"
    case .lowestModelTier: "has the lowest model tier"
    case .noDataRetention: "lets no data be kept"
    case .longestAuditRetention: "has audit logs kept for as long as can be written"
    }
  }
}

extension VerifiedBundle {
  /// For every tier whether its plans stay within policy for every tenant that could be written under
  /// it; the findings of those for which they do not, or for which that is not known.
  ///
  /// - Parameter policies: What the bundle was made of: a bundle does not hold limits.
  func anyTenantFindings(
    _ policies: CheckedPolicies, in sources: SourceMap
  ) -> [Finding] {
    platforms.flatMap { part -> [Finding] in
      let checked = policies.platforms[part.number]
      let places = WrittenPlaces(checked, in: sources)
      return checked.tiers.elements.indices.flatMap { tier -> [Finding] in
        let proof = AnyTenantVerification(
          tier: tier, checked.ceilings[tier], of: part.verification.platform)
        let name = checked.tiers[tier].name
        guard let verification = proof.verification else {
          return [.tooManyTenants(checked.tiers[tier], places)]
        }
        let proved = VerifiedPart(
          number: part.number, lifted: part.lifted, verification: verification,
          report: verification.report(), guarantees: nil)
        return CauseFindings(
          proved, of: bundle, places: places, tier: AnyTenant(name, proof, part.catalogue)
        ).all
      }
    }
  }
}

extension Finding {
  fileprivate static func tooManyTenants(
    _ tier: PlainName, _ places: WrittenPlaces
  ) -> Finding {
    Finding(
      Rules.proofs.undecided,
      "it is not known whether every tenant of tier `\(tier.name)` stays within policy",
      at: tier.span,
      label: "more than \(AnyTenantVerification.mostPolicies) strictest policies",
      help: "narrow the limits of the tier")
  }
}
