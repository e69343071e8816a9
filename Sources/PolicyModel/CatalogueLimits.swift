extension Catalogue {
  /// The language that this release reads.
  package static let newestLanguage: Int64 = 1

  /// Most names of a kind in one platform.
  package static func most(of kind: NameKind) -> Int {
    switch kind {
    case .dataClass, .modelTier, .basis, .regionGroup: 64
    case .region: 512
    case .tool, .model: 1_024
    case .endpoint, .reviewerPool, .budgetClass: 16_384
    case .policyTier, .org, .tenant, .route, .plan, .fact, .step, .variable, .rule, .platform,
      .provider, .catalogue:
      1_000_000
    }
  }
}
