import RandomWorlds

/// What random worlds are asked for a fault in the verifier or in the checker to show.
package enum FaultTrial: String, CaseIterable {
  /// What the verifier says about worlds.
  case worlds
  /// About tenants that could be written.
  case tenants
  /// What the checker says about certificates.
  case certificates
}

/// Random worlds, with what the interpreter says about them: worked out once for all faults.
package struct FaultSearch {
  private var opinions: [UInt64: Opinions] = [:]

  package init() {}

  /// The first world in which something disagrees, and how; `nil` where there is none.
  ///
  /// - Parameter next: Called before each world.
  package mutating func firstDisagreement(
    _ trial: FaultTrial, seeds: Range<UInt64>, next: (UInt64) -> Void
  ) -> (seed: UInt64, found: String)? {
    for seed in seeds {
      next(seed)
      if let found = disagreement(trial, RandomWorld(seed: seed)) { return (seed, found) }
    }
    return nil
  }

  private mutating func disagreement(_ trial: FaultTrial, _ world: RandomWorld) -> String? {
    switch trial {
    case .worlds:
      let known = opinions[world.seed] ?? Opinions(world)
      opinions[world.seed] = known
      return Comparison(world, known).disagreements.first
    case .tenants: return TenantComparison(world).disagreements.first
    case .certificates:
      var trial = CertificateTrial()
      trial.add(world)
      return trial.failures.first
    }
  }
}
