package import PolicyDiagnostics
package import PolicyModel
import PolicyVerifier

extension VerifiedBundle {
  /// All that is wrong with the plans of a bundle that was just made of policies.
  package func findings(
    _ policies: CheckedPolicies, in sources: SourceMap, settings: ProofSettings
  ) -> [Finding] {
    let found = platforms.flatMap { part in
      findings(
        of: part, settings, places: WrittenPlaces(policies.platforms[part.number], in: sources))
    }
    return found + (settings.asksAnyTenant ? anyTenantFindings(policies, in: sources) : [])
  }

  /// All that is wrong with the plans of a bundle whose sources are not at hand: names and lines are
  /// told.
  package func findings(settings: ProofSettings) -> [Finding] {
    platforms.flatMap { findings(of: $0, settings, places: WrittenPlaces($0, of: bundle)) }
  }

  private func findings(
    of part: VerifiedPart, _ settings: ProofSettings, places: WrittenPlaces
  ) -> [Finding] {
    CauseFindings(part, of: bundle, places: places).all
      + part.resilienceFindings(asked: settings.resilience, places: places)
  }
}
