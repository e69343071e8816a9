import PolicyModel

/// Where changes that are no repairs were found to fail: for each a plan and a tenant that have the
/// problem still, or a new one.
///
/// It says where to look first, and nothing else. That a change fails there is verified each time, so
/// that whatever stands here, the repairs are the same.
package struct RepairTrials: Hashable, Sendable {
  /// A plan and the first tenant of a group, by name.
  package struct Refuter: Hashable, Sendable {
    package let plan: String
    package let tenant: String

    package init(plan: String, tenant: String) {
      self.plan = plan
      self.tenant = tenant
    }
  }

  /// By change, in words of its own.
  package private(set) var refuters: [String: Refuter]

  package init(_ refuters: [String: Refuter] = [:]) { self.refuters = refuters }

  subscript(change: Repair.Change) -> Refuter? {
    get { refuters["\(change)"] }
    set { refuters["\(change)"] = newValue }
  }
}

/// Tries changes of a platform for some of its plans.
struct RepairTrial {
  private let verification: Verification
  /// Indices of plans.
  private let plans: [Int]
  private let cause: Cause
  private let hit: Bitset
  /// Of the plans alone, without a change, and what is wrong with them.
  private let unchanged: Verification
  private let before: [Cause.Problem: Bitset]

  init(_ verification: Verification, _ plans: [Int], for cause: Cause) {
    self.verification = verification
    self.plans = plans
    self.cause = cause
    hit = Bitset(cause.groups)
    unchanged = Verification(
      verification.platform.changed(by: nil, plans, []), threads: verification.threads)
    before = unchanged.problems()
  }

  /// What comes of a change; `nil` where it is no repair. A change that fails for one plan and tenant
  /// need not be looked at for all.
  func repair(_ change: Repair.Change, _ witness: Witness, _ trials: inout RepairTrials) -> Repair?
  {
    let platform = verification.platform.changed(by: change, plans, Set(cause.groups))
    var suspects = [(plan: witness.plan, group: witness.group)]
    if let known = trials[change].flatMap(suspect) { suspects.insert(known, at: 0) }
    if suspects.contains(where: { fails(platform, $0.plan, $0.group) }) { return nil }
    var changed = unchanged
    changed.update(to: platform, threads: verification.threads)
    let after = changed.problems()
    if let group = failure(after) {
      if let plan = plans.first(where: { fails(platform, $0, group) }) {
        trials[change] = RepairTrials.Refuter(
          plan: verification.platform.plans[plan].name,
          tenant: verification.platform.tenants[group].first)
      }
      return nil
    }
    return Repair(
      change: change, isComplete: after.values.allSatisfy { $0.intersection(hit).isEmpty },
      validUntil: changed.results.compactMap(\.validUntil).min())
  }

  private func suspect(_ refuter: RepairTrials.Refuter) -> (plan: Int, group: Int)? {
    guard let plan = verification.platform.plans.index(of: refuter.plan), plans.contains(plan),
      let group = verification.platform.tenants.firstIndex(where: { $0.first == refuter.tenant })
    else { return nil }
    return (plan, group)
  }

  /// Whether a change fails for one plan and group.
  private func fails(_ changed: VerifiedPlatform, _ plan: Int, _ group: Int) -> Bool {
    guard let position = plans.firstIndex(of: plan) else { return false }
    let one = VerifiedPlatform(
      catalogue: changed.catalogue, routes: changed.routes,
      plans: NameTable(inOrder: [changed.plans[position]]), tenants: [changed.tenants[group]],
      isGated: changed.isGated, day: changed.day)
    let alone = Bitset([group])
    return failure(Verification(one).problems().compactMapValues { $0.isEmpty ? nil : alone })
      != nil
  }

  /// A group that has the problem of the cause still, or one that it did not have.
  private func failure(_ after: [Cause.Problem: Bitset]) -> Int? {
    let remaining = after[cause.problem]?.intersection(hit).first
    return remaining
      ?? after.compactMap { problem, groups in
        groups.subtracting(before[problem] ?? Bitset()).first
      }.min()
  }
}
