package import PolicyModel

/// Something that a run does with data of a label.
package struct RunEvent: Hashable, Sendable {
  package enum Kind: Hashable, Sendable {
    case call(endpoint: Int)
    case store(Storage, endpoint: Int)
    case review(pool: Int)
  }

  /// Index of the step that a run is at.
  package let step: Int
  package let kind: Kind
  /// Data classes, a bit each.
  package let label: UInt64
  package let isForbidden: Bool

  package init(step: Int, kind: Kind, label: UInt64, isForbidden: Bool) {
    self.step = step
    self.kind = kind
    self.label = label
    self.isForbidden = isForbidden
  }
}

// What a policy lets happen in runs of a plan, exactly.
extension Verification {
  /// Everything that runs of a plan can do for the tenants of a group.
  ///
  /// - Parameter isGated: Whether forbidden candidates are skipped.
  package func events(ofPlan plan: Int, forGroup group: Int, isGated: Bool) -> Set<RunEvent> {
    let view = view(ofPlan: plan, group, isGated: isGated)
    return Set(
      Reachability(view).asked.flatMap { occurrence in
        let outcome = view[occurrence.question]
        return outcome.tried.members.map { candidate in
          RunEvent(
            step: view.graph.nodes[occurrence.node].step,
            kind: kind(of: occurrence.question, candidate, outcome),
            label: questions[occurrence.question].label,
            isForbidden: !outcome.permitted.contains(candidate))
        }
      })
  }

  /// Every forbidden event of runs of a plan for the tenants of a group, those of shorter runs first.
  ///
  /// - Parameter onlyCertain: Leave out what depends on opaque conditions.
  package func violations(
    ofPlan plan: Int, forGroup group: Int, isGated: Bool, onlyCertain: Bool
  ) -> [Violation] {
    let view = view(ofPlan: plan, group, isGated: isGated)
    guard view.graph.questions.contains(where: { !view[$0].forbidden.isEmpty }) else { return [] }
    var seen: Set<Violation> = []
    return Reachability(view, onlyCertain: onlyCertain).asked.flatMap { occurrence in
      let tried = view.tried(occurrence.question, onlyCertain: onlyCertain)
      return view[occurrence.question].forbidden.intersection(tried).members.map { candidate in
        Violation(
          node: occurrence.node, question: occurrence.question, call: occurrence.call,
          candidate: candidate)
      }
    }.filter { seen.insert($0).inserted }
  }

  /// Whether runs of a plan go on for the tenants of a group, from wherever they are, when domains are
  /// down.
  package func makesProgress(
    plan: Int, forGroup group: Int, down: [FailureDomain]
  ) -> Bool {
    let view = view(ofPlan: plan, group, isGated: platform.isGated)
    let down = DownSet(down, platform.catalogue)
    return Progress(Reachability(view), view, down: down).obstruction == nil
  }

  /// For whom runs of a plan do not go on when domains are down: groups with equal answers together,
  /// with where the run stops.
  package func obstructions(
    ofPlan plan: Int, down: [FailureDomain]
  ) -> [(groups: [Int], obstruction: Obstruction)] {
    let groups = Dictionary(grouping: decidedGroups(ofPlan: plan)) { table.rowOfGroup[$0] }
    let down = DownSet(down, platform.catalogue)
    return groups.values.sorted { ($0.first ?? 0) < ($1.first ?? 0) }.compactMap { groups in
      let view = view(ofPlan: plan, groups[0], isGated: platform.isGated)
      return Progress(Reachability(view), view, down: down).obstruction
        .map { (groups: groups, obstruction: $0) }
    }
  }

  func view(ofPlan plan: Int, _ group: Int, isGated: Bool) -> PolicyView {
    PolicyView(
      results[plan].graph, table, row: Int(table.rowOfGroup[group]), isGated: isGated)
  }

  func kind(
    of question: Int, _ candidate: Int, _ outcome: PolicyView.Outcome
  ) -> RunEvent.Kind {
    let endpoint = table.questions[question].decision?.endpoints[candidate] ?? 0
    return switch questions[question].subject {
    case .call: .call(endpoint: endpoint)
    case .store(let storage): .store(storage, endpoint: endpoint)
    case .review: .review(pool: outcome.pool ?? 0)
    }
  }
}

extension Verification {
  /// What the policy of a group answers to a question, by number: endpoints that it permits among the
  /// candidates; of a review, its pool if that is permitted.
  package func permitted(_ question: Int, forGroup group: Int) -> Set<Int> {
    let answer = table.answer(to: question, row: Int(table.rowOfGroup[group]))
    guard let decision = table.questions[question].decision else {
      return answer.permitted.isEmpty ? [] : Set([answer.pool].compactMap(\.self))
    }
    return Set(answer.permitted.members.map { decision.endpoints[$0] })
  }
}
