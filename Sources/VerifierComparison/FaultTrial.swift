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
  /// - Parameters:
  ///   - count: How many worlds are looked at of those in which much is forbidden, and of those in which
  ///     little is, by turns.
  ///   - next: Called before each world, with how many were looked at.
  package mutating func firstDisagreement(
    _ trial: FaultTrial, worlds count: Int, next: (Int) -> Void
  ) -> (seed: UInt64, found: String)? {
    for number in 0..<count {
      next(number)
      let seed = UInt64(number / 2) + (number.isMultiple(of: 2) ? 0 : RandomWorld.firstMild)
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
