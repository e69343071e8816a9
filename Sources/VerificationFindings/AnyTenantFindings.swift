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
      "has `\(catalogue.reviewerPools[$0].name)` review"
    }
    let stricter = [text(of: strictness.part), text(of: strictness.accepts)].compactMap(\.self)
    let all = stricter.isEmpty ? ["has all that its tier allows"] : stricter
    return listed(all + [pool].compactMap(\.self))
  }

  private func text(of part: AnyTenantVerification.Part) -> String? {
    switch part {
    case .nothing: nil
    case .without(let region, let use, let data):
      "does not have \(text(of: data)) \(use.participle) in `\(catalogue.regions[region].name)`"
    case .nowhere(let use, let data): "has \(text(of: data)) \(use.participle) nowhere"
    case .lowestModelTier: "has the lowest model tier"
    case .noDataRetention: "lets no data be kept"
    case .longestAuditRetention: "has audit logs kept for as long as can be written"
    }
  }

  private func text(of data: AnyTenantVerification.Data) -> String {
    switch data {
    case .general: "its data"
    case .unclassified: "data without a class"
    case .ofClass(let dataClass): "`\(catalogue.dataClasses[dataClass].name)`"
    }
  }

  private func text(of accepts: AnyTenantVerification.Accepts) -> String? {
    switch accepts {
    case .all: nil
    case .none: "accepts no transfer grounds"
    case .only(let basis): "accepts no transfer grounds but `\(catalogue.bases[basis].name)`"
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
