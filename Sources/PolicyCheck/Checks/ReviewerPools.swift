import PolicyDiagnostics
import PolicyModel

/// Reviewers who sit outside the tenant's regions. (That a pool is dedicated to another tenant depends
/// on the tenant's id, and is found with the tenants.)
enum ReviewerPools {
  static func problems(of policy: EffectivePolicy, in context: CheckContext) -> [PolicyProblem] {
    let catalogue = context.catalogue
    guard let index = policy[policyFields.reviewerPool].members.first,
      index < catalogue.reviewerPools.count
    else { return [] }
    let pool = catalogue.reviewerPools[index]
    let residency = policy[policyFields.dataResidency].residency
    guard residency.accepts.isEmpty, !residency.general.process.contains(pool.region) else {
      return []
    }
    return [.reviewersElsewhere(pool, catalogue.regions[pool.region])]
  }
}

extension PolicyProblem {
  fileprivate static func reviewersElsewhere(
    _ pool: ReviewerPool, _ region: Region
  ) -> PolicyProblem {
    PolicyProblem(
      Rules.places.reviewersElsewhere,
      "reviewer pool `\(pool.name)` sits in `\(region.name)`, outside the data residency",
      at: .value(policyFields.reviewerPool.index),
      others: [
        Other(.value(policyFields.dataResidency.index), "data must stay here"),
        Other(.place(pool.span), "the pool is declared here"),
      ],
      help: "choose a pool inside the regions, or `none`")
  }

  static func foreignPool(_ pool: ReviewerPool, _ owner: Located<String>) -> PolicyProblem {
    PolicyProblem(
      Rules.places.foreignPool,
      "reviewer pool `\(pool.name)` works for tenant `\(owner.value)` alone",
      at: .value(policyFields.reviewerPool.index),
      others: [Other(.place(owner.span), "dedicated here")],
      help: "choose a shared pool or the tenant's own")
  }
}
