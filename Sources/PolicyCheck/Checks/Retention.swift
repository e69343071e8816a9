import PolicyDiagnostics
import PolicyModel

/// Retention that no store can give: an audit log that is kept too short everywhere, data that is kept
/// too long everywhere, or one store that would have to do both at once.
enum Retention {
  static func problems(of policy: EffectivePolicy, in context: CheckContext) -> [PolicyProblem] {
    let catalogue = context.catalogue
    return audit(policy, catalogue) + data(policy, catalogue)
  }

  private static func audit(_ policy: EffectivePolicy, _ catalogue: Catalogue) -> [PolicyProblem] {
    let least = Duration(milliseconds: policy[policyFields.auditRetention].number)
    let most = Duration(milliseconds: policy[policyFields.dataRetention].number)
    let stores = permitted(.audit, policy, catalogue)
    let longEnough = stores.filter { $0.retains(atLeast: least) }
    guard !stores.isEmpty else { return [] }
    guard let first = longEnough.first else { return [.auditTooShort(stores[0], least)] }
    let possible = longEnough.contains { !keepsData($0) || $0.retains(atMost: most) }
    return possible ? [] : [.emptyInterval(first, least: least, most: most)]
  }

  private static func data(_ policy: EffectivePolicy, _ catalogue: Catalogue) -> [PolicyProblem] {
    let most = Duration(milliseconds: policy[policyFields.dataRetention].number)
    return [Storage.checkpoint, .state].compactMap { storage in
      let stores = permitted(storage, policy, catalogue)
      guard let first = stores.first, !stores.contains(where: { $0.retains(atMost: most) }) else {
        return nil
      }
      return .dataTooLong(first, storage, most)
    }
  }

  private static func keepsData(_ endpoint: Endpoint) -> Bool {
    endpoint.serves.contains { $0 != .storage(.audit) }
  }

  /// The stores of a kind that lie within the residency.
  private static func permitted(
    _ storage: Storage, _ policy: EffectivePolicy, _ catalogue: Catalogue
  ) -> [Endpoint] {
    let regions = policy[policyFields.dataResidency].residency.general.store
    let stores = catalogue.endpoints(serving: .storage(storage))
    // By index, since every policy looks at every store and copying one is dear.
    return stores.indices.filter { stores[$0].regions.store.isSubset(of: regions) }
      .map { stores[$0] }
  }
}

extension PolicyProblem {
  private static let auditField = policyFields.auditRetention.index
  private static let dataField = policyFields.dataRetention.index

  fileprivate static func auditTooShort(_ store: Endpoint, _ least: Duration) -> PolicyProblem {
    PolicyProblem(
      Rules.retention.auditTooShort, "no audit store in the tenant's regions keeps for \(least)",
      at: .value(auditField),
      others: [Other(.place(store.span), "keeps for \(store.retains?.description ?? "ever")")],
      help: "ask the platform for a store that keeps longer")
  }

  fileprivate static func dataTooLong(
    _ store: Endpoint, _ storage: Storage, _ most: Duration
  ) -> PolicyProblem {
    PolicyProblem(
      Rules.retention.dataTooLong,
      "every \(storage.rawValue) store in the tenant's regions keeps data for longer than \(most)",
      at: .value(dataField),
      others: [Other(.place(store.span), "keeps for \(store.retains?.description ?? "ever")")],
      help: "state `data_retention:` that a store can keep, or have the platform shorten one")
  }

  fileprivate static func emptyInterval(
    _ store: Endpoint, least: Duration, most: Duration
  ) -> PolicyProblem {
    PolicyProblem(
      Rules.retention.emptyRetention,
      "no store keeps audit logs for at least \(least) and data for at most \(most)",
      at: .value(auditField),
      others: [
        Other(.value(dataField), "data for at most this"),
        Other(.place(store.span), "this store keeps both"),
      ],
      help: "keep audit logs in a store of their own")
  }
}
