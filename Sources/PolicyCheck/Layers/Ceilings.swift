import PolicyModel

extension Layers {
  /// The most that a tenant of each tier could be written to have, whatever its org: what the
  /// platform and the tier limit, and nothing where they do not.
  func ceilings(in catalogue: Catalogue) -> [TierCeiling] {
    tiers.elements.map { tier in
      let stack = [tier, platform]
      func limit<Value>(_ field: Field<Value>) -> FieldValue? {
        let limits = stack.compactMap { $0.limits[field.index]?.value }
        return limits.first.map { first in
          limits.dropFirst().reduce(first) { PolicyFields.all[field.index].type.meet($0, $1) }
        }
      }
      let denied = stack.flatMap { layer in
        [layer.defaults, layer.limits].compactMap { $0[policyFields.deniedTools.index]?.value }
      }.reduce(Bitset()) { $0.union($1.members) }
      let allowed = limit(policyFields.allowedTools)?.members ?? Bitset(all: catalogue.tools.count)
      let pools = Bitset(all: catalogue.reviewerPools.count)
      return TierCeiling(
        permittedTools: allowed.subtracting(denied),
        residency: limit(policyFields.dataResidency)?.residency
          ?? Residency(
            RegionUse(catalogue.everyRegion), accepts: Bitset(all: catalogue.bases.count)),
        modelTier: limit(policyFields.modelTier).map { Int($0.number) }
          ?? max(catalogue.modelTiers.count - 1, 0),
        dataRetention: limit(policyFields.dataRetention)?.number ?? Duration.longest.milliseconds,
        auditRetention: limit(policyFields.auditRetention)?.number ?? 0,
        reviewerPools: limit(policyFields.reviewerPool)?.members.intersection(pools) ?? pools)
    }
  }
}
