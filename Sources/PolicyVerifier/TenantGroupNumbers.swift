import BundleTables
import PolicyModel
import TenantPolicy

/// The group that each tenant of a bundle is in, as far as the verifier is concerned.
struct TenantGroupNumbers {
  private let lifted: LiftedPlatform
  private let groups: [RoutingPolicy: Int]
  private let owners: Set<String>
  /// By row of the table `classes`; `nil` in it for one of another platform.
  private var known: [Int: Int?] = [:]

  init(_ platform: VerifiedPlatform, _ lifted: LiftedPlatform) {
    self.lifted = lifted
    groups = Dictionary(
      platform.tenants.enumerated().map { ($1.policy, $0) }, uniquingKeysWith: { first, _ in first }
    )
    owners = Set(
      (lifted.catalogue.endpoints.elements.map(\.dedicatedTo)
        + lifted.catalogue.reviewerPools.elements.map(\.dedicatedTo)).compactMap(\.?.value))
  }

  /// `nil` for a tenant of another platform.
  mutating func group(of id: String, classRow: Int) -> Int? {
    if owners.contains(id) { return group(classRow, owner: id) }
    if let known = known[classRow] { return known }
    let found = group(classRow, owner: nil)
    known[classRow] = .some(found)
    return found
  }

  private func group(_ classRow: Int, owner: String?) -> Int? {
    lifted.policy(ofClass: classRow).flatMap {
      groups[RoutingPolicy($0, owner: owner, in: lifted.catalogue)]
    }
  }
}
