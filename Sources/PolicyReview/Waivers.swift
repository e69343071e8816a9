import BundleTables
package import PolicyDiagnostics
import PolicyModel

// What a cause is about, as waivers name it.
extension PolicyDiff {
  /// A subject for each group of tenants that it hits; without any, the edit alone.
  func subjects(of cause: ReviewCause) -> Set<Finding.Subject> {
    let plan = planAlone(of: cause)
    let route = cause.edited(.route)
    guard !cause.groups.isEmpty else { return [Finding.Subject(plan: plan, route: route)] }
    return Set(
      cause.groups.map { number in
        let names = names(ofGroup: groups[number])
        return Finding.Subject(
          tenant: groups[number].count == 1 ? firstTenants(ofGroups: [number]).first : nil,
          org: names.org, tier: names.tier, plan: plan, route: route)
      })
  }

  /// The one plan that is concerned; `nil` where anything else is.
  private func planAlone(of cause: ReviewCause) -> String? {
    if let plan = cause.edited(.plan) { return plan }
    let plans = Set(cause.reach.map { reach[$0.reach].plan })
    return cause.values.isEmpty && plans.count == 1 ? plans.first : nil
  }

  /// The org and the tier of the tenants of a group, as they are now, or were last.
  private func names(ofGroup group: ReviewedTenants) -> (org: String?, tier: String?) {
    let pair = pairs[group.platform]
    if let row = group.newClass, let platform = pair.new?.lifted {
      return (platform.org(ofClass: row), platform.tier(ofClass: row))
    }
    guard let row = group.oldClass, let platform = pair.old?.lifted else { return (nil, nil) }
    return (platform.org(ofClass: row), platform.tier(ofClass: row))
  }
}

extension ReviewCause {
  /// The rule of which it is a finding.
  package var rule: Rule {
    switch verdict {
    case .widened: Rules.changes.widened
    case .mixed: Rules.changes.mixed
    case .narrowed: Rules.changes.narrowed
    case .neutral: Rules.changes.neutral
    }
  }

  /// The name of what is declared differently, if it is of that kind.
  fileprivate func edited(_ kind: CatalogueEdit.Kind) -> String? {
    guard case .edit(let edit) = origin, edit.subject.kind == kind else { return nil }
    return edit.subject.name
  }
}
