package import PolicyDiagnostics
package import PolicyModel
import PolicyVerifier

extension VerifiedBundle {
  /// All that is wrong with the plans of a bundle that was just made of policies.
  package func findings(
    _ policies: CheckedPolicies, in sources: SourceMap, settings: ProofSettings,
    cache: ProofCache? = nil
  ) -> [Finding] {
    let found = platforms.flatMap { part in
      findings(
        of: part, settings, places: WrittenPlaces(policies.platforms[part.number], in: sources),
        cache)
    }
    return found + (settings.asksAnyTenant ? anyTenantFindings(policies, in: sources) : [])
  }

  /// All that is wrong with the plans of a bundle whose sources are not at hand: names and lines are
  /// told.
  package func findings(settings: ProofSettings, cache: ProofCache? = nil) -> [Finding] {
    platforms.flatMap { findings(of: $0, settings, places: WrittenPlaces($0, of: bundle), cache) }
  }

  /// The names that no platform has as an endpoint, region or provider.
  package func unknownDomains(_ names: [String]) -> [String] {
    names.filter { name in platforms.allSatisfy { $0.domains(named: [name]).isEmpty } }
  }

  private func findings(
    of part: VerifiedPart, _ settings: ProofSettings, places: WrittenPlaces, _ cache: ProofCache?
  ) -> [Finding] {
    CauseFindings(part, of: bundle, places: places, cache: cache).all
      + part.resilienceFindings(asked: settings.resilience, places: places)
      + part.lossFindings(down: part.domains(named: settings.down), places: places)
      + part.guaranteeFindings(places: places)
  }
}

extension VerifiedBundle.VerifiedPart {
  /// The failure domains of this platform that have one of the names.
  fileprivate func domains(named names: [String]) -> [FailureDomain] {
    names.compactMap { name in
      if let endpoint = catalogue.endpoints.index(of: name) { return .endpoint(endpoint) }
      if let region = catalogue.regions.index(of: name) { return .region(region) }
      return catalogue.endpoints.elements.contains { $0.provider == name } ? .provider(name) : nil
    }
  }
}
